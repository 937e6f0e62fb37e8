import { belongTogether, listed, type OrganisationList } from "../clients/organisation-list";
import type { ResourceRegistryClient } from "../clients/resource-registry";
import type { Settings } from "../settings";
import { failure, heldUp, ok, warning, type Check, type Subject } from "./check";
import { SERVICE_DESK, settingsPlace } from "./places";
import { byError, halves } from "./told";

/* Step 1 of the guide: the organisation is a service owner in Altinn, by the list that anybody may read. */

const CODE: Subject = {
  step: "organisation",
  id: "organisation-list",
  title: "Altinn's organisation list",
};
const OFFERED: Subject = {
  step: "organisation",
  id: "offered",
  title: "Offered in this environment",
};

export interface CheckedOrganisation {
  readonly checks: readonly Check[];
  /** Undefined when it could not be read, for `error`. */
  readonly list?: OrganisationList;
  readonly error?: unknown;
  /** It has the code and number of the settings. */
  readonly isListed: boolean;
}

export async function organisationChecks(
  settings: Settings,
  registry: ResourceRegistryClient,
  stack: string | undefined,
): Promise<CheckedOrganisation> {
  let list: OrganisationList;
  try {
    list = await registry.organisations();
  } catch (error) {
    const unread = byError(CODE, error, { where: settings.platformUrl, who: "Altinn" });
    return {
      error,
      isListed: false,
      checks: [
        { ...unread, status: "not checked", seen: `It cannot be read. ${unread.seen}` },
        heldUp(OFFERED, "the list cannot be read"),
      ],
    };
  }
  const ofCode = codeCheck(settings, list, stack);
  return {
    list,
    isListed: ofCode.status === "ok",
    checks: [ofCode, offeredCheck(settings, list)],
  };
}

function codeCheck(settings: Settings, list: OrganisationList, stack: string | undefined): Check {
  const { orgCode, orgNumber } = settings;
  const verdict = belongTogether(list, settings);
  if (verdict.is === "together") return ok(CODE, `It has ${orgNumber} under the code ${orgCode}.`);
  const { seen, todo } = halves(verdict.text);
  if (verdict.is === "apart")
    return failure(CODE, seen, { todo, where: settingsPlace(stack), who: "we" });
  if (listed(list, orgCode) !== undefined)
    return warning(CODE, seen, { todo, where: settingsPlace(stack), who: "we" });
  return failure(CODE, seen, {
    todo: `Correct altinn:orgCode (ALTINN_ORG_CODE). If ${orgNumber} is no service owner in Altinn yet, ask to become one, as step 1 of Altinn's guide says.`,
    where: `${settingsPlace(stack)}; ${SERVICE_DESK}`,
    who: "Altinn",
  });
}

/** The list's word for the environment; the embedded Altinn has the rules of tt02. */
const wordOf = ({ environment }: Settings): string =>
  environment === "local" ? "tt02" : environment;

function offeredCheck(settings: Settings, list: OrganisationList): Check {
  const entry = listed(list, settings.orgCode);
  if (entry === undefined) return heldUp(OFFERED, `the list does not have ${settings.orgCode}`);
  const { environments } = entry;
  const word = wordOf(settings);
  if (!environments || environments.length === 0) {
    return warning(OFFERED, `The list names no environment for ${settings.orgCode}.`, ASK_ALTINN);
  }
  if (environments.includes(word)) return ok(OFFERED, `The list names ${environments.join(", ")}.`);
  return warning(
    OFFERED,
    `The list names ${environments.join(", ")} for ${settings.orgCode}, not ${word}.`,
    ASK_ALTINN,
  );
}

const ASK_ALTINN = {
  todo: "Ask whether the organisation is set up in this environment; the entry says where its apps may run, and tokens are given all the same.",
  where: SERVICE_DESK,
  who: "Altinn",
} as const;
