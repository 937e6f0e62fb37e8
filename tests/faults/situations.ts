import type { Kind } from "../../provider/resources/lifecycle";
import {
  A,
  args as listArgs,
  B,
  C,
  made as listMade,
} from "../lifecycle/scenarios/access-list-args";
import {
  args as connectionArgs,
  made as connected,
  ready as connectable,
  WIDER,
} from "../lifecycle/scenarios/access-list-connection-args";
import {
  args as configArgs,
  made as configured,
  registered,
  resourceOf as configurable,
} from "../lifecycle/scenarios/broker-resource-config-args";
import type { Situation } from "../lifecycle/scenarios/play";
import {
  args as policyArgs,
  made as uploaded,
  NEWCOMER,
  resourceOf,
  SENDER,
} from "../lifecycle/scenarios/resource-policy-args";
import type { Row } from "../lifecycle/scenarios/row";
import { resourceArgs } from "../support/resources";

/* One situation for each thing that a run does to a resource of each kind; its calls are those that it is seen to make. */

type Named = Omit<Situation, "calls">;

const CREATE = ["create"] as const;
const READ = ["read", "same"] as const;
const UPDATE = ["update"] as const;
const DELETE = ["delete"] as const;

/** Long enough for a call that is given up four times. */
const OWNER = { name: "Etaten", readyTimeoutSeconds: 20 };
const storage = (row: Row, status: "Ready" | "Absent"): void =>
  row.ground.standin.setStorageProvider(row.owner.number, "AltinnAzure", status);

async function storageReady(row: Row): Promise<void> {
  storage(row, "Ready");
}
async function ownerMade(row: Row): Promise<void> {
  storage(row, "Ready");
  await row.up(OWNER);
}

/** Registered first, so that a slow machine cannot end the short wait before the registration is in state. */
async function storageLate(row: Row): Promise<void> {
  await ownerMade(row);
  storage(row, "Absent");
  const program = { ...OWNER, readyTimeoutSeconds: 1 };
  const failed = await row.up(program, { refresh: true }).then(
    () => false,
    () => true,
  );
  if (!failed) throw new Error("the storage was ready before its time");
  storage(row, "Ready");
}

const serviceOwner: readonly Named[] = [
  { title: "registered", prepare: storageReady, program: () => OWNER, steps: CREATE },
  { title: "read", prepare: ownerMade, program: () => OWNER, refresh: true, steps: READ },
  { title: "awaited further", prepare: storageLate, program: () => OWNER, steps: UPDATE },
  { title: "forgotten", prepare: ownerMade, program: () => undefined, steps: DELETE },
];

const HOME = { homepage: "https://broker.example.no" };

const resource: readonly Named[] = [
  { title: "made", program: ({ id }) => resourceArgs(id), steps: CREATE },
  {
    title: "read",
    prepare: (row) => row.up(resourceArgs(row.id)),
    program: ({ id }) => resourceArgs(id),
    refresh: true,
    steps: READ,
  },
  {
    title: "changed",
    prepare: (row) => row.up(resourceArgs(row.id)),
    program: ({ id }) => resourceArgs(id, HOME),
    steps: UPDATE,
  },
  ...["withdraw", "close", "delete"].map((onDelete) => ({
    title: `removed: ${onDelete}`,
    prepare: (row: Row) => row.up(resourceArgs(row.id, { onDelete })),
    program: () => undefined,
    steps: DELETE,
  })),
];

const resourcePolicy: readonly Named[] = [
  { title: "uploaded", prepare: (row) => resourceOf(row), program: policyArgs, steps: CREATE },
  { title: "read", prepare: uploaded, program: policyArgs, refresh: true, steps: READ },
  {
    title: "changed",
    prepare: uploaded,
    program: (row) => policyArgs(row, [SENDER, NEWCOMER]),
    steps: UPDATE,
  },
  { title: "kept", prepare: uploaded, program: () => undefined, steps: DELETE },
];

async function configMade(row: Row): Promise<void> {
  await registered(row);
  await configured(row);
}

const brokerResourceConfig: readonly Named[] = [
  {
    title: "configured",
    async prepare(row) {
      await registered(row);
      await configurable(row);
    },
    program: configArgs,
    steps: CREATE,
  },
  { title: "read", prepare: configMade, program: configArgs, refresh: true, steps: READ },
  {
    title: "changed",
    prepare: configMade,
    program: (row) => configArgs(row, { fileTransferTimeToLive: "P14D" }),
    steps: UPDATE,
  },
  { title: "forgotten", prepare: configMade, program: () => undefined, steps: DELETE },
];

const accessList: readonly Named[] = [
  { title: "made", program: (row) => listArgs(row), steps: CREATE },
  { title: "read", prepare: listMade, program: (row) => listArgs(row), refresh: true, steps: READ },
  {
    title: "named anew, with a member that comes and one that goes",
    prepare: listMade,
    program: (row) => listArgs(row, [B, C], { name: "Friends" }),
    steps: UPDATE,
  },
  {
    title: "removed: delete",
    prepare: (row) => listMade(row, { onDelete: "delete" }),
    program: () => undefined,
    steps: DELETE,
  },
  {
    title: "removed: keep",
    prepare: (row) => row.up(listArgs(row, [A])),
    program: () => undefined,
    steps: DELETE,
  },
];

const accessListConnection: readonly Named[] = [
  { title: "connected", prepare: connectable, program: connectionArgs, steps: CREATE },
  { title: "read", prepare: connected, program: connectionArgs, refresh: true, steps: READ },
  {
    title: "an action comes",
    prepare: connected,
    program: (row) => connectionArgs(row, WIDER),
    steps: UPDATE,
  },
  { title: "removed", prepare: connected, program: () => undefined, steps: DELETE },
];

export interface OfKind {
  readonly kind: Kind;
  /** What happens to one resource touches others of its organisation. */
  readonly ownerForEachRow: boolean;
  readonly situations: readonly Situation[];
}

const ofKind = (kind: Kind, ownerForEachRow: boolean, named: readonly Named[]): OfKind => ({
  kind,
  ownerForEachRow,
  situations: named.map((each) => ({ ...each, calls: [] })),
});

export const kinds: readonly OfKind[] = [
  ofKind("ServiceOwner", true, serviceOwner),
  ofKind("Resource", false, resource),
  ofKind("ResourcePolicy", false, resourcePolicy),
  ofKind("BrokerResourceConfig", true, brokerResourceConfig),
  ofKind("AccessList", false, accessList),
  ofKind("AccessListConnection", true, accessListConnection),
];
