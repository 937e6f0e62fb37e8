import type { Kind } from "./lines";
import { literally, type Phrase } from "./phrase";
import type { Section } from "./sentences";
import { say } from "./texts";
import { organisation, type Telling } from "./who";

/** One thing that is told. */
export interface Item {
  readonly section: Section;
  /** What it is about, such as a service's identifier; undefined where the sentence says it. */
  readonly about?: Phrase;
  /** Without a full stop. */
  readonly phrase: Phrase;
  readonly details?: readonly Phrase[];
  /** Of a warning. */
  readonly code?: string;
}

/** An object of this package in a run, by kind and identifier. */
export const titleOf = (kind: Kind, id: string): string => `${kind} ${id}`;

/** What a kind's objects are called after: the service, the list, the organisation. */
export function aboutOf(telling: Telling, kind: Kind | undefined, id: string): Phrase {
  switch (kind) {
    case "ServiceOwner":
      return organisation(telling, id);
    case "AccessList":
      return say(telling.language, "ofAccessList", { list: literally(id) });
    case "AccessListConnection":
      return literally(id.slice(id.indexOf("/") + 1));
    default:
      return literally(id);
  }
}

/** What an object is, within its service or list. */
export const kindInWords = ({ language }: Telling, kind: Kind, id: string): Phrase =>
  say(language, kind, { list: literally(id.split("/")[0] ?? "") });
