import type { Settings } from "../../settings";
import { isObject } from "../../values/json";
import type { Outputs, Values } from "../lifecycle";
import { authorityOf, isOurs } from "./document";

/* Whose a registry resource is. What the program does not give of its owner, the settings say. */

type Us = Pick<Settings, "orgNumber" | "orgCode">;

/** With the owner, as far as the program does not give it. */
export function withOwner(inputs: Values, { orgNumber, orgCode }: Us): Values {
  const { hasCompetentAuthority: given } = inputs;
  return given === undefined || isObject(given)
    ? {
        ...inputs,
        hasCompetentAuthority: { organization: orgNumber, orgcode: orgCode, ...given },
      }
    : inputs;
}

/** What state says of the whole document, the owner under `server` included. */
export function asStored({ server, ...members }: Outputs): Values {
  const { hasCompetentAuthority = server.hasCompetentAuthority } = members;
  return hasCompetentAuthority === undefined ? members : { ...members, hasCompetentAuthority };
}

/** Why it is never taken over, a sentence; undefined for one of ours. */
export function notOurs(title: string, live: Values, us: Us): string | undefined {
  if (isOurs(live, us)) return undefined;
  const { organization, orgcode } = authorityOf(live);
  const code = typeof orgcode === "string" && orgcode !== "" ? ` (${orgcode})` : "";
  const owner =
    typeof organization === "string" && organization !== ""
      ? `organisation ${organization}${code}`
      : `another owner, whose number it does not say${code}`;
  return `${title} belongs to ${owner}, not to ${us.orgNumber} (${us.orgCode}). It is never taken over; choose another identifier.`;
}
