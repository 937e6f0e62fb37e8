import type { TextKey } from "./texts";

/** Sentences that may stand within or after one of the others. */
export const FOLLOWING: readonly (readonly [RegExp, TextKey])[] = [
  [
    /^No access list is connected at Altinn now: until one is, nobody is let in\.$/,
    "noListConnected",
  ],
  [/^Connected at Altinn now: (?<lists>.+), whose members keep their access\.$/, "listsConnected"],
  [/^Access lists were not looked at(?:, since .*)?\..*$/, "listsUnseen"],
  [/^Which lists are connected is looked at then\.$/, "listsUnseen"],
  [/^Whether another list is connected could not be seen: /, "listsUnseen"],
  [/^Members of (?<lists>.+) keep their access\.$/, "otherLists"],
  [/^It was the last list: /, "lastList"],
  [/^Whoever is a member of another list /, "otherListsUnknown"],
  [/^transfers and access go on as before\.$/, "accessGoesOn"],
  [/^accessListMode stays Enabled, so whoever is let in as a member /, "stillOnlyMembers"],
  [/^accessListMode stays Enabled and no access list is connected, /, "stillNobody"],
  [
    /^accessListMode stays Enabled, so members of (?<lists>.+) are let in as before\.$/,
    "stillMembersOf",
  ],
  [/^it was given at Altinn\.?$/, "undoneGiven"],
  [/^it was taken at Altinn\.?$/, "undoneTaken"],
];

/** What somebody had done at Altinn to the members whom a run puts on a list or takes off it. */
export const UNDONE_MEMBERS: readonly (readonly [RegExp, TextKey])[] = [
  [/^it was taken at Altinn$/, "membersWereTaken"],
  [/^it was given at Altinn$/, "membersWereGiven"],
  [/^(?<numbers>\d.*) was taken at Altinn$/, "someWereTaken"],
  [/^(?<numbers>\d.*) was given at Altinn$/, "someWereGiven"],
];
