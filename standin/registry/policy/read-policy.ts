import type {
  AllOf,
  AnyOf,
  AttributeAssignment,
  Designator,
  Effect,
  Expression,
  Match,
  ObligationExpression,
  Policy,
  Rule,
} from "./policy";
import { parseXacml, type ElementCursor, type XacmlElement } from "./element-cursor";
import { XmlRefused } from "./xml-text";

/** Thrown for a policy that the registry refuses with 400 and this message. */
export class PolicyNotAccepted extends Error {
  override readonly name = "PolicyNotAccepted";
}

/**
 * Reads a policy as Altinn's XACML parser does: a single `Policy` of XACML 3.0, its elements in the
 * order of the schema, nothing unknown among them.
 *
 * @throws XmlRefused for what that parser refuses
 * @throws PolicyNotAccepted for a version without a digit
 */
export function readPolicy(bytes: Uint8Array): Policy {
  const root = parseXacml(bytes, "Policy");
  const ruleCombiningAlgId = root.attribute("RuleCombiningAlgId");
  const policyId = root.attribute("PolicyId");
  const version = root.optionalAttribute("Version");
  const children = root.open();
  readHead(children);
  readTarget(children.require("Target"));
  if (version !== undefined && !/\d/.test(version)) {
    throw new PolicyNotAccepted("Wrong VersionType format (Parameter 'value')");
  }
  const rules: Rule[] = [];
  let definitions = 0;
  for (;;) {
    const rule = children.next("Rule");
    if (rule) rules.push(readRule(rule));
    else if (readVariableDefinition(children)) definitions += 1;
    else if (!readCombinerParameters(children)) break;
  }
  if (rules.length === 0 && definitions === 0) {
    throw new XmlRefused("VariableDefinition or Rule are required");
  }
  const obligations = readObligations(children);
  readAdvice(children);
  children.end();
  return { policyId, ruleCombiningAlgId, rules, obligations };
}

function readHead(children: ElementCursor): void {
  void children.next("Description")?.text;
  const issuer = children.next("PolicyIssuer")?.openOrEmpty();
  issuer?.next("Content");
  issuer?.end();
  const defaults = children.next("PolicyDefaults")?.open();
  if (defaults === undefined) return;
  if (!isAbsoluteUri(defaults.require("XPathVersion").text)) {
    throw new XmlRefused("XPathVersion is no absolute URI");
  }
  defaults.end();
}

/** Whether .NET's `Uri` takes the text as absolute. */
export function isAbsoluteUri(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:[^]/.test(text.trim());
}

function isInt32(text: string): boolean {
  return /^[+-]?\d+$/.test(text) && Number(text) === (Number(text) | 0);
}

/** .NET reads the name of an effect in any casing, or its number: 0 is Permit, and no other one is. */
function readEffect(element: XacmlElement, name: string): Effect {
  const effect = element.attribute(name).trim().toLowerCase();
  if (effect === "permit" || /^[+-]?0+$/.test(effect)) return "Permit";
  if (effect === "deny" || isInt32(effect)) return "Deny";
  throw new XmlRefused("Wrong XacmlEffectType value");
}

function readRule(element: XacmlElement): Rule {
  const ruleId = element.attribute("RuleId");
  const effect = readEffect(element, "Effect");
  const children = element.open();
  void children.next("Description")?.text;
  const target = children.next("Target");
  const anyOfs = target && readTarget(target);
  const condition = children.next("Condition");
  const expression = condition && readExpressionIn(condition.open());
  readObligations(children);
  readAdvice(children);
  children.end();
  return { ruleId, effect, target: anyOfs, condition: expression };
}

function readTarget(element: XacmlElement): AnyOf[] {
  if (element.isEmptyTag) return [];
  const children = element.open();
  const anyOfs = children.some("AnyOf").map(readAnyOf);
  children.end();
  return anyOfs;
}

function readAnyOf(element: XacmlElement): AnyOf {
  const children = element.open();
  const allOfs = children.some("AllOf").map(readAllOf);
  children.end();
  return allOfs;
}

function readAllOf(element: XacmlElement): AllOf {
  const children = element.open();
  const matches = children.some("Match").map(readMatch);
  children.end();
  return matches;
}

function readMatch(element: XacmlElement): Match {
  const matchId = element.attribute("MatchId");
  const children = element.open();
  const literal = children.require("AttributeValue");
  const dataType = literal.attribute("DataType");
  const value = readLiteral(literal);
  const designated = children.next("AttributeDesignator");
  const designator = designated && readDesignator(designated);
  if (designator === undefined) readSelector(children.require("AttributeSelector"));
  children.end();
  return { matchId, value, dataType, designator };
}

function readLiteral(element: XacmlElement): string {
  const isString = element.attribute("DataType") === "http://www.w3.org/2001/XMLSchema#string";
  return isString ? element.text : element.innerXml;
}

function readBoolean(text: string): boolean {
  const word = text.trim();
  if (word === "true" || word === "1") return true;
  if (word === "false" || word === "0") return false;
  throw new XmlRefused(`'${text}' is not a valid Boolean value.`);
}

function readDesignator(element: XacmlElement): Designator {
  const attributeId = element.attribute("AttributeId");
  const dataType = element.attribute("DataType");
  const mustBePresent = readBoolean(element.attribute("MustBePresent"));
  const category = element.attribute("Category");
  element.openOrEmpty().end();
  return { attributeId, category, dataType, mustBePresent };
}

function readSelector(element: XacmlElement): void {
  element.attribute("Path");
  element.attribute("DataType");
  const mustBePresent = element.optionalAttribute("MustBePresent");
  if (mustBePresent !== undefined) readBoolean(mustBePresent);
  if (!element.isEmptyTag) throw new XmlRefused("AttributeSelector is not empty");
}

function readVariableDefinition(children: ElementCursor): boolean {
  const element = children.next("VariableDefinition");
  if (element === undefined) return false;
  element.attribute("VariableId");
  const inner = element.open();
  // That parser looks for this one element by its name as it is written, prefix and all.
  if (inner.isPrefixed) throw new XmlRefused("Wrong VariableDefinition element content");
  readExpressionIn(inner);
  return true;
}

/** Reads one expression, which must be all that is left. */
function readExpressionIn(children: ElementCursor): Expression {
  const expression = readExpression(children);
  if (expression === undefined) throw new XmlRefused("An expression is missing");
  children.end();
  return expression;
}

/** The next expression, or undefined when something else comes or nothing. */
function readExpression(children: ElementCursor): Expression | undefined {
  const literal = children.next("AttributeValue");
  if (literal) return { kind: "literal", value: readLiteral(literal) };
  const designator = children.next("AttributeDesignator");
  if (designator) return { kind: "designator", designator: readDesignator(designator) };
  const apply = children.next("Apply");
  if (apply) return readApply(apply);
  return readOtherExpression(children) ? { kind: "other" } : undefined;
}

function readOtherExpression(children: ElementCursor): boolean {
  const reference = children.next("VariableReference");
  if (reference) return reference.attribute("VariableId") !== "";
  const selector = children.next("AttributeSelector");
  if (selector) {
    readSelector(selector);
    return true;
  }
  return Boolean(children.next("Function")?.attribute("FunctionId"));
}

function readApply(element: XacmlElement): Expression {
  const functionId = element.attribute("FunctionId");
  const children = element.open();
  const parameters: Expression[] = [];
  for (let next = readExpression(children); next; next = readExpression(children)) {
    parameters.push(next);
  }
  children.end();
  return { kind: "apply", functionId, parameters };
}

function readCombinerParameters(children: ElementCursor): boolean {
  const forRule = children.next("RuleCombinerParameters");
  forRule?.attribute("RuleIdRef");
  const element = forRule ?? children.next("CombinerParameters");
  if (element === undefined) return false;
  const parameters = element.open();
  for (const parameter of parameters.all("CombinerParameter")) {
    parameter.attribute("ParameterName");
    const inner = parameter.open();
    readLiteral(inner.require("AttributeValue"));
    inner.end();
  }
  parameters.end();
  return true;
}

function readObligations(children: ElementCursor): ObligationExpression[] {
  const expressions = children.next("ObligationExpressions")?.open();
  const obligations = (expressions?.some("ObligationExpression") ?? []).map((element) => ({
    fulfillOn: readEffect(element, "FulfillOn"),
    obligationId: element.attribute("ObligationId"),
    assignments: readAssignments(element),
  }));
  expressions?.end();
  return obligations;
}

function readAdvice(children: ElementCursor): void {
  const expressions = children.next("AdviceExpressions")?.open();
  for (const element of expressions?.some("AdviceExpression") ?? []) {
    readEffect(element, "AppliesTo");
    element.attribute("AdviceId");
    readAssignments(element);
  }
  expressions?.end();
}

function readAssignments(element: XacmlElement): AttributeAssignment[] {
  const children = element.open();
  const assignments = children.all("AttributeAssignmentExpression").map((assignment) => ({
    attributeId: assignment.attribute("AttributeId"),
    category: assignment.optionalAttribute("Category"),
    value: literalOf(readExpressionIn(assignment.open())),
  }));
  children.end();
  return assignments;
}

function literalOf(expression: Expression): string | undefined {
  return expression.kind === "literal" ? expression.value : undefined;
}
