import { z } from "zod";
import { ApiError, mayHaveTakenEffect, messageOf } from "../errors";
import type { HttpCall } from "../http/call";
import { unreadable, type HttpClient } from "../http/client";
import { isObject, type JsonObject } from "../values/json";
import { OneAtATime } from "./one-at-a-time";
import { organisationListAnswer, type OrganisationList } from "./organisation-list";

export const REGISTRY_WRITE_SCOPE = "altinn:resourceregistry/resource.write";

/** A registry resource as GET shows it, less the members whose value is null. */
export type RegistryDocument = JsonObject & {
  readonly identifier: string;
  readonly versionId?: number;
};

/** One entry without an identifier makes the whole list useless: it could be any resource. */
const resourceList = z.array(z.looseObject({ identifier: z.string().min(1) }));

/**
 * Altinn's Resource Registry: resources and policies. Reads are anonymous. Writes to one identifier wait for each other: an
 * upload of a policy fails half way when another write comes between. Source: Altinn/altinn-resource-registry.
 */
export class ResourceRegistryClient {
  readonly #writes = new OneAtATime();

  constructor(
    readonly http: HttpClient,
    readonly platformUrl: string,
  ) {}

  #url(path: string): string {
    return `${this.platformUrl}/resourceregistry/api/v1/resource${path}`;
  }

  #document(
    method: "POST" | "PUT",
    path: string,
    answers: readonly number[],
    document: JsonObject,
  ): HttpCall {
    return {
      method,
      url: this.#url(path),
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(document),
      scope: REGISTRY_WRITE_SCOPE,
      answers,
      wayOut,
    };
  }

  /**
   * The latest version, or undefined when the identifier is unknown or deleted (404, or 204 on older servers). An app that
   * is in Altinn Storage alone is unknown, though the registry answers one that it makes up.
   */
  async getResource(identifier: string): Promise<RegistryDocument | undefined> {
    const call: HttpCall = {
      method: "GET",
      url: this.#url(`/${encodeURIComponent(identifier)}`),
      headers: { Accept: "application/json" },
      answers: [200, 204, 404],
    };
    const answer = await this.http.send(call);
    if (answer.status !== 200) return undefined;
    const body = answer.json();
    if (!isObject(body) || body.identifier !== identifier)
      throw unreadable(call, answer, "a registry resource");
    return isMadeUp(body) ? undefined : (body as RegistryDocument);
  }

  /**
   * The identifiers of all resources but apps, of their latest versions: one anonymous call, 1 to 8 MB at Altinn, sent
   * once only. The documents in the list are not those that were stored, so nothing else is taken from it.
   * @throws ApiError, NoResponseError: no list, one that cannot be understood, or one above 50,000,000 bytes
   */
  async listIdentifiers(): Promise<string[]> {
    return (await this.#list("includeApps=false")).map(({ identifier }) => identifier);
  }

  /**
   * The latest versions of all resources of all owners, migrated apps too, other apps only where they are stored here: one
   * anonymous call, as `listIdentifiers` has it. `authorizationReference` is the list's own and not what was stored.
   */
  async listResources(): Promise<RegistryDocument[]> {
    const listed = await this.#list("includeApps=false&includeMigratedApps=true");
    return listed.filter((document) => !isMadeUp(document)).map(withoutNullMembers);
  }

  async #list(query: string): Promise<RegistryDocument[]> {
    const call: HttpCall = {
      method: "GET",
      url: this.#url(`/resourcelist?${query}`),
      headers: { Accept: "application/json" },
      answers: [200],
      onlyOnce: true,
    };
    const answer = await this.http.send(call);
    const parsed = resourceList.safeParse(answer.json());
    if (!parsed.success) throw unreadable(call, answer, "a list of registry resources");
    return parsed.data;
  }

  /** `exists`: the identifier is taken, by a living resource, a deleted one, or a try of ours whose answer was lost. */
  async postResource(document: RegistryDocument): Promise<"created" | "exists"> {
    const answer = await this.#writes.run(document.identifier, () =>
      this.http.sendOnce(
        this.#document("POST", "", [200, 201, 409], document),
        async () => (await this.getResource(document.identifier)) !== undefined,
      ),
    );
    return answer === undefined || answer.status === 409 ? "exists" : "created";
  }

  /**
   * Replaces the whole document. Every PUT makes a new version, an identical one too, so after a lost answer `isWritten`
   * looks at the live document before it is sent again; it throws where that would write over somebody else's version.
   */
  async putResource(
    document: RegistryDocument,
    isWritten: (live: RegistryDocument) => boolean,
  ): Promise<void> {
    const call = this.#document(
      "PUT",
      `/${encodeURIComponent(document.identifier)}`,
      [200, 204],
      document,
    );
    await this.#writes.run(document.identifier, () =>
      this.http.sendOnce(call, async () => {
        const live = await this.getResource(document.identifier);
        return live !== undefined && isWritten(live);
      }),
    );
  }

  /** Deletes the resource and burns its identifier for ever; test environments only. Absent counts as done. */
  async deleteResource(identifier: string): Promise<void> {
    const call: HttpCall = {
      method: "DELETE",
      url: this.#url(`/${encodeURIComponent(identifier)}`),
      headers: { Accept: "application/json" },
      scope: REGISTRY_WRITE_SCOPE,
      answers: [200, 204, 404],
      repeatable: true,
      wayOut,
    };
    const answer = await this.#writes.run(identifier, () => this.http.send(call));
    if (answer.status === 200) throw unreadable(call, answer, "what the registry answers with");
  }

  /** The uploaded policy's text, byte order mark included, or undefined when there is no policy (or no resource). */
  async getPolicy(identifier: string): Promise<string | undefined> {
    return (await this.getPolicyBytes(identifier))?.toString("utf8");
  }

  /** As `getPolicy`, of any encoding. */
  async getPolicyBytes(identifier: string): Promise<Buffer | undefined> {
    const call: HttpCall = {
      method: "GET",
      url: this.#url(`/${encodeURIComponent(identifier)}/policy`),
      answers: [200, 204, 404],
    };
    const answer = await this.http.send(call);
    if (answer.status !== 200) return undefined;
    if (answer.isHtml || answer.body.length === 0) throw unreadable(call, answer, "a policy");
    return answer.body;
  }

  /**
   * Uploads the policy's bytes as they are; doing it twice has the same effect. After a 500 the text may be stored with the
   * subjects of the one before, which no read of the text shows and the same upload mends: so it is done once more.
   */
  async putPolicy(identifier: string, xml: string): Promise<void> {
    const body = new FormData();
    body.append("policyFile", new Blob([xml], { type: "application/xml" }), "policy.xml");
    const call: HttpCall = {
      method: "PUT",
      url: this.#url(`/${encodeURIComponent(identifier)}/policy`),
      headers: { Accept: "application/json" },
      body,
      scope: REGISTRY_WRITE_SCOPE,
      answers: [200, 201, 204],
      repeatable: true,
      wayOut: policyWayOut,
    };
    await this.#writes.run(identifier, () => this.#upload(call));
  }

  async #upload(call: HttpCall): Promise<void> {
    try {
      await this.http.send(call);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 500)) throw error;
      await this.http.send(call).catch((again: unknown) => {
        // That the second one was refused says nothing of what the first one left behind.
        const first = error.text === "" ? "" : `${withoutFullStop(error.text)}; `;
        const text = `${first}done once more, ${withoutFullStop(messageOf(again))}`;
        if (mayHaveTakenEffect(again) || isUnknownResource(again)) throw again;
        throw new ApiError({ ...error, text }, POLICY_500);
      });
    }
  }

  /** Altinn's list of service owners. */
  async organisations(): Promise<OrganisationList> {
    const call: HttpCall = { method: "GET", url: this.#url("/orgs"), answers: [200] };
    const answer = await this.http.send(call);
    const parsed = organisationListAnswer.safeParse(answer.json());
    if (!parsed.success) throw unreadable(call, answer, "the organisation list");
    return parsed.data.orgs;
  }
}

const withoutFullStop = (text: string): string => text.replace(/\.$/, "");

const withoutNullMembers = (document: RegistryDocument): RegistryDocument =>
  Object.fromEntries(
    Object.entries(document).filter(([, value]) => value !== null),
  ) as RegistryDocument;

/**
 * An app that is stored nowhere but in Altinn Storage, which the registry shows as a resource. Every stored one has a version
 * of at least 1, from a sequence of the database.
 * ASSUMPTION: one that is made up has none, or 0; no answer of the real registry for such an app was seen.
 */
const isMadeUp = ({ identifier, versionId }: JsonObject): boolean =>
  String(identifier).startsWith("app_") && !(typeof versionId === "number" && versionId > 0);

function wayOut(
  status: number,
  _serverCode: string | undefined,
  emptyBody: boolean,
): string | undefined {
  if (status === 401 && !emptyBody) {
    return "The document has references to Maskinporten scopes that do not belong to your organisation's prefixes. Remove those resourceReferences; a new token does not help.";
  }
  if (status === 403) {
    return `Either the token lacks the scope ${REGISTRY_WRITE_SCOPE} (Altinn, servicedesk@altinn.no, grants it), or hasCompetentAuthority.organization is not the organisation of the Maskinporten client.`;
  }
  return undefined;
}

const POLICY_500 =
  "The policy may be stored all the same, with access still listed by the one before: another write may have come between, or the registry cannot read the XML as a XACML 3.0 policy. Run the same command again, which uploads it anew; if it goes on, check the policy.";

function policyWayOut(status: number): string | undefined {
  if (status === 403) {
    return `Either the token lacks the scope ${REGISTRY_WRITE_SCOPE} (Altinn, servicedesk@altinn.no, grants it), or the registry resource belongs to another organisation.`;
  }
  if (status === 500) {
    return POLICY_500;
  }
  return undefined;
}

/** Without a registry resource nothing can have been stored for it. */
const isUnknownResource = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 400 && /Unknown resource/i.test(messageOf(error));
