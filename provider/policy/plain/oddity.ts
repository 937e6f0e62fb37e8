import { ATTRIBUTE, CATEGORY, DENY_OVERRIDES, STRING } from "../xacml/identifiers";
import { hasPlaceholder } from "../xacml/placeholder";
import type { AllOf, Match } from "../xacml/policy";

/** Something that keeps a policy from the plain form. */
export interface Oddity extends Kind {
  /** Undefined for the policy as a whole; `number` counts from 1. */
  readonly rule: { readonly number: number; readonly id: string } | undefined;
  /** What stands there: a phrase that goes on from "the policy" or "the rule". */
  readonly what: string;
  /** What to write instead, a sentence. */
  readonly instead: string;
}

interface Kind {
  /** The one thing is the algorithm of an old example: the right id makes the policy plain. */
  readonly oldAlgorithm?: boolean;
  /** A subject by an attribute that looks like a known one and never matches. */
  readonly lookAlike?: boolean;
  /** It is refused by a finding of its own: the registry does not take it or breaks on it, or a placeholder is left. */
  readonly refused?: boolean;
}

type Said = readonly [what: string, instead: string, kind?: Kind];

/** Gathers what is found, in the order of the text; what one rule says twice is kept once. */
export class Oddities {
  constructor(
    readonly found: Oddity[] = [],
    private readonly rule?: Oddity["rule"],
  ) {}

  /** The same gathering, within a rule. */
  inRule(index: number, id: string): Oddities {
    return new Oddities(this.found, { number: index + 1, id });
  }

  add([what, instead, kind]: Said): void {
    const { rule } = this;
    if (this.found.some((each) => each.rule === rule && each.what === what)) return;
    this.found.push({ rule, what, instead, ...kind });
  }
}

const named = (match: Match) => `${match.attributeId ?? ""} ${JSON.stringify(match.value)}`;
const all = (allOf: AllOf) => allOf.map(named).join(" and ");
const article = (name: string) => (/^[AEIOU]/.test(name) ? "an" : "a");
const refused: Kind = { refused: true };
const RIGHT_ALGORITHM = `Write RuleCombiningAlgId="${DENY_OVERRIDES}".`;

/** What is said of each of them. */
export const ODD = {
  algorithm: (id: string): Said => [`has the combining algorithm "${id}"`, RIGHT_ALGORITHM],
  oldAlgorithm: (id: string): Said => [
    `has the combining algorithm "${id}" of an old example, by which Altinn's newest code refuses everybody`,
    RIGHT_ALGORITHM,
    { oldAlgorithm: true },
  ],
  target: (): Said => [
    "has a Target with content",
    "Take its content out; the Targets of the rules are enough.",
  ],
  part: (name: string): Said => [
    `has ${article(name)} ${name}`,
    `Take the ${name} out; subjects, resource and actions of Permit rules are enough.`,
  ],
  emptyTarget: (): Said => [
    "has an empty Target of two tags, which Altinn's parser refuses",
    "Write it as one tag, <Target/>.",
    refused,
  ],
  noRule: (): Said => ["has no rule", "Write a Permit rule."],
  deny: (effect: string): Said => [
    `has Effect=${JSON.stringify(effect)}`,
    "Take the rule out, and narrow those that permit.",
  ],
  effect: (effect: string): Said => [
    `has Effect=${JSON.stringify(effect)}`,
    'Write Effect="Permit".',
  ],
  noResource: (): Said => [
    "names no resource",
    `Name the resource by ${ATTRIBUTE.resource}.`,
    refused,
  ],
  /** An app, or anything else, where a resource should stand. */
  otherThanResource: (allOf: AllOf): Said => [
    `names ${all(allOf)} instead of a registry resource`,
    `Name the registry resource by ${ATTRIBUTE.resource}.`,
  ],
  mixed: (): Said => [
    "has an AnyOf with matches of several categories",
    "Write one AnyOf for the subjects, one for the resource and one for the actions.",
    refused,
  ],
  category: (category: string): Said => [
    `names something by the category ${category}`,
    "Take out what is no subject, resource or action; Altinn looks at these alone.",
  ],
  severalAnyOf: (category: string): Said => [
    `has several AnyOf for the ${Object.entries(CATEGORY).find(([, id]) => id === category)?.[0] ?? category}`,
    "Write them as one AnyOf with an AllOf for each alternative.",
  ],
  selector: (): Said => ["has an AttributeSelector", "Write an AttributeDesignator.", refused],
  matchFunction: (match: Match): Said => [
    `compares ${named(match)} by the function "${match.matchId}"`,
    "Write urn:oasis:names:tc:xacml:1.0:function:string-equal.",
  ],
  dataType: (match: Match): Said => [
    `compares ${named(match)} as ${match.dataType === STRING ? match.designatorDataType : match.dataType}`,
    'Write DataType="http://www.w3.org/2001/XMLSchema#string" for value and designator.',
  ],
  mustBePresent: (match: Match): Said => [
    `has MustBePresent="true" at ${named(match)}, which refuses whoever lacks the attribute`,
    'Write MustBePresent="false".',
  ],
  issuer: (match: Match): Said => [`has an Issuer at ${named(match)}`, "Take the Issuer out."],
  broken: ({ value }: Match): Said => [
    `has a comment inside the value ${JSON.stringify(value)}`,
    "Take the comment out.",
    { refused: value === "" },
  ],
  empty: ({ attributeId = "", value }: Match): Said => [
    `has no value for ${attributeId}`,
    "Write the value.",
    { refused: value === "" || attributeId === ATTRIBUTE.resource },
  ],
  space: ({ value }: Match): Said => [
    `has space or a line break around ${JSON.stringify(value)}`,
    "Write the value right between its tags.",
  ],
  joined: (what: "subjects" | "resources" | "actions", allOf: AllOf): Said => [
    `joins ${what} in one AllOf: ${all(allOf)}`,
    "Write an AllOf for each; they are alternatives then.",
    { refused: what === "actions" },
  ],
  subject: (match: Match): Said => [
    `names a subject by ${named(match)}, and no caller of Broker is known by that`,
    "Name an organisation, a role or an access package.",
  ],
  lookAlike: ({ attributeId = "" }: Match, known: string): Said => [
    `names a subject by ${attributeId}, which looks like ${known} and never matches`,
    `Write AttributeId="${known}".`,
    { lookAlike: true },
  ],
  resourcePart: (match: Match): Said => [
    `limits the resource by ${named(match)}`,
    "Name nothing but the resource and one party; Broker asks for the resource as a whole.",
  ],
  action: (match: Match): Said => [
    `names an action by ${named(match)}`,
    `Write AttributeId="${ATTRIBUTE.action}".`,
  ],
  fulfillOn: (effect: string): Said => [
    `has an obligation with FulfillOn=${JSON.stringify(effect)}`,
    'Write FulfillOn="Permit".',
  ],
  emptyObligation: (): Said => [
    "has an obligation that assigns nothing",
    "Take the obligation out.",
  ],
  obligation: (category: string | undefined): Said => [
    `has an obligation with ${category === undefined ? "no category" : `the category ${category}`}`,
    'Write Category="urn:altinn:minimum-authenticationlevel", or take the obligation out.',
  ],
  level: (text: string | undefined): Said => [
    `has ${text === undefined ? "no plain value" : JSON.stringify(text)} for an authentication level`,
    "Write a whole number as http://www.w3.org/2001/XMLSchema#integer.",
    { refused: hasPlaceholder(text ?? "") },
  ],
  severalLevels: (category: string): Said => [
    `has several levels of ${category}`,
    "Write one of them.",
  ],
};
