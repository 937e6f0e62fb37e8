import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { run as runCommand } from "../../provider/cli/program";
import * as text from "./policy/policy-texts";

/* What the binary prints, and its exit status. */

let printed: string[];
let complained: string[];
beforeEach(() => {
  printed = [];
  complained = [];
});
const run = (...args: string[]): Promise<number> =>
  runCommand({
    args,
    env: {},
    print: (line) => printed.push(line),
    complain: (line) => complained.push(line),
  });
const judged = () =>
  printed
    .map((line) => JSON.parse(line) as { file: string; accepted: boolean })
    .map(({ file, accepted }) => [file, accepted]);

const texts = { nb: "T", nn: "T", en: "T" };
const DOCUMENT = JSON.stringify({
  identifier: "ttd-licences",
  title: texts,
  description: texts,
  rightDescription: texts,
  contactPoints: [],
  hasCompetentAuthority: { organization: "991825827", orgcode: "ttd" },
  resourceType: "BrokerService",
});
const POLICY = text.policyText({ rules: [text.rule([text.org("991825827")], ["read"])] });

let folder = "";
const at = (...names: string[]): string => join(folder, ...names);
const put = (name: string, content: string): void => {
  mkdirSync(join(at(name), ".."), { recursive: true });
  writeFileSync(at(name), content);
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "commands-"));
  mkdirSync(at("empty"));
  // As Altinn Studio lays a service owner's resources out.
  put("good/ttd-licences/ttd-licences_policy.xml", POLICY);
  put("good/ttd-licences/ttd-licences_resource.json", DOCUMENT);
  put("good/.git/config.json", "{");
  put("good/b.XACML", POLICY);
  put("good/B.JSON", DOCUMENT);
  put("bad/x.xml", "<x/>");
  put("bad/x.json", "{}");
  put("other/policy.txt", POLICY);
  put("other/document.txt", DOCUMENT);
  symlinkSync(folder, at("empty", "round"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ["policies", ["b.XACML", "ttd-licences/ttd-licences_policy.xml"], "x.xml", "policy.txt"],
  ["documents", ["B.JSON", "ttd-licences/ttd-licences_resource.json"], "x.json", "document.txt"],
])("altinn-broker %s", (command, good, bad, plain) => {
  test("ends with 0 when all are accepted, in folders of the folder too", async () => {
    expect(await run(command, at("good"))).toBe(0);
    expect(judged()).toEqual(good.map((file) => [file, true]));
    expect(complained).toEqual([]);
  });

  test("ends with 1 when one is not, and judges them all", async () => {
    expect(await run(command, at("bad"), `${at("good")}/`)).toBe(1);
    expect(judged()).toEqual([
      [`${at("bad")}/${bad}`, false],
      ...good.map((file) => [`${at("good")}/${file}`, true]),
    ]);
  });

  test("takes files, whatever they are called, beside folders", async () => {
    expect(await run(command, at("other", plain), at("good"))).toBe(0);
    expect(judged()[0]).toEqual([at("other", plain), true]);
    printed = [];
    expect(await run(command, at("other", plain))).toBe(0);
    expect(judged()).toEqual([[plain, true]]);
  });

  test.each([["empty"], ["other"]])("ends with 2 when there is none in %s", async (name) => {
    expect(await run(command, at(name))).toBe(2);
    expect(printed).toEqual([]);
    expect(complained).toEqual([
      expect.stringMatching(/^error: There is no \.[a-z].* file in .*\. Name the files/),
    ]);
  });

  test("ends with 2 for a path that is not there, before anything is judged", async () => {
    expect(await run(command, at("good"), at("nowhere"))).toBe(2);
    expect(printed).toEqual([]);
    expect(complained).toEqual([
      expect.stringMatching(
        /^error: .*nowhere cannot be read \((?:Error: )?ENOENT.*\)\. Name files/,
      ),
    ]);
  });

  test("ends with 2 without a path", async () => {
    expect(await run(command)).toBe(2);
    expect(complained.join()).toContain("missing required argument 'path'");
  });

  test("says its exit statuses in --help", async () => {
    expect(await run(command, "--help")).toBe(0);
    expect(printed.join("\n")).toMatch(
      /0 {2}all are accepted\n {2}1 {2}one at least is not\n {2}2 {2}there was nothing to look at/,
    );
  });
});

describe("wrong use", () => {
  const size = (...bytes: string[]) => ["smoke", "--resource", "ttd-licences", ...bytes];

  test.each([
    ["abc"],
    ["-1"],
    ["1e999"],
    ["1e3"],
    ["0"],
    ["1.5"],
    ["NaN"],
    ["Infinity"],
    [""],
    [" "],
    ["0x10"],
    ["100000001"],
    ["99999999999999999999"],
  ])("--bytes %j is refused with what to write, and nothing else", async (bytes) => {
    expect(await run(...size("--bytes", bytes))).toBe(2);
    expect(complained).toEqual([
      `error: option '--bytes <count>' argument '${bytes}' is invalid. Write a whole number from 1 to 100000000, in digits.`,
    ]);
    expect(printed).toEqual([]);
  });

  test.each([["1"], ["60000000"], ["100000000"]])(
    "--bytes %s is taken: then settings are looked at",
    async (bytes) => {
      expect(await run(...size("--bytes", bytes))).toBe(3);
      expect(complained.join()).toMatch(/^could not be tried: ALTINN_ENVIRONMENT is not set\./);
    },
  );

  test.each([
    [["smoke"], "required option '--resource <id>' not specified"],
    [["smoke", "--resource", " "], "Write the identifier of a registry resource."],
    [["smoke", "--resource", "x", "--bits", "3"], "unknown option '--bits'"],
    [["smoke", "--resource", "x", "y"], "too many arguments"],
    [["smok"], "unknown command 'smok'"],
    [[], "Usage: altinn-broker"],
  ])("%j ends with 2", async (args, said) => {
    expect(await run(...args)).toBe(2);
    expect(complained.join("\n")).toContain(said);
    expect(printed).toEqual([]);
  });

  test("help is none", async () => {
    expect(await run("--help")).toBe(0);
    expect(await run("smoke", "--help")).toBe(0);
    expect(printed.join("\n")).toMatch(/1 {2}not verified: .*\n.*\n {2}3 {2}could not be tried: /);
    expect(complained).toEqual([]);
  });
});
