import { sameJson } from "../values/compare";
import type { JsonObject } from "../values/json";
import { fitsResourceArgs } from "./document-types";
import { Code, literal, stringLiteral, WIDTH } from "./literal";
import { differences, jsonFile, type Files } from "./files";
import { meantIn, policyOfStacks, textOfPolicy, type ProgramPolicy } from "./policy-of-stacks";
import { rulesCode, type OrganisationNames } from "./rules-code";
import { inBlock, make } from "./statements";
import { ofStacks, type OfStacks } from "./stacks";
import type { AllStacks, ServiceValues } from "./values";

/** A service in the program. */
export interface NamedService {
  readonly identifier: string;
  /** Of its files, without an ending. */
  readonly file: string;
  /** Of the function that makes it. */
  readonly name: string;
}

const sameArgs = (a: JsonObject, b: JsonObject): boolean => sameJson(a, b);

/** The files of one service: its program, and what it has otherwise in single stacks. */
export function serviceFiles(
  stacks: AllStacks,
  { identifier, file, name }: NamedService,
  program: { readonly organisations: OrganisationNames; readonly from: (path: string) => string },
): Files {
  const of = ({ services }: { readonly services: Readonly<Record<string, ServiceValues>> }) =>
    services[identifier];
  const here = Object.fromEntries(Object.entries(stacks).filter(([, stack]) => of(stack)));
  const resource = ofStacks(here, (stack) => of(stack)?.resource, sameArgs);
  if (resource === undefined) return {};
  const policy = policyOfStacks(here, identifier);
  const broker = ofStacks(here, (stack) => of(stack)?.broker, sameArgs);
  const lists = new Set(
    Object.values(here).flatMap((stack) => Object.keys(of(stack)?.connections ?? {})),
  );
  const connections = [...lists].sort().flatMap((list) => {
    const found = ofStacks(
      here,
      (stack) => of(stack)?.connections?.[list],
      (a, b) => sameJson(a, b),
    );
    return found ? [{ list, found }] : [];
  });
  const base = policy && "xml" in policy.base ? policy.base.xml : undefined;
  const first = Object.values(here).find((stack) => of(stack)?.policy);
  const acknowledge = base === undefined || !first ? [] : meantIn(base, identifier, first);
  const files: Record<string, string> = {};
  for (const [stack, values] of Object.entries(here)) {
    const otherPolicy = policy?.others[stack];
    const otherText = otherPolicy && textOfPolicy(otherPolicy, identifier);
    if (otherText !== undefined) files[`policies/${file}.${stack}.xml`] = otherText;
    const other = {
      resource: differences(resource, stack),
      broker: differences(broker, stack),
      connections: differentConnections(connections, stack),
      policy:
        otherText === undefined
          ? undefined
          : meantInstead(meantIn(otherText, identifier, values), acknowledge),
    };
    const text = jsonFile(other);
    if (text !== undefined) files[`resources/${file}.${stack}.json`] = text;
  }
  if (base !== undefined) files[`policies/${file}.xml`] = base;
  const parts = { identifier, file, name, resource, policy, acknowledge, broker, connections };
  files[`resources/${file}.ts`] = serviceProgram(parts, program);
  return files;
}

const meant = (codes: readonly string[]): JsonObject | undefined =>
  codes.length === 0 ? undefined : { acknowledge: codes };

/** What a stack acknowledges of its own text: what the program does is left out, and null is nothing. */
function meantInstead(codes: readonly string[], shared: readonly string[]): JsonObject | undefined {
  if (sameJson(codes, shared)) return undefined;
  return meant(codes) ?? { acknowledge: null };
}

interface Connection {
  readonly list: string;
  readonly found: OfStacks<readonly string[]>;
}

interface Parts extends NamedService {
  readonly resource: OfStacks<JsonObject>;
  readonly policy: ProgramPolicy | undefined;
  /** Codes of the warnings that a policy as a text has. */
  readonly acknowledge: readonly string[];
  readonly broker: OfStacks<JsonObject> | undefined;
  readonly connections: readonly Connection[];
}

/** By list; `actions: null` for every action. */
function differentConnections(
  connections: readonly Connection[],
  stack: string,
): JsonObject | undefined {
  const other = connections.flatMap(({ list, found }) => {
    const actions = found.others[stack];
    return actions ? [[list, { actions: actions.length === 0 ? null : actions }] as const] : [];
  });
  return other.length === 0 ? undefined : Object.fromEntries(other);
}

function serviceProgram(
  parts: Parts,
  { organisations, from }: { organisations: OrganisationNames; from: (path: string) => string },
): string {
  const { identifier, file, name, resource, policy, broker, connections } = parts;
  const conditions = [
    ...[policy, broker, ...connections.map(({ found }) => found)].map((part) => part?.condition),
    ...(policy?.rules ?? []).map(({ condition }) => condition),
  ];
  const needsFirst = broker !== undefined || connections.length > 0;
  const isMaybe = policy?.condition !== undefined && broker !== undefined;
  const helpers = [
    ...(conditions.some((condition) => condition !== undefined) ? ["inStack"] : []),
    ...(policy ? ["policyOf", ...("xml" in policy.base ? ["policyText"] : [])] : []),
    "valuesOf",
  ];
  const args = fitsResourceArgs(resource.base) ? {} : { cast: "altinn.ResourceArgs" };
  const isUsed = policy !== undefined || needsFirst;
  const dependsOn = isMaybe ? "before" : policy && !isMaybe ? "[...first, policy]" : "first";
  const lines = [
    ...(needsFirst ? ['import type { Resource } from "@pulumi/pulumi";'] : []),
    'import * as altinn from "pulumi-altinn-broker";',
    `import { ${helpers.join(", ")} } from ${stringLiteral(from("../stack-values"))};`,
    "",
    ...head(name, needsFirst),
    `  const values = ${valuesCall(`resources/${file}`)};`,
    ...make(
      {
        kind: "Resource",
        name: identifier,
        args: resource.base,
        spread: "values.resource",
        ...(isUsed ? { constant: "resource" } : {}),
        ...args,
      },
      "  ",
    ),
    ...(isMaybe ? ["  const before = [...first];"] : []),
    ...(policy
      ? inBlock(policy.condition, "  ", (indent) => [
          ...policyStatement(parts, policy, {
            organisations,
            isNamed: broker !== undefined,
            indent,
          }),
          ...(isMaybe ? [`${indent}before.push(policy);`] : []),
        ])
      : []),
    ...connections.flatMap(({ list, found }) =>
      inBlock(found.condition, "  ", (indent) =>
        make(
          {
            kind: "AccessListConnection",
            name: `${list}/${identifier}`,
            args: {
              accessList: list,
              resourceId: new Code("resource.identifier"),
              ...(found.base.length === 0 ? {} : { actions: found.base }),
            },
            spread: `values.connections[${stringLiteral(list)}]`,
            dependsOn: "first",
          },
          indent,
        ),
      ),
    ),
    ...(broker
      ? inBlock(broker.condition, "  ", (indent) =>
          make(
            {
              kind: "BrokerResourceConfig",
              name: identifier,
              args: { resourceId: new Code("resource.identifier"), ...broker.base },
              spread: "values.broker",
              dependsOn,
            },
            indent,
          ),
        )
      : []),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function head(name: string, takesFirst: boolean): string[] {
  const line = `export function ${name}(${takesFirst ? "first: Resource[]" : ""}): void {`;
  return line.length <= WIDTH || !takesFirst
    ? [line]
    : [`export function ${name}(`, "  first: Resource[],", "): void {"];
}

/** As it stands after `const values = ` in a function. */
export const valuesCall = (path: string): string =>
  literal(new Code("valuesOf", [path]), "  ", "  const values = ;".length);

function policyStatement(
  { identifier, file, acknowledge }: Parts,
  { base, rules }: ProgramPolicy,
  how: { organisations: OrganisationNames; isNamed: boolean; indent: string },
): string[] {
  const { organisations, isNamed, indent } = how;
  const level = "rules" in base ? base.minimumAuthenticationLevel : undefined;
  return make(
    {
      kind: "ResourcePolicy",
      name: identifier,
      args: {
        resourceId: new Code("resource.identifier"),
        ...("rules" in base
          ? {
              rules: rulesCode(
                rules ?? base.rules.map((rule) => ({ rule, condition: undefined })),
                organisations,
              ),
            }
          : { xml: new Code("policyText", [file]) }),
        ...(level === undefined ? {} : { minimumAuthenticationLevel: level }),
        ...meant(acknowledge),
      },
      spread: new Code("policyOf", [file]),
      ...(isNamed ? { constant: "policy" } : {}),
    },
    indent,
  );
}
