import { sameJson } from "../values/compare";
import { differences, jsonFile, type Files } from "./files";
import { stringLiteral } from "./literal";
import { Names } from "./names";
import type { OrganisationNames } from "./rules-code";
import { serviceFiles, valuesCall, type NamedService } from "./service-file";
import { inBlock, make } from "./statements";
import { ofStacks } from "./stacks";
import { stackValuesFile } from "./stack-values-file";
import type { AllStacks } from "./values";

/** What a program is written from. */
export interface ProgramSource {
  readonly stacks: AllStacks;
  readonly organisations: OrganisationNames;
  /** The package.json beside it says `"type": "module"`. */
  readonly isModule: boolean;
  /** The file that brings all together, from the folder. */
  readonly entry: string;
}

interface Called {
  readonly module: string;
  readonly name: string;
  readonly condition: string | undefined;
}

/** A service, an access list, or the registration: what has files of its own. */
export interface ProgramPart {
  readonly kind: "service" | "list" | "owner";
  /** Of the service or the list; empty for the registration. */
  readonly identifier: string;
  /** Of the files that it has, and of those that it may have for one of the stacks. */
  readonly paths: readonly string[];
}

/** All files of the program. */
export const programFiles = (source: ProgramSource): Files => programOf(source).files;

/** All files of the program, and which belong to what. The same source gives the same. */
export function programOf(source: ProgramSource): {
  readonly files: Files;
  readonly parts: readonly ProgramPart[];
} {
  const { stacks, organisations, isModule, entry } = source;
  const named = Object.keys(stacks).filter((stack) => stack !== "");
  const parts: ProgramPart[] = [];
  // Node's own TypeScript wants the ending.
  const from = (path: string): string => (isModule ? `${path}.ts` : path);
  const names = new Names(
    ["first", "serviceowner", "instack", "valuesof", "policyof", "policytext", "altinn"],
    isModule,
  );
  const files: Record<string, string> = { "stack-values.ts": stackValuesFile(isModule) };

  const owner = ofStacks(
    stacks,
    (stack) => stack.owner,
    (a, b) => sameJson(a, b),
  );
  const first: Called[] = [];
  if (owner) {
    first.push({ module: "./service-owner", name: "serviceOwner", condition: owner.condition });
    files["service-owner.ts"] = fileOf({
      kind: "ServiceOwner",
      name: "owner",
      args: owner.base,
      function: "serviceOwner",
      values: "service-owner",
      part: "owner",
      from: from("./stack-values"),
    });
    parts.push({
      kind: "owner",
      identifier: "",
      paths: ["service-owner.ts", ...named.map((stack) => `service-owner.${stack}.json`)],
    });
    for (const stack of Object.keys(owner.others))
      files[`service-owner.${stack}.json`] = jsonFile({ owner: differences(owner, stack) }) ?? "";
  }
  for (const identifier of identifiersIn(stacks, (stack) => stack.lists)) {
    const list = ofStacks(
      stacks,
      (stack) => stack.lists?.[identifier],
      (a, b) => sameJson(a, b),
    );
    if (list === undefined) continue;
    const file = names.file("access-lists", identifier);
    const name = names.function(identifier);
    first.push({ module: `./access-lists/${file}`, name, condition: list.condition });
    files[`access-lists/${file}.ts`] = fileOf({
      kind: "AccessList",
      name: identifier,
      args: list.base,
      function: name,
      values: `access-lists/${file}`,
      part: "list",
      from: from("../stack-values"),
    });
    parts.push({
      kind: "list",
      identifier,
      paths: [
        `access-lists/${file}.ts`,
        ...named.map((stack) => `access-lists/${file}.${stack}.json`),
      ],
    });
    for (const stack of Object.keys(list.others))
      files[`access-lists/${file}.${stack}.json`] =
        jsonFile({ list: differences(list, stack) }) ?? "";
  }
  const services: (Called & { readonly takesFirst: boolean })[] = [];
  for (const identifier of identifiersIn(stacks, (stack) => stack.services)) {
    const service: NamedService = {
      identifier,
      file: names.file("resources", identifier),
      name: names.function(identifier),
    };
    const found = ofStacks(
      stacks,
      (stack) => stack.services[identifier],
      () => true,
    );
    const { file } = service;
    parts.push({
      kind: "service",
      identifier,
      paths: [
        `resources/${file}.ts`,
        `policies/${file}.xml`,
        ...named.flatMap((stack) => [
          `resources/${file}.${stack}.json`,
          `policies/${file}.${stack}.xml`,
        ]),
      ],
    });
    const written = serviceFiles(stacks, service, { organisations, from });
    Object.assign(files, written);
    const program = written[`resources/${service.file}.ts`] ?? "";
    services.push({
      module: `./resources/${service.file}`,
      name: service.name,
      condition: found?.condition,
      takesFirst: program.includes("(first: Resource[])"),
    });
  }
  files[entry] = entryFile(first, services, from);
  return { files, parts };
}

const identifiersIn = (
  stacks: AllStacks,
  find: (stack: AllStacks[string]) => Readonly<Record<string, unknown>> | undefined,
): string[] =>
  [...new Set(Object.values(stacks).flatMap((stack) => Object.keys(find(stack) ?? {})))].sort();

/** A file with a function that makes one resource. */
function fileOf(of: {
  readonly kind: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly function: string;
  readonly values: string;
  readonly part: string;
  readonly from: string;
}): string {
  const made = make(
    { kind: of.kind, name: of.name, args: of.args, spread: `values.${of.part}` },
    "  ",
  );
  return [
    'import * as altinn from "pulumi-altinn-broker";',
    `import { valuesOf } from ${stringLiteral(of.from)};`,
    "",
    `export function ${of.function}(): altinn.${of.kind} {`,
    `  const values = ${valuesCall(of.values)};`,
    ...made.map((line, at) => (at === 0 ? line.replace(/^ {2}new/, "  return new") : line)),
    "}",
    "",
  ].join("\n");
}

function entryFile(
  first: readonly Called[],
  services: readonly (Called & { readonly takesFirst: boolean })[],
  from: (path: string) => string,
): string {
  const called = [...first, ...services];
  const hasCondition = called.some(({ condition }) => condition !== undefined);
  const hasFirst = services.some(({ takesFirst }) => takesFirst);
  const imports = [
    ...called.map(({ module, name }) => ({ module, name })),
    ...(hasCondition ? [{ module: "./stack-values", name: "inStack" }] : []),
  ].sort((a, b) => (a.module < b.module ? -1 : 1));
  const element = ({ name, condition }: Called): string =>
    condition === undefined ? `${name}()` : `...(${condition} ? [${name}()] : [])`;
  return [
    "// Written by `altinn-broker import`, which writes it anew as long as nobody edits it.",
    ...imports.map(({ module, name }) => `import { ${name} } from ${stringLiteral(from(module))};`),
    "",
    ...(hasFirst
      ? [`const first = ${list(first.map(element))};`]
      : first.flatMap((each) => statement(each, ""))),
    ...(services.length > 0 && (first.length > 0 || hasFirst) ? [""] : []),
    ...services.flatMap((service) => statement(service, service.takesFirst ? "first" : "")),
    "",
  ].join("\n");
}

const statement = ({ name, condition }: Called, args: string): string[] => {
  const call = `${name}(${args});`;
  return inBlock(condition, "", (indent) => [`${indent}${call}`]);
};

/** As prettier lays out a list of calls. */
function list(elements: readonly string[]): string {
  const line = `[${elements.join(", ")}]`;
  if ("const first = ;".length + line.length <= 80) return line;
  return `[\n${elements.map((element) => `  ${element},`).join("\n")}\n]`;
}
