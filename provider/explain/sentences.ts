import type { Beginning, Kind } from "./lines";
import type { TextKey } from "./texts";

/*
 * The sentences of lines that are told in other words. Those of the policy, of drift and of warnings have a form of their own
 * and are told in `told-lines.ts`. Groups are named for what they hold, and that decides how they are told.
 */

/** The headings under which things stand, in their order. */
export const SECTIONS = [
  "errors",
  "gains",
  "loses",
  "drift",
  "made",
  "changes",
  "takenOver",
  "stays",
  "forever",
  "notes",
  "warnings",
  "unseen",
  "untold",
  "others",
] as const;
export type Section = (typeof SECTIONS)[number];

export interface Known {
  readonly begins: Beginning;
  readonly kinds: readonly Kind[];
  readonly sentence: RegExp;
  readonly section: Section;
  readonly text: TextKey;
}

const known = (
  begins: Beginning,
  kinds: Kind | readonly Kind[],
  sentence: RegExp,
  section: Section,
  text: TextKey,
): Known => ({
  begins,
  kinds: typeof kinds === "string" ? [kinds] : kinds,
  sentence,
  section,
  text,
});

const EVERY: readonly Kind[] = [
  "ServiceOwner",
  "Resource",
  "ResourcePolicy",
  "BrokerResourceConfig",
  "AccessList",
  "AccessListConnection",
];

/** How to let nobody in any more is left out: who reviews a run has no need of it. */
const GOES_ON = String.raw`To let nobody in any more, run .*`;
const ENDS = String.raw`ALTINN_ON_DELETE=(?<text>\w+) ends access to .*`;

export const SENTENCES: readonly Known[] = [
  known(
    "note",
    "ServiceOwner",
    /^Broker keeps the name (?<name>".*") for ever once it is registered: /,
    "forever",
    "nameForever",
  ),
  known("note", "ServiceOwner", /^Broker keeps the name for ever /, "forever", "someNameForever"),
  known("note", "Resource", /^its identifier is fixed for ever, /, "forever", "identifierForever"),
  known(
    "note",
    "BrokerResourceConfig",
    /^the first configuration opens the service in Broker and fixes its owner, (?<number>\d{9}), for ever\./,
    "forever",
    "ownerForever",
  ),
  known(
    "note",
    "Resource",
    /^its identifier becomes (?<value>\S+), which is another service: /,
    "changes",
    "identifierBecomes",
  ),
  known(
    "note",
    "AccessList",
    /^its identifier becomes (?<value>\S+), which is another list: /,
    "changes",
    "listBecomes",
  ),
  known(
    "note",
    "Resource",
    /^its owner, hasCompetentAuthority, is (?<text>\{.*\}) at Altinn, and becomes (?<text2>\{.*\})\. /,
    "changes",
    "ownerBecomes",
  ),
  known("note", EVERY, /^it is in state and not at Altinn any more\./, "drift", "gone"),
  known("note", EVERY, /^this stack has it already\. /, "notes", "inPlace"),
  known(
    "note",
    EVERY,
    /^it was not looked for, since ALTINN_WITHOUT_KEY /,
    "unseen",
    "notLookedFor",
  ),
  known(
    "note",
    "ResourcePolicy",
    /^accessListMode of the service is Enabled: /,
    "notes",
    "onlyOfLists",
  ),
  known(
    "note",
    "AccessList",
    /^(?<changes>members (?:come|go): .*)\. This changes no access now: (?<why>.*)\.$/,
    "changes",
    "membersWithoutEffect",
  ),

  known("stays", "ServiceOwner", /^it stays registered in Broker/, "stays", "staysServiceOwner"),
  known(
    "stays",
    "Resource",
    /^(?<rest>.+?) The resource is withdrawn: .*? which closes nothing\.$/,
    "stays",
    "staysWithdrawn",
  ),
  known(
    "stays",
    "Resource",
    /^it stays as it is at Altinn, and so does access\./,
    "stays",
    "staysAsItIs",
  ),
  known(
    "stays",
    "ResourcePolicy",
    new RegExp(`^it stays uploaded: .*? ${ENDS}$`),
    "stays",
    "staysPolicyEnded",
  ),
  known(
    "stays",
    "ResourcePolicy",
    new RegExp(`^it stays uploaded: .*? ${GOES_ON}$`),
    "stays",
    "staysPolicy",
  ),
  known(
    "stays",
    "BrokerResourceConfig",
    new RegExp(`^its configuration stays in Broker, .*? ${ENDS}$`),
    "stays",
    "staysConfigEnded",
  ),
  known(
    "stays",
    "BrokerResourceConfig",
    new RegExp(`^its configuration stays in Broker, .*? ${GOES_ON}$`),
    "stays",
    "staysConfig",
  ),
  known(
    "stays",
    "ResourcePolicy",
    /^Rights that were delegated stay until they are revoked in Altinn: (?<lines>.+)\.$/,
    "stays",
    "staysDelegated",
  ),
  known(
    "stays",
    "ResourcePolicy",
    /^Rights that were delegated stay until they are revoked in Altinn, and let nobody in while the level is (?<text>\d+): (?<lines>.+)\.$/,
    "stays",
    "staysDelegatedShut",
  ),
  known(
    "stays",
    "ResourcePolicy",
    /^Rights that were delegated stay until they are revoked in Altinn; whether /,
    "stays",
    "staysDelegatedUntold",
  ),
  known(
    "stays",
    "ResourcePolicy",
    /^Rights that were delegated stay until they are revoked in Altinn\.$/,
    "stays",
    "staysDelegatedAll",
  ),
  known(
    "stays",
    "ResourcePolicy",
    /^System users that hold the access package are out within 10 minutes, without a revocation: (?<lines>.+)\.$/,
    "loses",
    "holdersOut",
  ),
  known("stays", "AccessList", /^it stays at Altinn with its members and /, "stays", "staysList"),
  known(
    "stays",
    "AccessList",
    /^its members, (?<text>\d+) of them in the program until now, stay on the list /,
    "stays",
    "staysMembers",
  ),
  known(
    "stays",
    "AccessListConnection",
    /^it stays at Altinn, and members of (?<list>\S+) keep /,
    "stays",
    "staysConnection",
  ),

  known(
    "access given",
    "Resource",
    /^accessListMode Disabled: whoever the policy lets in, on a connected access list or not(?<rest>.*)$/,
    "gains",
    "modeOpen",
  ),
  known(
    "access taken",
    "Resource",
    /^accessListMode Enabled: everybody who is on no connected access list\.(?<rest> .*?) For whoever is not let in, new transfers are refused at once and everything else within 10 minutes, files that are not fetched yet included\. The resource is withdrawn\.$/,
    "loses",
    "closed",
  ),
  known(
    "access taken",
    "Resource",
    /^accessListMode Enabled: everybody who is on no connected access list(?<rest>.*)$/,
    "loses",
    "modeShut",
  ),
  known(
    "access given",
    "Resource",
    /^delegable true: whoever gets the service delegated by a role or access package of the policy(?<rest>.*)$/,
    "gains",
    "delegableOpen",
  ),
  known(
    "access taken",
    "Resource",
    /^delegable false: new delegations; what was delegated stays(?<rest>.*)$/,
    "loses",
    "delegableShut",
  ),
  known("access taken", "Resource", /^everybody: the resource is deleted, /, "loses", "deleted"),

  known(
    "access given",
    "AccessList",
    /^members? (?<numbers>\d.*?): (?<services>.+), as far as the policy lets them in(?:; (?<undone>.+))?$/,
    "gains",
    "membersIn",
  ),
  known(
    "access taken",
    "AccessList",
    /^members? (?<numbers>\d.*?): (?<services>.+), unless another connected list has them(?:; (?<undone>.+))?$/,
    "loses",
    "membersOut",
  ),
  known(
    "access taken",
    "AccessList",
    /^its members: every service that only this list lets them into\. /,
    "loses",
    "listDeleted",
  ),
  known(
    "access taken",
    "AccessList",
    /^its members: (?<services>[^.]+?)\.(?<rest> .*)$/,
    "loses",
    "membersOfDeleted",
  ),
  known(
    "note",
    "AccessList",
    /^it is deleted with its members\. It was connected to no service\.$/,
    "changes",
    "listDeletedUnconnected",
  ),

  known(
    "access given",
    "AccessListConnection",
    /^members of (?<list>\S+)(?<among> \([^)]*\))?: every action but (?<actions>.+?) at \S+, as far as the policy lets them in(?<rest>; it was taken at Altinn)?$/,
    "gains",
    "widenedFrom",
  ),
  known(
    "access given",
    "AccessListConnection",
    /^members of (?<list>\S+)(?<among> \([^)]*\))?: (?<actions>.+?) at \S+, as far as the policy lets them in(?<rest>; it was taken at Altinn)?$/,
    "gains",
    "connectedFor",
  ),
  known(
    "access given",
    "AccessListConnection",
    /^members of (?<list>\S+)(?<among> \([^)]*\))?: \S+ \((?<actions>[^)]*)\), as far as the policy lets them in$/,
    "gains",
    "connectedFor",
  ),
  known(
    "access given",
    "AccessListConnection",
    /^members of (?<list>\S+)(?<among> \([^)]*\))?: \S+, as far as the policy lets them in$/,
    "gains",
    "connected",
  ),
  known(
    "access taken",
    "AccessListConnection",
    /^members of (?<list>\S+)(?<among> \([^)]*\))?: every action but (?<actions>.+?) at \S+?(?<rest>; it was given at Altinn)?$/,
    "loses",
    "narrowedTo",
  ),
  known(
    "access taken",
    "AccessListConnection",
    /^members of (?<list>\S+)(?<among> \([^)]*\))?: (?<actions>.+?) at \S+?(?<rest>; it was given at Altinn)?$/,
    "loses",
    "narrowed",
  ),
  known(
    "access taken",
    "AccessListConnection",
    /^members of (?<list>\S+)(?<among> \([^)]*\))?: \S+?\.(?<rest> .*)$/,
    "loses",
    "disconnected",
  ),
  known(
    "note",
    "AccessListConnection",
    /^it is removed\.(?<rest> .*)$/,
    "notes",
    "connectionRemoved",
  ),
  known(
    "note",
    "AccessListConnection",
    /^there is no access list (?<list>\S+) at Altinn, and `up` fails unless this program makes it first\.$/,
    "notes",
    "connectionWithoutList",
  ),
  known(
    "taken over",
    "Resource",
    /^was withdrawn when it left a program, and is made visible and delegable again\.$/,
    "changes",
    "reopened",
  ),
];
