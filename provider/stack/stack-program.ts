import { z } from "zod";
import { jsonIn } from "../values/json";
import { errorLine, type PulumiCli } from "./pulumi-cli";

/** What belongs to one service. */
export type ServicePart = "Resource" | "ResourcePolicy" | "BrokerResourceConfig";

/** A registry resource that the program of a stack names. */
export interface ProgramService {
  readonly identifier: string;
  /** Which parts of it the next `up` makes. */
  readonly makes: ReadonlySet<ServicePart>;
}

/** What a stack's program has of Altinn, by a preview. */
export interface StackProgram {
  /** By identifier; those that are known when the program runs. */
  readonly services: readonly ProgramService[];
  readonly makesServiceOwner: boolean;
  readonly hasAccessLists: boolean;
}

export type ReadProgram =
  | { readonly program: StackProgram; readonly problem?: undefined }
  /** A phrase without a full stop. */
  | { readonly problem: string; readonly program?: undefined };

const wire = z.object({
  steps: z
    .array(
      z.object({
        op: z.string(),
        newState: z
          .object({ type: z.string(), inputs: z.record(z.string(), z.unknown()).nullish() })
          .nullish(),
      }),
    )
    .default([]),
  diagnostics: z.array(z.object({ message: z.string(), severity: z.string() })).default([]),
});

const KIND = /^pulumi-nodejs:dynamic\/altinn:(\w+)$/;
/** What the engine shows for a value that only `up` knows. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * What the program of a stack names, by a preview that asks for no token, compares nothing with Altinn, and so works before key
 * and scopes do.
 */
export async function readStackProgram(cli: PulumiCli, stack: string): Promise<ReadProgram> {
  const args = [
    ...["preview", "--json", "--show-sames", "--refresh=false", "--non-interactive"],
    ...["--stack", stack],
  ];
  const run = await cli.run(args, { ALTINN_WITHOUT_KEY: "true" });
  if (run === undefined) return { problem: "there is no Pulumi CLI (`pulumi`) on PATH" };
  const parsed = wire.safeParse(jsonIn(run.stdout));
  if (run.status !== 0) {
    const told = parsed.data?.diagnostics.find(({ severity }) => severity === "error")?.message;
    return { problem: `the preview of ${stack} fails: ${told ? oneLine(told) : errorLine(run)}` };
  }
  if (!parsed.success)
    return { problem: "what `pulumi preview --json` printed cannot be understood" };
  const named = parsed.data.steps.flatMap(({ op, newState }) => {
    const kind = KIND.exec(newState?.type ?? "")?.[1];
    return kind === undefined || op === "read"
      ? []
      : [{ kind, isMade: op === "create", inputs: newState?.inputs ?? {} }];
  });
  const services = new Map<string, Set<ServicePart>>();
  for (const { kind, isMade, inputs } of named) {
    if (!isServicePart(kind)) continue;
    const identifier = kind === "Resource" ? inputs.identifier : inputs.resourceId;
    if (typeof identifier !== "string" || identifier === UNKNOWN) continue;
    const makes = services.get(identifier) ?? new Set<ServicePart>();
    services.set(identifier, makes);
    if (isMade) makes.add(kind);
  }
  return {
    program: {
      services: [...services]
        .map(([identifier, makes]) => ({ identifier, makes }))
        .sort((a, b) => (a.identifier < b.identifier ? -1 : 1)),
      makesServiceOwner: named.some(({ kind, isMade }) => kind === "ServiceOwner" && isMade),
      hasAccessLists: named.some(({ kind }) => kind.startsWith("AccessList")),
    },
  };
}

const isServicePart = (kind: string): kind is ServicePart =>
  kind === "Resource" || kind === "ResourcePolicy" || kind === "BrokerResourceConfig";

const oneLine = (text: string): string =>
  text
    .replace(/^error: /, "")
    .replace(/\s+/g, " ")
    .trim();
