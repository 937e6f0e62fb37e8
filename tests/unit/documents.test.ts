import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { documents, judgeDocument } from "../../provider/cli/documents";
import { Registries, verdictOf } from "./documents-answers";

const texts = { nb: "T", nn: "T", en: "T" };
const valid = {
  identifier: "ttd-licences",
  title: texts,
  description: texts,
  rightDescription: texts,
  contactPoints: [],
  hasCompetentAuthority: { organization: "991825827", orgcode: "ttd" },
  resourceType: "BrokerService",
};
const good = JSON.stringify(valid, null, 2);
/** The valid document with `more` before its end. */
const and = (more: string): string => good.replace(/\n\}$/, `,\n  ${more}\n}`);
const nested = (depth: number): string => and(`"x": ${"[".repeat(depth)}${"]".repeat(depth)}`);
const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");
const bytesOf = (text: string | Uint8Array): Uint8Array => Buffer.from(text as string);

type Row = readonly [what: string, body: string | Uint8Array, status: number, ...keys: string[]];

const registries = new Registries();
afterAll(() => registries.close());

describe("what is JSON to the registry", () => {
  const same: readonly Row[] = [
    ["a byte order mark", `\ufeff${good}`, 201],
    ["white space around it", `\r\n\t ${good} \n`, 201],
    ["an empty file", "", 400, ""],
    ["white space alone", " \n", 400, "$"],
    ["the word null", "null", 400, ""],
    ["a number", "1", 400, "$"],
    ["a text", '"ttd"', 400, "$"],
    ["a list of documents", `[${good}]`, 400, "$"],
    ["an empty list", "[]", 400, "$"],
    ["two documents", `${good}\n${good}`, 400, "$"],
    ["a document cut off", good.slice(0, 20), 400, "$.identifier"],
    ["a trailing comma in the document", and('"status": "Active",').replace(/\}$/, "}"), 400, "$.status"], // prettier-ignore
    ["a trailing comma in a list", and('"spatial": ["a",]'), 400, "$.spatial[1]"],
    ["a comment", good.replace("{", "{ // ours"), 400, "$"],
    ["a comment of the other kind", good.replace("{", "{ /* ours */"), 400, "$"],
    ["names in single quotes", good.replaceAll('"', "'"), 400, "$"],
    ["a name without quotes", and("status: 1"), 400, "$.resourceType"],
    ["a number with a leading zero", and('"versionId": 01'), 400, "$.versionId"],
    ["an unknown escape", and('"status": "\\x"'), 400, "$.status"],
    ["a line break in a text", and('"status": "a\nb"'), 400, "$.status"],
    ["escapes", and('"status": "\\u00e5\\n\\/\\ud83d\\ude00"'), 201],
    ["two members of one name, the last one right", and('"title": {}, "TITLE": {"nb":"T","nn":"T","en":"T"}'), 201], // prettier-ignore
    ["two members of one name, the last one wrong", and('"title": {}'), 400, "Title"],
    ["a name of two casings, the last one wrong", and('"Title": {}'), 400, "Title"],
    ["a member named __proto__", and('"__proto__": {"title": 1}'), 201],
    ["a language named __proto__", and('"consentText": {"__proto__": 1}'), 400, "$.consentText.__proto__"], // prettier-ignore
    ["text that is UTF-8", and('"status": "å"'), 201],
    ["no JSON at all", "identifier: ttd-licences", 400, "$"],
    ["UTF-16", Buffer.from(`\ufeff${good}`, "utf16le"), 400, "$"],
    ["a document in deep brackets", nested(31), 201],
  ];
  test.each(same)("%s", async (_what, body, status, ...keys) => {
    expect(verdictOf(bytesOf(body))).toEqual({ status, keys });
    const answer = await registries.answerTo(bytesOf(body));
    // Where in a text that is no JSON the reader stopped is told in different words.
    expect({ ...answer, keys: answer.keys.map(anyPath) }).toEqual({
      status,
      keys: keys.map(anyPath),
    });
  });
  const anyPath = (key: string): string => key.replace(/^\$.*/, "$");

  // Facts of .NET's reader beyond what the embedded registry imitates.
  const finer: readonly Row[] = [
    ["bytes of Latin-1 in a text", latin1(and('"status": "\u00e5"')), 400, "$.status"],
    ["bytes of Latin-1 in a language code", latin1(and('"consentText": {"\u00e5": "T"}')), 400, "$.consentText.\ufffd"], // prettier-ignore
    ["bytes of Latin-1 in a member that is dropped", latin1(and('"other": "\u00e5"')), 201],
    ["half a character", and('"status": "\\ud83d"'), 400, "$.status"],
    ["a member of a wrong type that another one hides", and('"title": 5, "title": {"nb":"T","nn":"T","en":"T"}'), 400, "$.title"], // prettier-ignore
    ["a whole number with a fraction", and('"versionId": 1.0'), 400, "$.versionId"],
    ["a whole number with an exponent", and('"versionId": 1e3'), 400, "$.versionId"],
    ["an enum's number in quotes", and('"resourceType": "32"'), 201],
    ["33 levels", nested(32), 400, "$.x[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]"], // prettier-ignore
    ["a next-line character as title", and('"title": {"nb":"\\u0085","nn":"T","en":"T"}'), 400, "Title"], // prettier-ignore
    ["too many bytes", `${good}${" ".repeat(30_000_000)}`, 413],
  ];
  test.each(finer)("%s", (_what, body, status, ...keys) => {
    expect(verdictOf(bytesOf(body))).toEqual({ status, keys });
  });

  test("a reason says where, in lines and bytes", () => {
    expect(judgeDocument(bytesOf(and('"spatial": ["a",]'))).reasons).toEqual([
      {
        key: "$.spatial[1]",
        status: 400,
        text: expect.stringMatching(/^spatial\[1\] is no JSON, at line 24, byte 19\. .*comma/),
      },
    ]);
  });
});

describe("UTF-16 is named as that", () => {
  const little = Buffer.from(good, "utf16le");
  const rows: readonly [what: string, bytes: Uint8Array][] = [
    ["with its mark", Buffer.concat([Buffer.from([0xff, 0xfe]), little])],
    ["the other way round, with its mark", Buffer.from(`\ufeff${good}`, "utf16le").swap16()],
    ["without a mark", little],
    ["the other way round, without a mark", Buffer.from(good, "utf16le").swap16()],
  ];
  test.each(rows)("%s", (_what, bytes) => {
    expect(judgeDocument(bytes)).toEqual({
      accepted: false,
      reasons: [{ key: "$", status: 400, text: "The file is saved as UTF-16, which is no JSON to the registry. Save it as UTF-8." }], // prettier-ignore
      warnings: [],
    });
  });

  test("zeros alone, and a zero further on, are no UTF-16", () => {
    for (const bytes of [Buffer.alloc(20), Buffer.from('{"a\0": 1}')])
      expect(judgeDocument(bytes).reasons[0]?.text).not.toContain("UTF-16");
  });
});

describe("a member that stands twice is named, with its lines", () => {
  const texts = JSON.stringify({ nb: "T", nn: "T", en: "T" });
  const rows: readonly [what: string, more: string, warning: string][] = [
    ["of one name", `"title": ${texts}`, "title stands twice in the file, in lines 3 and 24"],
    ["of another casing", `"TITLE": ${texts}`, "TITLE stands twice in the file, in lines 3 and 24"],
    ["three times", `"title": {},\n "title": ${texts}`, "title stands 3 times in the file, in lines 3, 24 and 25"], // prettier-ignore
    ["on one line", '"status": "Active", "status": "Completed"', "status stands twice in the file, in line 24"], // prettier-ignore
    ["written with an escape", '"\\u0073tatus": "Active",\n "status": "Completed"', "status stands twice in the file, in lines 24 and 25"], // prettier-ignore
    ["in an object in a list", '"keywords": [{ "word": "a",\n "word": "b" }]', "keywords[0].word stands twice in the file, in lines 24 and 25"], // prettier-ignore
    ["a language", '"consentText": { "nb": "a",\n "nb": "b" }', "consentText.nb stands twice in the file, in lines 24 and 25"], // prettier-ignore
  ];
  test.each(rows)("%s: the registry takes it, so it is a warning", (_what, more, warning) => {
    const { accepted, warnings } = judgeDocument(bytesOf(and(more)));
    expect(accepted).toBe(true);
    expect(warnings).toEqual([
      `${warning}, and the registry takes the last one. Take the others out.`,
    ]);
  });

  test("also within what the registry drops", () => {
    const more = '"own": [{ "deep": { "a": 1,\n "a": 2 } }]';
    expect(judgeDocument(bytesOf(and(more))).warnings[0]).toMatch(
      /^own\[0\]\.deep\.a stands twice in the file, in lines 24 and 25,/,
    );
  });

  test("also where the last one is why the document is refused", () => {
    const { accepted, reasons, warnings } = judgeDocument(bytesOf(and('"title": {}')));
    expect(accepted).toBe(false);
    expect(reasons[0]?.text).toMatch(/^title has no text/);
    expect(warnings).toEqual([expect.stringMatching(/^title stands twice/)]);
  });

  test("not where each stands once: in different objects, and languages of two casings", () => {
    const twice = and('"keywords": [{ "word": "a" }, { "word": "b" }], "consentText": { "nb": "a", "NB": "b" }'); // prettier-ignore
    expect(judgeDocument(bytesOf(twice))).toEqual({ accepted: true, reasons: [], warnings: [] });
  });
});

describe("the command", () => {
  let folder = "";
  const write = (name: string, body: string | Uint8Array) => {
    writeFileSync(join(folder, name), body);
  };
  const run = (...paths: string[]) => {
    const lines: string[] = [];
    documents({ paths: paths.length > 0 ? paths : [folder], print: (line) => lines.push(line) });
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "documents-"));
    mkdirSync(join(folder, "below"));
    mkdirSync(join(folder, ".git"));
    mkdirSync(join(folder, "node_modules"));
    mkdirSync(join(folder, "folder.json"));
    write("good.json", good);
    write("bad.json", JSON.stringify({ ...valid, title: {}, resourceType: undefined }));
    write("below/list.json", "[]");
    write("below/empty.json", "");
    write("UPPER.JSON", good);
    write("policy.xml", "<x/>");
    write(".git/x.json", good);
    write("node_modules/x.json", good);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test("prints one line for each .json file, ordered by path", () => {
    expect(run().map(({ file }) => file)).toEqual([
      "UPPER.JSON",
      "bad.json",
      "below/empty.json",
      "below/list.json",
      "good.json",
    ]);
  });

  test("a line says whether the document is accepted, why not, and what may not be meant", () => {
    expect(run().at(-1)).toEqual({ file: "good.json", accepted: true, reasons: [], warnings: [] });
    expect(run()[1]).toEqual({
      file: "bad.json",
      accepted: false,
      reasons: [
        expect.stringMatching(/^resourceType is missing\. Write one of /),
        expect.stringMatching(/^title has no text in nb, nn, en\./),
      ],
      warnings: [],
    });
  });

  test("a single file may be named", () => {
    expect(run(join(folder, "good.json")).map(({ file }) => file)).toEqual(["good.json"]);
  });

  test("a file that cannot be read is not accepted, and the others are judged", () => {
    symlinkSync(folder, join(folder, "below", "round.json"));
    const [found, good] = run(join(folder, "below"), join(folder, "good.json")).slice(-2);
    rmSync(join(folder, "below", "round.json"));
    expect(found).toMatchObject({ accepted: false, warnings: [] });
    expect(found?.reasons).toEqual([expect.stringMatching(/^The file cannot be read\. .*EISDIR/)]);
    expect(good).toMatchObject({ accepted: true });
  });

  test("a file above the registry's largest body is not accepted, and not read as JSON", () => {
    const { accepted, reasons } = judgeDocument(Buffer.alloc(30_000_001, " "));
    expect(accepted).toBe(false);
    expect(reasons).toEqual([
      {
        key: "",
        status: 413,
        text: "The file has 30000001 bytes. The registry takes at most 30000000 (status 413).",
      },
    ]);
    expect(judgeDocument(Buffer.alloc(30_000_000, " ")).reasons[0]?.status).toBe(400);
  });

  test("a folder that is not there is an error", () => {
    expect(() => run(folder, join(folder, "none"))).toThrow(
      /none cannot be read \((?:Error: )?ENOENT.*Name files/,
    );
  });
});

describe("what is taken and may not be meant is a warning", () => {
  const warned = (change: object): readonly string[] => {
    const { accepted, warnings } = judgeDocument(bytesOf(JSON.stringify({ ...valid, ...change })));
    expect(accepted).toBe(true);
    return warnings;
  };
  const rows: readonly [what: string, change: object, begin: string][] = [
    ["an identifier that can never be read", { identifier: "changes" }, 'identifier is "changes", which is an address'], // prettier-ignore
    ["a slash", { identifier: "app_ttd_a1-4/4:2", resourceType: "MigratedApp", resourceReferences: [{ referenceType: "ApplicationId", referenceSource: "Altinn3", reference: "ttd/a1-4/4:2" }] }, "identifier is"], // prettier-ignore
    ["a Broker identifier of 81 characters", { identifier: `ttd-${"x".repeat(77)}` }, "identifier has 81 characters"], // prettier-ignore
    ["an identifier without the owner's code", { identifier: "licences" }, 'identifier is "licences". By convention'], // prettier-ignore
    ["a member that is dropped", { titel: {} }, "titel is no member"],
    ["one within a list", { contactPoints: [{ mail: "" }] }, "contactPoints[0].mail is no member"],
    ["a null element", { contactPoints: [null] }, "contactPoints[0] is null"],
    ["an unusual status", { status: "Ready" }, 'status is "Ready"'],
    ["access lists", { accessListMode: "enabled" }, "accessListMode is Enabled"],
    ["no code of the owner", { hasCompetentAuthority: { organization: "991825827" } }, "hasCompetentAuthority.orgcode is missing"], // prettier-ignore
    ["an odd organisation", { hasCompetentAuthority: { organization: "12", orgcode: "ttd" } }, 'hasCompetentAuthority.organization is "12"'], // prettier-ignore
  ];
  test.each(rows)("%s", (_what, change, begin) => {
    expect(warned(change).some((text) => text.startsWith(begin))).toBe(true);
  });

  test("nothing unusual, no warning; other resources may have longer identifiers", () => {
    expect(warned({})).toEqual([]);
    const identifier = `ttd-${"x".repeat(100)}`;
    expect(warned({ identifier, resourceType: "GenericAccessResource" })).toEqual([]);
  });
});
