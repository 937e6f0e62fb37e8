import type { Match, PolicyRule } from "./model";
import { ATTRIBUTE, CATEGORY, DELEGATING_ATTRIBUTES, FUNCTION, foldCase } from "./vocabulary";

/**
 * A rule as Altinn's decision point reads it: for each category the alternatives that any AnyOf
 * gives, each a list of matches that must all hold. An AllOf that mixes categories counts for each
 * of them with its own part; a category that no alternative names is open.
 */
export interface Alternatives {
  readonly subjects: readonly (readonly Match[])[];
  readonly resources: readonly (readonly Match[])[];
  readonly actions: readonly (readonly Match[])[];
  /** Matches of other categories, at which the decision point does not look. */
  readonly unused: readonly Match[];
  /** Matches with an AttributeSelector, on which it fails. */
  readonly selectors: readonly Match[];
}

export function alternativesOf(rule: PolicyRule): Alternatives {
  const subjects: Match[][] = [];
  const resources: Match[][] = [];
  const actions: Match[][] = [];
  const unused: Match[] = [];
  const selectors: Match[] = [];
  for (const anyOf of rule.target ?? []) {
    for (const allOf of anyOf) {
      const subject: Match[] = [];
      const resource: Match[] = [];
      const action: Match[] = [];
      for (const match of allOf) {
        if (match.selector !== undefined) selectors.push(match);
        else if (match.category === CATEGORY.subject) subject.push(match);
        else if (match.category === CATEGORY.resource) resource.push(match);
        else if (match.category === CATEGORY.action) action.push(match);
        else unused.push(match);
      }
      if (subject.length > 0) subjects.push(subject);
      if (resource.length > 0) resources.push(resource);
      if (action.length > 0) actions.push(action);
    }
  }
  return { subjects, resources, actions, unused, selectors };
}

/** Whether the match compares whole strings: only then words can tell what it lets in. */
export const isPlain = (match: Match): boolean =>
  match.matchId === FUNCTION.stringEqual ||
  match.matchId === FUNCTION.stringIsIn ||
  match.matchId === FUNCTION.stringEqualIgnoreCase;

export const ignoresCase = (match: Match): boolean =>
  match.matchId === FUNCTION.stringEqualIgnoreCase;

/** Whether a plain match holds for a request that carries `text`. */
export const holdsFor = (match: Match, text: string): boolean =>
  ignoresCase(match) ? foldCase(match.value) === foldCase(text) : match.value === text;

/**
 * Whether every request that can reach the policy carries the attribute, so that MustBePresent has
 * no effect: the policy is found by the resource, and every request has an action.
 */
export const isAlwaysPresent = ({ attributeId, category }: Match): boolean =>
  category === CATEGORY.action
    ? attributeId === ATTRIBUTE.action
    : category === CATEGORY.resource && attributeId === ATTRIBUTE.resource;

/** The roles and access packages that an alternative names. */
export const delegatingMatches = (matches: readonly Match[]): readonly Match[] =>
  matches.filter((match) => DELEGATING_ATTRIBUTES.has(match.attributeId ?? ""));

/** Why a value that `hasPlaceholder` finds never matches. */
export const PLACEHOLDER_LEFT = "a placeholder is left";

/** Why a value that `hasSpaceAround` finds never matches. */
export const SPACE_AROUND = "there is space around the value";

/** Space belongs to a value: Altinn compares it, and no request has it. */
export const hasSpaceAround = (match: Match): boolean =>
  isPlain(match) && match.value !== match.value.trim();

/** Text left over from a template: `[org]`, `{app}`, `${role}`, `<number>`. */
export const hasPlaceholder = (match: Match): boolean =>
  isPlain(match) && /\[[^\]]*\]|\{[^}]*\}|<[^>]*>/.test(match.value);
