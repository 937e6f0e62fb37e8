import { createHash } from "node:crypto";
import { ServerCrash } from "../answers";
import { CATEGORY, type AllOf, type AnyOf, type Policy, type Rule } from "./policy";
import { designatorOf } from "./registry-rules";

/** An attribute and its value, as the registry shows them. */
export interface TypeValue {
  readonly type: string;
  readonly value: string;
}

/** One combination of the alternatives of a rule. */
export interface FlattenedRule {
  readonly subject: TypeValue[];
  readonly action: TypeValue;
  readonly resource: TypeValue[];
}

function attributesOf(allOf: AllOf): TypeValue[] {
  return allOf.map((match) => ({ type: designatorOf(match).attributeId, value: match.value }));
}

/** The last AnyOf of each category. */
function anyOfByCategory(rule: Rule): ReadonlyMap<string, AnyOf> {
  if (rule.target === undefined) throw new ServerCrash(`${rule.ruleId} has no target`);
  const found = new Map<string, AnyOf>();
  for (const anyOf of rule.target) {
    const [category, ...others] = new Set(
      anyOf.flat().map((match) => designatorOf(match).category),
    );
    if (others.length > 0) {
      throw new ServerCrash(
        `All matches in a all must have the same category ruleId ${rule.ruleId}`,
      );
    }
    if (category !== undefined) found.set(category, anyOf);
  }
  return found;
}

function flattenRule(rule: Rule): FlattenedRule[] {
  const anyOfs = anyOfByCategory(rule);
  const alternatives = (category: string): AnyOf => {
    const anyOf = anyOfs.get(category);
    if (anyOf === undefined) throw new ServerCrash(`${rule.ruleId} has no match on ${category}`);
    return anyOf;
  };
  const subjects = alternatives(CATEGORY.subject);
  const actions = alternatives(CATEGORY.action);
  const resources = alternatives(CATEGORY.resource);
  return subjects.flatMap((subject) =>
    actions.flatMap((actionMatches) => {
      const [action, ...others] = attributesOf(actionMatches);
      if (action === undefined || others.length > 0) {
        throw new ServerCrash("Only one match is allowed in a allOf for action category");
      }
      return resources.map((resource) => ({
        subject: attributesOf(subject),
        action,
        resource: attributesOf(resource),
      }));
    }),
  );
}

/**
 * The cross product of subjects, actions and resources of every rule, whatever its effect.
 *
 * @throws ServerCrash for a rule that does not have exactly one kind of attribute in each AnyOf, one
 *   match in each action alternative, and all three kinds
 */
export function flattenRules(policy: Policy): FlattenedRule[] {
  return policy.rules.flatMap(flattenRule);
}

/** The subjects that may do one action on one resource. */
export interface PolicyRight {
  readonly action: TypeValue;
  readonly resource: TypeValue[];
  readonly subjects: { readonly subjectAttributes: TypeValue[] }[];
  readonly rightKey: string;
  readonly subjectTypes: string[];
}

const byText = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);

function rightKey(rule: FlattenedRule): string {
  const urns = rule.resource
    .map(({ type, value }) => ({ urn: `${type}:${value}`, value }))
    .sort((left, right) => byText(left.urn, right.urn));
  const text = [rule.action.value, ...urns.map(({ urn }) => urn)].join(";");
  const hash = createHash("md5").update(Buffer.from(text, "utf16le")).digest("hex");
  return [rule.action.value, ...urns.map(({ value }) => value), hash].join(";");
}

/** The rules grouped by action and resource. Throws what `flattenRules` throws. */
export function rightsOf(policy: Policy): PolicyRight[] {
  const rights = new Map<string, PolicyRight>();
  for (const rule of flattenRules(policy)) {
    const key = rightKey(rule);
    const right = rights.get(key) ?? {
      action: rule.action,
      resource: rule.resource,
      subjects: [],
      rightKey: key,
      subjectTypes: [],
    };
    right.subjects.push({ subjectAttributes: rule.subject });
    rights.set(key, right);
    const types = new Set(right.subjectTypes);
    for (const { type } of rule.subject) types.add(type.toLowerCase());
    right.subjectTypes.splice(0, Infinity, ...[...types].sort(byText));
  }
  return [...rights.values()];
}

/** A right of the second version of the API, which hides the subjects. */
export interface DecomposedRight {
  readonly key: string;
  readonly name: string;
  readonly resource: TypeValue[];
  readonly action: TypeValue;
}

const DELEGABLE_SUBJECTS = [
  "urn:altinn:rolecode",
  "urn:altinn:external-role:ccr",
  "urn:altinn:external-role:cra",
  "urn:altinn:accesspackage",
];

type Language = "nb" | "nn" | "en";

/** ASSUMPTION: but for `read`, which is "Les", the Norwegian and English names are our own. */
const ACTION_NAMES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  read: { nb: "Les", nn: "Les", en: "Read" },
  write: { nb: "Skriv", nn: "Skriv", en: "Write" },
  complete: { nb: "Fullfør", nn: "Fullfør", en: "Complete" },
  delete: { nb: "Slett", nn: "Slett", en: "Delete" },
  confirm: { nb: "Bekreft", nn: "Stadfest", en: "Confirm" },
  instantiate: { nb: "Start", nn: "Start", en: "Instantiate" },
  sign: { nb: "Signer", nn: "Signer", en: "Sign" },
  reject: { nb: "Avvis", nn: "Avvis", en: "Reject" },
  subscribe: { nb: "Abonner", nn: "Abonner", en: "Subscribe" },
};

function actionName(action: string, acceptLanguage: string | undefined): string {
  const language: Language =
    acceptLanguage === "en" || acceptLanguage === "nn" ? acceptLanguage : "nb";
  return (
    ACTION_NAMES[action.toLowerCase()]?.[language] ??
    action.charAt(0).toUpperCase() + action.slice(1)
  );
}

function decomposedKey(rule: FlattenedRule): string {
  const parts = [...rule.resource, rule.action].flatMap(({ type, value }) => [type, value]);
  return `01${createHash("sha256").update(parts.join(":").toLowerCase()).digest("hex")}`;
}

/** What besides roles and access packages counts as a subject. */
export interface SubjectChoice {
  readonly serviceOwner: boolean;
  readonly app: boolean;
}

/**
 * Each combination of action and resource once, of the rules whose subject is a role or an access
 * package alone.
 *
 * @param acceptLanguage the header as sent; only `nb`, `nn` and `en` are understood
 * @throws ServerCrash for what `flattenRules` throws
 */
export function decomposedRightsOf(
  policy: Policy,
  choice: SubjectChoice,
  acceptLanguage: string | undefined,
): DecomposedRight[] {
  const types = [
    ...DELEGABLE_SUBJECTS,
    ...(choice.serviceOwner ? ["urn:altinn:org"] : []),
    ...(choice.app ? ["urn:altinn:resource:delegation"] : []),
  ];
  const rights = new Map<string, DecomposedRight>();
  for (const rule of flattenRules(policy)) {
    const [subject, ...others] = rule.subject;
    if (subject === undefined || others.length > 0) continue;
    if (!types.includes(subject.type.toLowerCase())) continue;
    const key = decomposedKey(rule);
    const { resource, action } = rule;
    rights.set(key, { key, name: actionName(action.value, acceptLanguage), resource, action });
  }
  return [...rights.values()];
}
