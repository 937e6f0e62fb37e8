import type { Levels, PlainPolicy, PlainRule, PlainSubject, Text } from "../plain/form";
import { DELEGATING, type SubjectKind } from "../plain/subject-kinds";
import { ASKED_ACTIONS, foldCase, KNOWN_ACTIONS } from "../xacml/identifiers";
import { hasPlaceholder } from "../xacml/placeholder";

/** One thing that a plain policy allows: somebody may do an action for a party. */
export interface Grant {
  /**
   * How access comes about: the caller itself is what is named (of an access package: a system user
   * that holds it), or what is named may delegate the service to it.
   */
  readonly route: "direct" | "delegated";
  /** Undefined: anyone. */
  readonly who: { readonly kind: SubjectKind; readonly value: string } | undefined;
  /** The one party for which it counts; undefined for any. */
  readonly party: string | undefined;
  /** Undefined: every action. */
  readonly action: Text | undefined;
  /** Of every action, in a comparison: those that neither come nor go. */
  readonly except?: readonly Text[];
  /** Why Altinn lets nobody in by it when Broker asks; undefined when it does. */
  readonly never: string | undefined;
  /** The minimum level lets in nobody but callers whose Altinn token names a service owner's code. */
  readonly ownersOnly: boolean;
  /** The resource that the rule names instead of the one asked for. */
  readonly otherResource: string | undefined;
  /** RuleId of the rule that it comes from, and its place among the rules: Altinn takes one RuleId twice. */
  readonly ruleId: string;
  readonly ruleIndex: number;
}

/** Whether anybody asks for an action of it today; what nobody asks for, such as `publish`, gives nobody anything. */
export const isAskedFor = ({ action, except = [] }: Grant): boolean =>
  ASKED_ACTIONS.some((asked) =>
    action === undefined
      ? !except.some(({ value }) => value === asked)
      : !action.anyCase && action.value === asked,
  );

/** The authentication level of every Maskinporten token. */
export const MASKINPORTEN_LEVEL = 3;

/**
 * What a plain policy allows, as asked by Broker for `resourceId`: for each rule the combinations of
 * its subjects, resources and actions.
 */
export function grantsOf({ rules, levels }: PlainPolicy, resourceId: string): Grant[] {
  const spellings = delegatedSpellings(rules, resourceId);
  const tokens = letInByLevel(levels);
  return rules.flatMap((rule, ruleIndex) =>
    rule.resources.flatMap(({ id, party }) => {
      const base = { party, ruleId: rule.ruleId, ruleIndex, ...tokens };
      const sameId = id.value === resourceId;
      const sameName = foldCase(id.value) === foldCase(resourceId);
      const direct = !sameName || sameId || id.anyCase ? undefined : OTHER_CASING;
      const there = {
        ...base,
        never: party === undefined || isNumber(party) ? base.never : NO_NUMBER,
        otherResource: sameName ? undefined : id.value,
      };
      return (rule.subjects ?? [undefined]).flatMap((subject) => [
        ...directGrants(subject, rule, { ...there, never: direct ?? there.never }),
        ...delegatedGrants(subject, rule, there, spellings),
      ]);
    }),
  );
}

const isNumber = (text: string) => /^\d{9}$/.test(text);
const NO_NUMBER = "that is no organisation number";
const NO_CODE = "that is no service owner's code";
const NO_UUID = "that is no UUID";
const CODE_CASING = "codes of service owners are in lower case";
const UUID_CASING = "Altinn writes UUIDs in lower case";
/** Reasons by which a value can be no caller's at all, whatever is asked. */
export const NEVER_MATCHES: ReadonlySet<string | undefined> = new Set([
  NO_NUMBER,
  NO_CODE,
  NO_UUID,
  CODE_CASING,
  UUID_CASING,
]);

export const PLACEHOLDER_LEFT = "a placeholder is left";
export const OTHER_CASING = "the resource is written in other letters";

type Base = Omit<Grant, "route" | "who" | "action">;

/** A service owner's exchanged token may pass by the level for organisations, nobody else's. */
function letInByLevel({ all = 0, organizations }: Levels): Pick<Grant, "never" | "ownersOnly"> {
  if (all <= MASKINPORTEN_LEVEL) return { never: undefined, ownersOnly: false };
  const ownersOnly = organizations !== undefined && organizations <= MASKINPORTEN_LEVEL;
  const never = `level ${all} is above the ${MASKINPORTEN_LEVEL} of Maskinporten`;
  return { never: ownersOnly ? undefined : never, ownersOnly };
}

function directGrants(
  subject: PlainSubject | undefined,
  { actions }: PlainRule,
  base: Base,
): Grant[] {
  if (subject && DELEGATING.has(subject.kind) && subject.kind !== "access package") return [];
  // Held packages are called in lower case; who may delegate is decided without regard to case.
  if (subject?.kind === "access package" && isWrittenOtherwise(subject)) return [];
  const reason = subject && neverLetIn(subject);
  const who = subject && { kind: subject.kind, value: valueOf(subject) };
  return (actions ?? [undefined]).map((written) => {
    const action = written && directAction(written);
    const byList = subject?.kind === "access list" ? neverByList(action) : undefined;
    return { ...base, route: "direct", who, action, never: reason ?? byList ?? base.never };
  });
}

function delegatedGrants(
  subject: PlainSubject | undefined,
  { actions }: PlainRule,
  base: Base,
  spellings: Spellings,
): Grant[] {
  if (!subject || !DELEGATING.has(subject.kind)) return [];
  const who = { kind: subject.kind, value: foldCase(subject.value).toLowerCase() };
  const never = hasPlaceholder(subject.value) ? PLACEHOLDER_LEFT : base.never;
  const grant = { ...base, route: "delegated" as const, who, never };
  if (!actions) {
    if (subject.kind === "access package" && !isWrittenOtherwise(subject)) return [];
    return [{ ...grant, action: undefined, never: NEEDS_ACTION }];
  }
  return actions.map(({ value }) => {
    const right =
      base.otherResource === undefined ? spellings.get(rightKey(base.party, value)) : undefined;
    const action = { value: right?.action ?? value, anyCase: false };
    return right?.isOtherCasing && !hasPlaceholder(subject.value)
      ? { ...grant, action, never: OTHER_CASING }
      : { ...grant, action };
  });
}

export const NEEDS_ACTION = "nothing can be delegated without a named action";

/** How a right is written that holders delegate. */
interface Spelling {
  readonly action: string;
  /** The resource is in other letters than its identifier, so the right is for nothing. */
  readonly isOtherCasing: boolean;
}
type Spellings = ReadonlyMap<string, Spelling>;

const rightKey = (party: string | undefined, action: string) =>
  JSON.stringify([party, foldCase(action)]);

/**
 * One right in any casing, of the resource as of the action, is delegated as the first rule with a role
 * or package for it writes it: so the registry lists it (DelegationCheckHelper).
 */
function delegatedSpellings(rules: readonly PlainRule[], resourceId: string): Spellings {
  const spellings = new Map<string, Spelling>();
  for (const { subjects, resources, actions } of rules) {
    if (!subjects?.some(({ kind }) => DELEGATING.has(kind))) continue;
    for (const { id, party } of resources) {
      if (foldCase(id.value) !== foldCase(resourceId)) continue;
      for (const { value } of actions ?? []) {
        const key = rightKey(party, value);
        if (spellings.has(key)) continue;
        spellings.set(key, { action: value, isOtherCasing: id.value !== resourceId });
      }
    }
  }
  return spellings;
}

/** Broker names a party, and then Altinn does not add the caller's lists; Events may name none. */
const neverByList = (action: Text | undefined): string | undefined =>
  action && ["read", "write"].includes(action.value)
    ? "Altinn does not look at access lists when Broker asks"
    : undefined;

/** In one spelling what is compared without regard to case, or has but one casing at Altinn. */
const valueOf = ({ value, anyCase }: PlainSubject): string =>
  anyCase ? value.toLowerCase() : value;

/** A known action that is compared without regard to case is that action. */
function directAction(action: Text): Text {
  if (!action.anyCase) return action;
  const value = action.value.toLowerCase();
  const known = KNOWN_ACTIONS.some((name) => name === value) || !hasLetters(value);
  return { value, anyCase: !known };
}

const hasLetters = (text: string) => text.toLowerCase() !== text.toUpperCase();

/** Compared with regard to case, and not in the lower case in which Altinn has it. */
const isWrittenOtherwise = ({ value, anyCase }: PlainSubject) =>
  !anyCase && value !== value.toLowerCase();

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Why no caller is ever what a direct subject names. */
function neverLetIn(subject: PlainSubject): string | undefined {
  const { kind, value } = subject;
  if (hasPlaceholder(value)) return PLACEHOLDER_LEFT;
  switch (kind) {
    case "organization":
    case "organization with an exchanged token":
      return isNumber(value) ? undefined : NO_NUMBER;
    case "service owner":
      if (/^\d+$|[:\s]/.test(value)) return NO_CODE;
      return isWrittenOtherwise(subject) ? CODE_CASING : undefined;
    case "system user":
      if (!UUID.test(value)) return NO_UUID;
      return isWrittenOtherwise(subject) ? UUID_CASING : undefined;
    case "resource delegation":
      return "it may delegate the service, and does not get in";
    default:
      return undefined;
  }
}
