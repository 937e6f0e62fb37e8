import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { deprecatedRoles } from "../../../provider/catalogue";
import {
  accessOf,
  checkPolicy,
  decodePolicy,
  policyReport,
  readPolicy,
  resourceIdOf,
  samePolicy,
} from "../../../provider/policy";
import { expectGolden, hasGolden, isUpdating, json } from "./golden";
import * as text from "./policy-texts";

/** Real policies of others lie outside this repository; our own set always runs. */
const shared = process.env["ALTINN_SHARED_DIR"];
const folder = shared && join(shared, "fixtures", "policies");
const found = folder && existsSync(folder) ? readdirSync(folder).sort() : [];
const real = found.filter((file) => hasGolden(wordsFile(file)) || isUpdating);
const REAL_POLICIES = 93;

function wordsFile(file: string): string {
  return `words/${file.replace(/\.xml$/, ".json")}`;
}

interface Manifest {
  files: { path: string; sameMeaningAs?: string[] }[];
}

/** Real policies of registry resources that are unusual, and what makes them so. */
const UNUSUAL: Readonly<Record<string, RegExp>> = {
  // A rule names an app beside the one that names the resource.
  "altinn_access_management_invalid_missing_resourceid.xml": /urn:altinn:app "/,
  // Rights to a task of the resource.
  "generic-access-resource.xml": /urn:altinn:task "/,
  // A task, and roles together with a place.
  "jks_audi_etron_gt.xml": /joins subjects .*urn:altinn:location "garage"/,
  // All actions in one AllOf.
  "mp_validation_problem_details.xml": /joins actions/,
  "non_delegable_maskinportenschema--accessmgmt.xml": /joins actions/,
  "resource1.xml": /joins actions/,
  "system_resource.xml": /joins actions/,
  // Consent by organisations of any kind.
  "samtykke-forhaandsgodkjenning.xml": /urn:altinn:partytype "/,
  "ske-samtykke-sbl-summert-skattegrunnlag.xml": /urn:altinn:partytype "/,
  "ttd-samtykkeressurs-forallevirksomheter.xml": /urn:altinn:partytype "/,
  "ttd_skattegrunnlag.xml": /urn:altinn:partytype "/,
  // A name that looks like that of access lists.
  "ttd_inntektsopplysninger.xml": /urn:altinn:accesslist, which looks like/,
};

const own: Record<string, string> = {
  "own-usual.xml": text.policyText({
    rules: [
      text.rule(
        [text.org("991825827"), text.role("dagl")],
        ["read", "write", "publish", "subscribe"],
      ),
    ],
    obligations: text.level("3"),
  }),
  "own-template.xml": text.policyText({
    rules: [text.rule([text.subject("urn:altinn:org", "[org]")], ["read"])],
  }),
  "own-mixed.xml": text.policyText({
    rules: [{ anyOfs: [[[text.role("dagl"), text.resource("r1"), text.action("read")]]] }],
  }),
  "own-two-resources.xml": text.policyText({
    rules: [
      {
        anyOfs: [
          text.any(text.role("dagl")),
          text.any(text.resource("a"), text.resource("b")),
          text.any(text.action("read")),
        ],
      },
    ],
  }),
  "own-old-example.xml": text.policyText({
    algorithm: text.DENY_OVERRIDES.replace("3.0", "1.0"),
    rules: [text.rule([text.org("991825827"), text.role("dagl")], ["read", "write"])],
  }),
  "own-deny.xml": text.policyText({
    rules: [
      text.rule([text.role("dagl")], ["read"]),
      { ...text.rule([text.org("991825827")], ["write"]), effect: "Deny" },
    ],
  }),
  "own-unknown-function.xml": text.policyText({
    rules: [text.rule([text.org("991825827", { matchId: "urn:none" })], ["read"])],
  }),
};

const bytesOf = (file: string): Uint8Array =>
  file in own ? Buffer.from(own[file] ?? "") : readFileSync(join(folder ?? "", file));

const files = [...Object.keys(own), ...real];
const further = found.filter((file) => !real.includes(file));

function resourceOf(file: string): string {
  const resource = resourceIdOf(readPolicy(decodePolicy(bytesOf(file))));
  return "id" in resource ? resource.id : "";
}

const accessTo = (file: string) =>
  accessOf(readPolicy(decodePolicy(bytesOf(file))), resourceOf(file));

describe(`policies of others and our own (${files.length})`, () => {
  test("says how many real ones were left out", () => {
    const left = REAL_POLICIES - real.length;
    if (left > 0)
      console.warn(`${left} of ${REAL_POLICIES} real policies left out: ALTINN_SHARED_DIR`);
    if (further.length > 0) console.warn(`${further.length} real policies without golden words`);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(files.length).toBeGreaterThanOrEqual(Object.keys(own).length);
  });

  test.each(files)("%s: words and findings are the golden ones", (file) => {
    const { accepted, reasons, warnings, access } = policyReport({ file, bytes: bytesOf(file) });
    const resource = resourceIdOf(readPolicy(decodePolicy(bytesOf(file))));
    expect(reasons.length > 0).toBe(!accepted);
    expect(Object.keys(access).length).toBeGreaterThan(0);
    expectGolden(wordsFile(file), json({ resource, accepted, reasons, warnings, access }));
  });

  test("a plain one has words for who gets in, an unusual one has its literal lines", () => {
    const plain = files.filter((file) => accessTo(file).form === "plain");
    console.info(`plain: ${plain.length}, unusual: ${files.length - plain.length}`);
    for (const file of files) {
      const { form, lines } = accessTo(file);
      const isLiteral = Object.keys(lines).map((key) => key.startsWith("unusual policy"));
      expect([file, new Set(isLiteral)]).toEqual([file, new Set([form === "unusual"])]);
    }
  });

  test.each(files)(
    "%s: the same after changes that mean nothing, not after one that does",
    (file) => {
      const xml = decodePolicy(bytesOf(file));
      const dressed = xml
        .replaceAll(/<(\/?)(xacml|x):/g, "<$1p:")
        .replaceAll(/xmlns:(xacml|x)=/g, "xmlns:p=")
        .replaceAll(/RuleId="[^"]*"/g, 'RuleId="r"')
        .replaceAll(/>\s*\n\s*</g, "> <");
      expect(dressed).not.toBe(xml);
      expect(samePolicy(xml, dressed, resourceOf(file))).toBe(true);
      // Under a function that ignores case only the name of the attribute surely changes meaning.
      const changed = xml.replace(/AttributeId="[^"]*"/, 'AttributeId="urn:other"');
      expect(changed).not.toBe(xml);
      expect(samePolicy(xml, changed, resourceOf(file))).toBe(false);
    },
  );

  test("the refused ones are these, and for these reasons", () => {
    const refused = files.flatMap((file): [string, string[]][] => {
      const xml = decodePolicy(bytesOf(file));
      const resource = resourceIdOf(readPolicy(xml));
      if ("reason" in resource) return [[file, [resource.reason]]];
      const { refusals } = checkPolicy({ xml, resourceId: resource.id });
      const codes = [...new Set(refusals.map(({ code }) => code))].sort();
      return codes.length > 0 ? [[file, codes]] : [];
    });
    const name = real.length > 0 ? "refused.json" : "refused-own.json";
    expectGolden(name, json(Object.fromEntries(refused)));
  });
});

(real.length > 0 ? describe : describe.skip)("real policies among one another", () => {
  const readJson = (path: string): unknown =>
    JSON.parse(readFileSync(join(shared ?? "", path), "utf8"));

  const ofRegistry = real.filter((file) => /^(?!app_)./.test(resourceOf(file)));

  test("every one of a registry resource is plain, but for the listed ones", () => {
    expect(ofRegistry.length).toBeGreaterThan(35);
    const unusual = ofRegistry.flatMap((file) => {
      const access = accessTo(file);
      const oddities = access.form === "unusual" ? access.oddities : undefined;
      return oddities ? [[file, oddities.map(({ what }) => what).join("; ")] as const] : [];
    });
    expect(unusual.map(([file]) => file)).toEqual(Object.keys(UNUSUAL).sort());
    for (const [file, why] of unusual) expect(why).toMatch(UNUSUAL[file] ?? /^$/);
  });

  test("no one of a registry resource has a Deny or a Condition", () => {
    for (const file of ofRegistry) {
      const { rules } = readPolicy(decodePolicy(bytesOf(file)));
      expect(rules.map(({ effect }) => effect)).not.toContain("Deny");
      expect(rules.flatMap(({ otherParts }) => otherParts)).toEqual([]);
    }
  });

  test("those listed as of one meaning are equal, and differ from the next file", () => {
    const { files: listed } = readJson("fixtures/MANIFEST.json") as Manifest;
    const pairs = listed.flatMap(({ path, sameMeaningAs }) =>
      path.startsWith("policies/") ? (sameMeaningAs ?? []).map((other) => [path, other]) : [],
    );
    expect(pairs.length).toBeGreaterThan(5);
    const read = (path: string | undefined) =>
      decodePolicy(readFileSync(join(shared ?? "", "fixtures", path ?? "")));
    for (const [path, other] of pairs) {
      const resource = resourceOf(path?.replace(/^policies\//, "") ?? "");
      const same = samePolicy(read(path), read(other), resource);
      expect([path, other, same]).toEqual([path, other, true]);
    }
    const usual = Buffer.from(own["own-usual.xml"] ?? "").toString();
    for (const file of real) {
      const same = samePolicy(usual, decodePolicy(bytesOf(file)), resourceOf(file));
      expect([file, same]).toEqual([file, false]);
    }
  });

  test("the deprecated roles are the ones on Altinn's list", () => {
    const list = readJson("fixtures/roles/deprecated-altinn2-roles.json") as {
      roles: { code: string }[];
    };
    expect(deprecatedRoles()).toEqual(list.roles.map(({ code }) => code.toUpperCase()).sort());
  });
});

describe("policyReport", () => {
  test("takes the resource it is given before the one that the rules name", () => {
    const bytes = Buffer.from(own["own-usual.xml"] ?? "");
    expect(policyReport({ file: "p.xml", bytes })).toMatchObject({ file: "p.xml", accepted: true });
    const other = policyReport({ file: "p.xml", bytes, resourceId: "r2" });
    expect(other.accepted).toBe(false);
    expect(other.reasons).toEqual([expect.stringMatching(/is for another resource, "r1"/)]);
  });

  test.each([
    ["no XML", Buffer.from("hello"), /^line 1/],
    ["bytes that are no text", Buffer.from([0x3c, 0xff, 0xff]), /not utf-8/],
  ])("says why a file is not read: %s", (_, bytes, reason) => {
    expect(policyReport({ file: "p.xml", bytes })).toEqual({
      file: "p.xml",
      accepted: false,
      reasons: [expect.stringMatching(reason)],
      warnings: [],
      access: {},
    });
  });
});
