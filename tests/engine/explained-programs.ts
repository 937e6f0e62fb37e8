import { execFile } from "node:child_process";
import { join } from "node:path";
import { organization, renderPolicy, role, type Rule } from "../../provider/policy";
import { engine, root } from "../support/engine";
import type { EngineWorld } from "../support/engine-world";
import { resourceArgs } from "../support/resources";

/* Programs whose previews are told, and what they look like at Altinn when they are made by hand. */

export const SENDER = organization("974761076", { onBehalfOf: "itself" });
export const NEWCOMER = organization("889640782", { onBehalfOf: "itself" });
export const READERS: Rule = { subjects: [role("dagl")], actions: ["read"] };
export const USUAL: readonly Rule[] = [{ subjects: [SENDER], actions: ["write"] }, READERS];

/** One service, as a program has it. */
export interface Service {
  /** The identifier after the owner's code and a dash; default: the logical name. */
  readonly id?: string;
  readonly resource?: Readonly<Record<string, unknown>>;
  readonly rules?: readonly Rule[];
  readonly level?: number;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly adopt?: boolean;
}

export interface List {
  readonly members: readonly string[];
  /** Logical names of services. */
  readonly services?: readonly string[];
}

export interface Program {
  /** By logical name. */
  readonly services?: Readonly<Record<string, Service>>;
  readonly lists?: Readonly<Record<string, List>>;
}

export const identifierOf = (world: EngineWorld, name: string, { id = name }: Service): string =>
  `${world.organisation.code}-${id}`;

const configOf = ({ config = {} }: Service): Record<string, unknown> => ({
  fileTransferTimeToLive: "P30D",
  ...config,
});

export function write(world: EngineWorld, { services = {}, lists = {} }: Program): void {
  const json = JSON.stringify;
  const service = ([name, one]: [string, Service]): string => {
    const args = {
      ...resourceArgs(identifierOf(world, name, one), one.resource),
      acknowledge: ["mode-without-list"],
    };
    const more = one.adopt ? "adopt: true, " : "";
    const level = one.level === undefined ? "" : `minimumAuthenticationLevel: ${one.level}, `;
    return `
const ${name} = new altinn.Resource("${name}", { ${more}...${json(args)} }, { dependsOn: [owner] });
const ${name}Access = new altinn.ResourcePolicy("${name}", { ${more}${level}resourceId: ${name}.identifier, rules: ${json(one.rules ?? USUAL)}, acknowledge: ["missing-action"] });
new altinn.BrokerResourceConfig("${name}", { ${more}resourceId: ${name}.identifier, ...${json(configOf(one))} }, { dependsOn: [owner, ${name}Access] });
`;
  };
  const list = ([name, { members, services: connected = [] }]: [string, List]): string =>
    [
      `const ${name} = new altinn.AccessList("${name}", ${json({ identifier: name, name, members })});`,
      ...connected.map(
        (one) =>
          `new altinn.AccessListConnection("${name}-${one}", { accessList: ${name}.identifier, resourceId: ${one}.identifier });`,
      ),
    ].join("\n");
  world.workspace.program(`
const owner = new altinn.ServiceOwner("owner", { name: "Testdepartementet" });
${Object.entries(services).map(service).join("")}
${Object.entries(lists).map(list).join("\n")}
`);
}

/** The services of a program, made without Pulumi. */
export async function madeByHand(world: EngineWorld, { services = {} }: Program): Promise<void> {
  const { registry, broker } = world.context;
  const { number: organization, code: orgcode } = world.organisation;
  await broker.postServiceOwner("Testdepartementet");
  for (const [name, one] of Object.entries(services)) {
    const id = identifierOf(world, name, one);
    await registry.postResource({
      ...resourceArgs(id, one.resource),
      resourceType: "BrokerService",
      status: "Completed",
      hasCompetentAuthority: { organization, orgcode, name: {} },
    } as never);
    await registry.putPolicy(
      id,
      renderPolicy({ resourceId: id, rules: [...(one.rules ?? USUAL)] }),
    );
    await broker.putConfig(id, configOf(one));
  }
}

/** Somebody uploads another policy. */
export function storePolicy(world: EngineWorld, name: string, rules: readonly Rule[]): void {
  const id = identifierOf(world, name, {});
  world.standin.storePolicy(id, renderPolicy({ resourceId: id, rules: [...rules] }));
}

export interface Printed {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in the world's project, the two outputs apart. */
export function runIn(
  world: EngineWorld,
  command: string,
  args: readonly string[],
  { input, env = {} }: { readonly input?: string; readonly env?: Record<string, string> } = {},
): Promise<Printed> {
  const { workspace } = world;
  const options = {
    cwd: workspace.folder,
    env: workspace.environment(env),
    maxBuffer: 256 * 1024 * 1024,
  };
  return new Promise((resolve) => {
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code ?? 1) : 0, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}

export const pulumi = (
  world: EngineWorld,
  args: readonly string[],
  env?: Record<string, string>,
): Promise<Printed> =>
  runIn(
    world,
    engine().pulumi,
    [...args, "--stack", world.workspace.stack, "--non-interactive"],
    env === undefined ? {} : { env },
  );

/** The command as it is built, in the world's project. */
export const explain = (
  world: EngineWorld,
  args: readonly string[],
  input?: string,
  env: Record<string, string> = {},
): Promise<Printed> =>
  runIn(world, process.execPath, [join(root, "provider", "cli", "bin.js"), "explain", ...args], {
    env,
    ...(input === undefined ? {} : { input }),
  });

interface Digest {
  readonly steps: readonly { readonly op: string; readonly urn: string }[];
  readonly diagnostics?: readonly {
    readonly severity: string;
    readonly message: string;
    readonly urn?: string;
  }[];
}

/** `op Kind` of each step of a preview, without that of the stack. */
export const stepsOf = ({ stdout }: Printed): string[] =>
  (JSON.parse(stdout) as Digest).steps
    .filter(({ urn }) => !urn.includes("pulumi:pulumi:Stack"))
    .map(({ op, urn }) => `${op} ${/altinn:(\w+)/.exec(urn)?.[1] ?? ""}`);

/** Severity and beginning of each diagnostic of a preview, and whether it names a resource. */
export const saidIn = ({ stdout }: Printed): string[] =>
  ((JSON.parse(stdout) as Digest).diagnostics ?? []).map(({ severity, message, urn }) => {
    const beginning = /^(?:warning: )?[\w ]+(?: \[[\w-]+\])?:/.exec(message)?.[0] ?? "";
    return `${severity}${urn === undefined ? "" : " (URN)"}: ${beginning}`;
  });

/** A program of one service, `licences`. */
export const licences = (service: Service = {}): Program => ({ services: { licences: service } });
