/** A policy as read: what has meaning, free of prefixes, order of attributes and layout. */
export interface Policy {
  readonly policyId: string;
  readonly version: string | undefined;
  /** RuleCombiningAlgId. */
  readonly combiningAlgorithm: string;
  /** In document order. */
  readonly rules: readonly PolicyRule[];
  /** Obligations of the policy itself, in document order. */
  readonly obligations: readonly Obligation[];
  /** Parts that Altinn reads and does not use: Target with content, PolicyIssuer, advice, ... */
  readonly otherParts: readonly OtherPart[];
  /** As the XML declaration says; undefined without one. */
  readonly declaredEncoding: string | undefined;
  /** Every empty Target written as `<Target></Target>`, which Altinn's parser refuses. */
  readonly emptyTargetsInTwoTags: readonly Place[];
}

/** A place in the text, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface PolicyRule {
  readonly ruleId: string;
  readonly effect: "Permit" | "Deny";
  /** The AnyOf of the rule's Target; undefined without a Target, empty for an empty one. */
  readonly target: readonly AnyOf[] | undefined;
  /** The Condition in canonical form. */
  readonly condition: string | undefined;
  /** ObligationExpressions and AdviceExpressions of the rule, which Altinn does not use. */
  readonly otherParts: readonly OtherPart[];
}

/** Alternatives, one AllOf each. */
export type AnyOf = readonly AllOf[];
/** Matches that must all hold. */
export type AllOf = readonly Match[];

export interface Match {
  readonly matchId: string;
  /** The text of the AttributeValue, spaces included. */
  readonly value: string;
  /** DataType of the AttributeValue: the one that Altinn compares with the request. */
  readonly dataType: string;
  /** Undefined for a match with an AttributeSelector. */
  readonly attributeId: string | undefined;
  /** Undefined for a match with an AttributeSelector. */
  readonly category: string | undefined;
  readonly designatorDataType: string;
  readonly mustBePresent: boolean;
  readonly issuer: string | undefined;
  /** The AttributeSelector in canonical form. */
  readonly selector: string | undefined;
}

export interface Obligation {
  readonly obligationId: string;
  readonly fulfillOn: "Permit" | "Deny";
  readonly assignments: readonly Assignment[];
}

export interface Assignment {
  readonly attributeId: string;
  readonly category: string | undefined;
  readonly issuer: string | undefined;
  /** The text of an AttributeValue; undefined for any other expression. */
  readonly value: string | undefined;
  /** The whole expression in canonical form. */
  readonly expression: string;
}

/** A part kept only to be compared and named. */
export interface OtherPart {
  /** Element or attribute name, such as `AdviceExpressions`. */
  readonly name: string;
  readonly canonical: string;
}
