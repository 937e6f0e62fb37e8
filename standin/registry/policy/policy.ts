export type Effect = "Permit" | "Deny";

/** A comparison of a literal with the values of one request attribute. */
export interface Match {
  /** The function's id, such as `urn:oasis:names:tc:xacml:1.0:function:string-equal`. */
  readonly matchId: string;
  /** Text for a string. XML, comments and all, for every other data type. */
  readonly value: string;
  readonly dataType: string;
  /** Undefined when an attribute selector stands in the place of a designator. */
  readonly designator: Designator | undefined;
}

export interface Designator {
  readonly attributeId: string;
  readonly category: string;
  readonly dataType: string;
  readonly mustBePresent: boolean;
}

/** Part of a condition. */
export type Expression =
  | { readonly kind: "literal"; readonly value: string }
  | { readonly kind: "designator"; readonly designator: Designator }
  | {
      readonly kind: "apply";
      readonly functionId: string;
      readonly parameters: readonly Expression[];
    }
  /** A selector, a function's name or a variable, which the decision point does not look at. */
  | { readonly kind: "other" };

/** Matches that must all hold. */
export type AllOf = readonly Match[];

/** Alternatives of which one must hold. */
export type AnyOf = readonly AllOf[];

export interface Rule {
  readonly ruleId: string;
  readonly effect: Effect;
  /** Undefined when the rule has no target; empty for a target without content. */
  readonly target: readonly AnyOf[] | undefined;
  readonly condition: Expression | undefined;
}

export interface AttributeAssignment {
  readonly attributeId: string;
  readonly category: string | undefined;
  /** The literal; undefined for an expression of another kind. XML for a literal that is no string. */
  readonly value: string | undefined;
}

export interface ObligationExpression {
  readonly obligationId: string;
  readonly fulfillOn: Effect;
  readonly assignments: readonly AttributeAssignment[];
}

/** A XACML 3.0 policy, as far as the registry and the decision point look at it. */
export interface Policy {
  readonly policyId: string;
  readonly ruleCombiningAlgId: string;
  readonly rules: readonly Rule[];
  readonly obligations: readonly ObligationExpression[];
}

/** The categories of attributes that a target compares (XACML 3.0 B.2 and B.3). */
export const CATEGORY = {
  subject: "urn:oasis:names:tc:xacml:1.0:subject-category:access-subject",
  resource: "urn:oasis:names:tc:xacml:3.0:attribute-category:resource",
  action: "urn:oasis:names:tc:xacml:3.0:attribute-category:action",
} as const;

/** The id of the one attribute that an action has. */
export const ACTION_ID = "urn:oasis:names:tc:xacml:1.0:action:action-id";
