import { z } from "zod";
import { jsonIn } from "../values/json";
import type { PulumiCli } from "./pulumi-cli";

const wire = z.array(z.object({ name: z.string(), current: z.boolean().optional() }));

/** A stack of the project, by its short name. */
export interface ListedStack {
  readonly name: string;
  /** Whether commands without `--stack` mean it. */
  readonly isSelected: boolean;
}

/** The stacks of a project; undefined when the CLI is not there, or cannot tell. */
export async function readStackList(cli: PulumiCli): Promise<ListedStack[] | undefined> {
  const run = await cli.run(["stack", "ls", "--json", "--non-interactive"]);
  const parsed = wire.safeParse(run?.status === 0 ? jsonIn(run.stdout) : undefined);
  return parsed.data?.map(({ name, current }) => ({
    name: name.split("/").at(-1) ?? name,
    isSelected: current === true,
  }));
}
