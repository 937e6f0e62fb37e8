import type { AnyOf, Assignment, Match, Obligation } from "./model";
import type { OtherPart, Place, Policy, PolicyRule } from "./model";
import { PolicyError } from "./policy-error";
import { canonicalXml, parseXml, type XmlElement } from "./xml-tree";

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

/** As `readPolicy`, with every problem found instead of the first one thrown. */
export function readPolicyWithProblems(text: string): {
  policy: Policy | undefined;
  problems: readonly PolicyError[];
} {
  let document;
  try {
    document = parseXml(text);
  } catch (error) {
    if (error instanceof PolicyError) return { policy: undefined, problems: [error] };
    throw error;
  }
  const { root, declaredEncoding } = document;
  if (root.name !== "Policy" || !root.xacml) {
    const found = root.xacml ? root.name : `${root.name} of another namespace`;
    const message = `the root element is ${found}, where XACML 3.0 Policy is needed`;
    return { policy: undefined, problems: [new PolicyError(message, root)] };
  }
  const reader = new Reader();
  const policy = { ...reader.policy(root), declaredEncoding };
  return { policy, problems: reader.problems.sort(byPlace) };
}

const byPlace = (a: PolicyError, b: PolicyError) =>
  (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);

/** Walks the tree in the order of Altinn's parser (XacmlParser of its ABAC package). */
class Reader {
  readonly problems: PolicyError[] = [];
  private readonly emptyTargetsInTwoTags: Place[] = [];

  policy(root: XmlElement): Omit<Policy, "declaredEncoding"> {
    const rules: PolicyRule[] = [];
    const obligations: Obligation[] = [];
    const otherParts: OtherPart[] = [];
    let hasTarget = false;
    let hasVariable = false;

    const depth = root.attributes["MaxDelegationDepth"];
    if (depth !== undefined) otherParts.push({ name: "MaxDelegationDepth", canonical: depth });

    const order: Record<string, number> = {
      Description: 1,
      PolicyIssuer: 2,
      PolicyDefaults: 3,
      Target: 4,
      CombinerParameters: 5,
      RuleCombinerParameters: 5,
      VariableDefinition: 5,
      Rule: 5,
      ObligationExpressions: 6,
      AdviceExpressions: 7,
    };
    for (const child of this.children(root, order)) {
      if (child.name === "Rule") rules.push(this.rule(child));
      else if (child.name === "ObligationExpressions") {
        obligations.push(...this.obligations(child));
      } else if (child.name === "Target") {
        hasTarget = true;
        if (this.target(child).length > 0) otherParts.push(partOf(child));
      } else if (child.name !== "Description") {
        hasVariable ||= child.name === "VariableDefinition";
        otherParts.push(partOf(child));
      }
    }
    if (!hasTarget) this.refuse(root, "Policy has no Target; write an empty one before the rules");
    if (rules.length === 0 && !hasVariable) this.refuse(root, "Policy has no Rule");

    return {
      policyId: this.required(root, "PolicyId"),
      version: root.attributes["Version"],
      combiningAlgorithm: this.required(root, "RuleCombiningAlgId"),
      rules,
      obligations,
      otherParts,
      emptyTargetsInTwoTags: this.emptyTargetsInTwoTags,
    };
  }

  private rule(element: XmlElement): PolicyRule {
    let target: readonly AnyOf[] | undefined;
    let condition: string | undefined;
    const otherParts: OtherPart[] = [];
    const order = {
      Description: 1,
      Target: 2,
      Condition: 3,
      ObligationExpressions: 4,
      AdviceExpressions: 5,
    };
    for (const child of this.children(element, order)) {
      if (child.name === "Target") target = this.target(child);
      else if (child.name === "Condition") condition = canonicalXml(child);
      else if (child.name !== "Description") {
        if (child.name === "ObligationExpressions") this.obligations(child);
        otherParts.push(partOf(child));
      }
    }
    return {
      ruleId: this.required(element, "RuleId"),
      effect: this.effect(element, "Effect"),
      target,
      condition,
      otherParts,
      place: placeOf(element),
    };
  }

  private target(element: XmlElement): AnyOf[] {
    const anyOfs = this.children(element, { AnyOf: 1 });
    if (anyOfs.length === 0 && !element.selfClosing) {
      this.emptyTargetsInTwoTags.push(placeOf(element));
    }
    return anyOfs.map((anyOf) =>
      this.atLeastOne(anyOf, "AllOf").map((allOf) =>
        this.atLeastOne(allOf, "Match").map((match) => this.match(match)),
      ),
    );
  }

  private match(element: XmlElement): Match {
    const children = this.children(element, {
      AttributeValue: 1,
      AttributeDesignator: 2,
      AttributeSelector: 2,
    });
    const value = children.find((child) => child.name === "AttributeValue");
    const designator = children.find((child) => child.name === "AttributeDesignator");
    const selector = children.find((child) => child.name === "AttributeSelector");
    if (!value) this.refuse(element, "Match has no AttributeValue");
    if (!designator && !selector) this.refuse(element, "Match has no AttributeDesignator");
    if (children.length > 2) this.refuse(element, "Match has more than a value and a designator");

    const dataType = value ? this.required(value, "DataType") : "";
    if (value && value.children.length > 0 && dataType.endsWith("#string")) {
      this.refuse(value, "AttributeValue of a string has an element inside");
    }
    return {
      matchId: this.required(element, "MatchId"),
      value: value ? textOf(value) : "",
      dataType,
      attributeId: designator && this.required(designator, "AttributeId"),
      category: designator && this.required(designator, "Category"),
      designatorDataType: this.required(designator ?? selector ?? element, "DataType", !!value),
      mustBePresent: designator ? this.boolean(designator, "MustBePresent") : false,
      issuer: designator?.attributes["Issuer"],
      selector: selector && canonicalXml(selector),
    };
  }

  private obligations(element: XmlElement): Obligation[] {
    return this.atLeastOne(element, "ObligationExpression").map((obligation) => ({
      obligationId: this.required(obligation, "ObligationId"),
      fulfillOn: this.effect(obligation, "FulfillOn"),
      assignments: this.children(obligation, { AttributeAssignmentExpression: 1 }).map((child) =>
        this.assignment(child),
      ),
    }));
  }

  private assignment(element: XmlElement): Assignment {
    const [expression] = element.children;
    if (!expression || element.children.length > 1) {
      this.refuse(element, "AttributeAssignmentExpression needs exactly one expression");
    }
    if (expression?.name === "AttributeValue") this.required(expression, "DataType");
    return {
      attributeId: this.required(element, "AttributeId"),
      category: element.attributes["Category"],
      issuer: element.attributes["Issuer"],
      value: expression?.name === "AttributeValue" ? textOf(expression) : undefined,
      expression: expression ? canonicalXml(expression) : "",
    };
  }

  /** The children, each of which must be in `order` and not before one of a lower number. */
  private children(element: XmlElement, order: Record<string, number>): XmlElement[] {
    if (element.text !== "") {
      this.refuse(element, `${element.name} has text where only elements may stand`);
    }
    let reached = 0;
    return element.children.filter((child) => {
      const rank = child.xacml ? order[child.name] : undefined;
      if (rank === undefined) {
        this.refuse(child, `${child.name} is not allowed inside ${element.name}`);
        return false;
      }
      const repeatable = repeated.has(child.name);
      if (rank < reached || (rank === reached && !repeatable)) {
        this.refuse(child, `${child.name} stands in the wrong place inside ${element.name}`);
      }
      reached = Math.max(reached, rank);
      return true;
    });
  }

  private atLeastOne(element: XmlElement, name: string): XmlElement[] {
    const children = this.children(element, { [name]: 1 });
    if (children.length === 0) this.refuse(element, `${element.name} has no ${name}`);
    return children;
  }

  private required(element: XmlElement, attribute: string, report = true): string {
    const value = element.attributes[attribute] ?? "";
    if (value === "" && report) this.refuse(element, `${element.name} has no ${attribute}`);
    return value;
  }

  private effect(element: XmlElement, attribute: string): "Permit" | "Deny" {
    const value = this.required(element, attribute);
    const effect = value.toLowerCase();
    if (value !== "" && effect !== "permit" && effect !== "deny") {
      this.refuse(element, `${attribute} is "${value}", which is neither Permit nor Deny`);
    }
    return effect === "deny" ? "Deny" : "Permit";
  }

  private boolean(element: XmlElement, attribute: string): boolean {
    const value = this.required(element, attribute);
    const trimmed = value.trim();
    if (value !== "" && !["true", "false", "1", "0"].includes(trimmed)) {
      this.refuse(element, `${attribute} is "${value}", which is neither true nor false`);
    }
    return trimmed === "true" || trimmed === "1";
  }

  private refuse(element: XmlElement, message: string): void {
    this.problems.push(new PolicyError(message, placeOf(element)));
  }
}

const repeated = new Set([
  "CombinerParameters",
  "RuleCombinerParameters",
  "VariableDefinition",
  "Rule",
  "AnyOf",
  "AllOf",
  "Match",
  "ObligationExpression",
  "AttributeAssignmentExpression",
]);

const partOf = (element: XmlElement): OtherPart => ({
  name: element.name,
  canonical: canonicalXml(element),
});

const placeOf = ({ line, column }: XmlElement): Place => ({ line, column });

/** A value: text as it stands for a string, else without the space around it. */
const textOf = (element: XmlElement): string => {
  const text = element.children.map(canonicalXml).join("") + element.text;
  return element.attributes["DataType"]?.endsWith("#string") ? text : text.trim();
};
