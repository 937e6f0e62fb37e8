// The findings on policies: refused or warned about, with their effect and what to write instead.
import ts from "typescript";
import { messagesOf } from "./messages.mjs";
import { code, table, walk } from "./source.mjs";

const HEAD = ["code", "the policy or the rule ...", "what Altinn does", "what to write"];

/**
 * @param {readonly import("./source.mjs").Source[]} sources
 * @returns {string[]}
 */
export function policyTables(sources) {
  const warnings = warningCodes(sources);
  const findings = sources.flatMap(({ file }) => findingsOf(file, warnings));
  const refused = findings.filter(({ refusal }) => refusal).map(({ row }) => row);
  const warned = findings.filter(({ refusal }) => !refusal).map(({ row }) => row);
  const unreadable = sources
    .filter(({ path }) => !path.endsWith("check-rules.ts"))
    .flatMap((source) => messagesOf(source))
    .filter(({ name }) => name === "PolicyError")
    .map(({ text }) => `- ${text}`);
  return [
    "### Refused",
    table(HEAD, distinct(refused)),
    "### Warned about",
    table(HEAD, distinct(warned)),
    "### What makes a policy unusual",
    "Refused as `unusual-policy` when it is new, unless `acknowledge` names that code. The literal lines show it. What the registry " +
      "refuses or breaks on, and attributes that look like known ones, are refused by codes of their own, whatever is acknowledged.",
    table(["the policy or the rule ...", "what to write"], distinct(sources.flatMap(oddities))),
    ...(unreadable.length > 0
      ? [
          "### Cannot be read or written",
          "With line and column where there is a place in the text.",
          [...new Set(unreadable)].join("\n"),
        ]
      : []),
  ];
}

/** The members of `WARNING_CODES`. @param {readonly import("./source.mjs").Source[]} sources @returns {ReadonlySet<string>} */
function warningCodes(sources) {
  /** @type {Set<string>} */
  const codes = new Set();
  const source = sources.find(({ path }) => path.endsWith("findings/finding.ts"));
  if (!source) throw new Error("provider/policy/findings/finding.ts is not there.");
  walk(source.file, (node) => {
    const isList = ts.isArrayLiteralExpression(node) && ownerOf(node) === "WARNING_CODES";
    for (const part of isList ? node.elements : []) {
      if (ts.isStringLiteral(part)) codes.add(part.text);
    }
  });
  return codes;
}

/** @param {readonly string[][]} rows */
const distinct = (rows) => [...new Map(rows.map((row) => [row.join("|"), row])).values()];

/** @param {ts.SourceFile} file @param {ReadonlySet<string>} warnings codes that only warn */
function findingsOf(file, warnings) {
  /** @type {{ refusal: boolean, row: string[] }[]} */
  const findings = [];
  walk(file, (node) => {
    const parts = ts.isCallExpression(node)
      ? ofCall(node)
      : ts.isObjectLiteralExpression(node)
        ? ofObject(node)
        : undefined;
    if (!parts) return;
    const [name = "", ...texts] = parts.map((part) => textOf(part, file));
    findings.push({
      // One code is both: an encoding that changes what is read is refused, one that changes descriptions is not.
      refusal: !warnings.has(name) || /^(?:upload|text)Refusals?$/.test(ownerOf(node)),
      row: [code(name), ...texts],
    });
  });
  return findings;
}

/** `add("code", problem, effect, instead)`, or `add("code", problem, instead, effect?)` with an effect of its own. @param {ts.CallExpression} node */
function ofCall(node) {
  const [first, problem, third, fourth] = node.arguments;
  const name = node.expression.getText();
  if (
    !first ||
    !ts.isStringLiteral(first) ||
    !problem ||
    !third ||
    !/^(?:add|whole|finding)$/.test(name)
  )
    return undefined;
  if (readSide(node) && name === "add") return [first, problem, fourth ?? "READ_SIDE", third];
  return fourth ? [first, problem, third, fourth] : undefined;
}

/** @param {ts.Node} node */
const readSide = (node) => /^readSide|^ruleRefusals/.test(ownerOf(node));

/** @param {ts.ObjectLiteralExpression} node */
function ofObject(node) {
  /** @param {string} name */
  const value = (name) =>
    node.properties
      .filter(ts.isPropertyAssignment)
      .find((property) => property.name.getText() === name)?.initializer;
  const [written, problem, effect, instead] = ["code", "problem", "effect", "instead"].map(value);
  const kind = written && ts.isAsExpression(written) ? written.expression : written;
  if (!kind || !ts.isStringLiteral(kind) || !problem) return undefined;
  return [kind, problem, effect ?? "filled in", instead ?? "filled in"];
}

/** What keeps a policy from the plain form. @param {import("./source.mjs").Source} source */
function oddities({ file, path }) {
  if (!path.endsWith("/oddity.ts")) return [];
  /** @type {string[][]} */
  const rows = [];
  walk(file, (node) => {
    if (!ts.isArrowFunction(node) || !ts.isArrayLiteralExpression(node.body)) return;
    const [what, instead] = node.body.elements;
    if (what && instead) rows.push([textOf(what, file), textOf(instead, file)]);
  });
  return rows;
}

/** The function that a node stands in. @param {ts.Node} node */
function ownerOf(node) {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isFunctionDeclaration(at)) return at.name?.text ?? "";
    if (ts.isVariableDeclaration(at) && ts.isSourceFile(at.parent.parent.parent))
      return at.name.getText();
  }
  return "";
}

/** @param {ts.Node | string} part @param {ts.SourceFile} file @returns {string} */
function textOf(part, file) {
  if (typeof part === "string") return part === "" ? "" : constant(part, file);
  if (ts.isIdentifier(part)) return constant(part.text, file);
  if (ts.isStringLiteral(part) || ts.isNoSubstitutionTemplateLiteral(part)) return clean(part.text);
  if (ts.isBinaryExpression(part)) return textOf(part.left, file) + textOf(part.right, file);
  if (ts.isTemplateExpression(part)) {
    return part.templateSpans.reduce(
      (text, span) =>
        `${text}${span.expression.getText() === "READ_SIDE" ? constant("READ_SIDE", file) : "_..._"}${clean(span.literal.text)}`,
      clean(part.head.text),
    );
  }
  return "_..._";
}

/** A constant of the same file; anything else is filled in when it happens. @param {string} name @param {ts.SourceFile} file */
function constant(name, file) {
  const declaration = file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find((one) => one.name.getText() === name);
  return declaration?.initializer && ts.isStringLiteral(declaration.initializer)
    ? clean(declaration.initializer.text)
    : "_..._";
}

/** @param {string} text */
const clean = (text) => text.replace(/[<*]/g, "\\$&");
