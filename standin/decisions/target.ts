import type { Rule } from "../registry/policy/policy";
import { EvaluationError, matches } from "./matching";

/** The values of a request's attributes by attribute id, all of them strings. */
export type Attributes = Readonly<Record<string, readonly string[]>>;

export type TargetResult = "match" | "no match" | "attribute missing";

export function valuesOf(attributes: Attributes, id: string): readonly string[] | undefined {
  return Object.hasOwn(attributes, id) ? attributes[id] : undefined;
}

/**
 * Compares a rule's target with the request, for one category. All alternatives of all AnyOf
 * elements count alike: one of them is enough, and matches of other categories within it are passed over.
 * A rule that says nothing of the category matches. The last alternative that matched or lacked a
 * required attribute decides.
 *
 * @throws EvaluationError where the decision point fails
 */
export function matchTarget(rule: Rule, category: string, attributes: Attributes): TargetResult {
  let result: TargetResult = "no match";
  let isNamed = false;
  for (const allOf of rule.target?.flat() ?? []) {
    let isMatched = true;
    let isInCategory = false;
    for (const match of allOf) {
      const { designator } = match;
      if (designator === undefined) throw new EvaluationError("attribute selectors do not work");
      if (designator.category !== category) continue;
      isInCategory = true;
      const values = valuesOf(attributes, designator.attributeId);
      if (values === undefined) {
        isMatched = false;
        if (designator.mustBePresent) result = "attribute missing";
      } else if (!values.some((value) => matches(match, value))) {
        isMatched = false;
      }
    }
    if (isInCategory) isNamed = true;
    if (isInCategory && isMatched) result = "match";
  }
  return isNamed ? result : "match";
}
