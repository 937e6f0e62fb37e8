import type { PlainAccess } from "../access/access";
import {
  MASKINPORTEN_LEVEL,
  NEEDS_ACTION,
  NEVER_MATCHES,
  OTHER_CASING,
  PLACEHOLDER_LEFT,
  type Grant,
} from "../access/grants";
import { grantLines } from "../access/words";
import type { PlainPolicy } from "../plain/form";
import { nearest } from "../../values/nearest";
import { ASKED_ACTIONS, KNOWN_ACTIONS } from "../xacml/identifiers";
import type { Finding } from "./finding";

/** What locks callers out of a plain policy. */
export function accessRefusals({ plain, grants }: PlainAccess): Finding[] {
  const level = levelRefusal(plain, grants);
  const ofRules = byRule(grants).flatMap(([ruleId, ofRule]) => [
    ...neverMatches(ruleId, ofRule),
    ...(level ? [] : letsNobodyIn(ruleId, ofRule)),
  ]);
  return level ? [level, ...ofRules] : ofRules;
}

/** Values that can be no caller's, such as a number for a service owner's code. */
function neverMatches(ruleId: string, ofRule: readonly Grant[]): Finding[] {
  const dead = ofRule.filter(({ never }) => NEVER_MATCHES.has(never));
  if (dead.length === 0) return [];
  return [
    {
      code: "never-matches",
      ruleId,
      problem: `names what can match nobody: ${deadWords(dead)}`,
      effect: "Altinn compares it letter by letter with what callers carry.",
      instead: "Correct it, or take it out.",
    },
  ];
}

function letsNobodyIn(ruleId: string, ofRule: readonly Grant[]): Finding[] {
  const reasons = ofRule.map(whyNobody);
  if (reasons.includes(undefined) || reasons.every((reason) => HAS_ITS_OWN.has(reason))) return [];
  return [
    {
      code: "lets-nobody-in",
      ruleId,
      problem: `can let nobody in: ${deadWords(ofRule)}`,
      effect: "Altinn stores the rule, and it never applies when Broker asks.",
      instead:
        'Correct what it names, or take the rule out; or write acknowledge: ["lets-nobody-in"] where it is meant for others than Broker.',
    },
  ];
}

/** Reasons that are findings of their own. */
const HAS_ITS_OWN: ReadonlySet<string | undefined> = new Set([
  ...NEVER_MATCHES,
  PLACEHOLDER_LEFT,
  NEEDS_ACTION,
  OTHER_CASING,
]);

function levelRefusal(
  { levels: { all = 0, organizations } }: PlainPolicy,
  grants: readonly Grant[],
): Finding | undefined {
  if (all <= MASKINPORTEN_LEVEL) return undefined;
  const exempted = organizations !== undefined && organizations <= MASKINPORTEN_LEVEL;
  // A policy for service owners alone is meant so.
  if (exempted && grants.every(({ who }) => who?.kind === "service owner")) return undefined;
  return {
    code: "level-too-high",
    ruleId: undefined,
    problem: `demands the authentication level ${all}`,
    effect: `Maskinporten's tokens have level ${MASKINPORTEN_LEVEL}, so Altinn refuses every client and system user${
      exempted ? " but a service owner's own" : ""
    }.`,
    instead: `Write ${MASKINPORTEN_LEVEL}, or leave the level out; or write acknowledge: ["level-too-high"] where people use the service too.`,
  };
}

/** What may well be meant in a plain policy, and should be known. */
export const accessWarnings = (access: PlainAccess): Finding[] => [
  ...deadSubjects(access),
  ...actionsNotAsked(access.plain),
  ...missingActions(access.plain),
];

/** Subjects that are never let in, beside others of the rule that are. */
const deadSubjects = ({ grants }: PlainAccess): Finding[] =>
  byRule(grants).flatMap(([ruleId, ofRule]) => {
    const dead = ofRule.filter((grant) => {
      const reason = grant.never;
      return reason !== undefined && !HAS_ITS_OWN.has(reason);
    });
    if (dead.length === 0 || dead.length === ofRule.length) return [];
    return [
      {
        code: "subject-never-let-in" as const,
        ruleId,
        problem: `names what is never let in: ${deadWords(dead)}`,
        effect: "Altinn stores it, and this part of the rule never applies when Broker asks.",
        instead: "Correct it, or take it out.",
      },
    ];
  });

/** The grants of each rule, those left out that are for another resource, which is refused by itself. */
function byRule(grants: readonly Grant[]): [ruleId: string, ofRule: Grant[]][] {
  const rules = new Map<number, [string, Grant[]]>();
  for (const grant of grants) {
    if (grant.otherResource !== undefined) continue;
    const rule = rules.get(grant.ruleIndex);
    if (rule) rule[1].push(grant);
    else rules.set(grant.ruleIndex, [grant.ruleId, [grant]]);
  }
  return [...rules.values()];
}

/** Why Broker's callers get nothing by a grant, its action included. */
function whyNobody({ never, action }: Grant): string | undefined {
  if (never !== undefined) return never;
  const asked = action && KNOWN_ACTIONS.find((known) => known === action.value.toLowerCase());
  return asked !== undefined && asked !== action?.value
    ? `Broker asks for ${asked}, in lower case`
    : undefined;
}

const deadWords = (grants: readonly Grant[]): string => {
  const words = grants.map((grant) => {
    const never = whyNobody(grant);
    return Object.keys(grantLines([{ ...grant, never }]))[0] ?? "";
  });
  return [...new Set(words.map((key) => key.replace(/^nobody: /, "")))].join("; ");
};

function actionsNotAsked({ rules }: PlainPolicy): Finding[] {
  const known: readonly string[] = KNOWN_ACTIONS;
  return rules.flatMap(({ ruleId, actions = [] }) =>
    actions
      .filter(({ value, anyCase }) => !known.includes(anyCase ? value.toLowerCase() : value))
      .map(({ value }): Finding => {
        const [near] = nearest(value, known, (each) => [each], 1);
        return {
          code: "action-not-asked",
          ruleId,
          problem: `names the action ${JSON.stringify(value)}`,
          effect:
            "Broker asks for read and write, Altinn Events for subscribe, in lower case; publish stands in Altinn's guide.",
          instead: near ? `Write ${JSON.stringify(near)}.` : "Take it out, or acknowledge it.",
        };
      }),
  );
}

/** What does not work without a rule. `publish` is not among it: it stands in Altinn's guide, and nobody asks for it. */
const WITHOUT: Readonly<Record<(typeof ASKED_ACTIONS)[number], string>> = {
  read: "receive",
  write: "send",
  subscribe: "subscribe to the events of the service",
};

function missingActions({ rules }: PlainPolicy): Finding[] {
  if (rules.some(({ actions }) => actions === undefined)) return [];
  const named = rules.flatMap(({ actions = [] }) => actions);
  const missing = ASKED_ACTIONS.filter(
    (action) =>
      !named.some(({ value, anyCase }) => (anyCase ? value.toLowerCase() : value) === action),
  );
  if (missing.length === 0) return [];
  return [
    {
      code: "missing-action",
      ruleId: undefined,
      problem: `has no rule for ${missing.join(", ")}`,
      effect: `Nobody can ${missing.map((action) => WITHOUT[action]).join(", or ")}.`,
      instead:
        'Give it to those who should have it, or write acknowledge: ["missing-action"] where nobody should.',
    },
  ];
}
