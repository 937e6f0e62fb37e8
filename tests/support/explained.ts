import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { explanationOf } from "../../provider/explain/explanation";
import { lineIn } from "../../provider/explain/lines";
import { readRun } from "../../provider/explain/reading";
import type { Run } from "../../provider/explain/run";
import { explanationAsJson, FORMATS, type Format } from "../../provider/explain/formats";
import { LANGUAGES, type Language } from "../../provider/explain/language";
import { root } from "./engine";

/*
 * What `altinn-broker explain` says of previews, in golden files. tests/engine records what the real CLI printed, and makes
 * them anew with UPDATE_GOLDEN=true; tests/unit tells the recorded previews again, without an engine.
 */

const FOLDER = join(root, "tests", "golden", "explain");

/** What Altinn's organisation list says of those in the previews. */
export const NAMES: Readonly<Record<string, string>> = {
  "974761076": "Skatteetaten",
  "991825827": "Testdepartementet",
};

export const recordedPath = (situation: string): string => join(FOLDER, `${situation}.json`);
export const goldenPath = (situation: string, language: Language, format: Format): string =>
  join(FOLDER, `${situation}.${language}.${FORMATS[format].ending}`);

/** The formats of a situation: text always, the others where there is something to escape or many lines. */
export const formatsOf = (situation: string): readonly Format[] =>
  ["escaped", "two-services"].includes(situation) ? ["text", "markdown", "html"] : ["text"];

export const explained = (
  printed: string,
  language: Language,
  format: Format,
  names: Readonly<Record<string, string>> = NAMES,
): string => FORMATS[format].render(explanationOf(readRun(printed), { language, names }), language);

/** What a golden file says, written first with UPDATE_GOLDEN=true. */
export function golden(path: string, now: string): string {
  if (process.env.UPDATE_GOLDEN === "true") writeFileSync(path, now);
  return existsSync(path) ? readFileSync(path, "utf8") : `There is no ${path}.`;
}

/** Name and content of every golden file of a situation, as it would be now. */
export const goldensOf = (situation: string, printed: string): [path: string, now: string][] =>
  LANGUAGES.flatMap((language) =>
    formatsOf(situation).map((format): [string, string] => [
      goldenPath(situation, language, format),
      `${explained(printed, language, format)}\n`,
    ]),
  );

/** Members of what the CLI prints that are others in each run, or that are long and not told. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "__provider",
  "__urn",
  "created",
  "dependencies",
  "duration",
  "modified",
  "outputs",
  "parent",
  "propertyDependencies",
  "provider",
  "sequence",
  "sourcePosition",
  "stackTrace",
  "timestamp",
]);

interface Document {
  steps?: { readonly urn: string }[];
  diagnostics?: { readonly message: string; readonly severity: string }[];
}

const ordered = <T>(values: T[] | undefined, by: (value: T) => string): void => {
  values?.sort((a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0));
};

/**
 * A preview's document without what is another in each run, the order of what goes on at once included. `replaced` are texts, and
 * what stands for them.
 */
export function recorded(
  json: string,
  replaced: readonly (readonly [is: string, becomes: string])[],
): string {
  const text = replaced.reduce((sum, [is, becomes]) => sum.replaceAll(is, becomes), json);
  const value = JSON.parse(text, (key, member: unknown) => {
    if (LEFT_OUT.has(key)) return undefined;
    return key === "xml" && typeof member === "string" && member.startsWith("<")
      ? "<xacml:Policy/>"
      : member;
  }) as Document;
  ordered(value.steps, ({ urn }) => urn);
  // After what comes first in a line, which may be a warning's code, by the resource that it is about.
  ordered(value.diagnostics, ({ message, severity }) =>
    severity === "error"
      ? message
      : [/: (\w+ \S+):/, /: ([A-Z]\w+ \S+):/].map((form) => form.exec(message)?.[1]).join(" "),
  );
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

const words = (json: string): string[] =>
  (JSON.parse(json) as { sections: { section: string; items: unknown[] }[] }).sections.flatMap(
    ({ section, items }) => items.map((item) => `${section}: ${JSON.stringify(item)}`),
  );

/**
 * What is told of one message of a run: each item with its section, as JSON. The run changes what the message is about, of which
 * nothing else is told, and the line for programmers is left out.
 */
export function told(text: string, language: Language, severity = "info#err"): string[] {
  const { kind = "Resource", id = "" } = lineIn(text) ?? {};
  const [list, service] = id.split("/");
  const inputs = {
    identifier: id,
    ...(kind === "AccessListConnection"
      ? { accessList: list, resourceId: service }
      : { resourceId: id }),
  };
  const telling = { language, names: {} };
  const run = (diagnostics: Run["diagnostics"]): string[] =>
    words(
      explanationAsJson(
        explanationOf(
          {
            command: "preview",
            stack: "tt02",
            config: {},
            steps: [
              {
                op: "update",
                type: `pulumi-nodejs:dynamic/altinn:${kind}`,
                name: "name",
                id,
                olds: inputs,
                news: inputs,
                retained: false,
              },
            ],
            unchanged: 0,
            diagnostics,
            failed: false,
          },
          telling,
        ),
      ),
    );
  const besides = run([]);
  return run([{ severity, text }]).filter(
    (item) => !besides.includes(item) && !item.includes("docs/errors.md"),
  );
}
