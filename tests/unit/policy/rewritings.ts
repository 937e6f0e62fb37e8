import { A, B } from "./askers";
import { IS_IN, type Plain } from "./plain-policies";
import * as text from "./policy-texts";
import type { AnyOfSpec, MatchSpec, RuleSpec } from "./policy-texts";
import type { Choices } from "./xml-tree";

/* Other ways to write a plain policy: some mean the same, some nearly. */

type Rewriting = (plain: Plain, choices: Choices) => Plain;

/** Puts other rules in the place of one. */
const onRule =
  (change: (rule: RuleSpec, choices: Choices) => RuleSpec[]): Rewriting =>
  (plain, choices) => {
    const at = choices.below(plain.rules.length);
    const rules = plain.rules.flatMap((rule, index) =>
      index === at ? change(rule, choices) : [rule],
    );
    return { ...plain, rules: rules.length > 0 ? rules : plain.rules };
  };

/** Changes one AnyOf of a rule; one that nothing is left of stays as it was. */
const onAnyOf = (change: (anyOf: AnyOfSpec, choices: Choices) => AnyOfSpec): Rewriting =>
  onRule((rule, choices) => {
    const at = choices.below(rule.anyOfs.length);
    const anyOfs = rule.anyOfs.map((anyOf, index) => {
      const changed = index === at ? change(anyOf, choices) : anyOf;
      return changed.length > 0 ? changed : anyOf;
    });
    return [{ ...rule, anyOfs }];
  });

const onMatch = (change: (match: MatchSpec, choices: Choices) => Partial<MatchSpec>): Rewriting =>
  onAnyOf((anyOf, choices) => {
    const at = choices.below(anyOf.length);
    return anyOf.map((allOf, index) =>
      index === at ? allOf.map((match) => ({ ...match, ...change(match, choices) })) : allOf,
    );
  });

const turnedCase = (value: string) =>
  value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase();

export const REWRITINGS: Readonly<Record<string, Rewriting>> = {
  "rules in another order": (plain) => ({ ...plain, rules: [...plain.rules].reverse() }),
  "a rule twice": onRule((rule) => [rule, rule]),
  "a rule for each alternative": onRule((rule, choices) => {
    const at = choices.below(rule.anyOfs.length);
    return (rule.anyOfs[at] ?? []).map((allOf) => ({
      ...rule,
      anyOfs: rule.anyOfs.map((anyOf, index) => (index === at ? [allOf] : anyOf)),
    }));
  }),
  "alternatives in another order": onAnyOf((anyOf) => [...anyOf].reverse()),
  "an alternative twice": onAnyOf((anyOf) => [...anyOf, ...anyOf]),
  "AnyOf in another order": onRule((rule) => [{ ...rule, anyOfs: [...rule.anyOfs].reverse() }]),
  "another function": onMatch((_, choices) => ({
    matchId: choices.of([text.STRING_EQUAL, text.IGNORE_CASE, IS_IN]) ?? text.STRING_EQUAL,
  })),
  "another casing": onMatch(({ value }) => ({ value: turnedCase(value) })),
  "another value": onMatch(({ value }, choices) => ({
    value:
      choices.of([A, B, "dagl", "lonn", "read", "other"].filter((each) => each !== value)) ?? A,
  })),
  "an alternative less": onAnyOf((anyOf) => anyOf.slice(1)),
  "a rule less": onRule(() => []),
  "another level": (plain, choices) => ({
    ...plain,
    levels: { all: choices.below(6), organizations: choices.below(6) },
  }),
};
