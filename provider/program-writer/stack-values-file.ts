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

/** A policy as a text, instead of the program's own. */
export interface PolicyText {
  xml?: string;
  acknowledge?: altinn.ResourcePolicyArgs["acknowledge"];
  rules?: undefined;
  minimumAuthenticationLevel?: undefined;
}

/** Whether this is one of the stacks. */
export const inStack = (...names: string[]): boolean =>
  names.includes(getStack());

function given(name: string) {
  const path = join(folder, \`\${name}.\${getStack()}.json\`);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}

/** What NAME.STACK.json says for this stack; null there leaves an argument out. */
export function valuesOf(name: string): Values {
  const { owner, list, resource, broker, connections = {} } = given(name);
  const part = (args: object = {}) =>
    Object.fromEntries(
      Object.entries(args).map(([key, value]) => [key, value ?? undefined]),
    );
  return {
    owner: part(owner),
    list: part(list),
    resource: part(resource),
    broker: part(broker),
    connections: Object.fromEntries(
      Object.entries<object>(connections).map(([name, args]) => [
        name,
        part(args),
      ]),
    ),
  };
}

/**
 * What this stack has instead of the program's policy: policies/NAME.STACK.xml, where it is there. What the program acknowledges
 * holds for it too, unless resources/NAME.STACK.json says otherwise.
 */
export function policyOf(name: string): PolicyText {
  const path = join(folder, "policies", \`\${name}.\${getStack()}.xml\`);
  if (!existsSync(path)) return {};
  const xml = readFileSync(path, "utf8");
  const policy = given(\`resources/\${name}\`).policy ?? {};
  return {
    xml,
    ...("acknowledge" in policy
      ? { acknowledge: policy.acknowledge ?? undefined }
      : {}),
    rules: undefined,
    minimumAuthenticationLevel: undefined,
  };
}

/** The text in policies/NAME.STACK.xml, where it is there, else in policies/NAME.xml. */
export const policyText = (name: string): string =>
  policyOf(name).xml ??
  readFileSync(join(folder, "policies", \`\${name}.xml\`), "utf8");
`;
