import { expect, test } from "@jest/globals";
import { checkPolicy, findingText } from "../../../provider/policy";
import * as text from "./policy-texts";

/* Templates that nobody has filled in, and what is given in place of a policy's text: each told once, and as what it is. */

const A = text.org("991825827");
const ALL = ["read", "write", "publish", "subscribe"];
const USUAL = text.policyText({ rules: [text.rule([A], ALL)] });

const check = (xml: string) => checkPolicy({ xml, resourceId: "r1" });
const codes = (xml: string) => check(xml).refusals.map(({ code }) => code);
const of = (rule: text.RuleSpec, more: Partial<text.PolicySpec> = {}) =>
  text.policyText({ rules: [rule], ...more });
const subjects = (...matches: text.MatchSpec[]) => of(text.rule(matches, ALL));

test.each([
  ["in a subject", subjects(text.subject("urn:altinn:org", "[org]")), /: \[org\]$/],
  ["in capitals", subjects(text.subject("urn:altinn:org", "[ORG]")), /: \[ORG\]$/],
  ["in braces", subjects(A, text.role("{role}")), /: \{role\}$/],
  ["in the resource", USUAL.replace(">r1<", ">[RESOURCE]<"), /: \[RESOURCE\]$/],
  ["in a part of the resource", USUAL.replace(">r1<", ">${org}-r1<"), /: \$\{org\}-r1$/],
  [
    "in a level",
    of(text.rule([A], ALL), { obligations: text.level("[level]") }),
    /^has placeholders left: \[level\]$/,
  ],
])("a placeholder %s is told once, as that", (_, xml, problem) => {
  const { refusals } = check(xml);
  expect(refusals).toEqual([
    expect.objectContaining({ code: "placeholder", problem: expect.stringMatching(problem) }),
  ]);
  const acknowledge = ["placeholder", "unusual-policy"];
  expect(checkPolicy({ xml, resourceId: "r1", acknowledge }).refusals).toEqual(refusals);
});

test("one placeholder in several rules is told once, with the rules", () => {
  const left = (id: string, subject: string) => text.rule([text.role(subject)], ALL, { id });
  const xml = text.policyText({
    rules: [left("a", "[role]"), left("b", "dagl"), left("c", "[role]")],
  });
  expect(check(xml).refusals.map(findingText)).toEqual([
    'The policy has placeholders left: [role] in the rules "a", "c". The registry takes them as they stand, and no caller ever matches them. Write the values that they stand for.',
  ]);
});

const inUtf16 = (xml: string) => Buffer.from(xml, "utf16le").toString("utf8");
test.each([
  [
    "the name of a file",
    "licences.xml",
    'The policy is "licences.xml", which is the name of a file and not what stands in it. The registry answers 500. Write readFileSync("licences.xml", "utf8").',
  ],
  [
    "the path of a file, with a line feed",
    "../policies/ttd.XACML\n",
    'The policy is "../policies/ttd.XACML\\n", which is the name of a file and not what stands in it. The registry answers 500. Write readFileSync("../policies/ttd.XACML", "utf8").',
  ],
  [
    "a file in UTF-16",
    inUtf16(USUAL),
    "The policy holds NUL characters, as a file in UTF-16 does that is read as UTF-8. The registry answers 500. Save the file as UTF-8.",
  ],
  [
    "a file in UTF-16 with a byte order mark",
    inUtf16(`\ufeff${USUAL}`),
    "The policy holds NUL characters, as a file in UTF-16 does that is read as UTF-8. The registry answers 500. Save the file as UTF-8.",
  ],
  [
    "a file in Latin-1",
    USUAL.replace("<x:Target/>", "<x:Description>p\ufffd norsk</x:Description><x:Target/>"),
    "The policy holds the character U+FFFD at line 3, column 19, which stands for bytes that were no UTF-8 when the file was read. The letters that stood there are lost, and the registry would keep others. Save the file as UTF-8.",
  ],
  [
    "half a character in a code",
    subjects(text.role("dagl\ud83d")),
    "The policy holds half a character at line 9, column 86. It cannot be sent, and the registry would read another one. Correct the text that it stands in.",
  ],
])("%s as the text is told once, as that", (_, xml, told) => {
  expect(check(xml).refusals.map(findingText)).toEqual([told]);
});

test("Norwegian letters, and a text that names a file, are no such thing", () => {
  const described = (text: string) =>
    USUAL.replace("<x:Target/>", `<x:Description>${text}</x:Description><x:Target/>`);
  expect(codes(described("på norsk"))).toEqual([]);
  expect(codes(described("policy.xml"))).toEqual([]);
  expect(codes(described("\u{1f4e8}"))).toEqual([]);
});
