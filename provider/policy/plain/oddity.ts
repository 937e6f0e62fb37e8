import { ATTRIBUTE, CATEGORY, DENY_OVERRIDES, DENY_OVERRIDES_1_0 } from "../xacml/identifiers";
import type { AllOf, Match } from "../xacml/policy";
import { lookAlikeOf } from "./look-alikes";

/** Something that keeps a policy from the plain form. */
export interface Oddity {
  /** Undefined for the policy as a whole; `number` counts from 1. */
  readonly rule: { readonly number: number; readonly id: string } | undefined;
  /** What stands there: a phrase that goes on from "the policy" or "the rule". */
  readonly what: string;
  /** What to write instead, a sentence. */
  readonly instead: string;
  /** The one thing is the algorithm of an old example: the right id makes the policy plain. */
  readonly oldAlgorithm?: boolean;
  /** A subject by an attribute that looks like a known one and never matches. */
  readonly lookAlike?: boolean;
  /** The registry refuses it, or breaks on it. */
  readonly refused?: boolean;
}

const named = (match: Match) => `${match.attributeId ?? ""} ${JSON.stringify(match.value)}`;

/** Gathers what is found, in the order of the text; what one rule says twice is kept once. */
export class Oddities {
  constructor(
    readonly found: Oddity[] = [],
    private readonly rule?: Oddity["rule"],
  ) {}

  /** The same gathering, within a rule. */
  inRule(index: number, ruleId: string): Oddities {
    return new Oddities(this.found, { number: index + 1, id: ruleId });
  }

  algorithm(id: string): void {
    const instead = `Write RuleCombiningAlgId="${DENY_OVERRIDES}".`;
    if (id !== DENY_OVERRIDES_1_0) this.add(`has the combining algorithm "${id}"`, instead);
    else {
      this.add(
        `has the combining algorithm "${id}" of an old example, by which Altinn's newest code refuses everybody`,
        instead,
        { oldAlgorithm: true },
      );
    }
  }

  part(name: string): void {
    const what = name === "Target" ? "has a Target with content" : `has ${article(name)} ${name}`;
    const instead = `Take the ${name} out; subjects, resource and actions of Permit rules are enough.`;
    this.add(what, instead);
  }

  emptyTarget(): void {
    this.add(
      "has an empty Target of two tags, which Altinn's parser refuses",
      "Write it as one tag, <Target/>.",
      { refused: true },
    );
  }

  noRule(): void {
    this.add("has no rule", "Write a Permit rule.");
  }

  effect(effect: string): void {
    const instead =
      effect.trim().toLowerCase() === "deny"
        ? "Narrow the rules that permit."
        : 'Write Effect="Permit".';
    this.add(`has Effect=${JSON.stringify(effect)}`, instead);
  }

  noResource(): void {
    this.add("names no resource", `Name the resource by ${ATTRIBUTE.resource}.`, { refused: true });
  }

  /** An app, or anything else, where a resource should stand. */
  otherThanResource(allOf: AllOf): void {
    this.add(
      `names ${allOf.map(named).join(" and ")} instead of a registry resource`,
      `Name the registry resource by ${ATTRIBUTE.resource}.`,
    );
  }

  mixed(): void {
    this.add(
      "has an AnyOf with matches of several categories",
      "Write one AnyOf for the subjects, one for the resource and one for the actions.",
      { refused: true },
    );
  }

  category(category: string): void {
    this.add(
      `names something by the category ${category}`,
      "Take out what is no subject, resource or action; Altinn looks at these alone.",
    );
  }

  severalAnyOf(category: string): void {
    const name = Object.entries(CATEGORY).find(([, id]) => id === category)?.[0] ?? category;
    this.add(
      `has several AnyOf for the ${name}`,
      "Write them as one AnyOf with an AllOf for each alternative.",
    );
  }

  selector(): void {
    this.add("has an AttributeSelector", "Write an AttributeDesignator.", { refused: true });
  }

  matchFunction(match: Match): void {
    this.add(
      `compares ${named(match)} by the function "${match.matchId}"`,
      "Write urn:oasis:names:tc:xacml:1.0:function:string-equal.",
    );
  }

  dataType(match: Match): void {
    const type = [match.dataType, match.designatorDataType].find((each) => !isString(each));
    this.add(
      `compares ${named(match)} as ${type}`,
      'Write DataType="http://www.w3.org/2001/XMLSchema#string" for value and designator.',
    );
  }

  mustBePresent(match: Match): void {
    this.add(
      `has MustBePresent="true" at ${named(match)}, which refuses whoever lacks the attribute`,
      'Write MustBePresent="false".',
    );
  }

  issuer(match: Match): void {
    this.add(`has an Issuer at ${named(match)}`, "Take the Issuer out.");
  }

  broken(match: Match): void {
    const what = `has a comment inside the value ${JSON.stringify(match.value)}`;
    this.add(what, "Take the comment out.");
  }

  empty(match: Match): void {
    this.add(`has no value for ${match.attributeId ?? ""}`, "Write the value.", {
      refused: match.category !== CATEGORY.subject || match.value === "",
    });
  }

  space(match: Match): void {
    this.add(
      `has space or a line break around ${JSON.stringify(match.value)}`,
      "Write the value right between its tags.",
    );
  }

  joined(what: "subjects" | "resources" | "actions", allOf: AllOf): void {
    this.add(
      `joins ${what} in one AllOf: ${allOf.map(named).join(" and ")}`,
      "Write an AllOf for each; they are alternatives then.",
      { refused: what === "actions" },
    );
  }

  subject(match: Match): void {
    const known = lookAlikeOf(match.attributeId ?? "");
    if (known === undefined) {
      this.add(
        `names a subject by ${named(match)}, and no caller of Broker is known by that`,
        "Name an organisation, a role or an access package.",
      );
    } else {
      const { attributeId = "" } = match;
      this.add(
        `names a subject by ${attributeId}, which looks like ${known} and never matches`,
        `Write AttributeId="${known}".`,
        { lookAlike: true },
      );
    }
  }

  resourcePart(match: Match): void {
    this.add(
      `limits the resource by ${named(match)}`,
      "Name nothing but the resource and one party; Broker asks for the resource as a whole.",
    );
  }

  action(match: Match): void {
    this.add(`names an action by ${named(match)}`, `Write AttributeId="${ATTRIBUTE.action}".`);
  }

  fulfillOn(effect: string): void {
    this.add(
      `has an obligation with FulfillOn=${JSON.stringify(effect)}`,
      'Write FulfillOn="Permit".',
    );
  }

  emptyObligation(): void {
    this.add("has an obligation that assigns nothing", "Take the obligation out.");
  }

  obligation(category: string | undefined): void {
    const what = category === undefined ? "no category" : `the category ${category}`;
    this.add(
      `has an obligation with ${what}`,
      'Write Category="urn:altinn:minimum-authenticationlevel", or take the obligation out.',
    );
  }

  level(text: string | undefined): void {
    const what = text === undefined ? "no plain value" : JSON.stringify(text);
    this.add(
      `has ${what} for an authentication level`,
      "Write a whole number as http://www.w3.org/2001/XMLSchema#integer.",
    );
  }

  severalLevels(category: string): void {
    this.add(`has several levels of ${category}`, "Write one of them.");
  }

  private add(what: string, instead: string, more: Partial<Oddity> = {}): void {
    const { rule } = this;
    if (this.found.some((each) => each.rule === rule && each.what === what)) return;
    this.found.push({ rule, what, instead, ...more });
  }
}

const isString = (dataType: string) => dataType === "http://www.w3.org/2001/XMLSchema#string";

const article = (name: string) => (/^[AEIOU]/.test(name) ? "an" : "a");
