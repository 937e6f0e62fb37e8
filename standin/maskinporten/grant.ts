import { isRefusal, type Claims } from "./client-authentication";
import type { Client } from "./clients";
import { because, list, refusals, shown, type Refusal } from "./refusals";

/** What an authenticated client is given: the claims that depend on the request, and the token's life in seconds. */
export interface Grant {
  readonly claims: Claims;
  readonly scope: string;
  readonly lifetime: number;
}

const authority = "iso6523-actorid-upis";

/** Altinn's scopes have this `at_max_age`, in seconds. */
const altinnMaxAge = 3600;

/** Scopes on the client, grants, delegation, authorization details and audience, in this order. */
export function decideGrant(
  client: Client,
  assertion: Claims,
  delegationSource: string,
): Grant | Refusal {
  const scopes = requestedScopes(assertion["scope"]);
  const refused = refusedScopes(client, scopes);
  if (refused) {
    return refused;
  }
  const parties = partiesOf(client, assertion["consumer_org"], scopes, delegationSource);
  if (isRefusal(parties)) {
    return parties;
  }
  const details = authorizationDetails(client, assertion["authorization_details"]);
  if (isRefusal(details)) {
    return details;
  }
  const audience = audienceOf(assertion["resource"]);
  if (isRefusal(audience)) {
    return audience;
  }
  const { pid } = assertion;
  const { scopePrefixes = [] } = client;
  const scope = scopes.join(" ");
  return {
    scope,
    lifetime: lifetimeOf(client, scopes),
    claims: {
      client_id: client.clientId,
      scope,
      ...parties,
      ...details,
      ...audience,
      ...(scopePrefixes.length > 0 ? { consumer_prefix: scopePrefixes } : {}),
      ...(typeof pid === "string" && /^\d{11}$/.test(pid) ? { pid } : {}),
    },
  };
}

function requestedScopes(scope: unknown): string[] {
  return typeof scope === "string"
    ? [...new Set(scope.split(" ").filter((each) => each !== ""))]
    : [];
}

function refusedScopes(client: Client, scopes: readonly string[]): Refusal | undefined {
  if (client.integrationType !== "maskinporten") {
    return because(
      refusals.integrationType,
      `the client ${client.clientId} has the integration type ${client.integrationType}`,
    );
  }
  const unknown = scopes.filter((each) => !client.scopes.includes(each));
  // ASSUMPTION: a request without any scope is refused like one with a wrong scope.
  if (unknown.length > 0 || scopes.length === 0) {
    const asked = scopes.length === 0 ? "no scope was asked for" : `it has no ${list(unknown)}`;
    return because(
      refusals.scopes(unknown),
      `the client ${client.clientId} has the scopes ${list(client.scopes)}; ${asked}`,
    );
  }
  const withdrawn = scopes.find((each) => client.withdrawn.includes(each));
  return withdrawn === undefined
    ? undefined
    : because(
        refusals.notGranted(withdrawn),
        `the organisation ${client.organisation} has lost ${list(client.withdrawn)}`,
      );
}

function partiesOf(
  client: Client,
  consumerOrg: unknown,
  scopes: readonly string[],
  delegationSource: string,
): Claims | Refusal {
  const own = { authority, ID: `0192:${client.organisation}` };
  if (consumerOrg === undefined) {
    return { consumer: own };
  }
  // ASSUMPTION: a value that is no organisation number is refused like the client's own number.
  if (typeof consumerOrg !== "string" || !/^\d{9}$/.test(consumerOrg)) {
    return because(refusals.ownConsumer, `consumer_org is ${shown(consumerOrg)}, no nine digits`);
  }
  if (consumerOrg === client.organisation) {
    return because(
      refusals.ownConsumer,
      `consumer_org is ${consumerOrg}, the organisation of the client ${client.clientId} itself`,
    );
  }
  const delegated = client.delegations
    .filter((each) => each.consumer === consumerOrg)
    .flatMap((each) => each.scopes);
  const missing = scopes.find((each) => !delegated.includes(each));
  if (missing !== undefined) {
    return because(
      refusals.notDelegated(consumerOrg, missing, client.organisation),
      `${consumerOrg} has delegated ${list(delegated)}; delegations to it are from ${list(client.delegations.map(({ consumer }) => consumer))}`,
    );
  }
  return {
    consumer: { authority, ID: `0192:${consumerOrg}` },
    supplier: own,
    delegation_source: delegationSource,
  };
}

function lifetimeOf(client: Client, scopes: readonly string[]): number {
  const caps = scopes
    .map((each) => client.maxAge[each] ?? (each.startsWith("altinn:") ? altinnMaxAge : 0))
    .filter((each) => each > 0);
  return Math.min(client.lifetime, ...caps);
}

/** RFC 8707: an absolute URI without a fragment, or several. */
function audienceOf(resource: unknown): Claims | Refusal {
  if (resource === undefined) {
    return {};
  }
  const targets: readonly unknown[] = Array.isArray(resource) ? resource : [resource];
  const good = targets.every(
    (each) => typeof each === "string" && URL.canParse(each) && !each.includes("#"),
  );
  if (!good) {
    return because(refusals.target, `resource is ${shown(resource)}, no absolute URI`);
  }
  return targets.length === 0 ? {} : { aud: targets.length === 1 ? targets[0] : targets };
}

const systemUserType = "urn:altinn:systemuser";
const systemUserFields = ["type", "systemuser_org", "externalRef"];

/** Rich authorization request (RFC 9396); of Altinn's types the stand-in knows system users. */
function authorizationDetails(client: Client, details: unknown): Claims | Refusal {
  if (details === undefined) {
    return {};
  }
  if (!Array.isArray(details)) {
    return because(refusals.detailsFields, "authorization_details is no list");
  }
  const entries: readonly unknown[] = details;
  const enriched: Claims[] = [];
  for (const entry of entries) {
    if (typeof entry !== "object" || entry === null) {
      return because(refusals.detailsFields, `${shown(entry)} is no object`);
    }
    const { type, systemuser_org: party, externalRef } = entry as Claims;
    if (type === "urn:altinn:consent") {
      return because(refusals.detailsValues, "this stand-in has no consents");
    }
    if (type !== systemUserType) {
      return because(refusals.detailsType, `type is ${shown(type)}; taken: ${systemUserType}`);
    }
    if (
      Object.keys(entry).some((each) => !systemUserFields.includes(each)) ||
      (externalRef !== undefined && !isReference(externalRef))
    ) {
      return because(
        refusals.detailsFields,
        `its members are ${list(Object.keys(entry))}, externalRef is ${shown(externalRef)}; known: ${list(systemUserFields)}`,
      );
    }
    const organisation = organisationOf(party);
    const user = client.systemUsers.find(
      (each) =>
        each.organisation === organisation &&
        (each.externalRef ?? organisation) === (externalRef ?? organisation),
    );
    // One party a request.
    if (user === undefined || entries.length > 1) {
      return because(
        refusals.detailsValues,
        user === undefined
          ? noSystemUser(client, organisation, party, externalRef)
          : `it has ${entries.length} entries, and one is taken`,
      );
    }
    enriched.push({
      type,
      systemuser_id: [user.id],
      systemuser_org: { authority, ID: `0192:${user.organisation}` },
      system_id: `${client.organisation}_system`,
    });
  }
  return enriched.length === 0 ? {} : { authorization_details: enriched };
}

function noSystemUser(
  client: Client,
  organisation: string | undefined,
  party: unknown,
  externalRef: unknown,
): string {
  const asked =
    organisation === undefined
      ? `systemuser_org is ${shown(party)}, no organisation with authority ${authority} and an ID of nine digits`
      : `the client ${client.clientId} has no system user of ${organisation} with externalRef ${shown(externalRef)}`;
  const has = client.systemUsers.map(
    (each) => `${each.organisation} with externalRef ${shown(each.externalRef)}`,
  );
  return `${asked}; it has ${list(has)}. Without externalRef it is the organisation's number`;
}

const isReference = (value: unknown): boolean =>
  typeof value === "string" && /^[a-zA-Z0-9æøåÆØÅ_-]{0,255}$/.test(value);

/** Nine bare digits are taken too: Altinn's own suites send them to TT02. */
function organisationOf(party: unknown): string | undefined {
  if (typeof party !== "object" || party === null) {
    return undefined;
  }
  const { authority: given, ID: id } = party as Claims;
  return given === authority && typeof id === "string"
    ? /^(?:0192:)?(\d{9})$/.exec(id)?.[1]
    : undefined;
}
