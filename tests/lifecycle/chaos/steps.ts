import fc from "fast-check";
import type { ServiceKind } from "../../support/kinds";
import type { Fault } from "../../../standin/server/faults";

/* What may happen to a stack of one service: edits of the program, edits at Altinn, and runs that meet trouble. */

const SIZES = [1_073_741_824, 5_000_000, 250];
/** The second and the third are one. */
const TIMES = ["P7D", "P30D", "PT720H"];
const PARTIES = ["", "991825827", "0192:991825827", "974761076"];
const HOMES = ["https://broker.example.no", "https://old.example.no"];
export const ORGANISATIONS = ["991825827", "974761076", "889640782"];

type Fields = Readonly<Record<string, unknown>>;

/** Arguments beside those that every program of the kind has; undefined: the program has the resource no more. */
export interface Program {
  readonly ServiceOwner: Fields | undefined;
  readonly Resource: Fields | undefined;
  readonly ResourcePolicy: Policy | undefined;
  readonly BrokerResourceConfig: Fields | undefined;
}

export interface Policy {
  /** Organisations that are let in, by their place in ORGANISATIONS. */
  readonly organisations: readonly number[];
  /** Which of several ways of writing it, with the same meaning. */
  readonly dress: number;
}

/** Something done at Altinn without Pulumi. */
export type ByHand =
  | { readonly what: "document"; readonly members: Fields }
  | { readonly what: "policy"; readonly policy: Policy }
  | { readonly what: "no policy" }
  | { readonly what: "configuration"; readonly fields: Fields }
  | { readonly what: "reset configuration" }
  | { readonly what: "no configuration" }
  | { readonly what: "deleted resource" };

export type Purpose =
  | `${"GET" | "POST"} service owner`
  | `${"GET" | "POST" | "PUT"} resource`
  | `${"GET" | "PUT"} policy`
  | `${"GET" | "PUT"} configuration`;

/** What a run meets at its next request for `at`. */
export type Trouble =
  | { readonly at: Purpose; readonly fault: Fault; readonly times: number }
  | { readonly at: Purpose; readonly when: "before" | "at once" | "after"; readonly byHand: ByHand }
  | { readonly at: "PUT policy"; readonly halfUploads: number }
  | { readonly at: "PUT configuration"; readonly lostTo: Fields };

export interface Up {
  readonly step: "up";
  readonly refresh: boolean;
  readonly adopt: boolean;
  /** All resources at once, as where nothing orders them, or one after the other. */
  readonly together: boolean;
  readonly troubles: readonly Trouble[];
}

export type Step =
  | { readonly step: "program"; readonly program: Partial<Program> }
  /** The program is set back to what it said before its last edit. */
  | { readonly step: "set back" }
  | { readonly step: "other identifier" }
  | { readonly step: "by hand"; readonly byHand: ByHand }
  | Up
  /** A run without trouble that looks and may adopt, and whose refusals are answered. */
  | { readonly step: "settle"; readonly together: boolean };

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const given = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const document: fc.Arbitrary<Fields> = fc
  .record({
    homepage: maybe(fc.constantFrom(...HOMES)),
    delegable: maybe(fc.boolean()),
    keywords: maybe(fc.constantFrom([], [{ word: "fil", language: "nb" }])),
    accessListMode: maybe(fc.constantFrom("Disabled", "Enabled")),
  })
  .map(given);

const policy: fc.Arbitrary<Policy> = fc.record({
  organisations: fc.subarray([0, 1, 2], { minLength: 1 }),
  dress: fc.nat({ max: 2 }),
});

const configuration: fc.Arbitrary<Fields> = fc
  .record({
    maxFileTransferSize: maybe(fc.constantFrom(...SIZES)),
    fileTransferTimeToLive: maybe(fc.constantFrom(...TIMES)),
    requiredParty: maybe(fc.constantFrom(...PARTIES)),
    purgeFileTransferAfterAllRecipientsConfirmed: maybe(fc.boolean()),
    externalServiceCodeLegacy: maybe(fc.constantFrom("", "4434")),
  })
  .map(given);

/** As somebody with a database client may leave it: null among the values. */
const configurationByHand: fc.Arbitrary<Fields> = fc
  .record({
    maxFileTransferSize: maybe(fc.constantFrom(null, ...SIZES)),
    fileTransferTimeToLive: maybe(fc.constantFrom(null, ...TIMES)),
    requiredParty: maybe(fc.constantFrom(null, ...PARTIES)),
    externalServiceCodeLegacy: maybe(fc.constantFrom(null, "", "4434")),
  })
  .map(given);

const byHand: fc.Arbitrary<ByHand> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant("document"), members: document }) },
  { weight: 6, arbitrary: fc.record({ what: fc.constant("policy"), policy }) },
  {
    weight: 6,
    arbitrary: fc.record({ what: fc.constant("configuration"), fields: configurationByHand }),
  },
  { weight: 2, arbitrary: fc.constant({ what: "reset configuration" }) },
  { weight: 1, arbitrary: fc.constant({ what: "no configuration" }) },
  { weight: 1, arbitrary: fc.constant({ what: "no policy" }) },
) as fc.Arbitrary<ByHand>;

const FAULTS: readonly Fault[] = [
  { status: 500 },
  { status: 500, afterEffect: true },
  { status: 502, afterEffect: true },
  { status: 503 },
  { status: 403 },
  { reset: "before" },
  { reset: "after" },
  { truncate: true },
];

const WRITES: readonly Purpose[] = ["PUT resource", "PUT policy", "PUT configuration"];
const PURPOSES: readonly Purpose[] = [
  "GET service owner",
  "POST service owner",
  "GET resource",
  "POST resource",
  "PUT resource",
  "GET policy",
  "PUT policy",
  "GET configuration",
  "PUT configuration",
];
/** Writes are met more often: after a read that failed nothing has happened. */
const at = fc.constantFrom(...PURPOSES, ...WRITES, ...WRITES, ...WRITES);

const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      at,
      fault: fc.constantFrom(...FAULTS),
      times: fc.constantFrom(1, 2, 4, 100, 100),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ at, when: fc.constantFrom("before", "at once", "after"), byHand }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      at: fc.constant("PUT policy"),
      halfUploads: fc.integer({ min: 1, max: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ at: fc.constant("PUT configuration"), lostTo: configuration }),
  },
) as fc.Arbitrary<Trouble>;

const program: fc.Arbitrary<Partial<Program>> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      Resource: fc
        .record({ document, onDelete: fc.constantFrom("withdraw", "keep", "close") })
        .map(({ document: members, onDelete }) => ({ ...members, onDelete })),
    }),
  },
  { weight: 3, arbitrary: fc.record({ ResourcePolicy: policy }) },
  { weight: 3, arbitrary: fc.record({ BrokerResourceConfig: configuration }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<ServiceKind>(
        "ServiceOwner",
        "Resource",
        "ResourcePolicy",
        "BrokerResourceConfig",
      )
      .map((kind) => ({ [kind]: undefined })),
  },
  { weight: 1, arbitrary: fc.constant({ ServiceOwner: { readyTimeoutSeconds: 5 } }) },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 30, arbitrary: fc.record({ step: fc.constant("program"), program }) },
  { weight: 20, arbitrary: fc.record({ step: fc.constant("by hand"), byHand }) },
  {
    weight: 40,
    arbitrary: fc.record({
      step: fc.constant("up"),
      refresh: fc.boolean(),
      adopt: fc.boolean(),
      together: fc.boolean(),
      troubles: fc.array(trouble, { maxLength: 3 }),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({ step: fc.constant("settle"), together: fc.boolean() }),
  },
  { weight: 8, arbitrary: fc.constant({ step: "set back" }) },
  { weight: 2, arbitrary: fc.constant({ step: "other identifier" }) },
  {
    weight: 1,
    arbitrary: fc.constant({ step: "by hand", byHand: { what: "deleted resource" } }),
  },
) as fc.Arbitrary<Step>;

/** Up to 40 steps in the life of one service; they end settled. */
export const stories: fc.Arbitrary<readonly Step[]> = fc
  .array(step, { minLength: 1, maxLength: 39, size: "max" })
  .map((steps) => [...steps, { step: "settle", together: false }]);
