import { createHash } from "node:crypto";
import type { Organisations } from "../altinn";

/** A party as Altinn's Register knows it; only organisations are parties here. */
export interface Party {
  readonly uuid: string;
  readonly id: number;
  readonly organizationNumber: string;
}

export const ORGANIZATION_URN = "urn:altinn:organization:identifier-no";
export const PARTY_UUID_URN = "urn:altinn:party:uuid";
export const PARTY_ID_URN = "urn:altinn:party:id";

/** One way to name a party. */
export interface PartyReference {
  readonly type: typeof ORGANIZATION_URN | typeof PARTY_UUID_URN | typeof PARTY_ID_URN;
  readonly value: string;
}

const FORMS: Readonly<Record<PartyReference["type"], RegExp>> = {
  [ORGANIZATION_URN]: /^\d{9}$/,
  [PARTY_UUID_URN]: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  [PARTY_ID_URN]: /^\d{1,9}$/,
};

/** Reads a party reference from its type and value; undefined when it is none. */
export function partyReference(type: string, value: string): PartyReference | undefined {
  return type in FORMS && FORMS[type as PartyReference["type"]].test(value)
    ? { type: type as PartyReference["type"], value }
    : undefined;
}

/** Reads a party URN such as `urn:altinn:organization:identifier-no:974761076`. */
export function parsePartyUrn(urn: string): PartyReference | undefined {
  const split = urn.lastIndexOf(":");
  return split < 0 ? undefined : partyReference(urn.slice(0, split), urn.slice(split + 1));
}

/**
 * The party of an organisation. Uuid and id are made from the number, so that every start of the
 * stand-in gives an organisation the same party.
 */
export function partyOf(organizationNumber: string): Party {
  const hex = createHash("sha256").update(`party of ${organizationNumber}`).digest("hex");
  const variant = (parseInt(hex.charAt(16), 16) & 3) | 8;
  const uuid = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant.toString(16)}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
  return { uuid, id: Number(organizationNumber) % 900_000_000, organizationNumber };
}

/** Altinn's Register, which knows a party for every organisation in the organisation list. */
export class Register {
  private readonly byUuid = new Map<string, Party>();

  constructor(private readonly organisations: Organisations) {}

  /** The party with that number; undefined for a number that is not in the organisation list. */
  byOrganizationNumber(number: string): Party | undefined {
    return this.organisations.byNumber(number) && partyOf(number);
  }

  find({ type, value }: PartyReference): Party | undefined {
    if (type === ORGANIZATION_URN) return this.byOrganizationNumber(value);
    if (type === PARTY_UUID_URN) return this.findByUuid(value.toLowerCase());
    const id = Number(value);
    return this.parties().find((party) => party.id === id);
  }

  findByUuid(uuid: string): Party | undefined {
    if (!this.byUuid.has(uuid)) {
      for (const party of this.parties()) this.byUuid.set(party.uuid, party);
    }
    return this.byUuid.get(uuid);
  }

  private parties(): Party[] {
    return this.organisations
      .all()
      .filter(({ number }) => number !== "")
      .map(({ number }) => partyOf(number));
  }
}
