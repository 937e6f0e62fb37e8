import * as text from "../../unit/policy/policy-texts";

/* Inputs that are made to use up time and memory, or to have something else read. */

/** `part` over and over, until it is so long. */
const filled = (part: string, length: number): string =>
  part.repeat(Math.ceil(length / part.length));

const USUAL = text.policyText({
  rules: [text.rule([text.org("991825827")], ["read"])],
  obligations: text.level("3"),
});
const [HEAD = "", REST = ""] = USUAL.split(/(?<=\?>)\n/);
const RULE = /<x:Rule[^]*<\/x:Rule>/.exec(USUAL)?.[0] ?? "";

const withDoctype = (declarations: string, entity: string): string =>
  `${HEAD}<!DOCTYPE Policy [${declarations}]>${REST.replace("991825827", entity)}`;

const laughs = Array.from({ length: 20 }, (_, at) =>
  at === 0
    ? '<!ENTITY e0 "lol">'
    : `<!ENTITY e${String(at)} "${`&e${String(at - 1)};`.repeat(10)}">`,
).join("");

type Input = (size: number) => string;

export const POLICIES: Readonly<Record<string, Input>> = {
  "a billion laughs": () => withDoctype(laughs, "&e19;"),
  "a large entity, many times": (size) =>
    withDoctype(`<!ENTITY a "${filled("a", size / 10)}">`, filled("&a;", size / 10)),
  "an external entity": () => withDoctype('<!ENTITY x SYSTEM "file:///etc/hostname">', "&x;"),
  "an external DTD": () => `${HEAD}<!DOCTYPE Policy SYSTEM "http://127.0.0.1:1/x.dtd">${REST}`,
  "a parameter entity": () =>
    withDoctype('<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd"> %x;', "991825827"),
  "elements without end": (size) => filled("<a>", size),
  "elements deep inside one another": (size) =>
    REST.replace("991825827", `${filled("<a>", size / 2)}${filled("</a>", size / 2)}`),
  "a large value": (size) => USUAL.replace("991825827", filled("9", size)),
  "blanks in a value": (size) => USUAL.replace("991825827", `9${filled(" ", size)}9`),
  "blanks between elements": (size) =>
    USUAL.replace("<x:Target/>", `${filled(" ", size)}<x:Target/>`),
  "a long comment": (size) =>
    USUAL.replace("<x:Target/>", `<!--${filled("a comment ", size)}--><x:Target/>`),
  "many comments": (size) =>
    USUAL.replace("<x:Target/>", `${filled("<!-- c -->", size)}<x:Target/>`),
  "CDATA in a value": (size) => USUAL.replace("991825827", filled("<![CDATA[9]]>", size)),
  "references in a value": (size) => USUAL.replace("991825827", filled("&#57;", size)),
  "a long attribute": (size) => USUAL.replace('RuleId="1"', `RuleId="${filled("1", size)}"`),
  "a tag that does not end": (size) => USUAL.replace('RuleId="1"', `RuleId="${filled("<", size)}`),
  "one attribute, many times": (size) => USUAL.replace('RuleId="1"', filled(' RuleId="1"', size)),
  "many attributes": (size) =>
    USUAL.replace(
      'RuleId="1"',
      `RuleId="1"${Array.from({ length: size / 100 }, (_, at) => ` a${String(at)}="${filled("b", 90)}"`).join("")}`,
    ),
  "many rules": (size) => USUAL.replace(RULE, filled(RULE, size)),
  "many unknown elements": (size) =>
    USUAL.replace("<x:Target/>", `${filled("<unknown/>", size)}<x:Target/>`),
  zeros: (size) => filled("\u0000", size),
  "the beginning of tags": (size) => filled("<", size),
  "brackets in a value": (size) => USUAL.replace("991825827", filled("[", size)),
};

const DOCUMENT = JSON.stringify({
  identifier: "ttd-licences",
  title: { nb: "T", nn: "T", en: "T" },
  hasCompetentAuthority: { organization: "991825827", orgcode: "ttd" },
});
const withMember = (member: string): string => DOCUMENT.replace("{", `{${member},`);

export const DOCUMENTS: Readonly<Record<string, Input>> = {
  "lists without end": (size) => filled("[", size),
  "objects deep inside one another": (size) =>
    withMember(`"x":${filled('{"a":', size)}1${filled("}", size / 5)}`),
  "a long text": (size) => DOCUMENT.replace('"T"', `"${filled("T", size)}"`),
  "a text of escapes": (size) => DOCUMENT.replace('"T"', `"${filled("\\u0041", size)}"`),
  "many members": (size) =>
    withMember(Array.from({ length: size / 50 }, (_, at) => `"member${String(at)}":[]`).join()),
  "a long number": (size) => withMember(`"versionId":${filled("9", size)}`),
  blanks: (size) => filled(" \n", size) + DOCUMENT,
  "a text without end": (size) => filled('"\\', size),
  "one member, many times": (size) => withMember(filled('"title":1,', size) + '"title":1'),
  "a list of wrong elements": (size) => withMember(`"keywords":[${filled("1,", size)}1]`),
};

/** For settings, keys and arguments. */
export const TEXTS: Readonly<Record<string, Input>> = {
  digits: (size) => `P${filled("9", size)}D`,
  "a long fraction": (size) => `PT1.${filled("9", size)}S`,
  blanks: (size) => `P${filled(" ", size)}D`,
  backslashes: (size) => `-----BEGIN${filled("\\", size)}x`,
  quotes: (size) => `a${filled('"', size)}b`,
  brackets: (size) => filled("[", size),
  base64: (size) => filled("QUJD", size),
  "a large JWK": (size) =>
    JSON.stringify({ kty: "RSA", kid: "k", n: filled("A", size), e: "AQAB", d: filled("A", size) }),
};
