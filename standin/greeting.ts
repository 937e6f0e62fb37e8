import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { scopes, type CommandClient } from "./command-client";
import type { KeyFiles } from "./key-files";
import { LOOPBACK_NAMES } from "./server/listening";
import type { Standin, StandinOptions } from "./start";

/** Who listens to more than its own machine says so; empty for one that does not. */
export function hostWarning(host: string | undefined): string {
  return host === undefined || (LOOPBACK_NAMES as readonly string[]).includes(host)
    ? ""
    : `WARNING: it listens on ${host}, not on this machine alone. Whoever reaches it is served and gets tokens for anybody.\n\n`;
}

/**
 * What the command prints when the stand-in listens.
 * @param ready the client that it hands out; without one the clients of its world are told
 */
export function greeting(
  standin: Standin,
  options: StandinOptions,
  ready: { readonly client: CommandClient; readonly files: KeyFiles } | undefined,
): string {
  const { platformUrl, maskinportenUrl, maskinportenIssuer, environment } = standin;
  const audiences = [
    ...new Set(
      [maskinportenIssuer, maskinportenUrl, ...(options.acceptAudiences ?? [])].map(
        (each) => `${each.replace(/\/+$/, "")}/`,
      ),
    ),
  ].join(" or ");
  return `Stand-in for Altinn, environment ${environment}. This is not Altinn; nothing here is real.

Altinn        ${platformUrl}   (open it in a browser to see what it holds)
Maskinporten  ${maskinportenUrl}   (the "aud" of assertions is ${audiences})
Control       ${standin.controlUrl ?? "none"}   (requests, clock, faults, new clients, reset: /openapi.json lists it)
${listening(standin)}${data(options)}${trust(options)}
${ready ? readyClient(standin, options, ready.client, ready.files) : worldClients(standin, options)}
Stop it with Ctrl-C.
`;
}

function readyClient(
  standin: Standin,
  options: StandinOptions,
  client: CommandClient,
  files: KeyFiles,
): string {
  const { platformUrl, maskinportenUrl, maskinportenIssuer } = standin;
  const jwk = JSON.stringify(client.jwk);
  const curl = `curl -i${caOption(options)}`;
  const authorization = '-H "Authorization: Bearer $TOKEN"';
  const json = "-H 'Content-Type: application/json'";
  const identifier = `${client.code}-demo-${randomBytes(3).toString("hex")}`;
  return `A client of organisation ${client.code}, with all its scopes granted, as settings of pulumi-altinn-broker:

ALTINN_ENVIRONMENT=local
ALTINN_PLATFORM_URL=${platformUrl}
ALTINN_MASKINPORTEN_URL=${maskinportenUrl}
ALTINN_MASKINPORTEN_ISSUER=${maskinportenIssuer}
ALTINN_ORG_NUMBER=${client.number}
ALTINN_ORG_CODE=${client.code}
MASKINPORTEN_CLIENT_ID=${client.clientId}
MASKINPORTEN_KEY_ID=${client.kid}
MASKINPORTEN_JWK='${jwk}'

The same private key in other forms: base64 of the JWK, and files.

JWK_BASE64=${Buffer.from(jwk).toString("base64")}
JWK             ${files.jwk}
base64 of it    ${files.base64}
PEM (PKCS#8)    ${files.pem}
${testOrganisation(client)}
To try it, with an Altinn token that is good for 30 minutes:

TOKEN=${standin.token({ organisation: client.code, scopes })}
${curl} -X POST ${authorization} ${json} -d '{"name":"Demo"}' ${platformUrl}/broker/api/v1/serviceowner
${curl} ${authorization} ${platformUrl}/broker/api/v1/serviceowner
${curl} -X POST ${authorization} ${json} -d '${JSON.stringify(demoResource(identifier, client))}' ${platformUrl}/resourceregistry/api/v1/resource
${curl} ${platformUrl}/resourceregistry/api/v1/resource/${identifier}
`;
}

/** The keys themselves are where the world says. */
function worldClients(standin: Standin, { worldFile }: StandinOptions): string {
  const clients = standin.readyClients();
  const longest = Math.max(...clients.map(({ clientId }) => clientId.length));
  const lines = clients.map(({ clientId, kid }) => `${clientId.padEnd(longest)}   key id ${kid}`);
  const token = `${standin.controlUrl ?? ""}/api/GetEnterpriseToken?env=tt02&scopes=altinn:broker.read&orgNo=991825827`;
  return `Clients of ${worldFile ?? ""}, which says where their keys are:

${lines.join("\n")}

An Altinn token of any organisation, without a client:

curl '${token}'
`;
}

const caOption = ({ tlsFolder }: StandinOptions): string =>
  tlsFolder === undefined ? "" : ` --cacert ${authorityFile(tlsFolder)}`;

const authorityFile = (tlsFolder: string): string => resolve(tlsFolder, "ca.pem");

/** Where it is reached on this machine, when clients write other addresses. */
function listening({ listens, platformUrl, maskinportenUrl }: Standin): string {
  return listens.platform === platformUrl && listens.maskinporten === maskinportenUrl
    ? ""
    : `Listens on    ${listens.platform} and ${listens.maskinporten}\n`;
}

const data = ({ dataFile }: StandinOptions): string =>
  dataFile === undefined ? "" : `Data file     ${resolve(dataFile)}\n`;

function trust({ tlsFolder }: StandinOptions): string {
  return tlsFolder === undefined
    ? ""
    : `\nClients must trust the authority in ${authorityFile(tlsFolder)}\n` +
        "(NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, curl --cacert, a Java truststore).\n";
}

/** Altinn's test organisation has no number: its tokens are Digdir's. */
function testOrganisation({ code, number }: CommandClient): string {
  return code === "ttd"
    ? `\nOrganisation ttd has no number of its own. Its client is Digdir's (${number}), and the token exchange gives the code ttd\n` +
        `only with "?test=true": /authentication/api/v1/exchange/maskinporten?test=true. Without it the token is of digdir.\n`
    : "";
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
