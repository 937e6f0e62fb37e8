// Who the callers of a vector file are, by their tokens and by the conventions of the file's legend.

/**
 * @typedef {import("./words-reader.mjs").Caller & {
 *   name: string,
 *   claims: Record<string, unknown>,
 *   packagesOff: boolean
 * }} VectorCaller
 *   `claims` that are JSON stay text, as the file has them. `packagesOff`: the decision point's flag for access packages
 *   is off for it.
 */

const PACKAGES_FLAG = "SystemUserAccessPackageAuthorization";

/** What the names of those begin with to whom everything has been delegated that can be. */
const DELEGATED = "delegated-";

/** The party that has delegated: as the legend says, else the one whose the system users among them are. */
function giverOf({ legend, callers }) {
  const said = /from party (\w+)/.exec(legend?.delegable ?? "")?.[1];
  const owners = Object.entries(callers)
    .filter(([name]) => name.startsWith(DELEGATED))
    .map(([, { claims }]) => systemUserOf(Object.fromEntries(claims))?.party);
  return said ?? owners.find((party) => party !== undefined) ?? "910000001";
}

/**
 * @param {any} file a parsed vector file
 * @returns {Map<string, VectorCaller>} by name
 */
export function callersOf(file) {
  const giver = giverOf(file);
  return new Map(
    Object.entries(file.callers).map(([name, { claims, flags }]) => [
      name,
      callerOf(name, Object.fromEntries(claims), flags, giver),
    ]),
  );
}

function callerOf(name, claims, flags, giver) {
  const system = systemUserOf(claims);
  const who = system?.id === undefined ? organizationOf(claims) : { systemUser: system.id };
  const isKnown = (who.systemUser ?? who.organization) !== undefined;
  const holdsPackages = who.systemUser !== undefined && name.startsWith("package-system");
  return {
    ...who,
    name,
    claims,
    packagesOff: flags ? !flags.includes(PACKAGES_FLAG) : name.endsWith("-flag-off"),
    ...(isKnown && name.startsWith(DELEGATED) ? { delegatedBy: giver } : {}),
    ...(holdsPackages ? { holdsPackagesFor: system.party ?? giver } : {}),
  };
}

function organizationOf(claims) {
  const exchangedFor = claims["urn:altinn:orgNumber"];
  return {
    organization: exchangedFor ?? numberIn(json(claims.consumer)),
    exchanged: exchangedFor !== undefined,
    serviceOwner: claims["urn:altinn:org"],
  };
}

/** The system user that a token stands for, and the organisation whose it is. */
function systemUserOf(claims) {
  const [detail] = [json(claims.authorization_details)].flat();
  if (detail?.type !== "urn:altinn:systemuser") return undefined;
  return { id: [detail.systemuser_id].flat()[0], party: numberIn(detail.systemuser_org) };
}

/** An organisation number as ISO 6523 writes it. */
const numberIn = (organization) =>
  typeof organization?.ID === "string" ? organization.ID.replace(/^.*:/, "") : undefined;

/** A claim that is an object, or the text of one. */
function json(claim) {
  if (typeof claim !== "string") return claim;
  try {
    return JSON.parse(claim);
  } catch {
    return undefined;
  }
}
