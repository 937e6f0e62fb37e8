import { expect } from "@jest/globals";
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  accessOfText,
  checkPolicy,
  decodePolicy,
  findingText,
  PolicyError,
  policyReport,
  readPolicy,
  samePolicy,
  typedPolicy,
  whyUntyped,
} from "../../provider/policy";
import { readPolicy as readAsRegistry } from "../../standin/registry/policy/read-policy";
import { ENRICHING, MUTATIONS } from "../unit/policy/mutations";
import { plainPolicies, plainText } from "../unit/policy/plain-policies";
import { policyText, role, rule } from "../unit/policy/policy-texts";
import { RESOURCE_ID } from "../unit/policy/standin-decisions";
import { refusedByCheck, refusedByRegistry } from "../unit/policy/upload-verdicts";
import { Choices, dressed, treeOf, type Tree } from "../unit/policy/xml-tree";
import { anyText } from "./any";
import { property } from "./property";
import { isSentence } from "./sentences";

/* Policies as XML, in any dress, and XML that is none. */

const vectors = join(__dirname, "..", "decisions", "vectors");
const ofVectors = readdirSync(vectors).flatMap((file) => {
  const { policies } = JSON.parse(readFileSync(join(vectors, file), "utf8")) as {
    readonly policies: Readonly<Record<string, { readonly xml: string }>>;
  };
  return Object.values(policies).map(({ xml }) => xml);
});

const numbers = fc.array(fc.nat(), { minLength: 30, maxLength: 30 });
const mutations = fc.array(fc.constantFrom(...ENRICHING, ...Object.keys(MUTATIONS)), {
  maxLength: 3,
});

/** Usual and unusual policies, the latter from answers of Altinn's own code and by change. */
const trees: fc.Arbitrary<Tree> = fc.oneof(
  fc.constantFrom(...ofVectors).map((xml) => treeOf(xml)),
  fc.tuple(plainPolicies, mutations, numbers).map(([plain, names, by]) => {
    const tree = treeOf(plainText(plain));
    const choices = new Choices(by);
    for (const name of names) MUTATIONS[name]?.(tree, choices);
    return tree;
  }),
);

/** What is written otherwise and read as the same: references, CDATA, line ends, declarations, what stands around the root. */
const DRESSES: readonly ((xml: string, choices: Choices) => string)[] = [
  (xml) => `\ufeff${xml}`,
  (xml) => xml.replaceAll("\n", "\r\n"),
  (xml) => `${xml}\n<!-- after -->\n<?after it?>\n`,
  (xml) => xml.replace(/<\?xml.*?\?>\n?/, ""),
  (xml) => xml.replace(/<\?xml.*?\?>/, '<?xml version = "1.0" standalone="no" ?>'),
  (xml) =>
    xml.replace(/(<(?:\w+:)?Rule\b)/g, '$1 xmlns:unused="urn:unused" unused:note="of no use"'),
  (xml) => xml.replace(/(<(?:\w+:)?Policy\b)/, '$1 xml:lang="nb"'),
  (xml) =>
    xml.replace(/="([^"<]*)"/g, (all, value: string) =>
      value.includes("'") ? all : `='${value}'`,
    ),
  (xml) => xml.replace(/="urn:/g, '="&#117;r&#x6E;:'),
  (xml) => xml.replace(/ (\w+)="/g, '\n\t$1 = "'),
  (xml, choices) =>
    xml.replace(
      /(<(?:\w+:)?AttributeValue [^>]*#string["'][^/>]*>)([^<&]+)</g,
      (_all, tag: string, value: string) =>
        choices.yes() ? `${tag}<![CDATA[${value}]]><` : `${tag}${referred(value)}<`,
    ),
];

/** Each character as a reference, but for a line feed, which CRLF makes two of. */
const referred = (value: string): string =>
  value.replace(/[^\r\n]/gu, (each) => `&#x${(each.codePointAt(0) ?? 0).toString(16)};`);

property(
  "a policy in other dress is the same policy",
  fc.tuple(trees, numbers, numbers, fc.subarray([...DRESSES.keys()])),
  ([tree, one, other, dresses]) => {
    const first = dressed(tree, new Choices(one));
    const choices = new Choices(other);
    const second = dresses.reduce(
      (xml, at) => DRESSES[at]?.(xml, choices) ?? xml,
      dressed(tree, choices),
    );
    const access = accessOfText(first, RESOURCE_ID);
    if ("unusual policy: the text cannot be read" in access.lines) return;
    const told = () =>
      `${first}\n${second}\n${JSON.stringify(accessOfText(second, RESOURCE_ID).lines)}`;
    for (const [a, b] of [
      [first, second],
      [second, first],
      [second, second],
    ] as const)
      if (!samePolicy(a, b, RESOURCE_ID)) throw new Error(`not the same:\n${told()}`);
    if (decodePolicy(Buffer.from(second)) !== second.replace(/^\ufeff/, ""))
      throw new Error(told());
    // A prefix matters to the registry where a variable is defined.
    if (first.includes("VariableDefinition")) return;
    const asRegistry = (xml: string) =>
      readAsRegistry(Buffer.from(xml)).rules.map((rule) => ({ ...rule, ruleId: "" }));
    expect(asRegistry(second)).toEqual(asRegistry(first));
  },
);

const parts = fc.constantFrom(
  "<", ">", "/>", "</", "<!--", "-->", "<![CDATA[", "]]>", "<?x ?>", "&", "&amp;", "&#0;", "&x;", '"', "'", "=",
  "<x:Rule>", "</x:Rule>", "<x:Target/>", "<x:AttributeValue/>", "<Policy/>", '<y:z xmlns:y="urn:y"/>', "<z/>",
  " xmlns=''", ' xmlns:x="urn:y"', ' Effect="Deny"', "<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY x "y">]>', "\u0000", "\ud800", "\ufffe",
); // prettier-ignore

/** A text with pieces taken out, doubled, put elsewhere, and strange ones put in. */
const broken = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      texts,
      fc.array(
        fc.record({
          from: fc.nat(),
          length: fc.oneof(fc.nat(3), fc.nat(200)),
          to: fc.nat(),
          what: fc.constantFrom("out", "double", "move", "put"),
          part: fc.oneof(parts, anyText),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    )
    .map(([text, changes]) =>
      changes.reduce((xml, { from, length, to, what, part }) => {
        const at = from % (xml.length + 1);
        const piece = xml.slice(at, at + length);
        const without = xml.slice(0, at) + xml.slice(at + length);
        const there = to % (without.length + 1);
        if (what === "out") return without;
        if (what === "double") return xml.slice(0, at) + piece + xml.slice(at);
        if (what === "put") return xml.slice(0, at) + part + xml.slice(at);
        return without.slice(0, there) + piece + without.slice(there);
      }, text),
    );

const policyTexts = fc.tuple(trees, numbers).map(([tree, by]) => dressed(tree, new Choices(by)));

/** What lines and reports are made of for a text: nothing may fail but as a PolicyError with its place in the text. */
function look(xml: string): void {
  try {
    readPolicy(xml);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const lines = xml.split(/\r\n|\r|\n/).length;
    expect(error.line ?? 1).toBeLessThanOrEqual(lines);
    expect(error.column ?? 1).toBeGreaterThan(0);
  }
  const { refusals, warnings } = checkPolicy({
    xml,
    resourceId: RESOURCE_ID,
    owner: { code: "ttd", number: "991825827" },
  });
  for (const text of [...refusals, ...warnings].map(findingText)) {
    if (!isSentence(text)) throw new Error(`no sentence: ${text}`);
  }
  const { form, lines } = accessOfText(xml, RESOURCE_ID);
  // Whatever nobody can put in words is refused, as long as it is new.
  if (form === "unusual" && refusals.length === 0)
    throw new Error(`unusual, and not refused: ${JSON.stringify(lines)}\n${xml}`);
  if (typedPolicy(xml, RESOURCE_ID) === undefined)
    expect(whyUntyped(xml, RESOURCE_ID)).toBeTruthy();
  expect(samePolicy(xml, `${xml}`, RESOURCE_ID)).toBe(true);
}

const usual = policyText({ rules: [rule([role("dagl")], ["read", "write"])] });
const ONCE_TAKEN_FOR_ANOTHER = [
  // An end tag behind the root.
  `${usual.trim()}\n${/<\/[^<]*>\s*$/.exec(usual)?.[0] ?? ""}`,
  // A colon in the name of an instruction.
  usual.replace(/<\?xml /, "<?es:xml "),
  // A character that is in no name, in that of an instruction.
  usual.replace(/<\?xml /, "<?\u{f0000}xml "),
  // Slashes that are not before their >.
  usual.replace(/false"\/>/, 'false"/ >'),
  usual.replace(/false"\/>/, 'false"//>'),
  // A no-break space is text, and no layout.
  usual.replace(/<\/(?:\w+:)?AnyOf>/, "\u00a0$&"),
  // A line separator in a name.
  usual.replace(/AttributeId="urn:/, 'AttributeId="urn:\u2028'),
];

property(
  "a broken policy is refused where the registry refuses it",
  broken(policyTexts),
  (xml) => {
    look(xml);
    // Half characters do not reach the registry: they are sent as U+FFFD.
    if (/\p{Surrogate}/u.test(xml)) return;
    const byRegistry = refusedByRegistry(xml, RESOURCE_ID);
    const byCheck = refusedByCheck(xml, RESOURCE_ID);
    const told = (): string => `${JSON.stringify({ byRegistry, byCheck })}\n${xml}`;
    if (byRegistry.atUpload.length > 0 !== byCheck.atUpload.length > 0) throw new Error(told());
    if (byRegistry.afterwards.length > 0 && byCheck.afterwards.length === 0)
      throw new Error(told());
  },
  { examples: ONCE_TAKEN_FOR_ANOTHER },
);

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  broken(policyTexts).map((text) => Buffer.from(text)),
  policyTexts.map((text) => Buffer.from(text, "utf16le")),
  policyTexts.map((text) => Buffer.from(`\ufeff${text}`, "utf16le")),
  policyTexts.map((text) => Buffer.from(text.replace(/utf-8/, "iso-8859-1"), "latin1")),
  fc
    .tuple(policyTexts, fc.uint8Array({ minLength: 1, maxLength: 4 }), fc.nat())
    .map(([text, put, at]) => {
      const whole = Buffer.from(text);
      const place = at % whole.length;
      return Buffer.concat([whole.subarray(0, place), put, whole.subarray(place)]);
    }),
);

property(
  "any bytes as a policy make a report",
  fc.tuple(bytes, fc.constantFrom(RESOURCE_ID, undefined)),
  ([given, resourceId]) => {
    const { accepted, reasons, warnings } = policyReport({
      file: "a.xml",
      bytes: given,
      resourceId,
    });
    expect(accepted).toBe(reasons.length === 0);
    for (const text of [...reasons, ...warnings]) expect(text).not.toBe("");
  },
);
