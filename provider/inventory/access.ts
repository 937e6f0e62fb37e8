import { accessOfText, whoMay, type OrganisationNames } from "../policy";
import { isOfBroker } from "./oddities";
import type { FoundService } from "./services";

/** Who may send through a service and fetch from it: keys of `access`, as a preview has them, with names. */
export interface WhoGetsIn {
  /** Empty: nobody; null: it cannot be told. */
  readonly send: readonly string[] | null;
  readonly fetch: readonly string[] | null;
  /** Why it cannot be told, and what limits it besides the policy, sentences. */
  readonly remarks: readonly string[];
}

/** @param names What organisations are called, as far as that is known. */
export function whoGetsIn(service: FoundService, names: OrganisationNames): WhoGetsIn {
  const { policy, identifier } = service;
  const untold = (why: string): WhoGetsIn => ({ send: null, fetch: null, remarks: [why] });
  if (!isOfBroker(service)) return untold("It is no service on Broker.");
  if (policy.is !== "seen") return untold("Its policy could not be read.");
  if (policy.value === undefined) return { send: [], fetch: [], remarks: ["It has no policy."] };
  const access = accessOfText(policy.value, identifier);
  if (access.form === "unusual")
    return untold("Its policy is an unusual one. Look at its lines with `altinn-broker policies`.");
  const [send, fetch] = [whoMay(access, "write", names), whoMay(access, "read", names)];
  const isNobody = send.length + fetch.length === 0;
  return { send, fetch, remarks: isNobody ? [] : [...ofLists(service), ...ofBroker(service)] };
}

/** With accessListMode Enabled the members of connected lists alone are let in, as far as the policy lets them in. */
function ofLists({ document, lists }: FoundService): string[] {
  if (document.accessListMode !== "Enabled") return [];
  const members = "Of these only members of its connected access lists get in";
  if (lists.is !== "seen")
    return [
      `${members}; which are connected ${lists.is === "unread" ? "could not be read" : "was not looked at"}.`,
    ];
  if (lists.value.length === 0)
    return [
      "None of these gets in: only members of connected access lists do, and none is connected.",
    ];
  const each = lists.value.map(({ list, actions }) =>
    actions.length === 0 ? list : `${list} (for ${actions.join(", ")})`,
  );
  return [`${members}: ${each.join(", ")}.`];
}

const ofBroker = ({ config }: FoundService): string[] =>
  config.is === "seen" && config.value === undefined
    ? ["Nobody sends or fetches yet: Broker has no settings for it."]
    : [];
