import { createHash } from "node:crypto";
import { ServerCrash } from "../answers";
import { RESOURCE_URN } from "../policy-store";
import type { TypeValue } from "./flattened-rules";
import { ACTION_ID, CATEGORY, type Policy, type Rule } from "./policy";
import { designatorOf } from "./registry-rules";

/** A right of the second version of the API, which hides the subjects. */
export interface DecomposedRight {
  readonly key: string;
  readonly name: string;
  readonly resource: readonly TypeValue[];
  readonly action: TypeValue;
}

const DELEGABLE_SUBJECTS = [
  "urn:altinn:rolecode",
  "urn:altinn:external-role:ccr",
  "urn:altinn:external-role:cra",
  "urn:altinn:accesspackage",
];

type Language = "nb" | "nn" | "en";

/** ASSUMPTION: but for `read` ("Les") and `write` ("Skriv"), the Norwegian and English names are our own. */
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

/** .NET compares texts by the rules of ICU, as `Intl` does. */
const byCulture = new Intl.Collator("en").compare;
const byTypeIgnoringCase = new Intl.Collator("en", { sensitivity: "accent" }).compare;

/** What besides roles and access packages counts as a subject. */
export interface SubjectChoice {
  readonly serviceOwner: boolean;
  readonly app: boolean;
}

/**
 * Each combination of action and resource once, of the rules that have a role or an access package alone
 * as a subject. Where the flattened rules cannot be made, what cannot be used is left out here.
 *
 * @param acceptLanguage the header as sent; only `nb`, `nn` and `en` are understood
 * @throws ServerCrash for a rule without a target and for an attribute selector
 */
export function decomposedRightsOf(
  policy: Policy,
  identifier: string,
  choice: SubjectChoice,
  acceptLanguage: string | undefined,
): DecomposedRight[] {
  const types = [
    ...DELEGABLE_SUBJECTS,
    ...(choice.serviceOwner ? ["urn:altinn:org"] : []),
    ...(choice.app ? ["urn:altinn:resource:delegation"] : []),
  ];
  const language: Language =
    acceptLanguage === "en" || acceptLanguage === "nn" ? acceptLanguage : "nb";
  const rights = new Map<string, DecomposedRight>();
  for (const rule of policy.rules) {
    const isDelegable = alternatives(rule, CATEGORY.subject).some(
      ([subject, ...others]) =>
        subject !== undefined && others.length === 0 && types.includes(subject.type.toLowerCase()),
    );
    if (!isDelegable) continue;
    const actions = alternatives(rule, CATEGORY.action);
    for (const resource of resourcesOf(rule, identifier)) {
      for (const action of actions) {
        const text = `${joined(resource)}:${joined(action)}`;
        const key = `01${createHash("sha256").update(text.toLowerCase()).digest("hex")}`;
        if (rights.has(key)) continue;
        const value = joined(action).replaceAll(`${ACTION_ID}:`, "");
        const name = nameOf(text, identifier, language);
        rights.set(key, { key, name, resource, action: { type: ACTION_ID, value } });
      }
    }
  }
  return [...rights.values()];
}

/** The attributes of one category in each AllOf that has any. */
function alternatives(rule: Rule, category: string): TypeValue[][] {
  if (rule.target === undefined) throw new ServerCrash(`${rule.ruleId} has no target`);
  return rule.target
    .flat()
    .map((allOf) =>
      allOf.flatMap((match) => {
        const designator = designatorOf(match);
        return designator.category === category
          ? [{ type: designator.attributeId, value: match.value }]
          : [];
      }),
    )
    .filter((attributes) => attributes.length > 0);
}

/** The resources that are the asked one or lie within it; an app's org and name count as its identifier. */
function resourcesOf(rule: Rule, identifier: string): TypeValue[][] {
  return alternatives(rule, CATEGORY.resource)
    .map(withAppAsIdentifier)
    .filter((attributes) =>
      attributes.some(
        ({ type, value }) =>
          type === RESOURCE_URN && value.toLowerCase() === identifier.toLowerCase(),
      ),
    );
}

function withAppAsIdentifier(attributes: TypeValue[]): TypeValue[] {
  const org = attributes.find(({ type }) => type === "urn:altinn:org");
  const app = attributes.find(({ type }) => type === "urn:altinn:app");
  if (org === undefined || app === undefined) return attributes;
  return [
    ...attributes.filter((each) => each !== org && each !== app),
    { type: RESOURCE_URN, value: `app_${org.value}_${app.value}` },
  ];
}

function joined(attributes: readonly TypeValue[]): string {
  return [...attributes]
    .sort((left, right) => byTypeIgnoringCase(left.type, right.type))
    .map(({ type, value }) => `${type}:${value}`)
    .join(":");
}

/**
 * What a person is shown: the values of the URNs in the text, the last URN first, without the resource's own
 * identifier. An action is translated, and what follows one stands in parentheses.
 */
function nameOf(text: string, identifier: string, language: Language): string {
  const words: string[] = [];
  let hasAction = false;
  const urns = text.split("urn:").map((part) => part.trim());
  for (const urn of urns.filter((part) => part !== "").sort((a, b) => byCulture(b, a))) {
    const trimmed = urn.replace(/:$/, "");
    const value = trimmed.slice(trimmed.lastIndexOf(":") + 1);
    if (value.toLowerCase() === identifier.toLowerCase()) continue;
    if (`urn:${urn}`.startsWith(ACTION_ID)) {
      words.push(capital(ACTION_NAMES[value.toLowerCase()]?.[language] ?? value));
      hasAction = true;
    } else {
      words.push(hasAction ? `(${value})` : capital(value));
    }
  }
  return words.join(" ");
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
