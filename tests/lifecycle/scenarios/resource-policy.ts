import { ASKED } from "./asked";
import { organization } from "../../../provider/policy";
import { policyFor } from "../../support/policies";
import { deletedByHand } from "./by-hand";
import { args, made, NEWCOMER, resourceOf, SENDER, WRITE } from "./resource-policy-args";
import type { Row } from "./row";
import type { Situation } from "./play";
import { scenarios } from "./table";
import type { Extent } from "./troubles";

async function uploadedByHand(row: Row, organisations: readonly string[]): Promise<void> {
  await row.byHand.registry.putPolicy(row.id, policyFor(row.id, organisations));
}

/** Altinn's old example: plain but for the id of its combining algorithm. */
const oldExample = ({ id }: Row) => policyFor(id, [SENDER]).replace(ALGORITHM_3_0, ALGORITHM_1_0);
const ALGORITHM_3_0 = "3.0:rule-combining-algorithm";
const ALGORITHM_1_0 = "1.0:rule-combining-algorithm";

const acknowledged = (row: Row) => ({
  resourceId: row.id,
  xml: oldExample(row),
  acknowledge: ["unusual-policy"],
});

const situations: readonly Situation[] = [
  {
    title: "uploaded for the first time",
    prepare: (row) => resourceOf(row),
    program: (row) => args(row),
    steps: ["create"],
    calls: ["GET policy", ...ASKED, "GET policy", ...WRITE],
  },
  {
    title: "uploaded for the first time, from rules",
    prepare: (row) => resourceOf(row),
    program: ({ id }) => ({
      resourceId: id,
      rules: [
        {
          subjects: [organization(SENDER, { onBehalfOf: "anyone" })],
          actions: ["read", "write", "publish", "subscribe"],
        },
      ],
      minimumAuthenticationLevel: 3,
    }),
    steps: ["create"],
    calls: ["GET policy", ...ASKED, "GET policy", ...WRITE],
  },
  {
    title: "one that equals the program is taken over",
    async prepare(row) {
      await resourceOf(row);
      await uploadedByHand(row, [SENDER]);
    },
    program: (row) => args(row),
    steps: ["create"],
    calls: ["GET policy", ...ASKED, "GET policy"],
  },
  {
    title: "one that differs is refused",
    async prepare(row) {
      await resourceOf(row);
      await uploadedByHand(row, [SENDER, NEWCOMER]);
    },
    program: (row) => args(row),
    refused: /exists already and differs from the program in .*974761076.*adopt: true/,
    steps: [],
    calls: ["GET policy"],
  },
  {
    title: "one that differs is taken over with adopt",
    async prepare(row) {
      await resourceOf(row);
      await uploadedByHand(row, [SENDER, NEWCOMER]);
    },
    program: (row) => args(row, [SENDER], { adopt: true }),
    steps: ["create"],
    calls: ["GET policy", ...ASKED, "GET policy", ...WRITE],
  },
  {
    title: "made again after it was removed from the program",
    async prepare(row) {
      await made(row);
      await row.up(undefined);
    },
    program: (row) => args(row),
    steps: ["create"],
    calls: ["GET policy", ...ASKED, "GET policy"],
  },
  {
    title: "access changes",
    prepare: made,
    was: (row) => args(row),
    program: (row) => args(row, [SENDER, NEWCOMER]),
    steps: ["update"],
    calls: [...ASKED, ...WRITE],
  },
  {
    title: "what is acknowledged changes",
    prepare: made,
    was: (row) => args(row),
    program: (row) => args(row, [SENDER], { acknowledge: ["for-any-party"] }),
    steps: ["update"],
    calls: [],
  },
  {
    title: "an unusual one is refused",
    prepare: (row) => resourceOf(row),
    program: (row) => ({ resourceId: row.id, xml: oldExample(row) }),
    refused:
      /The policy is unusual: .*Write RuleCombiningAlgId=.*3\.0:rule-combining.*then has the lines: organization 991825827/,
    steps: [],
    calls: ["GET policy"],
  },
  {
    title: "an unusual one is uploaded when it is acknowledged",
    prepare: (row) => resourceOf(row),
    program: acknowledged,
    steps: ["create"],
    calls: ["GET policy", ...ASKED, "GET policy", ...WRITE],
  },
  {
    title: "an unusual one that is in force is taken over as it is",
    async prepare(row) {
      await resourceOf(row);
      await row.byHand.registry.putPolicy(row.id, oldExample(row));
    },
    program: (row) => ({ resourceId: row.id, xml: oldExample(row) }),
    steps: ["create"],
    calls: ["GET policy", ...ASKED, "GET policy"],
  },
  {
    title: "an unusual one in force stays as it is",
    async prepare(row) {
      await resourceOf(row);
      await row.byHand.registry.putPolicy(row.id, oldExample(row));
      await row.up({ resourceId: row.id, xml: oldExample(row) });
    },
    program: (row) => ({ resourceId: row.id, xml: oldExample(row) }),
    refresh: true,
    steps: ["read", "same"],
    calls: ["GET policy"],
  },
  {
    title: "an old example's algorithm becomes the right one",
    async prepare(row) {
      await resourceOf(row);
      await row.up(acknowledged(row));
    },
    was: acknowledged,
    program: (row) => args(row),
    steps: ["update"],
    calls: [...ASKED, ...WRITE],
  },
  {
    title: "nothing changes",
    prepare: made,
    program: (row) => args(row),
    steps: ["same"],
    calls: [],
  },
  {
    title: "nothing changes, seen by a refresh",
    prepare: made,
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "same"],
    calls: ["GET policy"],
  },
  {
    title: "drift is found and repaired",
    async prepare(row) {
      await made(row);
      await uploadedByHand(row, [NEWCOMER]);
    },
    program: (row) => args(row),
    refresh: true,
    steps: ["read", "update"],
    calls: ["GET policy", ...ASKED, ...WRITE],
  },
  {
    title: "gone behind the program's back, and uploaded again",
    async prepare(row) {
      await made(row);
      row.inDatabase("DELETE FROM policies WHERE path = ?", `${row.id}/resourcepolicy.xml`);
    },
    program: (row) => args(row),
    refresh: true,
    steps: ["gone", "create"],
    calls: ["GET policy", "GET policy", ...ASKED, "GET policy", ...WRITE],
  },
  {
    title: "deleted with its registry resource, behind the program's back",
    async prepare(row) {
      await made(row);
      await deletedByHand(row);
    },
    program: (row) => args(row),
    refresh: true,
    refused: /PUT \S+ answered 400: Unknown resource/,
    steps: ["gone"],
    calls: ["GET policy", "GET policy", ...ASKED, "GET policy", "PUT policy"],
  },
  {
    title: "replaced by that of another resource",
    async prepare(row) {
      await made(row);
      await resourceOf(row, row.otherId);
    },
    program: ({ otherId }) => ({ resourceId: otherId, xml: policyFor(otherId, [SENDER]) }),
    steps: ["replace", "delete"],
    calls: [
      ...ASKED,
      "GET other policy",
      "GET other policy",
      "PUT other policy",
      "GET other policy",
    ],
  },
  {
    title: "removed: kept",
    prepare: made,
    program: () => undefined,
    steps: ["delete"],
    calls: [],
  },
];

export const resourcePolicy = (extent: Extent): void =>
  scenarios("ResourcePolicy", situations, extent);
