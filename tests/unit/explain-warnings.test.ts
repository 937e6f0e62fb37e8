import { explanationOf } from "../../provider/explain/explanation";
import { explanationAsJson } from "../../provider/explain/formats";
import { LANGUAGES } from "../../provider/explain/language";
import { readRun } from "../../provider/explain/reading";
import { NAMING_TEXTS } from "../../provider/explain/texts-warnings";
import { warning, type WarningCode } from "../../provider/lines";
import {
  accessPackage,
  checkPolicy,
  findingInRules,
  findingText,
  organization,
  renderPolicy,
  role,
  type Rule,
} from "../../provider/policy";
import {
  configSettingWarnings,
  configWarnings,
} from "../../provider/resources/broker-resource-config/warnings";
import { resourceWarnings } from "../../provider/resources/resource/warnings";
import { told } from "../support/explained";

/* Warnings in words: who and what they name, and of which of them something is told at all. */

const policyLines = (rules: Rule[], resourceId = "ttd-x"): string[] => {
  const xml = renderPolicy({ resourceId, rules });
  return checkPolicy({ xml, resourceId, delegable: true }).warnings.flatMap((finding) =>
    [findingText, findingInRules].map(
      (text) =>
        warning(finding.code as WarningCode, `ResourcePolicy ${resourceId}`, text(finding)).text,
    ),
  );
};
const rule = (subject: Rule["subjects"][number], ...actions: string[]): Rule => ({
  subjects: [subject],
  actions: actions.length > 0 ? (actions as Rule["actions"]) : ["read", "write", "subscribe"],
});
const ANYONE = organization("974761076") as Rule["subjects"][number];

const LINES: Readonly<Record<string, string[]>> = {
  policy: policyLines([
    rule(ANYONE),
    rule(organization("974761077", { onBehalfOf: "itself" })),
    rule(role("a0212")),
    rule(role("nobody-has")),
    rule(accessPackage("no-such-package")),
    rule(organization("889640782", { onBehalfOf: "itself" }), "mine"),
  ]),
  "a policy by which nobody subscribes": policyLines([
    rule(organization("889640782", { onBehalfOf: "itself" }), "read", "write"),
  ]),
  resource: resourceWarnings({ wholly: 1, spatial: [null], status: "Sleepy" }).map(
    ({ code, text }) => warning(code, "Resource ttd-x", text).text,
  ),
  settings: [
    ...configSettingWarnings(
      { maxFileTransferSize: 60_000_000_000 },
      { facts: { approvalAboveBytes: 1 } },
    ),
    ...configWarnings({ useManifestFileShim: true }),
  ].map(({ code, text }) => warning(code, "BrokerResourceConfig ttd-x", text).text),
};

const codeOf = (line: string): string => /\[([\w-]+)\]/.exec(line)?.[1] ?? "";

test.each(Object.entries(LINES))(
  "%s: what is named is told, and nothing of the code",
  (_, lines) => {
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines)
      for (const language of LANGUAGES) {
        const [item = "", ...more] = told(line, language);
        expect([line, more]).toEqual([line, []]);
        expect(item).not.toMatch(/acknowledge|rules\[|ruleid|Pulumi/);
        if (`naming_${codeOf(line)}` in NAMING_TEXTS) {
          const text =
            NAMING_TEXTS[`naming_${codeOf(line)}` as keyof typeof NAMING_TEXTS][language];
          const [before = "", after = ""] = text.split("{what}");
          expect(item).toContain(before);
          expect(item).toContain(after);
        }
      }
  },
);

test("every sentence that can name something is met by one of these", () => {
  const met = new Set(Object.values(LINES).flat().map(codeOf));
  // Those that a whole run or an upload makes.
  const elsewhere = [
    "level-too-high",
    "mistaken-text",
    "not-delegable",
    "not-for-service-owners",
    "registered-name",
  ];
  expect(Object.keys(NAMING_TEXTS).filter((key) => !met.has(key.slice("naming_".length)))).toEqual(
    elsewhere.map((code) => `naming_${code}`),
  );
});

test.each([
  [
    "registered-name",
    "ServiceOwner 991825827",
    'Broker has it as "A \\"b\\"", and cannot change that to "C". Write name: "A".',
    'navnet \\"A \\\\\\"b\\\\\\"\\", og det kan ingen endre',
  ],
  [
    "mistaken-text",
    "Resource ttd-x",
    'title.nb holds "[object Object]", which is an object that was made a text.',
    "Teksten i title.nb ser ut som om",
  ],
  [
    "level-too-high",
    "ResourcePolicy ttd-x",
    "The policy demands the authentication level 4. Maskinporten's tokens have level 3.",
    "krever sikkerhetsnivå 4, som er høyere",
  ],
  [
    "not-for-service-owners",
    "ResourcePolicy ttd-x",
    "rules[0] names the role X (Noe, annet), which Altinn does not open to service owners. Y.",
    "Tilgangsreglene bruker X (Noe, annet), som Altinn ikke åpner",
  ],
  [
    "not-delegable",
    "ResourcePolicy ttd-x",
    "rules[0] names the access package a (B), which cannot be delegated. Who holds it cannot hand it on.",
    "tilgangspakken a (B), som ingen kan delegere",
  ],
] as const)("%s", (code, title, sentence, inWords) => {
  expect(told(warning(code, title, sentence).text, "nb").join()).toContain(inWords);
});

/** `section: about: text` of each item of a run with these steps. */
function toldOf(steps: readonly [op: string, kind: string, inputs: object][], lines: string[]) {
  const run = readRun(
    JSON.stringify({
      steps: [
        { op: "refresh", urn: "urn:pulumi:tt02::broker::pulumi:pulumi:Stack::x" },
        ...steps.map(([op, kind, inputs], at) => ({
          op,
          urn: `urn:pulumi:tt02::broker::pulumi-nodejs:dynamic/altinn:${kind}::name${String(at)}`,
          oldState: op === "create" ? null : { inputs },
          newState: op === "delete" ? null : { inputs },
        })),
      ],
      diagnostics: lines.map((message) => ({ severity: "info#err", message })),
    }),
  );
  const names = { "974761076": "Skatteetaten", "889640782": "Kartverket" };
  const { sections } = JSON.parse(
    explanationAsJson(explanationOf(run, { language: "nb", names })),
  ) as { sections: { section: string; items: { about?: string; text: string }[] }[] };
  return sections
    .filter(({ section }) => section === "warnings")
    .flatMap(({ items }) => items.map(({ about = "", text }) => `${about}: ${text}`));
}

const policies = (id: string) =>
  policyLines([rule(ANYONE), rule(organization("889640782") as Rule["subjects"][number])], id);
const FOR_PROGRAMMERS = ": Til programmereren: for-any-party (se docs/errors.md)";

test("two organisations of one service are one sentence, and so is what is said of two services", () => {
  const both = "Skatteetaten (974761076) og Kartverket (889640782) kan opptre på vegne av hvem som";
  const found = toldOf(
    [
      ["update", "ResourcePolicy", { resourceId: "ttd-a" }],
      ["create", "ResourcePolicy", { resourceId: "ttd-b" }],
    ],
    [...policies("ttd-a"), ...policies("ttd-b")],
  );
  expect(found).toEqual([expect.stringContaining(`ttd-a og ttd-b: ${both}`), FOR_PROGRAMMERS]);
});

test("of one code, what names something does not hide what names nothing", () => {
  const of = (sentence: string) => warning("not-delegable", "ResourcePolicy ttd-a", sentence).text;
  const found = toldOf(
    [["update", "ResourcePolicy", { resourceId: "ttd-a" }]],
    [
      of("The policy names the access package a (B), which cannot be delegated. X."),
      of("The policy names roles or access packages, while the resource has delegable: false. X."),
    ],
  );
  expect(found).toEqual([
    "ttd-a: Tilgangsreglene bruker tilgangspakken a (B), som ingen kan delegere.",
    "ttd-a: Tilgangsreglene nevner en rolle eller tilgangspakke som ingen kan delegere.",
    expect.any(String),
  ]);
});

test.each([
  ["create", 2],
  ["update", 2],
  ["replace", 2],
  ["delete", 2],
  ["refresh", 0],
  ["same", 0],
])("of what the run does %s to, %i lines are told", (op, count) => {
  const found = toldOf([[op, "ResourcePolicy", { resourceId: "ttd-a" }]], policies("ttd-a"));
  expect(found).toHaveLength(count);
});

test("of an unchanged part of a service that changes elsewhere nothing is told", () => {
  const found = toldOf(
    [["update", "BrokerResourceConfig", { resourceId: "ttd-a" }]],
    policies("ttd-a"),
  );
  expect(found).toEqual([]);
});

test("what is about how the parts go together is told when one of them changes", () => {
  const line = warning("mode-without-list", "Resource ttd-a", "accessListMode is Enabled.").text;
  const leaving = { accessList: "partners", resourceId: "ttd-a" };
  expect(toldOf([["delete", "AccessListConnection", leaving]], [line])).toHaveLength(2);
  expect(toldOf([["update", "BrokerResourceConfig", { resourceId: "ttd-b" }]], [line])).toEqual([]);
});

test("what the run says of itself is told, whatever it changes", () => {
  const line = warning("left-alone", "Resource ttd-a", "nothing is deleted.").text;
  expect(toldOf([], [line])).toHaveLength(2);
});
