import { expect, test } from "@jest/globals";
import fc from "fast-check";
import * as text from "./policy-texts";
import { refusedByCheck, refusedByRegistry } from "./upload-verdicts";

/*
 * What the embedded registry refuses at upload, by a reader of its own, is what the check calls
 * refused by the registry, and what it cannot show afterwards is refused too, over texts with
 * something taken out, doubled, moved or written otherwise.
 */

const STRING = "http://www.w3.org/2001/XMLSchema#string";
const value = `<x:AttributeValue DataType="${STRING}">v</x:AttributeValue>`;
const RICH = text
  .policyText({
    rules: [
      {
        ...text.rule([text.org("991825827"), text.role("dagl")], ["read", "write"]),
        condition: `<x:Condition><x:Apply FunctionId="f">${value}<x:VariableReference VariableId="v"/></x:Apply></x:Condition>`,
      },
      text.rule([text.subject("urn:altinn:accesspackage", "p")], ["subscribe"]),
    ],
    obligations: `${text.level("3")}
  <x:AdviceExpressions><x:AdviceExpression AdviceId="a" AppliesTo="Permit"></x:AdviceExpression></x:AdviceExpressions>`,
  })
  .replace(
    "<x:Target/>",
    `<x:Description>d</x:Description><x:PolicyIssuer></x:PolicyIssuer>
  <x:PolicyDefaults><x:XPathVersion>http://www.w3.org/TR/1999/REC-xpath-19991116</x:XPathVersion></x:PolicyDefaults>
  <x:Target/>
  <x:CombinerParameters><x:CombinerParameter ParameterName="n">${value}</x:CombinerParameter></x:CombinerParameters>
  ${text.VARIABLE}`,
  );
const APP = text.policyText({
  rules: [
    {
      anyOfs: [
        text.any(text.role("dagl")),
        [
          [
            { ...text.resource("TTD"), id: "urn:altinn:org" },
            { ...text.resource("skjema"), id: "urn:altinn:app" },
          ],
        ],
        text.any(text.action("read")),
      ],
    },
  ],
});
const BASES: [xml: string, resourceId: string][] = [
  [RICH, "r1"],
  [text.policyText({ rules: [text.rule([text.org("991825827")], ["read"])] }), "r1"],
  [APP, "app_ttd_skjema"],
];

/** Texts of elements and attributes: where they begin, and what they are. */
const elements = (xml: string) => [...xml.matchAll(/<x:(\w+)([^>]*?)\/>|<x:(\w+)([^>]*)>/g)];

/** The whole element that begins at an offset. */
function elementAt(xml: string, start: number): string {
  const tag = /<x:(\w+)[^>]*?(\/?)>/y;
  tag.lastIndex = start;
  const [opening = "", name = "", slash = ""] = tag.exec(xml) ?? [];
  if (slash) return opening;
  let depth = 0;
  for (const each of xml.slice(start).matchAll(new RegExp(`<(/?)x:${name}\\b[^>]*?(/?)>`, "g"))) {
    if (each[2]) continue;
    depth += each[1] ? -1 : 1;
    if (depth === 0) return xml.slice(start, start + each.index + each[0].length);
  }
  return opening;
}

type Mutation = (xml: string, pick: (count: number) => number) => string;

const replaceAt = (xml: string, start: number, length: number, by: string) =>
  xml.slice(0, start) + by + xml.slice(start + length);

const onElement =
  (change: (element: string, xml: string, pick: (count: number) => number) => string): Mutation =>
  (xml, pick) => {
    const all = elements(xml);
    const start = all[pick(all.length)]?.index ?? 0;
    const element = elementAt(xml, start);
    return replaceAt(xml, start, element.length, change(element, xml, pick));
  };

const onMatches =
  (pattern: RegExp, change: (found: string, pick: (count: number) => number) => string): Mutation =>
  (xml, pick) => {
    const all = [...xml.matchAll(pattern)];
    const found = all[pick(all.length)];
    return found ? replaceAt(xml, found.index, found[0].length, change(found[0], pick)) : xml;
  };

const ATTRIBUTE = / [\w:]+="[^"]*"/g;
const oneOf =
  (...choices: string[]) =>
  (pick: (count: number) => number) =>
    choices[pick(choices.length)] ?? "";
const other = oneOf(
  "",
  " ",
  "Deny",
  "PERMIT",
  " Permit ",
  "true",
  " 1 ",
  "no",
  "r2",
  "R1",
  "one",
  "role",
  "urn:x",
  "urn:",
  text.RESOURCE,
  text.SUBJECT,
  "urn:altinn:resource",
);

const MUTATIONS: Record<string, Mutation> = {
  "a variable with prefixes": (xml) =>
    xml.replace(text.VARIABLE, (variable) => variable.replace(/<(\/?)(?=\w)/g, "<$1x:")),
  "an element taken out": onElement(() => ""),
  "an element doubled": onElement((element) => element + element),
  "an element emptied": onElement((element) =>
    element.replace(/^(<x:(\w+)[^>]*[^/])>[^]*$/, "$1></x:$2>"),
  ),
  "an element as one empty tag": onElement((element) =>
    element.replace(/^(<x:\w+[^>]*[^/])>[^]*$/, "$1/>"),
  ),
  "an element put before another": onElement((element, xml, pick) => {
    const all = elements(xml);
    return elementAt(xml, all[pick(all.length)]?.index ?? 0) + element;
  }),
  "another name": onElement((element, _xml, pick) => {
    const name = oneOf("Rule", "Target", "AnyOf", "Apply", "AttributeSelector", "y")(pick);
    return element.replace(/^<x:(\w+)/, `<x:${name}`).replace(/<\/x:\w+>$/, `</x:${name}>`);
  }),
  "another namespace": onElement((element) => element.replace(/^<x:\w+/, '$& xmlns:x="urn:y"')),
  "text beside it": onElement((element, _xml, pick) =>
    oneOf(`t${element}`, `${element}\n`, `<!-- c -->${element}`, `<![CDATA[ ]]>${element}`)(pick),
  ),
  "text inside": onElement((element) => element.replace(/^<x:\w+[^>]*[^/]>/, "$&t")),
  "a selector": onMatches(/<x:AttributeDesignator [^>]*\/>/g, (_found, pick) =>
    oneOf(
      '<x:AttributeSelector Path="p" DataType="d" MustBePresent="false"/>',
      '<x:AttributeSelector DataType="d"/>',
    )(pick),
  ),
  "an attribute taken out": onMatches(ATTRIBUTE, () => ""),
  "an attribute doubled": onMatches(ATTRIBUTE, (found) => found + found),
  "an attribute with a prefix": onMatches(ATTRIBUTE, (found, pick) =>
    found.replace(" ", oneOf(" x:", " xml:", " y:")(pick)),
  ),
  "another attribute value": onMatches(ATTRIBUTE, (found, pick) =>
    found.replace(/"[^"]*"/, `"${other(pick)}"`),
  ),
  "another value": onMatches(/>[^<>\n]+</g, (_found, pick) => `>${other(pick)}<`),
  "an entity": onMatches(/>[^<>\n]+</g, (_found, pick) =>
    oneOf(">&amp;<", ">&x;<", ">&#114;1<", ">&#0;<", ">a & b<", ">]]><")(pick),
  ),
  "another declaration": onMatches(/<\?xml[^>]*\?>/g, (_found, pick) =>
    oneOf(
      "",
      '<?xml version="1.1"?>',
      '<?xml version="1.0"?>',
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
      '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE p>',
      '\n<?xml version="1.0"?>',
    )(pick),
  ),
};

test("whatever the registry refuses is refused beforehand, and nothing else is called so", () => {
  const counts = { refused: 0, accepted: 0, unreadable: 0 };
  const names = Object.keys(MUTATIONS);
  const step = fc.record({
    name: fc.constantFrom(...names),
    picks: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...BASES),
      fc.array(step, { maxLength: 2 }),
      ([base, id], steps) => {
        let xml = base;
        for (const { name, picks } of steps) {
          let at = 0;
          xml = MUTATIONS[name]?.(xml, (count) => (picks[at++] ?? 0) % Math.max(1, count)) ?? xml;
        }
        const byRegistry = refusedByRegistry(xml, id);
        const byCheck = refusedByCheck(xml, id);
        const isRefused = byRegistry.atUpload.length > 0;
        counts[isRefused ? "refused" : "accepted"] += 1;
        if (byRegistry.afterwards.length > 0) counts.unreadable += 1;
        if (
          isRefused !== byCheck.atUpload.length > 0 ||
          (byRegistry.afterwards.length > 0 && byCheck.afterwards.length === 0)
        ) {
          throw new Error(
            JSON.stringify({ byRegistry, byCheck, names: steps.map(({ name }) => name) }) + xml,
          );
        }
      },
    ),
    { seed: 20_260_803, numRuns: 3000 },
  );
  console.info(
    `refused: ${counts.refused}, accepted: ${counts.accepted}, of which ${counts.unreadable} not readable afterwards`,
  );
  expect(counts.refused).toBeGreaterThan(1000);
  expect(counts.accepted).toBeGreaterThan(500);
  expect(counts.unreadable).toBeGreaterThan(20);
});
