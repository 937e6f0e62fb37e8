import type { JsonWebKey } from "node:crypto";
import type { ReadyClient } from "./maskinporten/clients";
import type { Standin } from "./start";
import { asClientKey } from "./world/keys";
import { readSetting, writeSetting } from "./store/database";

/** The client that the command hands out, and its organisation. */
export interface CommandClient extends ReadyClient {
  readonly number: string;
  readonly code: string;
}

/** What the client may ask for. */
export const scopes = [
  "altinn:serviceowner",
  "altinn:resourceregistry/resource.write",
  "altinn:resourceregistry/accesslist.read",
  "altinn:resourceregistry/accesslist.write",
  "altinn:broker.read",
  "altinn:broker.write",
];

/**
 * A client of the organisation, the same one each time the same data file is used.
 * @param key its private key, where it has one already; else that of the data file, or a new one
 * @param organisation code or number on the list; an unknown code is put on the list
 */
export function commandClient(
  standin: Standin,
  organisation: string,
  key?: JsonWebKey,
): CommandClient {
  const { organisations, database } = standin.altinn;
  const found = organisations.byCode(organisation) ?? organisations.byNumber(organisation);
  const wanted = found?.code ?? organisation.toLowerCase();
  const setting = `command client ${wanted}`;
  const kept = readSetting(database, setting);
  const known = kept === undefined ? undefined : (JSON.parse(kept) as CommandClient);
  // A new organisation has gone from the list at a reset, and comes back with its number.
  const { code, number } =
    found ??
    standin.newOrganisation({ code: wanted, ...(known?.number && { number: known.number }) });
  const client = standin.newClient({
    organisation: code,
    scopes,
    ...(known && { clientId: known.clientId, kid: known.kid, publicJwk: known.jwk }),
    ...(key && asClientKey(key)),
  });
  const ready = { ...client, code, number: number || "991825827" };
  writeSetting(database, setting, JSON.stringify(ready));
  return ready;
}
