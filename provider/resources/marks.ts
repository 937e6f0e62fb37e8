import { isObject } from "../values/json";
import type { Outputs, Values } from "./lifecycle";

/*
 * What state says of itself, beside what Altinn says, under `server`. `read` keeps both marks, and while one stands there is
 * something to do.
 */

export interface Marks {
  /** Names of the arguments whose last write was not confirmed. */
  readonly unconfirmed?: readonly string[];
  /** False after a create of which nothing is known to be there. */
  readonly made?: false;
}

export function marksOf({ server }: Outputs): Marks {
  const { unconfirmed, made } = isObject(server) ? server : ({} as Values);
  return {
    ...(Array.isArray(unconfirmed) ? { unconfirmed: unconfirmed.map(String) } : {}),
    ...(made === false ? { made } : {}),
  };
}

export const isMarked = (outputs: Outputs): boolean => Object.keys(marksOf(outputs)).length > 0;
