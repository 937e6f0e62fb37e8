import { accessOfText, compareAccess, grantLines, type Access, type Grant } from "../../policy";

/*
 * What a change from one policy text to another means for who gets in, in sentences. All that is said of access given or
 * taken, whether by drift, by a take-over or by a change of the program, is said here.
 */

export interface PolicyChange {
  /** `KEY: ACTIONS` of who gets in after it and did not before. */
  readonly given: readonly string[];
  /** `KEY: ACTIONS` of who got in before it and does not any more. */
  readonly taken: readonly string[];
  /** What becomes of those who got in by a role or an access package, sentences; none when nobody does. */
  readonly afterwards: readonly string[];
  /** Why nobody can tell who gains or loses; undefined when it can be told. */
  readonly untold: string | undefined;
  /** Every other line that differs, such as a level or what lets nobody in. */
  readonly other: readonly string[];
}

export function policyChange(before: string, after: string, resourceId: string): PolicyChange {
  const was = accessOfText(before, resourceId);
  const is = accessOfText(after, resourceId);
  const compared = compareAccess(was, is);
  const { gained = [], lost = [] } = compared ?? {};
  return {
    given: told(gained),
    taken: told(lost),
    afterwards: afterwards(lost),
    untold: compared ? undefined : whyUntold(was, is),
    other: otherLines(was, is, compared !== undefined),
  };
}

const told = (grants: readonly Grant[]): string[] =>
  Object.entries(grantLines(grants)).map(([key, actions]) => `${key}: ${actions}`);

function afterwards(lost: readonly Grant[]): string[] {
  const byRole = lost.filter(
    ({ who, route }) => route === "delegated" || who?.kind === "access package",
  );
  const isHeld = byRole.some(({ route }) => route === "direct");
  const isDelegated = byRole.some(({ route }) => route === "delegated");
  return [
    ...(byRole.length > 0 ? [`these lines lose access: ${told(byRole).join("; ")}.`] : []),
    ...(isDelegated
      ? [
          "Rights already delegated to system users and organisations stay until they are revoked in Altinn.",
        ]
      : []),
    ...(isHeld
      ? [
          "System users that hold the access package are out within 10 minutes, without a revocation.",
        ]
      : []),
  ];
}

function whyUntold(was: Access, is: Access): string {
  const renewed = was.form === "unusual" && is.form === "plain" ? was.underRightId : undefined;
  if (renewed === undefined) return "whether access grows cannot be told";
  const { gained = [] } = compareAccess(undefined, is) ?? {};
  return `on Altinn's newest code nobody gets in by the policy as it was, with the combining algorithm of an old example; with the right one these do: ${told(gained).join("; ")}`;
}

/** Lines that differ, but for those of access that was compared. */
function otherLines(was: Access, is: Access, areCompared: boolean): string[] {
  const living = (access: Access) =>
    areCompared && access.form === "plain"
      ? Object.keys(grantLines(access.grants)).filter((key) => !key.startsWith("nobody: "))
      : [];
  const [before, after] = [was.lines, is.lines];
  const known = new Set([...living(was), ...living(is)]);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => !known.has(key) && before[key] !== after[key])
    .map((key) => `${key}: ${before[key] ?? "nothing"} (would be ${after[key] ?? "gone"})`);
}
