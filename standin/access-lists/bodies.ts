import {
  ConverterMessage,
  readList,
  readObject,
  readText,
  type Read,
} from "../registry/json-input";
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

/**
 * A party as a URN, or as an object of its type and value. Null is a party that nobody knows.
 *
 * ASSUMPTION: what is neither text nor object, and an object without `value`, is refused in words of the same kind.
 */
function readParty(value: unknown, path: string): PartyReference | null {
  const refuse = (message: string): never => {
    throw new ConverterMessage(path, message);
  };
  if (value === null) return null;
  if (typeof value === "string") return parsePartyUrn(value) ?? refuse(INVALID);
  if (typeof value !== "object") return refuse(INVALID);
  const { type, value: id } = value as { type?: unknown; value?: unknown };
  if (type === undefined) return refuse("Missing type property");
  if (id === undefined) return refuse("Missing value property");
  const isPair = typeof type === "string" && typeof id === "string";
  return (isPair ? partyReference(type, id) : undefined) ?? refuse(INVALID);
}

const INVALID = "Invalid PartyUrn";

/**
 * The parties of `{"data":[...]}`, an object that has this member, in this casing, and no other.
 * The registry reads the array by itself, so the path of a party begins at the array.
 */
export const readMembersBody: Read<(PartyReference | null)[] | null> = (value, path) => {
  const refuse = (message: string): never => {
    throw new ConverterMessage(path, message);
  };
  if (value === null) return null;
  if (typeof value !== "object" || Array.isArray(value)) return refuse("Expected object");
  const [[name, data] = ["", undefined], ...others] = Object.entries(value) as [string, unknown][];
  if (name !== "data") return refuse("Expected property 'data'");
  if (!Array.isArray(data)) return refuse("Expected array");
  const parties = data.map((each, index) => readParty(each, `$[${String(index)}]`));
  return others.length === 0 ? parties : refuse("Expected end of object");
};
