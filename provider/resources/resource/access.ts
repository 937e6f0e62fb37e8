import { accessGiven, accessTaken, type Line } from "../../lines";
import type { Values } from "../lifecycle";
import { sameMember } from "./comparison";

/*
 * What a registry document does to access, on top of the policy: `accessListMode` Enabled lets only members of connected
 * access lists in, and `delegable` false keeps everybody from being delegated the service anew.
 */

type Member = "accessListMode" | "delegable";

export interface AccessChange {
  readonly of: Member;
  readonly to: "open" | "shut";
}

const MEMBERS: readonly Member[] = ["accessListMode", "delegable"];

/** The value of each that lets fewer people in. */
const SHUT = { accessListMode: "Enabled", delegable: false } as const;

const isShut = (of: Member, document: Values): boolean => sameMember(of, SHUT[of], document[of]);

export const accessChanges = (before: Values, after: Values): AccessChange[] =>
  MEMBERS.filter((of) => isShut(of, before) !== isShut(of, after)).map((of) => ({
    of,
    to: isShut(of, after) ? "shut" : "open",
  }));

const isSame = (a: AccessChange, b: AccessChange): boolean => a.of === b.of && a.to === b.to;

const opposite = ({ of, to }: AccessChange): AccessChange => ({
  of,
  to: to === "shut" ? "open" : "shut",
});

const RUN: Readonly<Record<Member, Readonly<Record<AccessChange["to"], [string, string]>>>> = {
  accessListMode: {
    open: [
      "accessListMode Disabled",
      "whoever the policy lets in, on a connected access list or not",
    ],
    shut: ["accessListMode Enabled", "everybody who is on no connected access list"],
  },
  delegable: {
    open: [
      "delegable true",
      "whoever gets the service delegated by a role or access package of the policy",
    ],
    shut: ["delegable false", "new delegations; what was delegated stays"],
  },
};

/** Whether from then on members of connected lists alone are let in. */
export const isByListsAlone = ({ of, to }: AccessChange): boolean =>
  of === "accessListMode" && to === "shut";

/**
 * What this run does.
 *
 * @param atAltinn What somebody had done there since the last one.
 * @param lists Which lists let members in then, a sentence.
 */
export function lineOfRun(
  title: string,
  change: AccessChange,
  atAltinn: readonly AccessChange[],
  lists?: string,
): Line {
  const [who, what] = RUN[change.of][change.to];
  const undoes = atAltinn.some((other) => isSame(other, opposite(change)));
  const done = change.to === "open" ? "taken" : "given";
  const line = change.to === "open" ? accessGiven : accessTaken;
  const said = undoes ? `${what}; it was ${done} at Altinn` : what;
  return line(title, who, lists === undefined ? said : `${said}. ${lists}`);
}

const AT_ALTINN: Readonly<Record<Member, Readonly<Record<AccessChange["to"], string>>>> = {
  accessListMode: {
    open: "accessListMode became Disabled: whoever the policy lets in is let in",
    shut: "accessListMode became Enabled: only members of connected access lists are let in",
  },
  delegable: {
    open: "delegable became true: the service can be delegated",
    shut: "delegable became false: nobody can delegate the service any more",
  },
};

/** What somebody else has done, a phrase. */
export const happened = ({ of, to }: AccessChange): string => AT_ALTINN[of][to];
