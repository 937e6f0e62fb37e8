import * as text from "./policy-texts";
import { Choices, element, type Tree } from "./xml-tree";

/* Single changes of a policy's XML that are more than dress. */

/** Changes the tree; nothing where there is nothing to change. */
type Mutation = (tree: Tree, choices: Choices) => void;

const found = (tree: Tree, name: string): Tree[] => [
  ...(tree.name === name ? [tree] : []),
  ...tree.children.flatMap((child) => found(child, name)),
];
const some = (tree: Tree, choices: Choices, ...names: string[]) =>
  choices.of(names.flatMap((name) => found(tree, name)));

const FUNCTIONS = [
  text.STRING_EQUAL,
  text.IGNORE_CASE,
  "urn:oasis:names:tc:xacml:1.0:function:string-is-in",
  "urn:oasis:names:tc:xacml:1.0:function:string-regexp-match",
  "urn:none",
];
const DATA_TYPES = ["string", "integer", "anyURI"].map(
  (each) => `http://www.w3.org/2001/XMLSchema#${each}`,
);
const ALGORITHMS = [
  text.DENY_OVERRIDES,
  "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:permit-overrides",
  "urn:oasis:names:tc:xacml:1.0:rule-combining-algorithm:deny-overrides",
  `${text.DENY_OVERRIDES}#part`,
];
const ATTRIBUTES = [
  "urn:altinn:organization:identifier-no",
  "urn:altinn:org",
  "urn:altinn:rolecode",
  "urn:altinn:resource",
  "urn:x",
];
const CATEGORIES = [text.SUBJECT, text.RESOURCE, text.ACTION, "urn:environment"];
const LEVELS = ["urn:altinn:minimum-authenticationlevel", "urn:x"];

/** Gives an attribute of some element one of these values. */
const attribute =
  (names: readonly string[], key: string, values: readonly string[]): Mutation =>
  (tree, choices) => {
    const where = some(tree, choices, ...names);
    const value = choices.of(values.filter((each) => each !== where?.attributes[key]));
    if (where && value !== undefined) where.attributes[key] = value;
  };

const onValue =
  (change: (value: Tree, choices: Choices) => void): Mutation =>
  (tree, choices) => {
    const value = some(tree, choices, "AttributeValue");
    if (value) change(value, choices);
  };

/** Those whose children are alternatives, conditions or rules, of which the order may matter. */
const swapped =
  (parent: string, child: string): Mutation =>
  (tree, choices) => {
    const where = choices.of(
      found(tree, parent).filter(
        ({ children }) => children.filter(({ name }) => name === child).length > 1,
      ),
    );
    if (!where) return;
    const places = where.children.flatMap(({ name }, at) => (name === child ? [at] : []));
    const at = choices.below(places.length - 1);
    const [first = 0, second = 0] = [places[at], places[at + 1]];
    const [a, b] = [where.children[first], where.children[second]];
    if (a && b) [where.children[first], where.children[second]] = [b, a];
  };

const repeated =
  (name: string): Mutation =>
  (tree, choices) => {
    const parents = found(tree, "Policy").concat(
      ...["Rule", "Target", "AnyOf", "AllOf", "ObligationExpressions"].map((each) =>
        found(tree, each),
      ),
    );
    const where = choices.of(parents.filter((each) => each.children.some((c) => c.name === name)));
    const child = where && choices.of(where.children.filter((each) => each.name === name));
    if (child) where.children.splice(where.children.indexOf(child), 0, structuredClone(child));
  };

const removed =
  (name: string): Mutation =>
  (tree, choices) => {
    const parents = (each: Tree): Tree[] => [each, ...each.children.flatMap(parents)];
    const where = choices.of(
      parents(tree).filter((each) => each.children.some((child) => child.name === name)),
    );
    const child = where && choices.of(where.children.filter((each) => each.name === name));
    // A policy's own Target is needed, an empty one as well.
    if (!child || (name === "Target" && where.name === "Policy")) return;
    where.children = where.children.filter((each) => each !== child);
  };

const value = (content: string, dataType = DATA_TYPES[0] ?? "") =>
  element("AttributeValue", { DataType: dataType }, [], content);
const condition = (content: string) =>
  element("Condition", {}, [
    element("Apply", { FunctionId: text.STRING_EQUAL }, [
      value(content),
      element("AttributeDesignator", {
        AttributeId: "urn:scope",
        Category: text.SUBJECT,
        DataType: DATA_TYPES[0] ?? "",
        MustBePresent: "false",
      }),
    ]),
  ]);
const obligation = (level: string) =>
  element("ObligationExpression", { ObligationId: "urn:new", FulfillOn: "Permit" }, [
    element(
      "AttributeAssignmentExpression",
      { AttributeId: "urn:new", Category: LEVELS[0] ?? "" },
      [value(level, DATA_TYPES[1])],
    ),
  ]);

/** Puts a part right after the last child of one of these names; without one, first. */
function put(parent: Tree, part: Tree, after: readonly string[]): void {
  const at = parent.children.findLastIndex(({ name }) => after.includes(name));
  parent.children.splice(at + 1, 0, part);
}

const intoRule =
  (part: (choices: Choices) => Tree, after: readonly string[]): Mutation =>
  (tree, choices) => {
    const rule = some(tree, choices, "Rule");
    const made = part(choices);
    if (rule && !rule.children.some(({ name }) => name === made.name)) put(rule, made, after);
  };
const intoPolicy =
  (part: Tree, after: readonly string[]): Mutation =>
  (tree) => {
    if (!tree.children.some(({ name }) => name === part.name)) {
      put(tree, structuredClone(part), after);
    }
  };

const advice = element("AdviceExpressions", {}, [
  element("AdviceExpression", { AdviceId: "urn:a", AppliesTo: "Permit" }, [
    element("AttributeAssignmentExpression", { AttributeId: "urn:a" }, [value("x")]),
  ]),
]);
const HEAD = ["Description", "PolicyIssuer", "PolicyDefaults", "Target"];
const RULES = [...HEAD, "CombinerParameters", "VariableDefinition", "Rule"];

/** By what they change. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  "a value": onValue((each, choices) => {
    each.text = choices.of(["910000002", "dagl", "", `${each.text}0`, "5"]) ?? "";
  }),
  "the casing of a value": onValue((each) => {
    const upper = each.text.toUpperCase();
    each.text = upper === each.text ? each.text.toLowerCase() : upper;
  }),
  "the space around a value": onValue((each, choices) => {
    each.text = choices.yes() ? ` ${each.text}` : `${each.text}\n`;
  }),
  "a comment inside a value": onValue((each) => {
    each.comment = !each.comment;
  }),
  "a function": attribute(["Match"], "MatchId", FUNCTIONS),
  "a function of a condition": attribute(["Apply"], "FunctionId", FUNCTIONS),
  "the data type of a value": attribute(["AttributeValue"], "DataType", DATA_TYPES),
  "the data type of a designator": attribute(["AttributeDesignator"], "DataType", DATA_TYPES),
  MustBePresent: (tree, choices) => {
    const where = some(tree, choices, "AttributeDesignator");
    if (!where) return;
    const isSet = where.attributes["MustBePresent"] === "true";
    where.attributes["MustBePresent"] = isSet ? "false" : "true";
  },
  "an Issuer": attribute(["AttributeDesignator"], "Issuer", ["", "one", "other"]),
  "the attribute of a match": attribute(["AttributeDesignator"], "AttributeId", ATTRIBUTES),
  "the category of a match": attribute(["AttributeDesignator"], "Category", CATEGORIES),
  "an effect": attribute(["Rule"], "Effect", ["Permit", "Deny", "permit", "0", "1"]),
  "the combining algorithm": attribute(["Policy"], "RuleCombiningAlgId", ALGORITHMS),
  "for what an obligation is": attribute(["ObligationExpression"], "FulfillOn", ["Permit", "Deny"]),
  "the category of an obligation": attribute(["AttributeAssignmentExpression"], "Category", LEVELS),
  "the order of rules": swapped("Policy", "Rule"),
  "the order of obligations": swapped("ObligationExpressions", "ObligationExpression"),
  "the order of assignments": swapped("ObligationExpression", "AttributeAssignmentExpression"),
  "the order of alternatives": swapped("AnyOf", "AllOf"),
  "the order of matches": swapped("AllOf", "Match"),
  "a repeated match": repeated("Match"),
  "a repeated alternative": repeated("AllOf"),
  "a repeated AnyOf": repeated("AnyOf"),
  "a repeated rule": repeated("Rule"),
  "a repeated obligation": repeated("ObligationExpression"),
  "a match removed": removed("Match"),
  "an alternative removed": removed("AllOf"),
  "an AnyOf removed": removed("AnyOf"),
  "a rule removed": removed("Rule"),
  "a target removed": removed("Target"),
  "a condition removed": removed("Condition"),
  "an obligation removed": removed("ObligationExpression"),
  "a condition": intoRule(
    (choices) => condition(choices.of(["a", "b"]) ?? ""),
    ["Description", "Target"],
  ),
  "an obligation of a rule": intoRule(
    () => element("ObligationExpressions", {}, [obligation("3")]),
    ["Description", "Target", "Condition"],
  ),
  "an obligation": (tree, choices) => {
    const [there] = tree.children.filter(({ name }) => name === "ObligationExpressions");
    const made = obligation(choices.of(["2", "4"]) ?? "");
    if (there) there.children.push(made);
    else put(tree, element("ObligationExpressions", {}, [made]), RULES);
  },
  "an assignment": (tree, choices) => {
    const where = some(tree, choices, "ObligationExpression");
    const [made] = found(obligation("1"), "AttributeAssignmentExpression");
    if (where && made) where.children.push(made);
  },
  advice: intoPolicy(advice, [...RULES, "ObligationExpressions"]),
  "a target of the policy": (tree, choices) => {
    const [own] = tree.children.filter(({ name }) => name === "Target");
    const anyOf = some(tree, choices, "AnyOf");
    if (own && anyOf) own.children.push(structuredClone(anyOf));
  },
  "a variable": intoPolicy(element("VariableDefinition", { VariableId: "v" }, [value("v")]), HEAD),
  "an issuer of the policy": intoPolicy(element("PolicyIssuer", {}, []), ["Description"]),
  "how deep it may be delegated": attribute(["Policy"], "MaxDelegationDepth", ["1", "2"]),
};

/** Changes by which a policy gets something of which the others can change the order, or take it out. */
export const ENRICHING: readonly string[] = [
  "a repeated rule",
  "a repeated match",
  "an obligation",
  "an assignment",
  "a repeated obligation",
  "a condition",
];

/** Changes for which few policies have what they change. */
export const RARELY_POSSIBLE: readonly string[] = [
  "a function of a condition",
  "the order of rules",
  "the order of obligations",
  "the order of assignments",
  "the order of alternatives",
  "the order of matches",
  "a match removed",
  "an alternative removed",
  "a condition removed",
  "an obligation removed",
];
