// docs/resources/<Kind>.md: what the docstrings and types say, then the hand-written part of the same name.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { code, docOf, oneLine, readSource, table, typeText } from "./source.mjs";

/** Kind and the file of its class. */
export const KINDS = /** @type {const} */ ([
  ["ServiceOwner", "service-owner.ts"],
  ["Resource", "resource.ts"],
  ["ResourcePolicy", "resource-policy.ts"],
  ["BrokerResourceConfig", "broker-resource-config.ts"],
  ["AccessList", "access-list.ts"],
  ["AccessListConnection", "access-list-connection.ts"],
]);

/**
 * @param {string} root
 * @returns {Record<string, string>} pages by path from docs/
 */
export const resourcePages = (root) =>
  Object.fromEntries(
    KINDS.map(([kind, file]) => [
      `resources/${kind}.md`,
      page(root, kind, `provider/pulumi/${file}`),
    ]),
  );

/** @param {string} root @param {string} kind @param {string} path */
function page(root, kind, path) {
  const { file } = readSource(root, path);
  const classNode = find(file, ts.isClassDeclaration, kind);
  const args = find(file, ts.isInterfaceDeclaration, `${kind}Args`);
  const doc = docOf(classNode);
  const paragraphs = doc.text.split("\n\n").filter((text) => !text.startsWith("Errors:"));
  const part = join(root, "docs", "resources", "parts", `${kind}.md`);
  return [
    `# ${kind}`,
    ...paragraphs,
    "## Example",
    doc.tags.example ?? "",
    "## Arguments",
    docOf(args).text.replace(/^Arguments of `\w+`\.\s*/, ""),
    argumentTable(args),
    ...namedTypes(file, kind),
    ...(kind === "ResourcePolicy" ? ["### Subjects", subjectTable(root)] : []),
    "## Outputs",
    OUTPUT_RULE,
    outputTable(classNode, args),
    serverTable(file, kind),
    `## Reading one: \`${kind}.get\``,
    ...getText(classNode, kind),
    existsSync(part) ? readFileSync(part, "utf8").trim() : "",
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}

const OUTPUT_RULE =
  "`id` and the outputs below can be used in other resources. Those marked _later_ are unknown in a preview that makes or " +
  "changes the resource, and known in one that does not. An argument that is left out is unknown in every preview and " +
  "`undefined` afterwards.";

/**
 * @template {ts.Statement & { name?: ts.Identifier }} T
 * @param {ts.SourceFile} file
 * @param {(node: ts.Node) => node is T} is
 * @param {string} name
 * @returns {T}
 */
function find(file, is, name) {
  const found = file.statements.filter(is).find((node) => node.name?.text === name);
  if (!found) throw new Error(`${file.fileName} has no ${name}.`);
  return found;
}

/** @param {ts.InterfaceDeclaration} node */
const properties = (node) => node.members.filter(ts.isPropertySignature);

/** @param {ts.InterfaceDeclaration} node */
const argumentTable = (node) =>
  table(
    ["argument", "type", "default", "meaning"],
    properties(node).map((member) => {
      const { text, tags } = docOf(member);
      const fallback = tags.default ?? tags.defaultValue;
      const missing = member.questionToken ? (fallback ?? "left out") : "**required**";
      return [
        code(member.name.getText()),
        code(typeText(member.type)),
        asDefault(missing),
        oneLine(text),
      ];
    }),
  );

/** A literal is code, a phrase is not. @param {string} text */
const asDefault = (text) => (/^(?:"[^"]*"|\d+|true|false)$/.test(text) ? code(text) : text);

/**
 * Interfaces and aliases that arguments refer to.
 * @param {ts.SourceFile} file
 * @param {string} kind
 * @returns {string[]}
 */
function namedTypes(file, kind) {
  return file.statements.flatMap((node) => {
    const exported = ts.canHaveModifiers(node)
      ? ts.getModifiers(node)?.some(({ kind: word }) => word === ts.SyntaxKind.ExportKeyword)
      : false;
    if (!exported) return [];
    if (ts.isInterfaceDeclaration(node)) {
      if ([`${kind}Args`, `${kind}Server`].includes(node.name.text)) return [];
      return [`### ${node.name.text}`, docOf(node).text, argumentTable(node)];
    }
    if (ts.isTypeAliasDeclaration(node)) return [`### ${node.name.text}`, docOf(node).text];
    return [];
  });
}

/** @param {ts.ClassDeclaration} classNode @param {ts.InterfaceDeclaration} args */
function outputTable(classNode, args) {
  const given = new Map(properties(args).map((member) => [member.name.getText(), docOf(member)]));
  const outputs = classNode.members
    .filter(ts.isPropertyDeclaration)
    .filter(({ type }) => /^pulumi\.Output</.test(type?.getText() ?? ""));
  return table(
    ["output", "type", "known in a preview", "meaning"],
    outputs.map((output) => {
      const name = output.name.getText();
      const { text } = docOf(output);
      const fallback = given.get(name)?.tags.default ?? "";
      const optional = /\| undefined\s*>$/.test(output.type?.getText() ?? "");
      const whenGiven = optional && asDefault(fallback) === fallback;
      const known = name in OWN ? "_later_" : whenGiven ? "when given" : "yes";
      const meaning = text || (given.has(name) ? "the argument" : "");
      const type = typeText(output.type).replace(/ \| undefined$/, "");
      return [code(name), code(type), known, oneLine(meaning || OWN[name] || "")];
    }),
  );
}

/** @type {Record<string, string>} */
const OWN = {
  server: "what only the server knows",
  recorded: "where and for whom it was made: `environment` and `organization`",
};

/** @param {ts.SourceFile} file @param {string} kind */
function serverTable(file, kind) {
  const node = file.statements
    .filter(ts.isInterfaceDeclaration)
    .find(({ name }) => name.text === `${kind}Server`);
  if (!node) return "";
  const rows = properties(node).map((member) => [
    code(`server.${member.name.getText()}`),
    code(typeText(member.type)),
    oneLine(docOf(member).text),
  ]);
  return `${docOf(node).text}\n\n${table(["in `server`", "type", "meaning"], rows)}`;
}

/** Of kinds whose id is not a registry resource's identifier. @type {Readonly<Record<string, string>>} */
const EXAMPLE_IDS = {
  ServiceOwner: "991825827",
  AccessList: "partners",
  AccessListConnection: "partners/ttd-licences",
};

/** @param {ts.ClassDeclaration} classNode @param {string} kind */
function getText(classNode, kind) {
  const get = classNode.members
    .filter(ts.isMethodDeclaration)
    .find((member) => member.name.getText() === "get");
  if (!get) return [];
  const { text, tags } = docOf(get);
  const id = (tags.param ?? "").replace(/^id\s+/, "");
  return [
    text,
    `\`\`\`ts\nconst found = altinn.${kind}.get("found", "${EXAMPLE_IDS[kind] ?? "ttd-licences"}");\n\`\`\``,
    `The second argument is the id. ${id}`,
  ];
}

/** The functions that make subjects. @param {string} root */
function subjectTable(root) {
  const { file } = readSource(root, "provider/policy/rules/rules.ts");
  const rows = file.statements.filter(ts.isVariableStatement).flatMap((statement) =>
    statement.declarationList.declarations.flatMap((declaration) => {
      const make = declaration.initializer;
      if (!make || !ts.isArrowFunction(make)) return [];
      const parameters = make.parameters
        .map((parameter) => {
          const type = typeText(parameter.type);
          return `${parameter.name.getText()}${parameter.initializer ? "?" : ""}: ${type}`;
        })
        .join(", ");
      return [
        [code(`${declaration.name.getText()}(${parameters})`), oneLine(docOf(statement).text)],
      ];
    }),
  );
  return table(["function", "lets in"], rows);
}
