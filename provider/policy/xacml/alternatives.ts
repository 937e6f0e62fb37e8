import { CATEGORY } from "./identifiers";
import type { Match, PolicyRule } from "./policy";

/**
 * A rule as the registry reads it, of whatever form: for each category the alternatives that any
 * AnyOf gives, each a list of matches that must all hold. An AllOf that mixes categories counts for
 * each of them with its own part.
 */
export interface Alternatives {
  readonly subjects: readonly (readonly Match[])[];
  readonly resources: readonly (readonly Match[])[];
  readonly actions: readonly (readonly Match[])[];
}

export function alternativesOf(rule: PolicyRule): Alternatives {
  const allOfs = (rule.target ?? []).flat();
  const side = (category: string) =>
    allOfs
      .map((allOf) => allOf.filter((match) => match.category === category))
      .filter((matches) => matches.length > 0);
  return {
    subjects: side(CATEGORY.subject),
    resources: side(CATEGORY.resource),
    actions: side(CATEGORY.action),
  };
}
