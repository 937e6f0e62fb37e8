import type { Designator, Expression } from "../registry/policy/policy";
import { compareByFunction, EvaluationError } from "./matching";
import type { Attributes } from "./target";
import { comparableUri } from "./uri";

/** `failed` is an error of this rule alone; an error of the whole answer is thrown. */
export type ConditionResult = "holds" | "does not hold" | "failed";

/** The parts of an application that count: the last of each kind. */
interface Comparison {
  readonly literal: string | undefined;
  readonly designator: Designator | undefined;
  readonly inner: Apply | undefined;
}

type Apply = Extract<Expression, { kind: "apply" }>;

const FUNCTION = "urn:oasis:names:tc:xacml:1.0:function:";
const ONE_AND_ONLY = ["integer", "date", "dateTime"].map(
  (each) => `${FUNCTION}${each}-one-and-only`,
);
const BAG_SIZE = ["time", "date", "dateTime"].map((each) => `${FUNCTION}${each}-bag-size`);
/** The data type of all values that a request has. */
const XSD_STRING = "http://www.w3.org/2001/XMLSchema#string";

function comparisonOf({ parameters }: Apply): Comparison {
  const literal = parameters.findLast((each) => each.kind === "literal")?.value;
  const inner = parameters.findLast((each) => each.kind === "apply");
  const designatorIn = (expressions: readonly Expression[]) =>
    expressions.findLast((each) => each.kind === "designator")?.designator;
  const designator = designatorIn(parameters) ?? (inner && designatorIn(inner.parameters));
  return { literal, designator, inner };
}

/**
 * Evaluates a condition as far as the decision point does: it compares one literal with the values of
 * one attribute, directly or within one inner application, by a match function. The request's
 * value stands on the policy's side, so that it is the pattern of a regular expression. Whatever is
 * no application never holds.
 *
 * @param categories the request's attributes by category
 * @throws EvaluationError for two literals, for `not` and `and`, and for functions that are not implemented
 */
export function evaluateCondition(
  condition: Expression,
  categories: Readonly<Record<string, Attributes>>,
): ConditionResult {
  if (condition.kind !== "apply") return "does not hold";
  const { literal, designator, inner } = comparisonOf(condition);
  if (designator === undefined) throw new EvaluationError("a condition names no attribute");
  const attributes = categories[comparableUri(designator.category)];
  if (attributes === undefined) return "failed";
  const values = Object.entries(attributes).flatMap(([id, each]) =>
    id === comparableUri(designator.attributeId) ? each : [],
  );
  const bagSize = designator.dataType === XSD_STRING ? values.length : 0;
  const outermost = inner?.functionId ?? condition.functionId;
  if (ONE_AND_ONLY.includes(outermost) && bagSize > 1) return "failed";
  if (inner !== undefined && BAG_SIZE.includes(inner.functionId)) {
    if (literal === undefined || !/^\s*[+-]?\d+\s*$/.test(literal)) {
      throw new EvaluationError("the size of a bag is compared with no integer");
    }
    return Number(literal) === bagSize ? "holds" : "failed";
  }
  if (values.length === 0) return "failed";
  if (literal === undefined) throw new EvaluationError("a condition compares with no literal");
  return values.some((value) => compareByFunction(condition.functionId, value, literal))
    ? "holds"
    : "does not hold";
}
