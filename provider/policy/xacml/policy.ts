import type { Place } from "../text/tree";

/** A policy as it stands: what has meaning, free of prefixes, order of attributes and layout. */
export interface Policy {
  /** `Version`; undefined without one. */
  readonly version: string | undefined;
  /** RuleCombiningAlgId. */
  readonly combiningAlgorithm: string;
  /** In document order. */
  readonly rules: readonly PolicyRule[];
  /** Obligations of the policy itself, in document order. */
  readonly obligations: readonly Obligation[];
  /** A Target with content, VariableDefinition, PolicyIssuer, advice, MaxDelegationDepth, ... */
  readonly otherParts: readonly OtherPart[];
  /** As the XML declaration says; undefined without one. */
  readonly declaredEncoding: string | undefined;
  /** Every empty Target written as `<Target></Target>`, which Altinn's parser refuses. */
  readonly emptyTargetsInTwoTags: readonly Place[];
}

export interface PolicyRule {
  readonly ruleId: string;
  /** As written. Altinn reads `Permit` and `Deny` in any casing, and 0 as Permit, other numbers as Deny. */
  readonly effect: string;
  /** The AnyOf of the rule's Target; undefined without a Target, empty for an empty one. */
  readonly target: readonly AnyOf[] | undefined;
  /** Condition, ObligationExpressions and AdviceExpressions of the rule. */
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
  /** A comment or processing instruction stands inside the value. */
  readonly broken: boolean;
  /** DataType of the AttributeValue: the one that Altinn compares with the request. */
  readonly dataType: string;
  /** Undefined for a match with an AttributeSelector. */
  readonly attributeId: string | undefined;
  /** Undefined for a match with an AttributeSelector. */
  readonly category: string | undefined;
  readonly designatorDataType: string;
  readonly mustBePresent: boolean;
  readonly issuer: string | undefined;
  /** The AttributeSelector as it stands. */
  readonly selector: string | undefined;
}

export interface Obligation {
  /** As written. */
  readonly fulfillOn: string;
  readonly assignments: readonly Assignment[];
  /** The whole obligation as it stands, its id left out: a line for each of its parts. */
  readonly literal: readonly string[];
}

export interface Assignment {
  readonly category: string | undefined;
  /** DataType and text of an AttributeValue; undefined for any other expression. */
  readonly literalValue: { readonly dataType: string; readonly text: string } | undefined;
}

/** A part kept only to be named and shown. */
export interface OtherPart {
  /** Element or attribute name, such as `Condition`. */
  readonly name: string;
  /** The part as it stands, a line for each of its own parts. */
  readonly literal: readonly string[];
  /** Its first element is written with a prefix, under which Altinn's parser does not find the expression of a variable. */
  readonly isPrefixed: boolean;
}
