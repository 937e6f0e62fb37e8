import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { readCatalogue } from "../../tools/catalogue/read.mjs";
import { dataFiles } from "../../tools/catalogue/write.mjs";

const names = (nb: string, nn = nb, en = nb) => ({ nb, nn, en });
const source = { repo: "Altinn/somewhere", commit: "c0ffee", licence: "MIT" };

const ownRoles = {
  source,
  roles: [
    {
      code: "utinn",
      urn: "urn:altinn:rolecode:utinn",
      name: names("Utfyller ", "Utfyllar", "Reporter"),
      availableForServiceOwners: true,
    },
    { code: "agent", urn: "urn:altinn:role:agent", name: names("Agent") },
    {
      code: "daglig-leder",
      legacyCode: "dagl",
      urn: "urn:altinn:external-role:ccr:daglig-leder",
      name: names("Daglig leder", "Dagleg leiar", "Managing Director"),
      availableForServiceOwners: true,
    },
    {
      code: "nav-arbeid",
      urn: "urn:altinn:external-role:cra:nav-arbeid",
      name: names("Nav - Arbeid", "Nav - Arbeid", "Nav - Work"),
      availableForServiceOwners: false,
    },
  ],
};

const ownPackages = {
  source,
  areas: [{ key: "Customs", urn: "accesspackage:area:toll_og_avgift", name: names("Toll") }],
  packages: [
    {
      code: "toll",
      urn: "urn:altinn:accesspackage:toll",
      name: names("Toll", "Toll", "Customs"),
      delegable: true,
      assignable: false,
      availableForServiceOwners: true,
      entityType: "Organization",
      area: "Customs",
    },
    {
      code: "another-code-than-in-the-urn",
      urn: "urn:altinn:accesspackage:innbygger-toll",
      name: names('Toll "hjemme"', "Toll hei\u00adme", "Customs"),
      delegable: false,
      assignable: true,
      availableForServiceOwners: false,
      entityType: "Person",
      area: "Customs",
    },
  ],
};

const own = [
  { file: "roles.json", content: ownRoles },
  { file: "access-packages.json", content: ownPackages },
];

/** As GET .../meta/info/roles and .../accesspackages/export answer, with fields that nobody reads. */
function answers(language: "nb" | "nn" | "en") {
  const roles = ownRoles.roles.map(({ urn, name, legacyCode, availableForServiceOwners }) => ({
    id: "00000000-0000-0000-0000-000000000000",
    name: name[language],
    urn: urn.replace("utinn", "UTINN"),
    legacyRoleCode: legacyCode?.toUpperCase() ?? (urn.endsWith("utinn") ? "UTINN" : null),
    ...(availableForServiceOwners === undefined
      ? {}
      : { isResourcePolicyAvailable: availableForServiceOwners }),
    provider: { code: "sys-ccr" },
  }));
  const packages = ownPackages.packages.map((one) => ({
    name: one.name[language],
    urn: one.urn,
    isDelegable: one.delegable,
    isAssignable: one.assignable,
    isResourcePolicyAvailable: one.availableForServiceOwners,
    ...(one.entityType === "Person" ? { type: { name: "Person" } } : {}),
    resources: [],
  }));
  const area = { name: "Toll", urn: "accesspackage:area:toll_og_avgift", packages };
  const suffix = language === "nb" ? "" : `.${language}`;
  return [
    { file: `roles${suffix}.json`, content: roles },
    {
      file: `packages${suffix}.json`,
      content: [{ name: "Alle", type: "Organisasjon", areas: [area] }],
    },
  ];
}

const EXPECTED = {
  roles: [
    {
      urn: "urn:altinn:external-role:ccr:daglig-leder",
      legacyCode: "dagl",
      availableForServiceOwners: true,
      name: names("Daglig leder", "Dagleg leiar", "Managing Director"),
    },
    {
      urn: "urn:altinn:external-role:cra:nav-arbeid",
      availableForServiceOwners: false,
      name: names("Nav - Arbeid", "Nav - Arbeid", "Nav - Work"),
    },
    { urn: "urn:altinn:role:agent", name: names("Agent") },
    {
      urn: "urn:altinn:rolecode:utinn",
      availableForServiceOwners: true,
      name: names("Utfyller", "Utfyllar", "Reporter"),
    },
  ],
  packages: [
    {
      urn: "urn:altinn:accesspackage:innbygger-toll",
      entityType: "Person",
      delegable: false,
      assignable: true,
      availableForServiceOwners: false,
      area: "toll_og_avgift",
      name: names('Toll "hjemme"', "Toll heime", "Customs"),
    },
    {
      urn: "urn:altinn:accesspackage:toll",
      entityType: "Organization",
      delegable: true,
      assignable: false,
      availableForServiceOwners: true,
      area: "toll_og_avgift",
      name: names("Toll", "Toll", "Customs"),
    },
  ],
};

describe("the catalogue is read", () => {
  test("from files with the names of all languages", () => {
    expect(readCatalogue(own)).toEqual({
      ...EXPECTED,
      source: "Altinn/somewhere, commit c0ffee, MIT",
    });
  });

  test("from the API's answers in three languages, given in any order", () => {
    const inputs = [...answers("en"), ...answers("nb"), ...answers("nn")];
    expect(readCatalogue(inputs)).toEqual({
      ...EXPECTED,
      source:
        "GET {platform}/accessmanagement/api/v1/meta/info/accesspackages/export; " +
        "GET {platform}/accessmanagement/api/v1/meta/info/roles",
    });
  });

  test("from the API's answers in bokmål alone, whose names are then those of every language", () => {
    expect(readCatalogue(answers("nb")).roles[0]?.name).toEqual(names("Daglig leder"));
  });

  const [roles, packages] = own as [(typeof own)[number], (typeof own)[number]];
  test.each([
    ["one of the two alone", [roles], "None of the files holds access packages."],
    ["none", [], "None of the files holds roles."],
    [
      "the same twice",
      [roles, roles, packages],
      "roles.json names urn:altinn:rolecode:utinn, which was there already.",
    ],
    [
      "another shape",
      [{ file: "odd.json", content: { data: [] } }],
      "odd.json holds neither roles nor access packages in a shape that tools/catalogue/read.mjs knows.",
    ],
    [
      "an answer without a field",
      [
        {
          file: "p.json",
          content: [{ areas: [{ urn: "accesspackage:area:a", packages: [{ urn: "u" }] }] }],
        },
      ],
      "undefined is not a type of party that tools/catalogue/read.mjs knows.",
    ],
    [
      "a role without a name",
      [{ file: "r.json", content: [{ urn: "urn:altinn:role:a" }] }],
      "urn:altinn:role:a has no name.",
    ],
  ])("not from %s", (_, inputs, reason) => {
    expect(() => readCatalogue(inputs)).toThrow(reason);
  });
});

test("its data files have a line for each role and package, and the codes as types", () => {
  const files = dataFiles(readCatalogue(own), "2026-01-31");
  expect(files["roles-data.ts"]).toBe(`// Made by \`npm run catalogue\`, not by hand.
// Source: Altinn/somewhere, commit c0ffee, MIT; taken over 2026-01-31.
import type { RoleRow } from "./rows";

// prettier-ignore
export const ROLES: readonly RoleRow[] = [
  ["urn:altinn:external-role:ccr:daglig-leder", "dagl", true, "Daglig leder", "Dagleg leiar", "Managing Director"],
  ["urn:altinn:external-role:cra:nav-arbeid", undefined, false, "Nav - Arbeid", "Nav - Arbeid", "Nav - Work"],
  ["urn:altinn:role:agent", undefined, undefined, "Agent", "Agent", "Agent"],
  ["urn:altinn:rolecode:utinn", undefined, true, "Utfyller", "Utfyllar", "Reporter"],
];

/** Values of \`urn:altinn:rolecode\` that Altinn goes on with: it has deprecated its own Altinn 2 roles. */
// prettier-ignore
export type KnownRoleCode =
  | "dagl";

/** Values of \`urn:altinn:external-role:ccr\`, the roles of Enhetsregisteret. */
// prettier-ignore
export type KnownCcrRoleCode =
  | "daglig-leder";

/** Values of \`urn:altinn:external-role:cra\`, the roles of guardians. */
// prettier-ignore
export type KnownCraRoleCode =
  | "nav-arbeid";
`);
  expect(files["packages-data.ts"]).toBe(`// Made by \`npm run catalogue\`, not by hand.
// Source: Altinn/somewhere, commit c0ffee, MIT; taken over 2026-01-31.
import type { PackageRow } from "./rows";

// prettier-ignore
export const PACKAGES: readonly PackageRow[] = [
  ["innbygger-toll", "Person", false, true, false, "toll_og_avgift", "Toll \\"hjemme\\"", "Toll heime", "Customs"],
  ["toll", "Organization", true, false, true, "toll_og_avgift", "Toll", "Toll", "Customs"],
];

/** Values of \`urn:altinn:accesspackage\`. */
// prettier-ignore
export type KnownPackageCode =
  | "innbygger-toll" | "toll";
`);
});

describe("the data in provider/catalogue", () => {
  const room = join(__dirname, "..", "..", "provider", "catalogue");
  const shared = process.env["ALTINN_SHARED_DIR"];
  const folder = shared ? join(shared, "catalogue") : undefined;
  const committed = (name: string) => readFileSync(join(room, name), "utf8");

  test("is what `npm run catalogue` makes of the shared files", () => {
    if (!folder || !existsSync(folder)) {
      console.warn("The comparison with the shared catalogue is LEFT OUT: ALTINN_SHARED_DIR.");
      return;
    }
    const inputs = ["roles.json", "access-packages.json"].map((file) => ({
      file,
      content: JSON.parse(readFileSync(join(folder, file), "utf8")) as unknown,
    }));
    const [, date = ""] = /taken over (\S+)\.$/m.exec(committed("roles-data.ts")) ?? [];
    const files = dataFiles(readCatalogue(inputs), date);
    for (const [name, text] of Object.entries(files)) {
      expect([name, committed(name)]).toEqual([name, text]);
    }
  });
});
