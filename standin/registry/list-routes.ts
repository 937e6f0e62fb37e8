import type { FastifyInstance } from "fastify";
import type { Altinn, Organisation } from "../altinn";
import { applicationJson, sendValidationProblem } from "../server/problems";
import { route } from "../server/route";
import { sendJson, ServerCrash } from "./answers";
import { first, readFlag, readQuery, UnboundValue, type Query } from "./query";
import { RESOURCE_URN } from "./policy-store";
import { RESOURCE_TYPE } from "./resource-model";
import type { ResourceStore, StoredVersion } from "./resource-store";

const BASE = "/resourceregistry/api/v1/resource";

/** The members of a stored document that the lists look at. Old documents lack what POST asks for today. */
interface ListedResource {
  readonly identifier: string;
  readonly versionId: number;
  readonly resourceType: string | number;
  readonly description?: Readonly<Record<string, string>>;
  readonly keywords?: readonly ({ readonly word?: string } | null)[];
  readonly resourceReferences?: readonly ({ readonly reference?: string } | null)[];
  readonly hasCompetentAuthority?: { readonly organization?: string; readonly orgcode?: string };
  readonly consentTemplate?: unknown;
  readonly consentText?: unknown;
  readonly consentMetadata?: unknown;
  readonly isOneTimeConsent?: boolean;
}

/** The search and the lists of all resources and organisations. */
export function registerLists(
  app: FastifyInstance,
  altinn: Altinn,
  resources: ResourceStore,
): void {
  route(app, altinn, {
    method: "GET",
    path: `${BASE}/search`,
    handle: (request, reply) => {
      const criteria = readCriteria(readQuery(request));
      if (criteria instanceof UnboundValue) {
        return sendValidationProblem(reply, criteria.errors, applicationJson);
      }
      const found = new Map<string, ListedResource>();
      for (const resource of resources.everyVersion().map(parse)) {
        if (resource.resourceType !== "MigratedApp" && fits(resource, criteria)) {
          found.set(resource.identifier, resource);
        }
      }
      return sendJson(reply, 200, [...found.values()].map(withAuthorizationReference));
    },
  });

  route(app, altinn, {
    method: "GET",
    path: `${BASE}/resourcelist`,
    handle: (request, reply) => {
      const query = readQuery(request);
      const includeApps = readFlag(query, "includeApps");
      const includeMigratedApps = readFlag(query, "includeMigratedApps");
      if (includeApps instanceof UnboundValue) {
        return sendValidationProblem(reply, includeApps.errors, applicationJson);
      }
      if (includeMigratedApps instanceof UnboundValue) {
        return sendValidationProblem(reply, includeMigratedApps.errors, applicationJson);
      }
      const listed = resources
        .everyLatest()
        .map(parse)
        .filter(({ resourceType }) => includeMigratedApps || resourceType !== "MigratedApp");
      return sendJson(reply, 200, listed.map(withAuthorizationReference));
    },
  });

  route(app, altinn, {
    method: "GET",
    path: `${BASE}/orgs`,
    handle: (_request, reply) =>
      sendJson(reply, 200, {
        orgs: Object.fromEntries(
          altinn.organisations
            .all()
            .map((organisation) => [organisation.code, toOrg(organisation)]),
        ),
      }),
  });

  route(app, altinn, {
    method: "GET",
    path: `${BASE}/export`,
    handle: (_request, reply) =>
      reply
        .header("content-type", "application/xml+rdf; charset=utf-8")
        .send(toRdf(resources.everyLatest().map(parse))),
  });
}

function parse(version: StoredVersion): ListedResource {
  return JSON.parse(version.text) as ListedResource;
}

/** What a resource must fulfil; a criterion that is undefined is not tested. */
interface Criteria {
  readonly id: string | undefined;
  readonly description: string | undefined;
  readonly resourceType: string | number | undefined;
  readonly keyword: string | undefined;
  readonly reference: string | undefined;
  readonly orgCode: string | undefined;
  readonly organizationId: string | undefined;
}

function readCriteria(query: Query): Criteria | UnboundValue {
  const type = first(query, "resourcetype")?.trim();
  const resourceType = type === undefined ? undefined : resourceTypeOf(type);
  if (type !== undefined && resourceType === undefined) {
    const message = `The value '${type}' is not valid for ResourceType.`;
    return new UnboundValue("ResourceType", type, message);
  }
  return {
    id: first(query, "id"),
    description: first(query, "description"),
    resourceType,
    keyword: first(query, "keyword"),
    reference: first(query, "reference"),
    orgCode: first(query, "orgcode"),
    organizationId: first(query, "organizationid"),
  };
}

function resourceTypeOf(text: string): string | undefined {
  const members = Object.entries(RESOURCE_TYPE.members);
  const found = members.find(
    ([name, number]) => name.toLowerCase() === text.toLowerCase() || String(number) === text,
  );
  return found?.[0];
}

function contains(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

function equals(text: string | undefined, other: string): boolean {
  return text?.toLowerCase() === other.toLowerCase();
}

function mustBeThere(text: string | undefined): string {
  if (text === undefined) throw new ServerCrash("a stored resource lacks a searched text");
  return text;
}

function fits(resource: ListedResource, criteria: Criteria): boolean {
  const { id, description, resourceType, keyword, reference, orgCode, organizationId } = criteria;
  const authority = resource.hasCompetentAuthority;
  return (
    (id === undefined || contains(resource.identifier, id)) &&
    (description === undefined ||
      Object.values(resource.description ?? {}).some((text) =>
        contains(mustBeThere(text ?? undefined), description),
      )) &&
    (resourceType === undefined || resource.resourceType === resourceType) &&
    (keyword === undefined ||
      (resource.keywords ?? []).some((each) => contains(mustBeThere(each?.word), keyword))) &&
    (reference === undefined ||
      (resource.resourceReferences ?? []).some((each) =>
        contains(mustBeThere(each?.reference), reference),
      )) &&
    (orgCode === undefined || equals(authority?.orgcode, orgCode)) &&
    (organizationId === undefined || equals(authority?.organization, organizationId))
  );
}

/**
 * Both lists say how a resource is named in authorization requests, whatever was stored. It stands where the registry's
 * model has it, before what is asked of consents.
 */
function withAuthorizationReference(resource: ListedResource): object {
  const { identifier } = resource;
  const [, org, app] = /^app_([^_]*)_(.*)$/s.exec(identifier) ?? [];
  const reference =
    org === undefined || app === undefined
      ? [{ id: RESOURCE_URN, value: identifier }]
      : [
          { id: "urn:altinn:org", value: org },
          { id: "urn:altinn:app", value: app },
        ];
  const { consentTemplate, consentText, consentMetadata, isOneTimeConsent, versionId, ...before } =
    resource;
  return {
    ...before,
    authorizationReference: reference,
    consentTemplate,
    consentText,
    consentMetadata,
    isOneTimeConsent,
    versionId,
  };
}

function toOrg({ number, name }: Organisation): object {
  return {
    name: { en: name.en, nb: name.nb, nn: name.nn },
    logo: "",
    orgnr: number,
    homepage: "",
    environments: ["tt02", "production"],
  };
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"]/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

/** ASSUMPTION: a small part of the real export, enough to see that a resource is in it. */
function toRdf(listed: readonly ListedResource[]): string {
  const services = listed.map(({ identifier }) => {
    const id = escapeXml(identifier);
    return `  <cpsv:PublicService rdf:about="${id}"><dct:identifier>${id}</dct:identifier></cpsv:PublicService>\n`;
  });
  return `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:cpsv="http://purl.org/vocab/cpsv#" xmlns:dct="http://purl.org/dc/terms/">\n${services.join("")}</rdf:RDF>\n`;
}
