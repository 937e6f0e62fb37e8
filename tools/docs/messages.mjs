// Finds the sentences that a source file can show to a user.
import ts from "typescript";
import { oneLine, walk } from "./source.mjs";

/**
 * @typedef {object} Message
 * @property {"refusal" | "error" | "way out" | "warning" | "line"} kind
 * @property {string | undefined} name class of an error, or what a line begins with
 * @property {string | undefined} key server code, or code of a warning, that it belongs to
 * @property {string} text markdown, with what is filled in in italics
 */

const FEWEST_WORDS = 4;
/** Descriptions of the binary's commands, and the code of programs. */
const NO_MESSAGE = new Set([
  "description",
  "option",
  "requiredOption",
  "argument",
  "addHelpText",
  "version",
  "require",
  "refine",
]);
/** Files whose loose sentences are the ends of an error's text. */
const WAYS_OUT =
  /^provider\/(?:http\/(?!proxy)|clients|errors|auth\/(?:maskinporten|key|signing-key))/;

/**
 * @param {import("./source.mjs").Source} source
 * @returns {Message[]}
 */
export function messagesOf({ path, file }) {
  /** @type {Message[]} */
  const messages = [];
  walk(file, (node) => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return false;
    if (ts.isCallExpression(node) && NO_MESSAGE.has(nameOf(node.expression))) return false;
    if (!isText(node)) return true;
    const text = oneLine(rendered(node));
    if (!isSentence(node, text)) return true;
    const found = context(node, path);
    // A plain Error is a fault of ours, for no reader to act on.
    if (found.name !== "Error") messages.push({ ...found, text });
    return false;
  });
  return messages;
}

/** @param {ts.Node} node @returns {node is ts.Expression} */
const isText = (node) =>
  ts.isStringLiteral(node) ||
  ts.isNoSubstitutionTemplateLiteral(node) ||
  ts.isTemplateExpression(node);

/** @param {ts.Node} node @param {string} text */
function isSentence(node, text) {
  if (node.parent && ts.isPropertyAssignment(node.parent) && node.parent.name === node)
    return false;
  const thrown = thrownIn(node) !== undefined || warnedIn(node);
  const words = text
    .replaceAll(/_[^_]+_/g, "")
    .split(/\s+/)
    .filter(Boolean).length;
  return words >= (thrown ? 3 : FEWEST_WORDS) && (thrown || /[.?!]$/.test(text));
}

/** @param {ts.Node} node @param {string} path @returns {Omit<Message, "text">} */
function context(node, path) {
  const key = keyOf(node);
  const thrown = thrownIn(node);
  if (thrown !== undefined) return { kind: "error", name: thrown, key };
  const printed = printedIn(node);
  if (printed) return printed;
  const [, ofFile] = FILES.find(([pattern]) => pattern.test(path)) ?? [];
  if (ofFile !== undefined) return { kind: "line", name: ofFile, key };
  if (warnedIn(node) || /warnings\.ts$/.test(path)) {
    return { kind: "warning", name: undefined, key };
  }
  if (WAYS_OUT.test(path)) return { kind: "way out", name: undefined, key };
  return { kind: path.startsWith("provider/cli/") ? "line" : "refusal", name: undefined, key };
}

/** What the functions of provider/lines.ts begin their lines with. @type {Record<string, string>} */
const BEGINNINGS = {
  accessGiven: "access given",
  accessTaken: "access taken",
  takenOver: "taken over",
  stays: "stays",
  note: "note",
};

/** Constants that lines are made of, by the beginning of their names. @type {readonly (readonly [RegExp, string])[]} */
const CONSTANTS = [
  [/^(?:CLOSED|DELETED|SHUT|LISTS)_TEXT$/, "access taken"],
  [
    /^(?:STAYS|STAY$|KEPT_TEXT$|WITHDRAWN_TEXT$|OPEN_TEXT$|FILTERED_TEXT$|UNCONNECTED_TEXT$|filteredText$)/,
    "stays",
  ],
  [/^VERDICTS$/, "taken over"],
  [/^SENTENCES$/, "whenRemoved"],
];

/** Files whose loose sentences are lines. @type {readonly (readonly [RegExp, string])[]} */
const FILES = [
  [/resource-policy\/change\.ts$/, "stays"],
  [/^provider\/telling\.ts$/, "note"],
  [/access-list-connection\/said\.ts$/, "access taken"],
  [/resources\/access-list-mode\.ts$/, "access taken"],
];

/** The line that the text is given to. @param {ts.Node} node @returns {Omit<Message, "text"> | undefined} */
function printedIn(node) {
  for (let at = node.parent; at && !ts.isFunctionDeclaration(at); at = at.parent) {
    const called = ts.isCallExpression(at) ? nameOf(at.expression) : "";
    const name = BEGINNINGS[called];
    if (name !== undefined) return { kind: "line", name, key: undefined };
    if (called === "warning" && ts.isCallExpression(at))
      return { kind: "warning", name: undefined, key: literal(at.arguments[0]) };
    if (ts.isObjectLiteralExpression(at)) {
      const code = memberOf(at, "code");
      if (code !== undefined) return { kind: "warning", name: undefined, key: literal(code) };
    }
    if (ts.isPropertyAssignment(at) && at.name.getText() === "sentence")
      return { kind: "line", name: "whenRemoved", key: undefined };
    if (!ts.isVariableDeclaration(at)) continue;
    const constant = at.name.getText();
    const found = CONSTANTS.find(([pattern]) => pattern.test(constant));
    if (found) return { kind: "line", name: found[1], key: undefined };
  }
  return undefined;
}

/** @param {ts.ObjectLiteralExpression} node @param {string} name */
const memberOf = (node, name) =>
  node.properties.find(
    /** @returns {member is ts.PropertyAssignment} */
    (member) => ts.isPropertyAssignment(member) && member.name.getText() === name,
  )?.initializer;

/** @param {ts.Node | undefined} node */
const literal = (node) => (node && ts.isStringLiteral(node) ? node.text : undefined);

/** The class of the error that the text is given to. @param {ts.Node} node */
function thrownIn(node) {
  for (let at = node.parent; at && !ts.isFunctionLike(at); at = at.parent) {
    if (ts.isNewExpression(at) && /Error$/.test(at.expression.getText())) {
      return at.expression.getText();
    }
    // How the readers of policies give up.
    if (ts.isCallExpression(at) && nameOf(at.expression) === "refuse") return "PolicyError";
    // In the constructor of an error.
    if (!ts.isCallExpression(at) || at.expression.kind !== ts.SyntaxKind.SuperKeyword) continue;
    const owner = at.parent.parent.parent.parent;
    return ts.isClassDeclaration(owner) ? owner.name?.text : undefined;
  }
  return undefined;
}

/** @param {ts.Node} node */
function warnedIn(node) {
  for (let at = node.parent; at && !ts.isStatement(at); at = at.parent) {
    if (ts.isCallExpression(at) && /^warn/.test(nameOf(at.expression))) return true;
  }
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isFunctionDeclaration(at) && /^warn|Warnings?$/i.test(at.name?.text ?? "")) return true;
  }
  // A constant of that name is what a warning is made of.
  const declaration = node.parent;
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    /_TEXT$/.test(declaration.name.getText())
  );
}

/** A code such as BRO-00005 or MP-200 under which the text stands in a table. @param {ts.Node} node */
function keyOf(node) {
  const { parent } = node;
  if (parent && ts.isPropertyAssignment(parent)) {
    const text = parent.name.getText().replaceAll('"', "");
    return /^[A-Z]+-\d+$/.test(text) ? text : undefined;
  }
  if (parent && ts.isArrayLiteralExpression(parent) && parent.elements[1] === node) {
    return /[A-Z]+-\d+/.exec(parent.elements[0]?.getText() ?? "")?.[0];
  }
  return undefined;
}

/** The text with what is filled in as italics. @param {ts.Node} node @returns {string} */
function rendered(node) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
    return escaped(node.text);
  if (!ts.isTemplateExpression(node)) return `_${placeholder(node)}_`;
  const text = node.templateSpans.reduce(
    (all, span) => all + filled(span.expression) + span.literal.text.replaceAll("_", UNDERSCORE),
    node.head.text.replaceAll("_", UNDERSCORE),
  );
  return escaped(text).replaceAll("__", " ").replaceAll(UNDERSCORE, "_");
}

/** Stands for an underscore of the text itself while placeholders have theirs. */
const UNDERSCORE = "\u0001";

/** @param {ts.Expression} node */
function filled(node) {
  if (ts.isConditionalExpression(node)) {
    const [yes, no] = [node.whenTrue, node.whenFalse].map((part) =>
      ts.isStringLiteral(part) || ts.isNoSubstitutionTemplateLiteral(part) ? part.text : undefined,
    );
    if (yes && no) return `${yes} / ${no}`.replaceAll("_", UNDERSCORE);
    return " _..._";
  }
  const named = ts.isCallExpression(node) && node.arguments.length === 1 ? node.arguments[0] : node;
  return (named && ts.isIdentifier(named) && constantOf(named)) || `_${placeholder(node)}_`;
}

/** The text of a constant of the same file. @param {ts.Identifier} node */
function constantOf(node) {
  const declaration = node
    .getSourceFile()
    .statements.filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find((one) => one.name.getText() === node.text);
  const value = declaration?.initializer;
  if (value && ts.isNumericLiteral(value)) return value.text;
  return value && ts.isStringLiteral(value) ? value.text.replaceAll("_", UNDERSCORE) : undefined;
}

/** @type {Record<string, string>} */
const NAMES = {
  title: "kind and id",
  titled: "kind and id",
  from: "setting",
  kind: "kind",
  messageOf: "what the error says",
  describeDifferences: "differences",
  adoptNeeded: "what stands in the way",
  refusalToTakeOver: "what stands in the way",
};

/** A word for what is filled in, from the expression's own names. @param {ts.Node} node @returns {string} */
function placeholder(node) {
  if (ts.isIdentifier(node)) return named(node.text);
  if (ts.isPropertyAccessExpression(node)) {
    return node.name.text === "length"
      ? `number of ${placeholder(node.expression)}`
      : named(node.name.text);
  }
  if (ts.isElementAccessExpression(node)) return placeholder(node.expression);
  if (ts.isBinaryExpression(node)) return placeholder(node.left);
  if (
    ts.isNonNullExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node)
  ) {
    return placeholder(node.expression);
  }
  if (ts.isNewExpression(node)) return placeholder(node.arguments?.[0] ?? node.expression);
  if (ts.isCallExpression(node)) {
    const name = nameOf(node.expression);
    if (name in NAMES) return named(name);
    if (
      ts.isPropertyAccessExpression(node.expression) &&
      !/^(?:JSON|Object|Number)$/.test(node.expression.expression.getText())
    ) {
      return placeholder(node.expression.expression);
    }
    return placeholder(node.arguments[0] ?? node.expression);
  }
  return "...";
}

/** camelCase as words. @param {string} name */
const named = (name) =>
  NAMES[name] ??
  name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();

/** @param {ts.Node} node the function that is called */
const nameOf = (node) =>
  ts.isPropertyAccessExpression(node) ? node.name.text : ts.isIdentifier(node) ? node.text : "";

/** Markdown: in code what is filled in has angle brackets, elsewhere nothing is taken for HTML. @param {string} text */
const escaped = (text) =>
  text
    .split(/(`[^`]*`)/)
    .map((part, index) =>
      index % 2 === 1 ? part.replace(/_([^_]+)_/g, "<$1>") : part.replace(/[<*]/g, "\\$&"),
    )
    .join("");
