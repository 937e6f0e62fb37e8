import type { PlainAccess } from "../access/access";
import { letsIn } from "../access/compare";
import type { Grant } from "../access/grants";
import type { Rule } from "../rules/rules";
import type { Finding } from "./finding";

/* What should be known of the organisations that a plain policy lets in: for whom they act, and how the owner is known. */

/** The service owner, as the settings have it. */
export interface ServiceOwner {
  /** Organisation number. */
  readonly number: string;
  /** Code of a service owner, such as `ttd`, in any casing. */
  readonly code: string;
}

/** Organisations that act for any party, each once; not those of which a typed rule says that it is meant. */
export function anyPartyWarnings(
  access: PlainAccess,
  rules: readonly Rule[] | undefined,
): Finding[] {
  const acknowledged = new Set(
    (rules ?? [])
      .flatMap((rule) => rule.subjects)
      .map((subject) =>
        subject.type === "organization" && subject.onBehalfOf === "anyone" ? subject.number : "",
      ),
  );
  return [...actsForAnyParty(access)]
    .filter(([number]) => !acknowledged.has(number))
    .map(([number, ruleId]) => ({
      code: "for-any-party",
      ruleId,
      problem: `lets organization ${number} act for any party`,
      effect: "It may read every transfer of the service and send in anybody's name.",
      instead: `With rules write organization("${number}", { onBehalfOf: "itself" }), or "anyone" to say that it is meant. In XML add the party urn:altinn:organization:identifier-no ${number} to the AllOf of the resource, or write acknowledge: ["for-any-party"].`,
    }));
}

/** The organisation numbers that a plain policy lets act for any party, with the first rule that does. */
function actsForAnyParty({ grants }: PlainAccess): Map<string, string> {
  const numbers = new Map<string, string>();
  for (const grant of grants.filter(letsIn)) {
    const { who, party, ruleId } = grant;
    if (party === undefined && who && isOrganization(grant) && !numbers.has(who.value))
      numbers.set(who.value, ruleId);
  }
  return numbers;
}

const isOrganization = ({ who }: Grant): boolean => who?.kind.startsWith("organization") === true;

/**
 * That the owner may subscribe by its number and not by its code: Altinn Events asks with the code alone when the token has
 * `altinn:serviceowner`.
 */
export function subscribeWarnings({ grants }: PlainAccess, owner: ServiceOwner): Finding[] {
  const code = owner.code.toLowerCase();
  const subscribing = grants.filter(
    (grant) => letsIn(grant) && (grant.action === undefined || grant.action.value === "subscribe"),
  );
  const byCode = subscribing.filter(
    ({ who, route }) =>
      route === "direct" &&
      (who === undefined || (who.kind === "service owner" && who.value === code)),
  );
  const unreached = subscribing.find(
    (grant) =>
      isOrganization(grant) &&
      grant.who?.value === owner.number &&
      !byCode.some(({ party }) => party === undefined || party === grant.party),
  );
  if (!unreached) return [];
  return [
    {
      code: "subscribe-by-number",
      ruleId: unreached.ruleId,
      problem: `gives the service owner ${owner.number} subscribe, and no rule gives it to the code ${code}`,
      effect:
        "Altinn Events asks with the code alone when the token has altinn:serviceowner, and then refuses.",
      instead: `Add the rule { subjects: [serviceOwner("${code}")], actions: ["subscribe"] }, which in XML has the subject urn:altinn:org, or write acknowledge: ["subscribe-by-number"].`,
    },
  ];
}
