import type { create } from "xmlbuilder2";
import type { PlainPolicy, Text } from "../plain/form";
import { SUBJECT_KINDS, type SubjectKind } from "../plain/subject-kinds";
import { PolicyError } from "../policy-error";
import { XACML_NAMESPACE } from "../text/tree";
import { ATTRIBUTE, CATEGORY, DENY_OVERRIDES, FUNCTION, INTEGER } from "../xacml/identifiers";
import { LEVEL_CATEGORY, STRING } from "../xacml/identifiers";
import { plainRules } from "./plain-rules";
import type { TypedPolicy } from "./rules";

/** Loaded at the first policy that is rendered: a third of all modules, which most calls of a provider process never need. */
const xmlbuilder2 = (): { readonly create: typeof create } =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at the start
  require("xmlbuilder2") as { readonly create: typeof create };

type Builder = ReturnType<typeof create>;

type Named = Text & { readonly attributeId: string };

/**
 * Typed rules as XML, indented, in the shape that the registry, Altinn Studio and the decision point
 * all read: one AnyOf for the subjects, one for the resource, one for the actions. Equal arguments
 * give equal text.
 *
 * @throws PolicyError as `plainRules` does, and for characters that XML cannot hold.
 */
export const renderPolicy = (policy: TypedPolicy): string =>
  renderPlain(plainRules(policy), policy.resourceId);

/** A plain policy as XML; of its levels the one for everybody. */
function renderPlain({ rules, levels }: PlainPolicy, resourceId: string): string {
  const document = xmlbuilder2().create({ version: "1.0", encoding: "utf-8" });
  const root = element(document, "Policy", {
    PolicyId: `urn:altinn:resource:${resourceId}:policyid:1`,
    Version: "1.0",
    RuleCombiningAlgId: DENY_OVERRIDES,
  });
  element(root, "Target");
  for (const { ruleId, subjects, resources, actions } of rules) {
    const rule = element(root, "Rule", { RuleId: ruleId, Effect: "Permit" });
    const target = element(rule, "Target");
    const ofSubject = ({ kind, ...text }: Text & { kind: SubjectKind }) => [
      { ...text, attributeId: attributeOf(kind) },
    ];
    if (subjects) anyOf(target, CATEGORY.subject, subjects.map(ofSubject));
    anyOf(
      target,
      CATEGORY.resource,
      resources.map(({ id, party }) => [
        { ...id, attributeId: ATTRIBUTE.resource },
        ...(party === undefined
          ? []
          : [{ value: party, anyCase: false, attributeId: ATTRIBUTE.organization }]),
      ]),
    );
    const ofAction = (text: Text) => [{ ...text, attributeId: ATTRIBUTE.action }];
    if (actions) anyOf(target, CATEGORY.action, actions.map(ofAction));
  }
  if (levels.all !== undefined) levelObligation(root, levels.all);

  try {
    return `${document.end({ prettyPrint: true, wellFormed: true })}\n`;
  } catch (cause) {
    const error = new PolicyError("a value holds a character that XML does not allow");
    error.cause = cause;
    throw error;
  }
}

/**
 * xmlbuilder2 leaves what looks like an entity as it is, and a reader takes a carriage return that is none for a line feed
 * (XML 1.0, section 2.11).
 */
const escaped = (value: string): string => value.replaceAll("&", "&amp;").replaceAll("\r", "&#13;");

const attributeOf = (kind: SubjectKind): string =>
  [...SUBJECT_KINDS].find(([, each]) => each === kind)?.[0] ?? "";

const element = (parent: Builder, name: string, attributes: Record<string, string> = {}) =>
  parent.ele(XACML_NAMESPACE, `xacml:${name}`, attributes);

function anyOf(target: Builder, category: string, alternatives: readonly Named[][]): void {
  const parent = element(target, "AnyOf");
  for (const alternative of alternatives) {
    const allOf = element(parent, "AllOf");
    for (const { attributeId, value, anyCase } of alternative) {
      const matchId = anyCase ? FUNCTION.stringEqualIgnoreCase : FUNCTION.stringEqual;
      const match = element(allOf, "Match", { MatchId: matchId });
      element(match, "AttributeValue", { DataType: STRING }).txt(escaped(value));
      element(match, "AttributeDesignator", {
        AttributeId: attributeId,
        Category: category,
        DataType: STRING,
        MustBePresent: "false",
      });
    }
  }
}

/** Readers find the level by its category alone; the other ids are the ones Altinn Studio writes. */
function levelObligation(root: Builder, level: number): void {
  const obligation = element(element(root, "ObligationExpressions"), "ObligationExpression", {
    ObligationId: "urn:altinn:obligation:authenticationLevel1",
    FulfillOn: "Permit",
  });
  const assignment = element(obligation, "AttributeAssignmentExpression", {
    AttributeId: "urn:altinn:obligation1-assignment1",
    Category: LEVEL_CATEGORY.all,
  });
  element(assignment, "AttributeValue", { DataType: INTEGER }).txt(String(level));
}
