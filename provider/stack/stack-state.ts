import { z } from "zod";
import { jsonIn } from "../values/json";
import { errorLine, type PulumiCli } from "./pulumi-cli";

/** What a stack manages: for each kind the ids in its state. */
export type StackState = ReadonlyMap<string, ReadonlySet<string>>;

export type ReadState =
  | { readonly state: StackState; readonly problem?: undefined }
  /** A phrase without a full stop. */
  | { readonly problem: string; readonly state?: undefined };

const wire = z.object({
  deployment: z
    .object({
      resources: z
        .array(
          z.object({
            type: z.string(),
            id: z.string().optional(),
            external: z.boolean().optional(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

const KIND = /^pulumi-nodejs:dynamic\/altinn:(\w+)$/;

/** What is in a stack's state. The program does not run, no secret is decrypted, and nothing else of the state is kept. */
export async function readStackState(cli: PulumiCli, stack: string): Promise<ReadState> {
  const run = await cli.run(["stack", "export", "--stack", stack, "--non-interactive"]);
  if (run === undefined) return { problem: "there is no Pulumi CLI (`pulumi`) on PATH" };
  if (run.status !== 0) return { problem: `Pulumi says: ${errorLine(run)}` };
  const parsed = wire.safeParse(jsonIn(run.stdout));
  if (!parsed.success)
    return { problem: "what `pulumi stack export` printed cannot be understood" };
  const state = new Map<string, Set<string>>();
  for (const { type, id, external } of parsed.data.deployment?.resources ?? []) {
    const kind = KIND.exec(type)?.[1];
    if (kind === undefined || id === undefined || external === true) continue;
    state.set(kind, (state.get(kind) ?? new Set<string>()).add(id));
  }
  return { state };
}
