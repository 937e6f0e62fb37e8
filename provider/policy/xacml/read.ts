import { CONTENT_OF_POLICY } from "./content-model";
import { ElementRules } from "./element-rules";
import { PolicyError } from "../policy-error";
import { literalLines, parseXml } from "../text/tree";
import type { Place, PlaceOf, XmlDocument, XmlElement } from "../text/tree";
import type { AnyOf, Match, Obligation } from "./policy";
import type { OtherPart, Policy, PolicyRule } from "./policy";

/**
 * Reads a policy, XACML 3.0 core, of whatever prefix and layout.
 *
 * @param text The XML, with or without a byte order mark. What its declaration says about the
 * encoding is not looked at: the text is decoded already (see `decodePolicy` for bytes).
 * @throws PolicyError with line and column for all that Altinn's policy parser refuses: not
 * well-formed, a DOCTYPE or an entity, another root than Policy, no Target, neither Rule nor
 * VariableDefinition, a missing or wrong attribute, an element out of place.
 */
export function readPolicy(text: string): Policy {
  const { policy, problems } = readPolicyWithProblems(text);
  const [first] = problems;
  if (first || !policy) throw first ?? new PolicyError("not a policy");
  return policy;
}

interface Reading {
  readonly policy: Policy | undefined;
  readonly problems: readonly PolicyError[];
}

/** The text that was read last: one and the same is looked at for words, for what to warn of, and for what has changed. */
let last: { readonly text: string; readonly reading: Reading } | undefined;

/** As `readPolicy`, with every problem found instead of the first one thrown. */
export function readPolicyWithProblems(text: string): Reading {
  if (last?.text !== text) last = { text, reading: readAnew(text) };
  return last.reading;
}

function readAnew(text: string): Reading {
  const reader = new Reader();
  let document;
  try {
    document = parseXml(text, (child, placeOf) => reader.childOfPolicy(child, placeOf));
  } catch (error) {
    if (error instanceof PolicyError) return { policy: undefined, problems: [error] };
    throw error;
  }
  const { root, placeOf } = document;
  if (root.name !== "Policy" || !root.xacml) {
    const found = root.xacml ? root.name : `${root.name} of another namespace`;
    const message = `the root element is ${found}, where XACML 3.0 Policy is needed`;
    return { policy: undefined, problems: [new PolicyError(message, placeOf(root))] };
  }
  return { policy: reader.policy(document), problems: reader.problems.sort(byPlace) };
}

const byPlace = (a: PolicyError, b: PolicyError) =>
  (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);

/** Walks the tree in the order of Altinn's parser (XacmlParser of its ABAC package). */
class Reader extends ElementRules {
  private readonly rules: PolicyRule[] = [];
  private readonly obligationsOfPolicy: Obligation[] = [];
  private readonly otherParts: OtherPart[] = [];
  private readonly emptyTargetsInTwoTags: Place[] = [];
  private hasTarget = false;
  private hasVariable = false;

  /** Takes in one child of the root, in document order. */
  childOfPolicy(child: XmlElement, placeOf: PlaceOf): void {
    this.placeOf = placeOf;
    // What does not belong there is refused with the root.
    if (!child.xacml || !CONTENT_OF_POLICY.has(child.name)) return;
    if (child.name === "Rule") this.rules.push(this.rule(child));
    else if (child.name === "ObligationExpressions") {
      this.obligationsOfPolicy.push(...this.obligations(child));
    } else if (child.name === "Target") {
      this.hasTarget = true;
      if (this.target(child).length > 0) this.otherParts.push(partOf(child));
    } else if (child.name === "Description") this.description(child);
    else {
      this.hasVariable ||= child.name === "VariableDefinition";
      this.checkPart(child);
      if (child.name !== "PolicyDefaults") this.otherParts.push(partOf(child));
    }
  }

  policy({ root, declaredEncoding, placeOf }: XmlDocument): Policy {
    this.placeOf = placeOf;
    this.children(root);
    if (!this.hasTarget) {
      this.refuse(root, "Policy has no Target; write an empty one before the rules");
    }
    if (this.rules.length === 0 && !this.hasVariable) this.refuse(root, "Policy has no Rule");
    const depth = root.attributes["MaxDelegationDepth"];
    const depths =
      depth === undefined
        ? []
        : [{ name: "MaxDelegationDepth", literal: [depth], isPrefixed: false }];
    this.required(root, "PolicyId");
    return {
      version: root.attributes["Version"] || undefined,
      combiningAlgorithm: this.required(root, "RuleCombiningAlgId"),
      rules: this.rules,
      obligations: this.obligationsOfPolicy,
      otherParts: [...depths, ...this.otherParts],
      declaredEncoding,
      emptyTargetsInTwoTags: this.emptyTargetsInTwoTags,
    };
  }

  private rule(element: XmlElement): PolicyRule {
    let target: readonly AnyOf[] | undefined;
    const otherParts: OtherPart[] = [];
    this.refuseOneTag(element);
    for (const child of this.children(element)) {
      if (child.name === "Target") target = this.target(child);
      else if (child.name === "Description") this.description(child);
      else {
        if (child.name === "Condition") this.expressionIn(child);
        else if (child.name === "ObligationExpressions") this.obligations(child);
        else this.checkPart(child);
        otherParts.push(partOf(child));
      }
    }
    return {
      ruleId: this.required(element, "RuleId"),
      effect: this.effect(element, "Effect"),
      target,
      otherParts,
    };
  }

  private target(element: XmlElement): AnyOf[] {
    const anyOfs = this.children(element);
    if (anyOfs.length === 0 && !element.selfClosing) {
      this.emptyTargetsInTwoTags.push(this.placeOf(element));
    }
    return anyOfs.map((anyOf) =>
      this.atLeastOne(anyOf, "AllOf").map((allOf) =>
        this.atLeastOne(allOf, "Match").map((match) => this.match(match)),
      ),
    );
  }

  private match(element: XmlElement): Match {
    let value: XmlElement | undefined;
    let designator: XmlElement | undefined;
    let selector: XmlElement | undefined;
    const children = this.children(element);
    for (const child of children) {
      if (child.name === "AttributeValue") value = child;
      else if (child.name === "AttributeDesignator") designator = child;
      else selector = child;
    }
    if (!value) this.refuse(element, "Match has no AttributeValue");
    if (!designator && !selector) this.refuse(element, "Match has no AttributeDesignator");
    if (children.length > 2) this.refuse(element, "Match has more than a value and a designator");

    if (selector) this.selector(selector);
    const designated = designator && this.designator(designator);
    return {
      matchId: this.required(element, "MatchId"),
      value: value ? this.value(value) : "",
      broken: value?.broken ?? false,
      dataType: value?.attributes["DataType"] ?? "",
      attributeId: designated?.attributeId,
      category: designated?.category,
      designatorDataType: (designator ?? selector)?.attributes["DataType"] ?? "",
      mustBePresent: designated?.mustBePresent ?? false,
      issuer: designator?.attributes["Issuer"],
      selector: selector && literalLines(selector).join(""),
    };
  }

  private obligations(element: XmlElement): Obligation[] {
    return this.atLeastOne(element, "ObligationExpression").map((obligation) => {
      this.required(obligation, "ObligationId");
      return {
        fulfillOn: this.effect(obligation, "FulfillOn"),
        assignments: this.assignments(obligation),
        literal: literalLines({
          ...obligation,
          attributes: { ...obligation.attributes, ObligationId: undefined },
        }),
      };
    });
  }
}

const partOf = (element: XmlElement): OtherPart => ({
  name: element.name,
  literal: literalLines(element),
  isPrefixed: element.children[0]?.prefixed ?? false,
});
