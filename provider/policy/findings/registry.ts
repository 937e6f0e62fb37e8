import { samePolicy } from "../access/access";
import { SINGLE_BYTE_ENCODINGS } from "../text/bytes";
import { alternativesOf } from "../xacml/alternatives";
import { ATTRIBUTE, foldCase } from "../xacml/identifiers";
import { hasPlaceholder } from "../xacml/placeholder";
import type { Match, Policy, PolicyRule } from "../xacml/policy";
import type { Finding } from "./finding";

/** What the registry refuses at upload, apart from what cannot be read. */
export function uploadRefusals(policy: Policy, text: string, resourceId: string): Finding[] {
  const findings = policy.rules.flatMap((rule) => ruleRefusals(rule, resourceId));
  const whole = (code: Finding["code"], problem: string, effect: string, instead: string) =>
    findings.push({ code, ruleId: undefined, problem, effect, instead });

  if (policy.version !== undefined && !/\d/.test(policy.version)) {
    whole(
      "version",
      `has the Version "${policy.version}"`,
      "The registry answers 400, because it needs a digit there.",
      'Write Version="1.0".',
    );
  }
  for (const { line, column } of policy.emptyTargetsInTwoTags) {
    whole(
      "empty-target",
      `has an empty Target of two tags at line ${line}, column ${column}`,
      "The registry's parser takes that for a Target without AnyOf and answers 500.",
      "Write it as one tag, <Target/>.",
    );
  }
  if (
    policy.otherParts.some(({ name, isPrefixed }) => name === "VariableDefinition" && isPrefixed)
  ) {
    whole(
      "prefixed-variable",
      "has a VariableDefinition whose expression is written with a prefix",
      "The registry's parser looks for it without one and answers 500.",
      "Take the VariableDefinition out.",
    );
  }
  const letters = lettersRead(policy, text);
  if (letters === "refused" || letters === "of another meaning") {
    whole(
      "encoding",
      `declares the encoding ${policy.declaredEncoding}, while it is sent as UTF-8`,
      "The registry answers 500 or reads other letters than these.",
      'Write encoding="utf-8" in the first line.',
    );
  }
  return findings;
}

/** What the registry makes of the letters, when the declaration says otherwise than UTF-8. */
export function lettersRead(
  policy: Policy,
  text: string,
): "as they are" | "refused" | "of another meaning" | "in descriptions otherwise" {
  const encoding = policy.declaredEncoding?.toLowerCase();
  if (encoding === undefined || encoding === "utf-8") return "as they are";
  if (!SINGLE_BYTE_ENCODINGS.has(encoding)) return "refused";
  // ASCII is the same in UTF-8 and in every single-byte encoding.
  const letters = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (/^[\x00-\x7f]*$/.test(letters)) return "as they are";
  if (encoding.endsWith("ascii")) return "refused";
  const isSame = samePolicy(letters, Buffer.from(letters).toString("latin1"), "");
  return isSame ? "in descriptions otherwise" : "of another meaning";
}

/** What the registry says to how a rule names its resource. */
function namingRefusals(rule: PolicyRule, resourceId: string): Finding[] {
  const { ruleId } = rule;
  const matches = alternativesOf(rule).resources.flat();
  const named = matches.filter((match) => match.attributeId === ATTRIBUTE.resource);
  const findings: Finding[] = [];
  // A template that nobody has filled in is told as that.
  if (named.some(({ value }) => hasPlaceholder(value))) return [];

  for (const other of new Set(named.filter((match) => match.value !== resourceId).map(valueOf))) {
    findings.push({
      code: "other-resource",
      ruleId,
      problem: `is for another resource, ${JSON.stringify(other)}`,
      effect: "The registry answers 400, policy not accepted.",
      instead: `Write ${resourceId} there, exactly so: upper and lower case count.`,
    });
  }
  if (named.length === 0 && !namesApp(matches, resourceId)) {
    findings.push({
      code: "no-resource",
      ruleId,
      problem: `does not name the resource ${resourceId}`,
      effect: "The registry answers 400, policy not accepted.",
      instead: `Add an AnyOf with the resource ${ATTRIBUTE.resource} = ${resourceId}.`,
    });
  }
  return findings;
}

function ruleRefusals(rule: PolicyRule, resourceId: string): Finding[] {
  const { ruleId } = rule;
  const findings = namingRefusals(rule, resourceId);
  const add = (code: Finding["code"], problem: string, instead: string, effect = READ_SIDE) =>
    findings.push({ code, ruleId, problem, effect, instead });
  const { subjects, resources, actions } = alternativesOf(rule);
  const others = resources.flat().filter(({ attributeId }) => attributeId !== ATTRIBUTE.resource);
  if (rule.target?.flat(2).some(({ selector }) => selector !== undefined)) {
    add(
      "attribute-selector",
      "has an AttributeSelector",
      "Write an AttributeDesignator.",
      "The registry looks for a designator there and answers 500.",
    );
  }
  for (const match of subjects.flat()) {
    const { attributeId } = match;
    if (attributeId === undefined || isUrn(attributeId)) continue;
    const isUri = /^[a-z][a-z0-9+.-]*:[^]/i.test(attributeId);
    add(
      "not-urn",
      `has a subject with the AttributeId "${attributeId}", which is no URN`,
      `Write the whole name, such as ${ATTRIBUTE.role}.`,
      isUri
        ? READ_SIDE
        : "The registry stores the policy and then answers 500, so it is live half done.",
    );
  }
  for (const { attributeId } of [...others, ...actions.flat()]) {
    if (attributeId === undefined || isUrn(attributeId)) continue;
    add(
      "not-urn",
      `has the AttributeId "${attributeId}", which is no URN`,
      "Write the whole name.",
    );
  }
  for (const { attributeId, value } of [...subjects.flat(), ...others, ...actions.flat()]) {
    if (value !== "") continue;
    add("empty-value", `has no value for ${attributeId ?? ""}`, "Write the value.");
  }
  return findings;
}

const isUrn = (text: string) => /^urn:/i.test(text);

const valueOf = (match: Match) => match.value;

/** For apps the registry also takes the pair of org and app, in any casing, anywhere in the rule. */
function namesApp(matches: readonly Match[], resourceId: string): boolean {
  const parts = resourceId.split("_");
  if (parts[0] !== "app" || parts.length !== 3) return false;
  const has = (attributeId: string, value: string | undefined) =>
    matches.some(
      (match) =>
        match.attributeId === attributeId && foldCase(match.value) === foldCase(value ?? ""),
    );
  return has(ATTRIBUTE.org, parts[1]) && has(ATTRIBUTE.app, parts[2]);
}

/**
 * What the registry stores and then cannot show: reading `policy/rules` and `policy/rights` needs
 * exactly one AnyOf of each category, of that category alone, and one match in an AllOf of actions.
 */
export function readSideRefusals(rule: PolicyRule): Finding[] {
  const { ruleId } = rule;
  const findings: Finding[] = [];
  const add = (code: Finding["code"], problem: string, instead: string, effect = READ_SIDE) =>
    findings.push({ code, ruleId, problem, effect, instead });

  const categoriesOf = (anyOf: readonly (readonly Match[])[]) =>
    new Set(anyOf.flat().map((match) => match.category));
  if (rule.target?.some((anyOf) => categoriesOf(anyOf).size > 1)) {
    add(
      "mixed-categories",
      "has an AnyOf with matches of several categories",
      "Write one AnyOf for the subjects, one for the resource and one for the actions.",
    );
  }
  const { subjects, actions } = alternativesOf(rule);
  if (subjects.length === 0) {
    add("no-subject", "names no subject", "Name who is let in, in an AnyOf of its own.");
  }
  if (actions.length === 0) {
    add("no-action", "names no action", "Name the actions, such as read and write.");
  }
  if (actions.some((matches) => matches.length > 1)) {
    add(
      "several-actions",
      "has several actions in one AllOf",
      "Write an AllOf for each action.",
      `${READ_SIDE} To the decision point the rule needs all of them in one request.`,
    );
  }
  return findings;
}

const READ_SIDE = "The registry stores it, and reading its rules and rights gives 500 ever after.";

/** Text of a template that nobody has filled in: told once for all rules that have it. */
export function placeholderRefusals({ rules, obligations }: Policy): Finding[] {
  const matches = rules.flatMap(({ ruleId, target = [] }) =>
    target
      .flat(2)
      .filter(({ value }) => hasPlaceholder(value))
      .map((match) => ({ ...match, ruleId })),
  );
  const isResource = matches.some(({ attributeId }) => attributeId === ATTRIBUTE.resource);
  const assigned = obligations
    .flatMap(({ assignments }) => assignments)
    .map(({ literalValue }) => literalValue?.text ?? "")
    .filter(hasPlaceholder);
  return [
    ...placeholders(
      matches.map(valueOf),
      matches.map(({ ruleId }) => ruleId),
      isResource
        ? "The registry answers 400, policy not accepted, where it is the resource, and takes the others as they stand."
        : "The registry takes them as they stand, and no caller ever matches them.",
    ),
    ...placeholders(
      assigned,
      [],
      "The registry takes them as they stand, and Broker then fails for everybody.",
    ),
  ];
}

function placeholders(
  values: readonly string[],
  ofRules: readonly string[],
  effect: string,
): Finding[] {
  if (values.length === 0) return [];
  const [first, ...more] = new Set(ofRules);
  const where =
    more.length === 0
      ? ""
      : ` in the rules ${[first, ...more].map((id) => JSON.stringify(id)).join(", ")}`;
  return [
    {
      code: "placeholder",
      ruleId: more.length === 0 ? first : undefined,
      problem: `has placeholders left: ${[...new Set(values)].join(", ")}${where}`,
      effect,
      instead: "Write the values that they stand for.",
    },
  ];
}

/**
 * The resource that a policy is for, or why there is none: the one that every rule names as the
 * registry demands it, else the only one that is named at all.
 */
export function resourceIdOf(policy: Policy): { id: string } | { reason: string } {
  const ids = new Set<string>();
  const apps = new Map<string, string>();
  for (const rule of policy.rules) {
    const matches = alternativesOf(rule).resources.flat();
    const values = (attributeId: string) =>
      matches.filter((match) => match.attributeId === attributeId).map(valueOf);
    for (const id of values(ATTRIBUTE.resource)) ids.add(id);
    for (const org of values(ATTRIBUTE.org)) {
      for (const app of values(ATTRIBUTE.app)) {
        const id = `app_${org}_${app}`;
        if (!apps.has(foldCase(id))) apps.set(foldCase(id), id);
      }
    }
  }
  const found = ids.size > 0 ? [...ids] : [...apps.values()];
  const fitting = found.find((id) =>
    policy.rules.every((rule) => namingRefusals(rule, id).length === 0),
  );
  const id = fitting ?? (found.length === 1 ? found[0] : undefined);
  if (id !== undefined && id.trim() !== "") return { id };
  const reason =
    found.length > 1
      ? `the rules name several resources: ${found.sort().join(", ")}`
      : "no rule names a resource or an app";
  return { reason };
}
