import { readList, readObject, readText, type Read, type Refuse } from "../registry/json-input";
import { partyReference, parsePartyUrn, type PartyReference } from "./parties";

/** What PUT of a list takes. */
export interface ListBody {
  name: string | null;
  description: string | null;
}

export const readListBody = readObject<ListBody>(
  { name: readText, description: readText },
  () => ({ name: null, description: null }),
  "Altinn.ResourceRegistry.Models.CreateAccessListModel",
);

/** What PUT of a connection takes. */
export interface ConnectionBody {
  actionFilters: (string | null)[] | null;
}

export const readConnectionBody = readObject<ConnectionBody>(
  {
    actionFilters: readList(readText, "System.Collections.Generic.IReadOnlyList`1[System.String]"),
  },
  () => ({ actionFilters: null }),
  "Altinn.ResourceRegistry.Models.UpsertAccessListResourceConnectionDto",
);

const PARTY_URN = "Altinn.ResourceRegistry.Core.Register.PartyUrn";

/** A party as a URN, or as an object of its type and value. */
const readParty: Read<PartyReference> = (value, path, refuse) => {
  if (typeof value === "string") return parsePartyUrn(value) ?? refuse(path, PARTY_URN);
  const { type, value: id } = (value ?? {}) as { type?: unknown; value?: unknown };
  const isPair = typeof type === "string" && typeof id === "string";
  return (isPair ? partyReference(type, id) : undefined) ?? refuse(path, PARTY_URN);
};

const MEMBERS = "Altinn.ResourceRegistry.Models.UpsertAccessListPartyMembersListDto";

/** The parties of `{"data":[...]}`, an object that has this member, in this casing, and no other. */
export const readMembersBody = (
  value: unknown,
  path: string,
  refuse: Refuse,
): PartyReference[] | null => {
  if (value === null) return null;
  if (typeof value !== "object" || Array.isArray(value)) return refuse(path, MEMBERS);
  const [[name, data] = ["", undefined], ...others] = Object.entries(value);
  if (name !== "data" || !Array.isArray(data)) return refuse(path, MEMBERS);
  const parties = data.map((each, index) =>
    readParty(each, `${path}.data[${String(index)}]`, refuse),
  );
  return others.length === 0 ? parties : refuse(path, MEMBERS);
};
