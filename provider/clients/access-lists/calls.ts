import type { HttpCall } from "../../http/call";

/** Covers reading, too. The API's own spelling: Altinn's guide writes `access-list`, which the API refuses. */
export const ACCESS_LIST_SCOPE = "altinn:resourceregistry/accesslist.write";

/** The calls on one owner's lists. */
export class AccessListCalls {
  constructor(
    readonly platformUrl: string,
    /** The owner's code, in lower case: with a number the API answers 400. */
    readonly owner: string,
  ) {}

  /** @param path from the owner on, such as `/partners/members` */
  to(
    method: HttpCall["method"],
    path: string,
    answers: readonly number[],
    { body, headers = {} }: { body?: unknown; headers?: Readonly<Record<string, string>> } = {},
  ): HttpCall {
    return {
      method,
      url: `${this.platformUrl}/resourceregistry/api/v1/access-lists/${this.owner}${path}`,
      headers: {
        Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      scope: ACCESS_LIST_SCOPE,
      answers,
      wayOut,
    };
  }
}

const WAYS_OUT: Readonly<Record<string, string>> = {
  "RR-00001":
    "Altinn's Register does not know an organisation of the list. Check the numbers of members.",
  "RR-00002":
    "The Resource Registry does not have the resource. Create it first (dependsOn), or correct resourceId.",
  "RR-00004":
    "The registry resource belongs to another service owner than the list. Check resourceId, and hasCompetentAuthority.orgcode of the resource.",
};

function wayOut(status: number, serverCode = ""): string | undefined {
  if (Object.hasOwn(WAYS_OUT, serverCode)) return WAYS_OUT[serverCode];
  if (status === 403)
    return `Either the token lacks the scope ${ACCESS_LIST_SCOPE} (spelled so: with access-list.write, as Altinn's guide has it, the answer is the same), or altinn:orgCode is not the code of the Maskinporten client's organisation. Altinn (servicedesk@altinn.no) grants the scope; it must then be added to the Maskinporten client.`;
  return undefined;
}
