import * as z from "zod";
import { world } from "./schema";

/** The JSON schema of a world's file, from what is checked when it is read. */
export function worldJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    ...z.toJSONSchema(world, { io: "input" }),
    title: "A world of altinn-standin",
    description:
      "What an embedded Altinn holds at its start. Every list may be left out. An entry is checked against the others, too, which a schema cannot say.",
  };
}
