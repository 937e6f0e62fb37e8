import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { policies } from "../../../provider/cli/policies";
import type { PolicyReport } from "../../../provider/policy";
import * as text from "./policy-texts";

const GOOD = text.policyText({
  rules: [text.rule([text.org("991825827")], ["read", "write", "publish", "subscribe"])],
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "policies-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const put = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
};
function run(resourceId?: string): PolicyReport[] {
  const lines: string[] = [];
  policies({ paths: [folder], resourceId, print: (line) => lines.push(line) });
  expect(lines.some((line) => line.includes("\n"))).toBe(false);
  return lines.map((line) => JSON.parse(line) as PolicyReport);
}

test("a line for each .xml and .xacml file of the folder and below, and none for anything else", () => {
  put("b.xml", GOOD);
  put("a.XML", GOOD.replace(">r1<", ">r2<"));
  put("c.XACML", GOOD);
  put("notes.txt", "no policy");
  put("xml", GOOD);
  for (const name of ["more", "more/yet", ".git", "node_modules", "5-folder.xml"])
    mkdirSync(join(folder, name));
  for (const name of ["more/yet/c.xml", ".git/x.xml", "node_modules/x.xml", "5-folder.xml/d.xacml"])
    put(name, GOOD);
  expect(run().map(({ file, accepted }) => [file, accepted])).toEqual([
    ["5-folder.xml/d.xacml", true],
    ["a.XML", true],
    ["b.xml", true],
    ["c.XACML", true],
    ["more/yet/c.xml", true],
  ]);
  expect(run()[2]).toEqual({
    file: "b.xml",
    accepted: true,
    reasons: [],
    warnings: [expect.stringContaining("act for any party")],
    access: { "organization 991825827 (for any party)": "publish, read, subscribe, write" },
  });
});

test("the resource that is given is taken before the one that the rules name", () => {
  put("a.xml", GOOD.replace(">r1<", ">r2<"));
  put("b.xml", GOOD);
  expect(run("r1").map(({ accepted }) => accepted)).toEqual([false, true]);
  expect(run("r1")[0]?.reasons.join()).toMatch(/another resource, "r2"/);
});

test("a file that cannot be read is not accepted, with the reason, and the others are judged", () => {
  put("1-empty.xml", "");
  put("2-blank.xml", "  \n");
  put("3-bytes.xml", Buffer.from([0x3c, 0x61, 0xff, 0xfe, 0x3e]));
  put("4-picture.xml", Buffer.from("89504e470d0a1a0a0000000d", "hex"));
  symlinkSync(folder, join(folder, "5-folder.xml"));
  symlinkSync(join(folder, "nowhere"), join(folder, "6-nowhere.xml"));
  symlinkSync("/dev/null", join(folder, "6-stream.xml"));
  put("7-large.xml", GOOD);
  truncateSync(join(folder, "7-large.xml"), 30_000_001);
  put("8-utf-16.xml", Buffer.from(`\ufeff${GOOD.replace("utf-8", "utf-16")}`, "utf16le"));
  put("9-utf-16-without-mark.xml", Buffer.from(GOOD.replace("utf-8", "utf-16"), "utf16le"));
  put("a-good.xml", GOOD);
  const reports = run();
  const good = reports.pop();
  expect(good).toMatchObject({ file: "a-good.xml", accepted: true });
  const reasons = [
    /empty/,
    /^line /,
    /not utf-8/,
    /not utf-8/,
    /folder/,
    /ENOENT/,
    /not a regular file/,
    /30000001 bytes/,
    /UTF-16/,
    /./,
  ];
  expect(reports).toHaveLength(reasons.length);
  reports.forEach(({ accepted, reasons: [first] }, index) => {
    expect(accepted).toBe(false);
    expect(first).toMatch(reasons[index] ?? /^$/);
  });
});

test("every reason of a text that is no policy is told", () => {
  put("a.xml", GOOD.replace("<x:Target/>", "").replace('RuleId="1"', ""));
  expect(run()[0]?.reasons).toEqual([
    expect.stringMatching(/no Target/),
    expect.stringMatching(/no RuleId/),
  ]);
});

test("a policy that speaks of no resource is not accepted, and one without rules is unusual", () => {
  put("a.xml", text.policyText({ rules: [], obligations: text.VARIABLE }));
  put("b.xml", GOOD.replace(/<x:AnyOf>(?:(?!<x:AnyOf>)[^])*r1[^]*?<\/x:AnyOf>/, ""));
  expect(run()).toMatchObject([
    { accepted: false, reasons: [expect.stringMatching(/^The policy is unusual: .*has no rule/)] },
    { accepted: false, reasons: ["The policy: no rule names a resource or an app."] },
  ]);
});

test("an unusual policy is told as one, with its lines", () => {
  put("a.xml", GOOD.replace("3.0:rule-combining", "1.0:rule-combining"));
  expect(run()).toMatchObject([
    {
      accepted: false,
      reasons: [
        expect.stringMatching(/^The policy is unusual: .*then has the lines: organization/),
      ],
      warnings: [],
      access: { "unusual policy: rule 1, effect": "Permit" },
    },
  ]);
});

test("a folder that is not there is an error of the command", () => {
  expect(() => {
    policies({ paths: [join(folder, "nowhere")], print: () => undefined });
  }).toThrow(/ENOENT/);
});
