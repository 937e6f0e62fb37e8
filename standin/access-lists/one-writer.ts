import type { Altinn } from "../altinn";
import { pass } from "../server/answer-time";
import type { Route } from "../server/route";
import { DatabaseError } from "../store/postgres";

type Handle = Route["handle"];

/** Makes a handler one that writes to a list, to its members or to its connections. */
export type ListWrite = (handle: Handle) => Pick<Route, "handle" | "inSteps">;

/**
 * Of writes to one list at once the registry does one: the others cannot be committed and end with 500, whatever conditions
 * they were sent with. A write is under way for the whole answer time; without one there are never two.
 */
export function oneWriter(altinn: Pick<Altinn, "answerTimeMs">): ListWrite {
  if (altinn.answerTimeMs === 0) return (handle) => ({ handle });
  const underWay = new Set<string>();
  return (handle) => ({
    inSteps: true,
    handle: async (request, reply, claims) => {
      const { owner, list } = request.params as { owner: string; list: string };
      const key = `${owner.toLowerCase()}/${list}`;
      if (underWay.has(key)) {
        await pass(altinn, 1);
        throw new DatabaseError("40001: could not serialize access due to concurrent update");
      }
      underWay.add(key);
      try {
        await pass(altinn, 1);
        return await handle(request, reply, claims);
      } finally {
        underWay.delete(key);
      }
    },
  });
}
