import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "../support/engine";

/* Nothing of the provider calls anybody but through its HTTP client, which is told the addresses by the settings. */

const provider = join(root, "provider");
const sources = readdirSync(provider, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => join(entry.parentPath, entry.name));
/** An import of types is none when the program runs. */
const withoutTypes = (text: string): string => text.replaceAll(/^import type [^;]*;$/gm, "");
const filesWith = (pattern: RegExp): string[] =>
  sources
    .filter((file) => pattern.test(withoutTypes(readFileSync(file, "utf8"))))
    .map((file) => relative(provider, file))
    .sort();

test("one file can open a connection", () => {
  const network =
    /(?:from |require\()"(?:axios|undici|ws|(?:node:)?(?:http|https|http2|net|tls|dgram|dns)(?:\/\w+)?)"|(?<![.#\w])(?:fetch|WebSocket|EventSource)\(/;
  expect(filesWith(network)).toEqual(["http/axios.ts"]);
  expect(filesWith(/from "[^"]*\/axios"/)).toEqual(["http/client.ts"]);
});

test("one file starts a program, and that program is pulumi", () => {
  expect(filesWith(/child_process|node:worker_threads|node:cluster/)).toEqual([
    "stack/pulumi-cli.ts",
  ]);
  const text = readFileSync(join(provider, "stack", "pulumi-cli.ts"), "utf8");
  expect(text.match(/(?:execFile|spawn|exec|fork)\("?[^",]*/g)).toEqual(['execFile("pulumi']);
});

test("hosts stand in the table of environments alone", () => {
  // Namespaces of XML and JSON schemas, and addresses in texts for people, are called by nobody.
  const hosts = filesWith(/https:\/\/(?:platform|test\.maskinporten|maskinporten)\b/);
  expect(hosts).toEqual(["environments.ts"]);
});
