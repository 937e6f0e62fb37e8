// docs/settings.md: the settings that provider/ reads, found at the calls that read them.
import { createRequire } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { groups } from "./settings-words.mjs";
import { code, readSource, readSources, table, walk } from "./source.mjs";

/** @typedef {{ key?: string, variable?: string, rule: string }} Found */

const ENVIRONMENT_WINS = "the environment wins";
const MUST_AGREE = "both the same, or one";

/** How each of the reader's methods treats what it finds. @type {Record<string, (args: readonly ts.Expression[]) => string>} */
const RULES = {
  required: () => `**required**; ${MUST_AGREE}`,
  agreed: () => MUST_AGREE,
  url: () => `an \`https\` address; ${MUST_AGREE}`,
  flag: () => `\`true\` or \`false\` (default); ${ENVIRONMENT_WINS}`,
  variable: () => "`true` or `false` (default)",
  preferEnv: () => ENVIRONMENT_WINS,
  count: (args) => {
    const [least, most] = args[2] && ts.isArrayLiteralExpression(args[2]) ? args[2].elements : [];
    return `${least?.getText() ?? ""} to ${most?.getText() ?? ""}, default ${args[3]?.getText() ?? ""}; ${ENVIRONMENT_WINS}`;
  },
  preferEnvSecret: () => ENVIRONMENT_WINS,
  preferEnvName: () => ENVIRONMENT_WINS,
  fromEnv: () => "",
  fromConfig: () => "",
  textFromEnv: () => "",
  textFromConfig: () => "",
};

/** Methods that look in one place only. */
const OF_ENVIRONMENT = ["fromEnv", "textFromEnv", "variable"];
const OF_CONFIGURATION = ["fromConfig", "textFromConfig"];

const SETTINGS = ["provider/settings.ts", "provider/settings-client.ts"];

/** @param {string} root */
export function settingsPage(root) {
  const found = [...readerCalls(root), ...otherVariables(root)];
  const sections = groups.map(({ title, text, settings }) => {
    const rows = settings.map(({ key, variable, meaning }) => [
      key ? code(`altinn:${key}`) : "",
      variable ? code(variable) : "",
      meaning,
      ruleOf(found, key, variable),
    ]);
    const head = ["stack configuration", "environment variable", "meaning", "rules"];
    const filled = head.map((_, column) => rows.some((row) => row[column] !== ""));
    const only = (/** @type {readonly string[]} */ row) =>
      row.filter((_, column) => filled[column]);
    return [`## ${title}`, text, table(only(head), rows.map(only))];
  });
  mustBeComplete(found);
  return [
    "# Settings",
    "Set a value of a stack with `pulumi config set altinn:orgNumber 991825827`, or as an environment variable. Anything that is " +
      "missing, out of range or contradictory is refused at preview, with the place where to set it; so are quotes, commas and blanks " +
      "in a value, which some env files leave there.",
    ...sections.flat(),
    "## Environments",
    "The values of `altinn:environment`.",
    environmentTable(root),
    "## Proxies",
    PROXIES,
    "## Pulumi's own",
    PULUMI,
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}

const PROXIES =
  "`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY` and `NODE_EXTRA_CA_CERTS`: see [proxies](proxies.md).";

const PULUMI = [
  "- `PULUMI_RUN_PROGRAM=true` in every shell and CI job: `refresh` and `destroy` then take the stack's configuration of now, not " +
    "that of the last `up`. It also runs the program, which takes the mark of `pulumi state protect` away: " +
    "[protecting a service](your-own-repository.md#protecting-a-service).",
  "- `options: { refresh: always }` in `Pulumi.yaml`: every preview and `up` compares with what is at Altinn. `--refresh=false` " +
    "leaves that out once, when Altinn cannot be reached.",
].join("\n");

/** @param {string} root @returns {Found[]} */
function readerCalls(root) {
  /** @type {Found[]} */
  const found = [];
  /** @param {ts.Node} node */
  const look = (node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const method = node.expression.name.text;
    const rule = RULES[method];
    const [first, second] = node.arguments;
    if (!rule || !first || !ts.isStringLiteral(first)) return;
    if (OF_ENVIRONMENT.includes(method)) {
      found.push({ variable: first.text, rule: rule(node.arguments) });
    } else if (OF_CONFIGURATION.includes(method)) {
      found.push({ key: first.text, rule: rule(node.arguments) });
    } else if (second && ts.isStringLiteral(second)) {
      found.push({ key: first.text, variable: second.text, rule: rule(node.arguments) });
    }
  };
  for (const path of SETTINGS) walk(readSource(root, path).file, look);
  return found;
}

/** Variables that are read elsewhere: by the debug switch and the smoke check. @param {string} root @returns {Found[]} */
function otherVariables(root) {
  /** @type {Found[]} */
  const found = [];
  for (const { path, file } of readSources(root, "provider")) {
    walk(file, (node) => {
      if (ts.isPropertyAccessExpression(node) && node.expression.getText() === "process.env") {
        found.push({ variable: node.name.text, rule: "" });
      }
      if (path !== "provider/settings-smoke.ts" || !ts.isTemplateExpression(node)) return;
      if (!/^ALTINN_[A-Z_]*$/.test(node.head.text)) return;
      for (const part of ["SENDER", "RECIPIENT"]) {
        const rest = node.templateSpans.map(({ literal }) => literal.text).join("");
        found.push({ variable: `${node.head.text}${part}${rest}`, rule: "" });
      }
    });
  }
  return found;
}

/** @param {readonly Found[]} found @param {string | undefined} key @param {string | undefined} variable */
function ruleOf(found, key, variable) {
  const mine = found.filter(
    (one) => (key && one.key === key) || (variable && one.variable === variable),
  );
  if (mine.length === 0)
    throw new Error(
      `No code reads ${variable ?? `altinn:${key ?? ""}`}: take it out of tools/docs/settings-words.mjs.`,
    );
  return mine.map(({ rule }) => rule).find((rule) => rule !== "") ?? "";
}

/** @param {readonly Found[]} found */
function mustBeComplete(found) {
  const words = groups.flatMap(({ settings }) => settings);
  for (const { key, variable } of found) {
    // Pulumi's own have a section of their own.
    if (variable?.startsWith("PULUMI_")) continue;
    const told = words.some(
      (one) => (key ? one.key === key : true) && (variable ? one.variable === variable : true),
    );
    if (told) continue;
    throw new Error(
      `tools/docs/settings-words.mjs says nothing of ${[key && `altinn:${key}`, variable].filter(Boolean).join(" and ")}.`,
    );
  }
}

/** @param {string} root */
function environmentTable(root) {
  /** @type {{ environments: Record<string, Record<string, unknown>> }} */
  const { environments } = createRequire(import.meta.url)(join(root, "dist", "environments.js"));
  const rows = Object.entries(environments).map(([name, facts]) => [
    code(name),
    code(String(facts.platformUrl ?? "")) || "the embedded Altinn, by address",
    code(String(facts.maskinportenUrl ?? "")) || "by address",
    facts.mayDelete ? "yes" : "no",
    facts.approvalAboveBytes === undefined
      ? ""
      : `above ${Number(facts.approvalAboveBytes).toLocaleString("en")} bytes`,
  ]);
  return table(
    [
      "environment",
      "Altinn",
      "Maskinporten",
      '`onDelete: "delete"`',
      "file size needs Altinn's approval",
    ],
    rows,
  );
}
