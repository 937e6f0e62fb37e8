import { PolicyError } from "../policy-error";
import { literalLines, type PlaceOf, type XmlElement } from "../text/tree";
import { CONTENT } from "./content-model";
import { STRING } from "./identifiers";
import type { Assignment } from "./policy";

/** Nobody reads more at once, and a large file of another kind has one for each element. */
const MOST_PROBLEMS = 100;

/** What Altinn's policy parser (XacmlParser of its ABAC package) demands of single elements. */
export class ElementRules {
  readonly problems: PolicyError[] = [];
  protected placeOf: PlaceOf = () => ({ line: 1, column: 1 });

  protected designator(element: XmlElement) {
    this.required(element, "DataType");
    this.children(element);
    return {
      attributeId: this.required(element, "AttributeId"),
      category: this.required(element, "Category"),
      mustBePresent: this.boolean(element, this.required(element, "MustBePresent")),
    };
  }

  protected selector(element: XmlElement): void {
    this.required(element, "Path");
    this.required(element, "DataType");
    this.boolean(element, element.attributes["MustBePresent"] ?? "");
    this.children(element);
  }

  /** A value as it stands, spaces included; of a type other than string also the elements inside. */
  protected value(element: XmlElement): string {
    if (this.required(element, "DataType") !== STRING) return textOf(element);
    if (element.children.length > 0) {
      this.refuse(element, "AttributeValue of a string has an element inside");
    }
    return element.text;
  }

  protected description(element: XmlElement): void {
    if (element.children.length > 0) this.refuse(element, "Description has an element inside");
  }

  /** The one expression that an element must hold. */
  protected expressionIn(element: XmlElement): XmlElement | undefined {
    const [expression, ...more] = this.children(element);
    if (!expression || more.length > 0) {
      this.refuse(element, `${element.name} needs exactly one expression`);
    }
    if (expression) this.checkExpression(expression);
    return expression;
  }

  protected assignments(element: XmlElement): Assignment[] {
    this.refuseOneTag(element);
    return this.children(element).map((assignment) => {
      const expression = this.expressionIn(assignment);
      const isPlain = expression?.name === "AttributeValue" && !expression.broken;
      this.required(assignment, "AttributeId");
      return {
        category: assignment.attributes["Category"],
        literalValue: isPlain
          ? { dataType: expression.attributes["DataType"] ?? "", text: expression.text }
          : undefined,
      };
    });
  }

  protected checkExpression(element: XmlElement): void {
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
  protected checkPart(element: XmlElement): void {
    switch (element.name) {
      case "PolicyIssuer":
        this.children(element);
        return;
      case "PolicyDefaults": {
        const [version] = this.atLeastOne(element, "XPathVersion");
        if (version && !/^[a-z][a-z0-9+.-]*:[^]/i.test(version.text.trim())) {
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

  protected combinerParameters(element: XmlElement): void {
    this.refuseOneTag(element);
    for (const parameter of this.children(element)) {
      this.required(parameter, "ParameterName");
      for (const value of this.atLeastOne(parameter, "AttributeValue")) this.value(value);
    }
  }

  /** The children, in the order and number that Altinn's parser takes them. */
  protected children(element: XmlElement): readonly XmlElement[] {
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

  protected atLeastOne(element: XmlElement, name: string): readonly XmlElement[] {
    const children = this.children(element);
    if (children.length === 0) this.refuse(element, `${element.name} has no ${name}`);
    return children;
  }

  /** Altinn's parser tells `<a/>` from `<a></a>` and wants to go into the element. */
  protected refuseOneTag(element: XmlElement): void {
    if (element.selfClosing) this.refuse(element, `${element.name} is empty`);
  }

  protected required(element: XmlElement, attribute: string): string {
    const value = element.attributes[attribute];
    if (value) return value;
    this.refuse(element, `${element.name} has no ${attribute}`);
    return "";
  }

  /** As written: .NET's enumeration takes the names in any casing, and whole numbers. */
  protected effect(element: XmlElement, attribute: string): string {
    const value = this.required(element, attribute);
    if (value !== "" && !/^\s*(?:permit|deny|[+-]?\d+)\s*$/i.test(value)) {
      this.refuse(element, `${attribute} is "${value}", which is neither Permit nor Deny`);
    }
    return value;
  }

  protected boolean(element: XmlElement, value: string): boolean {
    if (value === "false" || value === "") return false;
    const trimmed = value.trim();
    if (!["true", "false", "1", "0"].includes(trimmed)) {
      this.refuse(element, `MustBePresent is "${value}", which is neither true nor false`);
    }
    return trimmed === "true" || trimmed === "1";
  }

  protected refuse(element: XmlElement, message: string): void {
    if (this.problems.length < MOST_PROBLEMS)
      this.problems.push(new PolicyError(message, this.placeOf(element)));
  }
}

const textOf = (element: XmlElement): string =>
  element.children.flatMap((child) => literalLines(child)).join("") + element.text;
