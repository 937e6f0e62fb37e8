import {
  accessOfText,
  compareAccess,
  coveredBy,
  grantLines,
  grantsByLine,
  isAskedFor,
  LEVEL_KEY,
  letsIn,
  MASKINPORTEN_LEVEL,
  type Access,
  type Grant,
  type Levels,
} from "../../policy";

/*
 * What a change from one policy text to another means for who gets in. All that is said of access given or taken, whether
 * by drift, by a take-over or by a change of the program, comes from here; docs/who-gets-in.md tells how it reads.
 */

/** What one line of `access` gains or loses. */
export interface AccessChange {
  /** The key of the line, as `access` has it. */
  readonly who: string;
  /**
   * The actions that changed, and no other: `read, write`, `every action`, `every action but read`; of a level
   * `3 (was none)`. Of what is taken there may follow what a narrower line goes on to let in, as a line of `access`:
   * `write; still: organization 974761076 (on its own behalf): write`.
   */
  readonly actions: string;
}

/** A line by which nobody gets in, or of which nobody can tell whether anybody does. */
export interface OtherChange {
  readonly line: string;
  /** Undefined for a line that was not there. */
  readonly before: string | undefined;
  /** Undefined for a line that is gone. */
  readonly after: string | undefined;
}

export interface PolicyChange {
  /** Who gets in after it and did not before; what grows is told by the wider line alone. */
  readonly given: readonly AccessChange[];
  /** Who got in before it and does not any more. */
  readonly taken: readonly AccessChange[];
  /** What becomes of those who got in by a role or an access package, sentences; none when nobody does. */
  readonly afterwards: readonly string[];
  /** Whether there was no policy before. */
  readonly isNew: boolean;
  /** Why nobody can tell who gains or loses, without a full stop; undefined when it can be told. */
  readonly untold: string | undefined;
  /** Every other line that differs: what lets nobody in, actions that nobody asks for, and all lines where `untold` stands. */
  readonly other: readonly OtherChange[];
}

/**
 * Compares two policy texts, or a new one with none.
 *
 * @param before Undefined where there is no policy yet, by which nobody gets in.
 */
export function policyChange(
  before: string | undefined,
  after: string,
  resourceId: string,
): PolicyChange {
  const was = before === undefined ? undefined : accessOfText(before, resourceId);
  const is = accessOfText(after, resourceId);
  const compared = compareAccess(was, is);
  // One of them is unusual, and then the comparison is undefined; said twice for the sake of types.
  if (!compared || is.form === "unusual" || was?.form === "unusual") {
    return {
      isNew: was === undefined,
      given: [],
      taken: [],
      afterwards: was ? afterwardsUntold(was, is) : [],
      untold: whyUntold(was, is),
      other: otherLines(was?.lines ?? {}, is.lines),
    };
  }
  const { gained, lost } = compared;
  const levels = was
    ? levelChanges(was.plain.levels, is.plain.levels)
    : { given: [], taken: [], other: otherLines({}, levelTexts(is.plain.levels)) };
  return {
    isNew: was === undefined,
    given: [...told(gained), ...levels.given],
    taken: [...toldWithRest(lost, is.grants), ...levels.taken],
    afterwards: afterwards(lost.filter(isAskedFor), is.plain.levels),
    untold: undefined,
    other: [
      ...notAskedFor(gained, lost),
      ...byNobody(was?.grants ?? [], is.grants),
      ...levels.other,
    ],
  };
}

const told = (grants: readonly Grant[]): AccessChange[] =>
  Object.entries(grantLines(grants.filter(isAskedFor))).map(([who, actions]) => ({ who, actions }));

/** What is lost, each with what a narrower line goes on to let in: without it a line that narrows reads as if they were out. */
function toldWithRest(lost: readonly Grant[], after: readonly Grant[]): AccessChange[] {
  const living = after.filter(letsIn).filter(isAskedFor);
  return [...grantsByLine(lost.filter(isAskedFor))].map(([who, grants]) => {
    const actions = grantLines(grants)[who] ?? "";
    const rest = inWords(coveredBy(living, grants));
    return { who, actions: rest === "" ? actions : `${actions}; still: ${rest}` };
  });
}

/** The lines of grants, one after the other. */
const inWords = (grants: readonly Grant[]): string =>
  Object.entries(grantLines(grants))
    .map(([key, actions]) => `${key}: ${actions}`)
    .join("; ");

const STAY = "Rights that were delegated stay until they are revoked in Altinn";

function afterwards(lost: readonly Grant[], { all = 0 }: Levels): string[] {
  const delegated = lost.filter(({ route }) => route === "delegated");
  const held = lost.filter(
    ({ who, route }) => route === "direct" && who?.kind === "access package",
  );
  const sentence = (grants: readonly Grant[], text: string) =>
    grants.length > 0 ? [`${text}: ${inWords(grants)}.`] : [];
  return [
    ...sentence(
      delegated,
      // Delegated access takes the level of the policy of today.
      all > MASKINPORTEN_LEVEL ? `${STAY}, and let nobody in while the level is ${all}` : STAY,
    ),
    ...sentence(
      held,
      "System users that hold the access package are out within 10 minutes, without a revocation",
    ),
  ];
}

/** Which lines go to or from an unusual policy cannot be told; that there were some can. */
function afterwardsUntold(was: Access, is: Access): string[] {
  const hadRights =
    was.form === "unusual"
      ? was.letsDelegate
      : was.grants.some((grant) => letsIn(grant) && isByRole(grant));
  if (!hadRights) return [];
  return is.form === "unusual"
    ? [`${STAY}; whether they let anybody in under this policy cannot be told.`]
    : [`${STAY}.`];
}

const isByRole = ({ route, who }: Grant): boolean =>
  route === "delegated" || who?.kind === "access package";

function whyUntold(was: Access | undefined, is: Access): string {
  if (!was) return "who gets in by it cannot be told";
  const renewed = was.form === "unusual" && is.form === "plain" ? was.underRightId : undefined;
  if (renewed === undefined) return "whether access grows cannot be told";
  const { gained = [] } = compareAccess(undefined, is) ?? {};
  return `on Altinn's newest code nobody gets in by the policy as it was, with the combining algorithm of an old example; with the right one these do: ${inWords(gained.filter(isAskedFor))}`;
}

type LevelChanges = Pick<PolicyChange, "given" | "taken" | "other">;

/** A lower level is access given, even where every token reaches both; what demands the same is neither. */
function levelChanges(was: Levels, is: Levels): LevelChanges {
  const changes = { given: [], taken: [], other: [] } as {
    given: AccessChange[];
    taken: AccessChange[];
    other: OtherChange[];
  };
  for (const name of ["all", "organizations"] as const) {
    if (was[name] === is[name]) continue;
    const step = demandOf(is)[name] - demandOf(was)[name];
    const who = LEVEL_KEY[name];
    const now = is[name] === undefined ? "none any more" : String(is[name]);
    const change = { who, actions: `${now} (was ${was[name] ?? "none"})` };
    if (step < 0) changes.given.push(change);
    else if (step > 0) changes.taken.push(change);
    else changes.other.push(otherLine(who, levelTexts(was), levelTexts(is)));
  }
  return changes;
}

/** What everybody must reach, and what is enough for a service owner's token: the lower of the two levels. */
const demandOf = ({ all = 0, organizations = all }: Levels) => ({
  all,
  organizations: Math.min(all, organizations),
});

const levelTexts = ({ all, organizations }: Levels): Readonly<Record<string, string>> => ({
  ...(all === undefined ? {} : { [LEVEL_KEY.all]: String(all) }),
  ...(organizations === undefined ? {} : { [LEVEL_KEY.organizations]: String(organizations) }),
});

/** Actions that come and go and that nobody asks for. */
function notAskedFor(gained: readonly Grant[], lost: readonly Grant[]): OtherChange[] {
  const lines = (grants: readonly Grant[]) =>
    Object.fromEntries(
      Object.entries(grantLines(grants.filter((grant) => !isAskedFor(grant)))).map(
        ([key, actions]) => [`not asked for: ${key}`, actions],
      ),
    );
  return otherLines(lines(lost), lines(gained));
}

const byNobody = (was: readonly Grant[], is: readonly Grant[]): OtherChange[] => {
  const lines = (grants: readonly Grant[]) => grantLines(grants.filter((grant) => !letsIn(grant)));
  return otherLines(lines(was), lines(is));
};

type Lines = Readonly<Record<string, string>>;

const otherLines = (before: Lines, after: Lines): OtherChange[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((line) => before[line] !== after[line])
    .map((line) => otherLine(line, before, after));

const otherLine = (line: string, before: Lines, after: Lines): OtherChange => ({
  line,
  before: before[line],
  after: after[line],
});
