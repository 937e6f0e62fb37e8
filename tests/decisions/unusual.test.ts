import { expect, test } from "@jest/globals";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { accessOfText, checkPolicy } from "../../provider/policy";
import { readPolicy } from "../../standin/registry/policy/read-policy";
import { XmlRefused } from "../../standin/registry/policy/xml-text";
import { getsIn } from "./words-reader.mjs";

/* The policies of the vectors that are not of the plain form: refused when new, and shown as they stand. */

interface VectorFile {
  readonly resource: string;
  readonly policies: Record<string, { readonly xml: string; readonly plain: boolean }>;
}

const vectors = join(__dirname, "vectors");
const unusual = readdirSync(vectors).flatMap((file) => {
  const { resource, policies } = JSON.parse(
    readFileSync(join(vectors, file), "utf8"),
  ) as VectorFile;
  return Object.entries(policies)
    .filter(([, { plain }]) => !plain)
    .map(([name, { xml }]) => ({ name, xml, resourceId: resource }));
});

const unescaped = (text: string) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** Attributes that are in the lines whatever their element; the others are dress, or have a short name of their own. */
const ATTRIBUTES =
  "Effect|AttributeId|FunctionId|RuleCombiningAlgId|FulfillOn|VariableId|Issuer|Path";
const STRING = "http://www.w3.org/2001/XMLSchema#string";

/** What a policy says, found in its text: what somebody who reads the lines must find again. */
function partsOf(xml: string): string[] {
  const values = xml.matchAll(/<(?:\w+:)?AttributeValue [^>]*>(.*?)<\/(?:\w+:)?AttributeValue>/gs);
  const attributes = xml.matchAll(new RegExp(`\\s(?:${ATTRIBUTES})="([^"]*)"`, "g"));
  const functions = xml.matchAll(/\sMatchId="[^"]*:([^":]*)"/g);
  const dataTypes = xml.matchAll(/\sDataType="([^"]*)"/g);
  return [
    ...Array.from(values, ([, value = ""]) => unescaped(value.replace(/<!--.*?-->/g, ""))),
    ...Array.from(attributes, ([, value = ""]) => unescaped(value)),
    ...Array.from(functions, ([, name = ""]) => name),
    ...Array.from(dataTypes, ([, id = ""]) => id).filter((id) => id !== STRING),
    ...(/<(?:\w+:)?Condition/.test(xml) ? ["Condition"] : []),
    ...(xml.includes('MustBePresent="true"') ? ["MustBePresent"] : []),
  ];
}

test("216 policies are outside the plain form: we read all, the registry all but one", () => {
  expect(unusual).toHaveLength(216);
  const registryReads = ({ xml }: { xml: string }) => {
    try {
      return readPolicy(Buffer.from(xml)).rules.length >= 0;
    } catch (error) {
      if (error instanceof XmlRefused) return false;
      throw error;
    }
  };
  const weRead = ({ xml, resourceId }: { xml: string; resourceId: string }) =>
    checkPolicy({ xml, resourceId }).refusals.every(({ code }) => code !== "unreadable");
  const names = (all: typeof unusual) => all.map(({ name }) => name);
  expect(names(unusual.filter((each) => !weRead(each)))).toEqual([]);
  // Altinn's parser finds a VariableDefinition by its name without a prefix.
  expect(names(unusual.filter((each) => !registryReads(each)))).toEqual(["n-variable-prefixed"]);
});

test.each(unusual)("$name is refused when new, and shown literally", ({ xml, resourceId }) => {
  expect(checkPolicy({ xml, resourceId }).refusals).not.toEqual([]);

  const { lines } = accessOfText(xml, resourceId);
  const keys = Object.keys(lines);
  expect(keys.filter((key) => !key.startsWith("unusual policy"))).toEqual([]);
  expect(lines["unusual policy"]).toMatch(/^who gets in cannot be told: /);
  for (const [key, value] of Object.entries(lines)) {
    expect(() => getsIn({ [key]: value }, {}, undefined, [])).toThrow(/does not say who gets in/);
  }

  const shown = keys.map((key) => `${key}\n${lines[key] ?? ""}`).join("\n");
  const missing = partsOf(xml).filter(
    (part) => !shown.includes(part) && !shown.includes(JSON.stringify(part).slice(1, -1)),
  );
  expect(missing).toEqual([]);
  if (xml.includes("<!--")) expect(shown).toMatch(/<!-- -->|with a comment inside/);
});
