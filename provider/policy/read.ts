import { CONTENT, CONTENT_OF_POLICY } from "./content-model";
import type { AnyOf, Assignment, Match, Obligation } from "./model";
import type { OtherPart, Place, Policy, PolicyRule } from "./model";
import { PolicyError } from "./policy-error";
import { STRING } from "./vocabulary";
import { canonicalXml, parseXml } from "./xml-tree";
import type { PlaceOf, XmlDocument, XmlElement } from "./xml-tree";

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
class Reader {
  readonly problems: PolicyError[] = [];
  private readonly rules: PolicyRule[] = [];
  private readonly obligationsOfPolicy: Obligation[] = [];
  private readonly otherParts: OtherPart[] = [];
  private readonly emptyTargetsInTwoTags: Place[] = [];
  private hasTarget = false;
  private hasVariable = false;
  private placeOf: PlaceOf = () => ({ line: 1, column: 1 });

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
      this.otherParts.push(partOf(child));
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
    const depths = depth === undefined ? [] : [{ name: "MaxDelegationDepth", canonical: depth }];
    return {
      policyId: this.required(root, "PolicyId"),
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
    let condition: string | undefined;
    const otherParts: OtherPart[] = [];
    this.refuseOneTag(element);
    for (const child of this.children(element)) {
      if (child.name === "Target") target = this.target(child);
      else if (child.name === "Condition") {
        this.expressionIn(child);
        condition = canonicalXml(child);
      } else if (child.name === "Description") this.description(child);
      else {
        if (child.name === "ObligationExpressions") this.obligations(child);
        else this.checkPart(child);
        otherParts.push(partOf(child));
      }
    }
    return {
      ruleId: this.required(element, "RuleId"),
      effect: this.effect(element, "Effect"),
      target,
      condition,
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
      dataType: value?.attributes["DataType"] ?? "",
      attributeId: designated?.attributeId,
      category: designated?.category,
      designatorDataType: (designator ?? selector)?.attributes["DataType"] ?? "",
      mustBePresent: designated?.mustBePresent ?? false,
      issuer: designator?.attributes["Issuer"],
      selector: selector && canonicalXml(selector),
    };
  }

  private designator(element: XmlElement) {
    this.required(element, "DataType");
    this.children(element);
    return {
      attributeId: this.required(element, "AttributeId"),
      category: this.required(element, "Category"),
      mustBePresent: this.boolean(element, this.required(element, "MustBePresent")),
    };
  }

  private selector(element: XmlElement): void {
    this.required(element, "Path");
    this.required(element, "DataType");
    this.boolean(element, element.attributes["MustBePresent"] ?? "");
    this.children(element);
  }

  /** A value: text as it stands for a string, else without the space around it. */
  private value(element: XmlElement): string {
    if (this.required(element, "DataType") !== STRING) return textOf(element);
    if (element.children.length > 0) {
      this.refuse(element, "AttributeValue of a string has an element inside");
    }
    return element.text;
  }

  private description(element: XmlElement): void {
    if (element.children.length > 0) this.refuse(element, "Description has an element inside");
  }

  private obligations(element: XmlElement): Obligation[] {
    return this.atLeastOne(element, "ObligationExpression").map((obligation) => ({
      obligationId: this.required(obligation, "ObligationId"),
      fulfillOn: this.effect(obligation, "FulfillOn"),
      assignments: this.assignments(obligation),
    }));
  }

  private assignments(element: XmlElement): Assignment[] {
    this.refuseOneTag(element);
    return this.children(element).map((assignment) => {
      const expression = this.expressionIn(assignment);
      const isLiteral = expression?.name === "AttributeValue";
      return {
        attributeId: this.required(assignment, "AttributeId"),
        category: assignment.attributes["Category"],
        issuer: assignment.attributes["Issuer"],
        value: isLiteral ? textOf(expression) : undefined,
        expression: expression ? canonicalXml(expression) : "",
      };
    });
  }

  /** The one expression that an element must hold. */
  private expressionIn(element: XmlElement): XmlElement | undefined {
    const [expression, ...more] = this.children(element);
    if (!expression || more.length > 0) {
      this.refuse(element, `${element.name} needs exactly one expression`);
    }
    if (expression) this.checkExpression(expression);
    return expression;
  }

  private checkExpression(element: XmlElement): void {
    if (element.name === "AttributeValue") this.value(element);
    else if (element.name === "AttributeDesignator") this.designator(element);
    else if (element.name === "AttributeSelector") this.selector(element);
    else if (element.name === "VariableReference") this.required(element, "VariableId");
    else {
      this.required(element, "FunctionId");
      if (element.name !== "Apply") return;
      this.refuseOneTag(element);
      for (const argument of this.children(element)) this.checkExpression(argument);
    }
  }

  /** Looks over a part that Altinn reads and does not use. */
  private checkPart(element: XmlElement): void {
    switch (element.name) {
      case "PolicyIssuer":
        this.children(element);
        return;
      case "PolicyDefaults": {
        const [version] = this.atLeastOne(element, "XPathVersion");
        if (version && !/^[a-z][a-z0-9+.-]*:./i.test(version.text.trim())) {
          this.refuse(version, "XPathVersion is no absolute URI");
        }
        return;
      }
      case "VariableDefinition":
        this.required(element, "VariableId");
        this.expressionIn(element);
        return;
      case "RuleCombinerParameters":
        this.required(element, "RuleIdRef");
        this.combinerParameters(element);
        return;
      case "CombinerParameters":
        this.combinerParameters(element);
        return;
      case "AdviceExpressions":
        for (const advice of this.atLeastOne(element, "AdviceExpression")) {
          this.required(advice, "AdviceId");
          this.effect(advice, "AppliesTo");
          this.assignments(advice);
        }
        return;
    }
  }

  private combinerParameters(element: XmlElement): void {
    this.refuseOneTag(element);
    for (const parameter of this.children(element)) {
      this.required(parameter, "ParameterName");
      for (const value of this.atLeastOne(parameter, "AttributeValue")) this.value(value);
    }
  }

  /** The children, in the order and number that Altinn's parser takes them. */
  private children(element: XmlElement): readonly XmlElement[] {
    const { name, children } = element;
    const content = CONTENT.get(name);
    if (!content) return children;
    if (element.text !== "") {
      this.refuse(element, `${name} has text where only elements may stand`);
    }
    let reached = 0;
    let refused: Set<XmlElement> | undefined;
    for (const child of children) {
      const place = child.xacml ? content.get(child.name) : undefined;
      if (place === undefined) {
        this.refuse(child, `${child.name} is not allowed inside ${name}`);
        (refused ??= new Set()).add(child);
        continue;
      }
      const { rank, repeats } = place;
      if (rank < reached || (rank === reached && !repeats)) {
        this.refuse(child, `${child.name} stands in the wrong place inside ${name}`);
      }
      if (rank > reached) reached = rank;
    }
    return refused ? children.filter((child) => !refused.has(child)) : children;
  }

  private atLeastOne(element: XmlElement, name: string): readonly XmlElement[] {
    const children = this.children(element);
    if (children.length === 0) this.refuse(element, `${element.name} has no ${name}`);
    return children;
  }

  /** Altinn's parser tells `<a/>` from `<a></a>` and wants to go into the element. */
  private refuseOneTag(element: XmlElement): void {
    if (element.selfClosing) this.refuse(element, `${element.name} is empty`);
  }

  private required(element: XmlElement, attribute: string): string {
    const value = element.attributes[attribute];
    if (value) return value;
    this.refuse(element, `${element.name} has no ${attribute}`);
    return "";
  }

  private effect(element: XmlElement, attribute: string): "Permit" | "Deny" {
    const value = this.required(element, attribute);
    const effect = value.trim().toLowerCase();
    if (value !== "" && effect !== "permit" && effect !== "deny") {
      this.refuse(element, `${attribute} is "${value}", which is neither Permit nor Deny`);
    }
    return effect === "deny" ? "Deny" : "Permit";
  }

  private boolean(element: XmlElement, value: string): boolean {
    if (value === "false" || value === "") return false;
    const trimmed = value.trim();
    if (!["true", "false", "1", "0"].includes(trimmed)) {
      this.refuse(element, `MustBePresent is "${value}", which is neither true nor false`);
    }
    return trimmed === "true" || trimmed === "1";
  }

  private refuse(element: XmlElement, message: string): void {
    this.problems.push(new PolicyError(message, this.placeOf(element)));
  }
}

const partOf = (element: XmlElement): OtherPart => ({
  name: element.name,
  canonical: canonicalXml(element),
});

const textOf = (element: XmlElement): string => {
  const text = element.children.map(canonicalXml).join("") + element.text;
  return element.attributes["DataType"] === STRING ? text : text.trim();
};
