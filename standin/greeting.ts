import { randomBytes } from "node:crypto";
import type { ReadyClient } from "./maskinporten/clients";
import type { Standin } from "./start";
import { readSetting, writeSetting } from "./store/database";

/** The client that the command hands out, and its organisation. */
export interface CommandClient extends ReadyClient {
  readonly number: string;
  readonly code: string;
}

const scopes = [
  "altinn:serviceowner",
  "altinn:resourceregistry/resource.write",
  "altinn:resourceregistry/accesslist.read",
  "altinn:resourceregistry/accesslist.write",
  "altinn:broker.read",
  "altinn:broker.write",
];

/**
 * A client of the organisation, the same one each time the same data file is used.
 * @param organisation code or number on the list; an unknown code is put on the list
 */
export function commandClient(standin: Standin, organisation: string): CommandClient {
  const { organisations, database } = standin.altinn;
  const found = organisations.byCode(organisation) ?? organisations.byNumber(organisation);
  const { code, number } = found ?? standin.newOrganisation({ code: organisation.toLowerCase() });
  const setting = `command client ${code}`;
  const kept = readSetting(database, setting);
  const known = kept === undefined ? undefined : (JSON.parse(kept) as ReadyClient);
  const client = standin.newClient({
    organisation: code,
    scopes,
    ...(known && { clientId: known.clientId, kid: known.kid, publicJwk: known.jwk }),
  });
  writeSetting(database, setting, JSON.stringify(client));
  return { ...client, code, number: number || "991825827" };
}

/** What the command prints when the stand-in listens. */
export function greeting(standin: Standin, client: CommandClient): string {
  const { platformUrl, maskinportenUrl, maskinportenIssuer, environment } = standin;
  const token = standin.token({ organisation: client.code, scopes });
  const authorization = `-H 'Authorization: Bearer ${token}'`;
  const json = "-H 'Content-Type: application/json'";
  const identifier = `${client.code}-demo-${randomBytes(3).toString("hex")}`;
  return `Stand-in for Altinn, environment ${environment}. This is not Altinn; nothing here is real.

Altinn        ${platformUrl}   (open it in a browser to see what it holds)
Maskinporten  ${maskinportenUrl}

A client of organisation ${client.code}, with all its scopes granted:

ALTINN_ENVIRONMENT=local
ALTINN_PLATFORM_URL=${platformUrl}
ALTINN_MASKINPORTEN_URL=${maskinportenUrl}
ALTINN_MASKINPORTEN_ISSUER=${maskinportenIssuer}
ALTINN_ORG_NUMBER=${client.number}
ALTINN_ORG_CODE=${client.code}
MASKINPORTEN_CLIENT_ID=${client.clientId}
MASKINPORTEN_KEY_ID=${client.kid}
MASKINPORTEN_JWK='${JSON.stringify(client.jwk)}'

To try it, with an Altinn token that is good for 30 minutes:

curl -i -X POST ${authorization} ${json} -d '{"name":"Demo"}' ${platformUrl}/broker/api/v1/serviceowner
curl -i ${authorization} ${platformUrl}/broker/api/v1/serviceowner
curl -i -X POST ${authorization} ${json} -d '${JSON.stringify(demoResource(identifier, client))}' ${platformUrl}/resourceregistry/api/v1/resource
curl -i ${platformUrl}/resourceregistry/api/v1/resource/${identifier}

Stop it with Ctrl-C.
`;
}

function demoResource(identifier: string, { number, code }: CommandClient): object {
  const text = { nb: "Demo", nn: "Demo", en: "Demo" };
  return {
    identifier,
    title: text,
    description: text,
    rightDescription: text,
    contactPoints: [{ category: "Support", email: "broker@example.no" }],
    hasCompetentAuthority: { organization: number, orgcode: code, name: text },
    resourceType: "BrokerService",
    status: "Completed",
  };
}
