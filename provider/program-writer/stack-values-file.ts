/** The module by which the program reads what single stacks have otherwise. */
export const stackValuesFile = (isModule: boolean): string => `\
// Written by \`altinn-broker import\`. What a stack has otherwise stands in files that are named for it:
// resources/NAME.STACK.json, access-lists/NAME.STACK.json, service-owner.STACK.json and policies/NAME.STACK.xml.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { getStack } from "@pulumi/pulumi";
import type * as altinn from "pulumi-altinn-broker";

const folder = ${isModule ? "import.meta.dirname" : "__dirname"};

/** Arguments that are taken instead of the program's own. */
export interface Values {
  owner: Partial<altinn.ServiceOwnerArgs>;
  list: Partial<altinn.AccessListArgs>;
  resource: Partial<altinn.ResourceArgs>;
  broker: Partial<altinn.BrokerResourceConfigArgs>;
  /** By access list. */
  connections: Record<string, Partial<altinn.AccessListConnectionArgs>>;
}

/** A policy as a text, instead of rules. */
export interface PolicyText {
  xml?: string;
  rules?: undefined;
  minimumAuthenticationLevel?: undefined;
}

/** Whether this is one of the stacks. */
export const inStack = (...names: string[]): boolean =>
  names.includes(getStack());

/** What NAME.STACK.json says for this stack; null there leaves an argument out. */
export function valuesOf(name: string): Values {
  const path = join(folder, \`\${name}.\${getStack()}.json\`);
  const given = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  const part = (args: object = {}) =>
    Object.fromEntries(
      Object.entries(args).map(([key, value]) => [key, value ?? undefined]),
    );
  return {
    owner: part(given.owner),
    list: part(given.list),
    resource: part(given.resource),
    broker: part(given.broker),
    connections: Object.fromEntries(
      Object.entries<object>(given.connections ?? {}).map(([list, args]) => [
        list,
        part(args),
      ]),
    ),
  };
}

/** What this stack has instead of the program's rules: policies/NAME.STACK.xml, where it is there. */
export function policyOf(name: string): PolicyText {
  const path = join(folder, "policies", \`\${name}.\${getStack()}.xml\`);
  if (!existsSync(path)) return {};
  const xml = readFileSync(path, "utf8");
  return { xml, rules: undefined, minimumAuthenticationLevel: undefined };
}

/** The text in policies/NAME.STACK.xml, where it is there, else in policies/NAME.xml. */
export const policyText = (name: string): string =>
  policyOf(name).xml ??
  readFileSync(join(folder, "policies", \`\${name}.xml\`), "utf8");
`;
