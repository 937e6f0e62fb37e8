/** Where an element may stand among the children of another. */
interface Position {
  /** Children stand in rising order of rank. */
  readonly rank: number;
  /** Whether there may be several of this rank. */
  readonly repeats: boolean;
}

/** By name of the child. */
type Content = ReadonlyMap<string, Position>;

const content = (children: Readonly<Record<string, Position>>): Content =>
  new Map(Object.entries(children));

const one = (rank: number): Position => ({ rank, repeats: false });
const many = (rank: number): Position => ({ rank, repeats: true });

const EXPRESSIONS = [
  "AttributeValue",
  "VariableReference",
  "AttributeSelector",
  "AttributeDesignator",
  "Function",
  "Apply",
];
const expressions: Content = new Map(EXPRESSIONS.map((name) => [name, many(1)]));

const obligationsAndAdvice = (rank: number) => ({
  ObligationExpressions: one(rank),
  AdviceExpressions: one(rank + 1),
});

export const CONTENT_OF_POLICY: Content = content({
  Description: one(1),
  PolicyIssuer: one(2),
  PolicyDefaults: one(3),
  Target: one(4),
  CombinerParameters: many(5),
  RuleCombinerParameters: many(5),
  VariableDefinition: many(5),
  Rule: many(5),
  ...obligationsAndAdvice(6),
});

/**
 * The elements that each element of a policy may hold (XACML 3.0 core, 5, as far as Altinn's parser
 * reads it). What is not listed here may hold anything.
 */
export const CONTENT: ReadonlyMap<string, Content> = new Map([
  ["Policy", CONTENT_OF_POLICY],
  ["PolicyIssuer", content({ Content: one(1), Attribute: many(2) })],
  ["PolicyDefaults", content({ XPathVersion: one(1) })],
  [
    "Rule",
    content({
      Description: one(1),
      Target: one(2),
      Condition: one(3),
      ...obligationsAndAdvice(4),
    }),
  ],
  ["Target", content({ AnyOf: many(1) })],
  ["AnyOf", content({ AllOf: many(1) })],
  ["AllOf", content({ Match: many(1) })],
  [
    "Match",
    content({ AttributeValue: one(1), AttributeDesignator: one(2), AttributeSelector: one(2) }),
  ],
  ["AttributeDesignator", content({})],
  ["AttributeSelector", content({})],
  ["ObligationExpressions", content({ ObligationExpression: many(1) })],
  ["ObligationExpression", content({ AttributeAssignmentExpression: many(1) })],
  ["AdviceExpressions", content({ AdviceExpression: many(1) })],
  ["AdviceExpression", content({ AttributeAssignmentExpression: many(1) })],
  ["AttributeAssignmentExpression", expressions],
  ["Condition", expressions],
  ["VariableDefinition", expressions],
  ["Apply", expressions],
  ["CombinerParameters", content({ CombinerParameter: many(1) })],
  ["RuleCombinerParameters", content({ CombinerParameter: many(1) })],
  ["CombinerParameter", content({ AttributeValue: one(1) })],
]);
