// docs/errors.md: every class and code, and every sentence with which a run is refused, fails or warns.
import ts from "typescript";
import { sections, ways } from "./errors-words.mjs";
import { policyTables } from "./policy-findings.mjs";
import { messagesOf } from "./messages.mjs";
import { code, docOf, oneLine, readSource, readSources, table, walk } from "./source.mjs";

/** @typedef {import("./messages.mjs").Message} Message */

/** @param {string} root */
export function errorsPage(root) {
  const sources = readSources(root, "provider");
  const rest = { title: "Others", text: "", files: ["provider/"] };
  /** @type {Map<typeof rest | (typeof sections)[number], Message[]>} */
  const bySection = new Map([...sections, rest].map((section) => [section, []]));
  for (const source of sources) {
    if (source.path.startsWith("provider/policy/") || DATA.test(source.path)) continue;
    if (source.path === LINES || FINDINGS.test(source.path)) continue;
    const section = [...bySection.keys()].find(({ files }) =>
      files.some((file) => source.path.startsWith(file)),
    );
    if (section) bySection.get(section)?.push(...messagesOf(source));
  }
  return [
    "# Errors and warnings",
    INTRODUCTION,
    "## Kinds",
    classTable(root),
    ...[...bySection].flatMap(([{ title, text }, messages]) =>
      messages.length === 0 ? [] : [`## ${title}`, text, list(messages)],
    ),
    "## Warnings",
    WARNINGS,
    warningTable(root),
    "## Policies",
    POLICIES,
    ...policyTables(sources.filter(({ path }) => path.startsWith("provider/policy/"))),
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}

/** Some names of what Altinn has end like sentences; and `explain` has others' sentences in other words. */
const DATA = /^provider\/(?:catalogue\/.*-data|explain\/(?!reading)[\w-]+)\.ts$/;

const INTRODUCTION =
  "Every text that this package can show, taken from its code, with the way out in it. What stands _in italics_ is filled in. An " +
  "error reaches the terminal as one line; `ALTINN_DEBUG=true` adds the stack. A _refusal_ comes at preview, before anything is " +
  "written, and all of a resource's refusals come at once. A _warning_ stops nothing. A _way out_ is the end of a longer text.";

const LINES = "provider/lines.ts";

/** What `doctor`, `list` and `import` find is on their own pages. */
const FINDINGS = /^provider\/(?:checks|stack|inventory|import)\//;

const WARNINGS =
  'The codes of warnings. `acknowledge: ["CODE"]` on the resource says that it is meant, and it is printed no more. What is about ' +
  "a run as a whole cannot be acknowledged. A ResourcePolicy takes the codes of [policies](#warned-about) as well, and of what is [refused](#refused) `unusual-policy`, " +
  "`level-too-high` and `lets-nobody-in`. What else a run prints, and what each line begins with, is shown in [what a preview says](what-a-preview-says.md).";

/** @param {string} root */
function warningTable(root) {
  const { file } = readSource(root, LINES);
  const constants = new Map(
    file.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => declarationList.declarations)
      .map((declaration) => [declaration.name.getText(), declaration]),
  );
  /** @type {string[][]} */
  const rows = [];
  /** @param {ts.Node} from @param {string} of */
  const gather = (from, of) => {
    walk(from, (node) => {
      if (ts.isSpreadAssignment(node)) {
        const shared = constants.get(node.expression.getText());
        if (shared) gather(shared, of);
        return false;
      }
      if (!ts.isPropertyAssignment(node)) return true;
      if (ts.isStringLiteral(node.initializer))
        rows.push([code(node.name.getText().replaceAll('"', "")), of, node.initializer.text]);
      else gather(node.initializer, node.name.getText());
      return false;
    });
  };
  for (const [name, declaration] of constants)
    if (/_WARNINGS$/.test(name)) gather(declaration, "the run");
  return table(["code", "of", "what it is about"], rows);
}

const POLICIES =
  "A finding names the rule, what stands there, what Altinn does because of it, and what to write instead. A refusal stops a " +
  "change, never what is in force already: that is only warned about. See [who gets in](who-gets-in.md).";

/** @param {string} root */
function classTable(root) {
  const classes = [
    ...readSource(root, "provider/errors.ts").file.statements,
    ...readSource(root, "provider/policy/policy-error.ts").file.statements,
  ].filter(ts.isClassDeclaration);
  return table(
    ["class", "code", "meaning", "what to do"],
    classes
      .filter(({ name }) => name?.text !== "AltinnError")
      .map((node) => {
        const name = node.name?.text ?? "";
        return [code(name), codeOf(node, classes), oneLine(docOf(node).text), ways[name] ?? ""];
      }),
  );
}

/**
 * The codes in the class's own text, or of the class that it is made from.
 * @param {ts.ClassDeclaration} node
 * @param {readonly ts.ClassDeclaration[]} classes
 * @returns {string}
 */
function codeOf(node, classes) {
  const own = [...new Set(node.getText().match(/"[A-Z]+(?:_[A-Z]+)*"/g) ?? [])]
    .filter((text) => text.length > 4)
    .map((text) => code(text.slice(1, -1)));
  const base = node.heritageClauses?.[0]?.types[0]?.expression.getText();
  const parent = classes.find(({ name }) => name?.text === base);
  return own.length > 0 || !parent ? own.join(", ") : codeOf(parent, classes);
}

/** Sorted by kind; in a kind as in the code. @param {readonly Message[]} messages */
function list(messages) {
  const unique = [...new Map(messages.map((message) => [message.text, message])).values()];
  return ["refusal", "error", "way out", "warning", "line"]
    .map((kind) => unique.filter((message) => message.kind === kind))
    .filter((group) => group.length > 0)
    .map((group) => group.map(item).join("\n"))
    .join("\n\n");
}

/** @param {Message} message */
function item({ kind, name, text, key }) {
  const label = name ?? kind;
  const [first, rest] = split(text);
  return `- _${label}_${key ? ` ${code(key)}` : ""}: **${first}**${rest ? ` ${rest}` : ""}`;
}

/** What is wrong, and the sentences after it. @param {string} text */
function split(text) {
  const end = /[.?!](?= (?:[A-Z`_]|altinn:))/.exec(text);
  return end ? [text.slice(0, end.index + 1), text.slice(end.index + 2)] : [text, ""];
}
