import { hasUnknown, isUnknown, UNKNOWN } from "../../values/unknown";
import { accessOfText } from "../access/access";
import { renderPolicy } from "./render";
import type { Rule } from "./rules";

interface PolicyInputs {
  resourceId?: unknown;
  /** A list of rules, or the sentinel; parts of a rule may be the sentinel too. */
  rules?: unknown;
  /** The policy as text, or the sentinel. Looked at when `rules` is undefined. */
  xml?: unknown;
  minimumAuthenticationLevel?: unknown;
  /** `access` of the old inputs; undefined while the policy is not in state. */
  oldAccess?: Readonly<Record<string, string>> | undefined;
}

/**
 * `access` of a preview in which a value may be unknown. While the text or a rule is unknown, every
 * key that `access` had is unknown: leaving it out would read as access taken away. Each unknown
 * rule has an entry `rules[n]`, the known ones have their words.
 *
 * @throws PolicyError when what is known cannot be written.
 */
export function accessWithUnknown(inputs: PolicyInputs): Record<string, string> {
  const { rules, xml, resourceId, minimumAuthenticationLevel: level, oldAccess = {} } = inputs;
  const id = typeof resourceId === "string" ? resourceId : UNKNOWN;
  const old = () => Object.fromEntries(Object.keys(oldAccess).map((key) => [key, UNKNOWN]));

  if (rules === undefined) {
    if (typeof xml !== "string" || isUnknown(xml)) return { ...old(), policy: UNKNOWN };
    return accessOfText(xml, id).lines;
  }
  if (!Array.isArray(rules)) return { ...old(), rules: UNKNOWN };

  const known = rules.filter((rule): rule is Rule => !hasUnknown(rule));
  const lines: Record<string, string> = {};
  if (known.length > 0) {
    const minimumAuthenticationLevel = typeof level === "number" ? level : undefined;
    const policy = { resourceId: id, rules: known, minimumAuthenticationLevel };
    Object.assign(lines, accessOfText(renderPolicy(policy), id).lines);
  }
  if (isUnknown(level)) lines["minimum authentication level"] = UNKNOWN;
  if (known.length < rules.length) {
    Object.assign(lines, old());
    rules.forEach((rule, index) => {
      if (hasUnknown(rule)) lines[`rules[${index}]`] = UNKNOWN;
    });
  }
  return lines;
}
