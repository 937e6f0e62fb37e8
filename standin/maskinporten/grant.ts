import { isRefusal, type Claims } from "./client-authentication";
import type { Client } from "./clients";
import { refusals, type Refusal } from "./refusals";

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
    return refusals.integrationType;
  }
  const unknown = scopes.filter((each) => !client.scopes.includes(each));
  // ASSUMPTION: a request without any scope is refused like one with a wrong scope.
  if (unknown.length > 0 || scopes.length === 0) {
    return refusals.scopes(unknown);
  }
  const withdrawn = scopes.find((each) => client.withdrawn.includes(each));
  return withdrawn === undefined ? undefined : refusals.notGranted(withdrawn);
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
    return refusals.ownConsumer;
  }
  if (consumerOrg === client.organisation) {
    return refusals.ownConsumer;
  }
  const delegated = client.delegations
    .filter((each) => each.consumer === consumerOrg)
    .flatMap((each) => each.scopes);
  const missing = scopes.find((each) => !delegated.includes(each));
  if (missing !== undefined) {
    return refusals.notDelegated(consumerOrg, missing, client.organisation);
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
    return refusals.target;
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
    return refusals.detailsFields;
  }
  const entries: readonly unknown[] = details;
  const enriched: Claims[] = [];
  for (const entry of entries) {
    if (typeof entry !== "object" || entry === null) {
      return refusals.detailsFields;
    }
    const { type, systemuser_org: party, externalRef } = entry as Claims;
    if (type === "urn:altinn:consent") {
      return refusals.detailsValues;
    }
    if (type !== systemUserType) {
      return refusals.detailsType;
    }
    if (
      Object.keys(entry).some((each) => !systemUserFields.includes(each)) ||
      (externalRef !== undefined && !isReference(externalRef))
    ) {
      return refusals.detailsFields;
    }
    const organisation = organisationOf(party);
    const user = client.systemUsers.find(
      (each) => each.organisation === organisation && each.externalRef === externalRef,
    );
    // One party a request.
    if (user === undefined || entries.length > 1) {
      return refusals.detailsValues;
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

const isReference = (value: unknown): boolean =>
  typeof value === "string" && /^[a-zA-Z0-9æøåÆØÅ_-]{0,255}$/.test(value);

function organisationOf(party: unknown): string | undefined {
  if (typeof party !== "object" || party === null) {
    return undefined;
  }
  const { authority: given, ID: id } = party as Claims;
  return given === authority && typeof id === "string" ? /^0192:(\d{9})$/.exec(id)?.[1] : undefined;
}
