import fc from "fast-check";
import { DOCUMENT, type Shape } from "../../provider/resources/resource/document-shape";
import { anyJson, anyText } from "./any";

/* Registry documents: members of the right shape for the most part, and of any other. */

const texts = { nb: "T", nn: "T", en: "T" };
/** All that must be there. */
export const complete: Readonly<Record<string, unknown>> = {
  identifier: "ttd-licences",
  title: texts,
  description: texts,
  rightDescription: texts,
  contactPoints: [],
  hasCompetentAuthority: { organization: "991825827", orgcode: "ttd" },
  resourceType: "BrokerService",
};

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("a", "T", "ttd", "991825827", "prefix:scope", "", " ") },
  { weight: 1, arbitrary: anyText },
);

/** Of the shape, or null. */
function shaped(shape: Shape): fc.Arbitrary<unknown> {
  const value = (): fc.Arbitrary<unknown> => {
    if (shape === "text") return text;
    if (shape === "boolean") return fc.boolean();
    if (shape === "integer") return fc.integer();
    if ("enum" in shape) {
      const names = Object.keys(shape.enum.members);
      return fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...names) },
        fc.constantFrom(...names.map((name) => name.toLowerCase())),
        fc.constantFrom(...Object.values(shape.enum.members), 3, 999),
      );
    }
    if ("listOf" in shape) return fc.array(shaped(shape.listOf), { maxLength: 3 });
    if ("mapOf" in shape)
      return fc.dictionary(fc.constantFrom("nb", "nn", "en", "se", "x y"), shaped(shape.mapOf), {
        maxKeys: 4,
      });
    const members = Object.entries(shape.object).map(([name, each]) => [name, shaped(each)]);
    return fc.record(Object.fromEntries(members) as Record<string, fc.Arbitrary<unknown>>, {
      requiredKeys: [],
    });
  };
  return fc.oneof({ weight: 12, arbitrary: value() }, { weight: 1, arbitrary: fc.constant(null) });
}

const members = Object.entries(DOCUMENT) as [string, Shape][];
const change = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.oneof(
      ...members
        .filter(([name]) => name !== "identifier")
        .map(([name, shape]) => shaped(shape).map((value) => ({ [name]: value }))),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.oneof(fc.constantFrom(...members.map(([name]) => name)), anyText), anyJson)
      .map(([name, value]) => ({ [name]: value })),
  },
);

/** A document that nobody refuses, with some of its members otherwise. */
export const documents: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc
  .array(change, { maxLength: 4 })
  .map((changes) => Object.assign({}, complete, ...changes) as Record<string, unknown>);

/** Two documents that have much in common. */
export const documentPairs = fc.oneof(
  fc.tuple(documents, documents),
  fc.tuple(documents, change).map(([document, more]) => [document, { ...document, ...more }]),
);

/** The same value with the keys of its objects turned round, at every depth. */
export function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, turned(inner)]),
  );
}
