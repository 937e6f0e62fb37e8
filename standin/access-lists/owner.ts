import type { FastifyReply, FastifyRequest } from "fastify";
import type { Altinn, Organisations } from "../altinn";
import { sendAltinnValidationProblem } from "../registry/answers";
import { claimText, consumerNumber, RESOURCE_ADMIN } from "../registry/ownership";
import { sendEmpty } from "../server/problems";
import type { Claims } from "../server/route";
import { hasScope } from "../server/scopes";

const LIST_READ = "altinn:resourceregistry/accesslist.read";
const LIST_WRITE = "altinn:resourceregistry/accesslist.write";
const LIST_READ_FOR_DECISIONS = "altinn:resourceregistry/pdp:accesslist.read";

/** Digdir's number stands for the test department too, which has none of its own. */
const TEST_DEPARTMENT = { code: "ttd", number: "991825827" };

export function mayReadLists(claims: Claims): boolean {
  return hasScope(claims, LIST_READ, LIST_WRITE, RESOURCE_ADMIN, LIST_READ_FOR_DECISIONS);
}

export function mayWriteLists(claims: Claims): boolean {
  return hasScope(claims, LIST_WRITE, RESOURCE_ADMIN);
}

function codesOf(number: string, organisations: Organisations): string[] {
  const code = organisations.byNumber(number)?.code;
  return [
    ...(code === undefined ? [] : [code]),
    ...(number === TEST_DEPARTMENT.number ? [TEST_DEPARTMENT.code] : []),
  ];
}

/** Whether the caller is the owner that a path or a resource names, by code or by number. */
export function owns(claims: Claims, owner: string, organisations: Organisations): boolean {
  if (hasScope(claims, RESOURCE_ADMIN, LIST_READ_FOR_DECISIONS)) return true;
  const number = consumerNumber(claims);
  if (/^\d{9}$/.test(owner)) return number === owner;
  const code = claimText(claims, "urn:altinn:org");
  const codes =
    code === undefined ? (number === undefined ? [] : codesOf(number, organisations)) : [code];
  return codes.some((each) => each.toLowerCase() === owner.toLowerCase());
}

/**
 * The code of the owner in the path, as the organisation list spells it.
 *
 * @returns undefined once the request has been refused: another's lists with an empty 403, an owner
 *   that is no known code with `RR.VLD-00010`
 */
export function ownerOf(
  request: FastifyRequest,
  reply: FastifyReply,
  claims: Claims,
  { organisations }: Pick<Altinn, "organisations">,
): string | undefined {
  const { owner } = request.params as { owner: string };
  if (!owns(claims, owner, organisations)) {
    sendEmpty(reply, 403);
    return undefined;
  }
  const code = organisations.byCode(owner)?.code;
  if (code === undefined) {
    sendAltinnValidationProblem(reply, [
      {
        code: "RR.VLD-00010",
        title: "Access list owner must be a valid and registered org-code.",
        paths: ["/$PATH/owner"],
      },
    ]);
  }
  return code;
}
