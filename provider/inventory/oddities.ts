import { accessOfText, isAskedFor, letsIn, type Access } from "../policy";
import type { FoundService } from "./services";

/** Something about a service that its owner should look at. */
export interface Oddity {
  readonly code: OddityCode;
  /** A sentence. */
  readonly text: string;
}

/** What `list` calls odd, the gravest first; with a sentence for the docs. */
export const ODDITIES = {
  "broker-disagrees": "The registry and Broker do not agree whose the service is.",
  "withdrawn-but-open": "The service is withdrawn, and its policy goes on letting callers in.",
  "settings-without-policy": "Broker has settings for it, and there is no policy: nobody gets in.",
  "lets-nobody-in": "There is a policy, and no caller of Broker is let in by it.",
  "enabled-without-list":
    "accessListMode is Enabled and no access list is connected: nobody gets in.",
  "unusual-policy": "The policy is an unusual one, so who gets in cannot be told.",
  "shim-on": "useManifestFileShim is on, which has no effect any more.",
  "one-environment": "The service is in some of the environments that were looked at, not in all.",
} as const;

export type OddityCode = keyof typeof ODDITIES;

const CODES = Object.keys(ODDITIES) as readonly OddityCode[];

/** Where among the oddities it stands; 0 is the gravest. */
export const graveness = (code: OddityCode): number => CODES.indexOf(code);

/** How a policy was found: `plain` where words say who gets in. */
export type PolicyForm = "none" | "plain" | "unusual" | "unread";

export function policyFormOf({ policy, identifier }: FoundService): PolicyForm {
  if (policy.is !== "seen") return "unread";
  return policy.value === undefined ? "none" : accessOfText(policy.value, identifier).form;
}

const isEnabled = ({ document }: FoundService): boolean => document.accessListMode === "Enabled";

/** Whether Broker's callers can use it: what else is in the registry serves others, by whose rules nobody here judges. */
export const isOfBroker = ({ document, config }: FoundService): boolean =>
  document.resourceType === "BrokerService" || (config.is === "seen" && config.value !== undefined);

/** The oddities of one service by itself, the gravest first. */
export function odditiesOf(service: FoundService): Oddity[] {
  const { policy, config, lists, document, identifier } = service;
  if (!isOfBroker(service)) return [];
  const found: Oddity[] = [];
  const add = (code: OddityCode, text: string): void => void found.push({ code, text });
  const access =
    policy.is === "seen" && policy.value !== undefined
      ? accessOfText(policy.value, identifier)
      : undefined;
  const isInBroker = config.is !== "seen" || config.value !== undefined;
  const isOpen = isInBroker && access !== undefined && lets(access) !== "nobody";
  if (config.is === "seen" && config.value === "another's")
    add(
      "broker-disagrees",
      "The registry says it is yours, and Broker answers that it is not: its owner there is fixed by its first settings. Ask Altinn (servicedesk@altinn.no).",
    );
  if (document.status === "Withdrawn" && isOpen && !isEnabled(service))
    add(
      "withdrawn-but-open",
      "Withdrawn, and access goes on. To shut it, set accessListMode Enabled with no list connected, or narrow the policy.",
    );
  if (config.is === "seen" && typeof config.value === "object" && hasNoPolicy(service))
    add(
      "settings-without-policy",
      "Broker has settings for it, and there is no policy: nobody gets in.",
    );
  if (access !== undefined && lets(access) === "nobody")
    add("lets-nobody-in", "Its policy lets nobody in.");
  if (isEnabled(service) && lists.is === "seen" && lists.value.length === 0)
    add(
      "enabled-without-list",
      "accessListMode is Enabled and no access list is connected: nobody gets in.",
    );
  if (access?.form === "unusual")
    add("unusual-policy", "Its policy is an unusual one, so who gets in cannot be told from here.");
  if (config.is === "seen" && typeof config.value === "object" && config.value.useManifestFileShim)
    add("shim-on", "useManifestFileShim is on, which has no effect any more. Set it to false.");
  return found;
}

const hasNoPolicy = ({ policy }: FoundService): boolean =>
  policy.is === "seen" && policy.value === undefined;

/** Whom a policy lets in when Broker or Events ask. */
const lets = (access: Access): "nobody" | "somebody" | "untold" => {
  if (access.form === "unusual") return "untold";
  return access.grants.some((grant) => letsIn(grant) && isAskedFor(grant)) ? "somebody" : "nobody";
};

/** Of a service that other environments which were looked at do not have. */
export const inSomeOnly = (has: readonly string[], lacks: readonly string[]): Oddity => ({
  code: "one-environment",
  text: `In ${has.join(", ")} alone, not in ${lacks.join(", ")}.`,
});
