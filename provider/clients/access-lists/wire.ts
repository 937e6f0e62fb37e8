import { z } from "zod";

const ORGANIZATION = "urn:altinn:organization:identifier-no";

/** A connection of a list to a registry resource. */
export interface Connection {
  readonly resource: string;
  /** Sorted; empty: every action. */
  readonly actions: readonly string[];
}

export interface ListTexts {
  readonly name: string;
  /** Empty when there is none. */
  readonly description: string;
}

/** What is there of a list, as far as it was asked for. */
export interface FoundList extends ListTexts {
  /** Organisation numbers, sorted. A party without one cannot be named by the program, and is left out. */
  readonly members?: readonly string[];
  /** By resource. */
  readonly connections?: readonly Connection[];
}

const connectionWire = z.object({
  resourceIdentifier: z.string().min(1),
  actionFilters: z.array(z.string()).nullish(),
});

const linksWire = z.object({ next: z.string().nullish() }).nullish();

export const listWire = z.object({
  identifier: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  resourceConnections: z.array(connectionWire).nullish(),
});

export const listsPageWire = z.object({ links: linksWire, data: z.array(listWire) });

export const membersPageWire = z.object({
  links: linksWire,
  data: z.array(z.object({ identifiers: z.record(z.string(), z.unknown()) })),
});

export const textsOf = ({ name, description }: z.infer<typeof listWire>): ListTexts => ({
  name,
  description: description ?? "",
});

export const connectionsOf = ({ resourceConnections }: z.infer<typeof listWire>): Connection[] =>
  (resourceConnections ?? [])
    .map(({ resourceIdentifier, actionFilters }) => ({
      resource: resourceIdentifier,
      actions: [...(actionFilters ?? [])].sort(),
    }))
    .sort((a, b) => (a.resource < b.resource ? -1 : 1));

/** The organisation numbers of a page. */
export const numbersOf = ({ data }: z.infer<typeof membersPageWire>): string[] =>
  data.flatMap(({ identifiers }) => {
    const number = identifiers[ORGANIZATION];
    return typeof number === "string" ? [number] : [];
  });

/** What POST and DELETE of members take. */
export const membersBody = (numbers: readonly string[]): { readonly data: readonly string[] } => ({
  data: numbers.map((number) => `${ORGANIZATION}:${number}`),
});

/** Only the token of a link is used: its host need not be the one that the bearer token is for. */
export const tokenOf = (
  links: { readonly next?: string | null | undefined } | null | undefined,
): string | undefined =>
  URL.parse(links?.next ?? "", "http://altinn")?.searchParams.get("token") ?? undefined;
