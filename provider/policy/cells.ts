import { alternativesOf, hasPlaceholder, hasSpaceAround, ignoresCase } from "./alternatives";
import { isAlwaysPresent, isPlain, type Alternatives } from "./alternatives";
import { PLACEHOLDER_LEFT, SPACE_AROUND } from "./alternatives";
import { attributeWords, callerOf, quoted, type Caller, ANYONE } from "./callers";
import type { Match, PolicyRule } from "./model";
import { ANY_RESOURCE, scopeOf, type Scope } from "./scopes";
import { ATTRIBUTE, KNOWN_FUNCTIONS, PARSING_FUNCTIONS, STRING } from "./vocabulary";

/** Actions in words; `undefined` stands for every action. */
export type Actions = ReadonlySet<string> | undefined;

/** What one combination of a rule's alternatives says. */
export interface Cell {
  readonly effect: "Permit" | "Deny";
  readonly ruleIndex: number;
  readonly caller: Caller;
  readonly scope: Scope;
  readonly actions: Actions;
  /** Why the cell never applies. */
  readonly never: string | undefined;
}

export interface RuleReading {
  readonly cells: readonly Cell[];
  /** The rule for any caller: what `permit-unless-deny` lets everyone do. */
  readonly open: readonly Cell[];
  /** What words leave out, each a phrase that says so. */
  readonly notes: readonly string[];
  /** Some alternatives have no cell, because words cannot tell what they let in. */
  readonly undecided: boolean;
  /** Altinn may refuse callers whom other rules let in: by an error, or a Deny without words. */
  readonly mayFail: boolean;
  /**
   * A Deny names roles or packages. No caller of Broker has them, so it refuses nobody; what it means
   * for who may delegate is not known.
   */
  readonly deniesDelegation: boolean;
}

/** Why a role or package of a rule can never be delegated: a part of the Target is missing. */
export const NEEDS_ACTION = "nothing can be delegated without a named action";
export const NEEDS_RESOURCE = "nothing can be delegated without the resource";

/** Broker asks with a party, and then Altinn does not add the caller's access lists. */
const NEVER_BY_LIST = ["read", "write"];

/** Reads one rule, as Broker asks for `resourceId`. */
export function readRule(rule: PolicyRule, ruleIndex: number, resourceId: string): RuleReading {
  const alternatives = alternativesOf(rule);
  const faults = faultsOf(rule, alternatives);
  const notes = [...faults.notes];
  const cells: Cell[] = [];
  const open: Cell[] = [];

  const callers = alternatives.subjects.map(callerOf);
  const scopes = alternatives.resources.map((matches) => scopeOf(matches, resourceId));
  if (alternatives.subjects.length === 0) callers.push(ANYONE);
  if (alternatives.resources.length === 0) scopes.push(ANY_RESOURCE);
  const actions = actionsOf(alternatives, notes);
  const base = { effect: rule.effect, ruleIndex };
  let undecided = actions.undecided;
  let deniesDelegation = false;

  for (const scope of scopes) {
    if (scope.unknown !== undefined) {
      notes.push(`a resource is compared by ${scope.unknown}`);
      undecided = true;
      continue;
    }
    if (actions.direct === undefined || actions.direct.size > 0) {
      open.push({ ...base, caller: ANYONE, scope, actions: actions.direct, never: scope.never });
    }
    for (const caller of callers) {
      if (caller.kind === "unknown") {
        notes.push(`${caller.words} is compared by ${caller.reason}`);
        undecided = true;
      } else if (caller.kind === "delegated" && rule.effect === "Deny") {
        notes.push(
          `denies ${caller.words}, and Altinn passes over Deny where it decides who may delegate`,
        );
        deniesDelegation = true;
      } else {
        cells.push(...cellsOf(caller, scope, actions, base));
        for (const action of caller.kind === "delegated" ? actions.undelegable : []) {
          notes.push(`whether ${caller.words} get ${action}`);
        }
      }
    }
  }
  if (undecided) notes.push(`it names ${callers.map((caller) => caller.words).join(", ")}`);
  const mayFail = faults.mayFail || (rule.effect === "Deny" && undecided);
  return { cells, open, notes: [...new Set(notes)], undecided, mayFail, deniesDelegation };
}

function cellsOf(
  caller: Caller,
  scope: Scope,
  actions: RuleActions,
  base: Pick<Cell, "effect" | "ruleIndex">,
): Cell[] {
  const cell = {
    ...base,
    caller,
    scope,
    never: caller.kind === "nobody" ? caller.reason : scope.never,
  };
  if (caller.kind === "delegated") {
    const never =
      actions.delegated === undefined
        ? NEEDS_ACTION
        : !scope.namesResource
          ? NEEDS_RESOURCE
          : cell.never;
    if (actions.delegated?.size === 0) return [];
    const delegatedScope = { ...scope, limits: scope.delegatedLimits };
    return [{ ...cell, scope: delegatedScope, actions: actions.delegated, never }];
  }
  if (actions.direct?.size === 0) return [];
  if (caller.kind !== "accessList" || cell.never !== undefined) {
    return [{ ...cell, actions: actions.direct }];
  }
  const never = "Altinn does not look at access lists when Broker asks";
  const asked = NEVER_BY_LIST.filter((name) => !actions.direct || actions.direct.has(name));
  const dead = asked.length > 0 ? [{ ...cell, actions: new Set(asked), never }] : [];
  const rest =
    actions.direct && new Set([...actions.direct].filter((name) => !asked.includes(name)));
  if (rest?.size === 0) return dead;
  const words = rest ? caller.words : `${caller.words}, not asked by Broker`;
  return [...dead, { ...cell, caller: { ...caller, words }, actions: rest }];
}

interface RuleActions {
  readonly direct: Actions;
  /** Delegation compares actions without regard to case, and passes over none that is named. */
  readonly delegated: Actions;
  /** Actions of which it is not known how Altinn delegates them. */
  readonly undelegable: readonly string[];
  readonly undecided: boolean;
}

const OPEN_ACTIONS: RuleActions = {
  direct: undefined,
  delegated: undefined,
  undelegable: [],
  undecided: false,
};

function actionsOf({ actions }: Alternatives, notes: string[]): RuleActions {
  if (actions.length === 0) return OPEN_ACTIONS;
  const direct = new Set<string>();
  const delegated = new Set<string>();
  const undelegable: string[] = [];
  let undecided = false;
  for (const matches of actions) {
    const odd = matches.find((match) => !isPlain(match));
    if (odd) {
      notes.push(`an action is compared by match function ${odd.matchId}`);
      undecided = true;
      continue;
    }
    const never = matches.map(neverAsked).find((reason) => reason !== undefined);
    const labels = [...new Set(matches.map((match) => actionWords(match, ignoresCase(match))))];
    const label = labels.length === 1 ? (labels[0] ?? "") : together(labels);
    if (never !== undefined) {
      notes.push(`action ${label} is never asked for: ${never}`);
      continue;
    }
    direct.add(label);
    const [only] = matches;
    if (matches.length === 1 && only) delegated.add(actionWords(only, true));
    else undelegable.push(label);
  }
  return { direct, delegated, undelegable, undecided };
}

/** Why no request ever names the action. */
function neverAsked(match: Match): string | undefined {
  if (hasPlaceholder(match)) return PLACEHOLDER_LEFT;
  if (hasSpaceAround(match)) return SPACE_AROUND;
  return match.dataType === STRING ? undefined : "it is no string";
}

const actionWords = (match: Match, lowerCase: boolean): string =>
  match.attributeId === ATTRIBUTE.action
    ? quoted(lowerCase ? match.value.toLowerCase() : match.value)
    : attributeWords(match);

const TOGETHER = " together";
const together = (labels: string[]) => labels.sort().join(" and ") + TOGETHER;

/** Several actions that one request must name at once, as Broker's search does. */
export const isTogether = (label: string): boolean => label.endsWith(TOGETHER);

/** What in a rule Altinn answers with an error, and what it does not look at. */
function faultsOf(rule: PolicyRule, alternatives: Alternatives) {
  const notes: string[] = [];
  let mayFail = false;
  const fault = (note: string) => {
    mayFail = true;
    notes.push(note);
  };
  if (rule.condition !== undefined)
    fault("has a Condition, which Altinn may not be able to decide");
  if (alternatives.selectors.length > 0) fault("has an AttributeSelector, on which Altinn fails");
  const { subjects, resources, actions } = alternatives;
  for (const match of [...subjects, ...resources, ...actions].flat()) {
    const name = attributeWords(match);
    if (!KNOWN_FUNCTIONS.has(match.matchId)) {
      fault(`${name}: Altinn does not know the match function ${match.matchId}`);
    } else if (PARSING_FUNCTIONS.has(match.matchId)) {
      fault(`${name}: Altinn fails where ${match.matchId} cannot read the value`);
    }
    if (match.mustBePresent && !isAlwaysPresent(match)) {
      fault(`${name}: MustBePresent refuses every caller without this attribute`);
    }
    if (match.issuer !== undefined) notes.push(`${name}: Altinn does not look at the Issuer`);
  }
  for (const match of alternatives.unused) {
    notes.push(`${attributeWords(match)}: Altinn does not look at the category ${match.category}`);
  }
  for (const part of rule.otherParts) notes.push(`${part.name}: Altinn does not use it in a rule`);
  return { notes, mayFail };
}
