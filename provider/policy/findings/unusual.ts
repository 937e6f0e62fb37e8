import type { UnusualAccess } from "../access/access";
import type { Oddity } from "../plain/oddity";
import type { Finding } from "./finding";

/** How many things that make a policy unusual are told in one sentence. */
const TOLD = 4;

/**
 * What is said of a policy outside the plain form. What the registry refuses or breaks on has
 * findings of its own and is not told twice.
 */
export function unusualFindings({ oddities = [], underRightId }: UnusualAccess): Finding[] {
  const lookAlikes = oddities.filter(({ lookAlike }) => lookAlike).map(lookAlikeFinding);
  const told = oddities.filter(({ lookAlike, refused }) => !lookAlike && !refused);
  if (told.length === 0) return lookAlikes;
  const lines = Object.entries(underRightId?.lines ?? {}).map(([key, value]) => `${key}: ${value}`);
  const [only] = told.length === 1 ? told : [];
  return [
    ...lookAlikes,
    {
      code: "unusual-policy",
      ruleId: only?.rule?.id,
      problem: `${only?.rule ? "makes the policy unusual" : "is unusual"}: ${only ? `it ${only.what}` : several(told)}`,
      effect: "Who gets in by the policy cannot be told, so it is shown as it stands.",
      instead: [
        ...new Set(told.slice(0, TOLD).map(({ instead }) => instead)),
        ...(lines.length > 0 ? [`The policy then has the lines: ${lines.join("; ")}.`] : []),
        'If it is meant as it is, write acknowledge: ["unusual-policy"].',
      ].join(" "),
    },
  ];
}

function several(told: readonly Oddity[]): string {
  const rest = told.length - TOLD;
  const texts = told
    .slice(0, TOLD)
    .map(({ rule, what }) => (rule ? `rule ${JSON.stringify(rule.id)} ${what}` : `it ${what}`));
  return `${texts.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}`;
}

const lookAlikeFinding = ({ rule, what, instead }: Oddity): Finding => ({
  code: "look-alike-attribute",
  ruleId: rule?.id,
  problem: what,
  effect: "Altinn compares these names letter by letter, so nobody is let in by it.",
  instead,
});
