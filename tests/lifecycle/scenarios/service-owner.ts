import { ASKED, LIST, TOKEN } from "./asked";
import type { Row } from "./row";
import type { Situation } from "./play";
import { scenarios } from "./table";
import type { Extent } from "./troubles";

const LOOK = "GET service owner";
/** Short, so that a wait for a server that goes on failing takes few calls. */
const TIMEOUT = { readyTimeoutSeconds: 4 };

const args = (more: Record<string, unknown> = {}) => ({ name: "Etaten", ...TIMEOUT, ...more });

/** Registered by hand long ago, with storage. */
function registered(row: Row, name = "Etaten"): void {
  const longAgo = Date.now() - 3_600_000;
  row.inDatabase(
    "INSERT INTO broker_service_owner (id, name, created, provisioning_from) VALUES (?, ?, ?, ?)",
    `0192:${row.owner.number}`,
    name,
    longAgo,
    longAgo,
  );
}

const storage = (row: Row, status: "Ready" | "DeployingResources" | "Absent") =>
  row.ground.standin.setStorageProvider(row.owner.number, "AltinnAzure", status);

async function made(row: Row): Promise<void> {
  await row.up(args());
}

/** A first `up` that waited for storage in vain. */
async function madeInVain(row: Row): Promise<void> {
  storage(row, "Absent");
  await expect(row.up(args())).rejects.toThrow(/after 4 seconds its storage is not ready/);
  storage(row, "Ready");
}

/** A first `up` whose registration failed, which cannot know that it had no effect. */
async function failedToRegister(row: Row): Promise<void> {
  const { standin } = row.ground;
  standin.failNext({ method: "POST", path: /serviceowner/ }, { status: 500 }, { standing: true });
  await row.upInVain(args(), /POST \S+ answered 500/);
}

/** A first `up` whose registration was answered well and never arrived at Broker. */
async function keptFromBroker(row: Row): Promise<void> {
  row.ground.standin.failNext({ method: "POST", path: /serviceowner/ }, { status: 200 });
  await row.upInVain(args(), /was registered, but Broker does not show it/);
}

const failedThenRegistered = (name: string) => async (row: Row) => {
  await failedToRegister(row);
  registered(row, name);
};

const situations: readonly Situation[] = [
  {
    title: "registered for the first time, and its storage awaited",
    program: () => args(),
    steps: ["create"],
    calls: [...ASKED, LOOK, LOOK, "POST service owner", LOOK, LOOK, LOOK],
  },
  {
    title: "its own registration is taken over",
    prepare: async (row) => registered(row),
    program: () => args(),
    steps: ["create"],
    calls: [...ASKED, LOOK, LOOK],
  },
  {
    title: "a registration under another name is taken over",
    prepare: async (row) => registered(row, "Gammelt navn"),
    program: () => args(),
    steps: ["create"],
    calls: [...ASKED, LOOK, LOOK],
  },
  {
    title: "somebody registers it first",
    program: () => args(),
    arriving(row, purpose) {
      if (purpose === "POST service owner" && row.atAltinn().serviceOwner === undefined)
        registered(row);
    },
    steps: ["create"],
    calls: [...ASKED, LOOK, LOOK, "POST service owner", LOOK],
  },
  {
    title: "a registration that failed is tried again under another name",
    prepare: failedToRegister,
    program: () => args({ name: "Direktoratet" }),
    steps: ["update"],
    calls: [...ASKED, LOOK, "POST service owner", LOOK, LOOK, LOOK],
  },
  {
    title: "a registration that failed, found gone by a refresh, is made",
    prepare: failedToRegister,
    program: () => args(),
    refresh: true,
    steps: ["gone", "create"],
    calls: [...TOKEN, LOOK, LIST, LOOK, LOOK, "POST service owner", LOOK, LOOK, LOOK],
  },
  {
    title: "a registration that failed, made by somebody else since, is done",
    prepare: failedThenRegistered("Etaten"),
    program: () => args(),
    steps: ["update"],
    calls: [...ASKED, LOOK],
  },
  {
    title: "a registration that failed, made by somebody else since, seen by a refresh, is done",
    prepare: failedThenRegistered("Etaten"),
    program: () => args(),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, LOOK, LIST, LOOK],
  },
  {
    title: "a registration that failed, made under another name since, is taken over",
    prepare: failedThenRegistered("Gammelt navn"),
    program: () => args(),
    steps: ["update"],
    calls: [...ASKED, LOOK],
  },
  {
    title: "a registration that failed, made under another name, seen by a refresh, is taken over",
    prepare: failedThenRegistered("Gammelt navn"),
    program: () => args(),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, LOOK, LIST, LOOK],
  },
  {
    title: "a registration that was kept from Broker is made by the next run",
    prepare: keptFromBroker,
    program: () => args(),
    steps: ["update"],
    calls: [...ASKED, LOOK, "POST service owner", LOOK, LOOK, LOOK],
  },
  {
    title: "a registration that was kept from Broker, found gone by a refresh, is made",
    prepare: keptFromBroker,
    program: () => args(),
    refresh: true,
    steps: ["gone", "create"],
    calls: [...TOKEN, LOOK, LIST, LOOK, LOOK, "POST service owner", LOOK, LOOK, LOOK],
  },
  {
    title: "storage that was not ready in time is awaited further",
    prepare: madeInVain,
    program: () => args(),
    steps: ["update"],
    calls: [...ASKED, LOOK],
  },
  {
    title: "storage that was not ready in time, seen by a refresh",
    prepare: madeInVain,
    program: () => args(),
    refresh: true,
    steps: ["read", "same"],
    calls: [...TOKEN, LOOK],
  },
  {
    title: "storage is never ready",
    prepare: async (row) => {
      registered(row);
      storage(row, "DeployingResources");
    },
    program: () => args(),
    refused: /after 4 seconds its storage is not ready.*Run `pulumi up` again/,
    steps: [],
    calls: [...ASKED, LOOK, LOOK, LOOK, LOOK, LOOK, LOOK],
  },
  {
    title: "made again after it was removed from the program",
    async prepare(row) {
      await made(row);
      await row.up(undefined);
    },
    program: () => args(),
    steps: ["create"],
    calls: [...ASKED, LOOK, LOOK],
  },
  {
    title: "the time-out changes",
    prepare: made,
    program: () => args({ readyTimeoutSeconds: 60 }),
    steps: ["update"],
    calls: [],
  },
  {
    title: "nothing changes",
    prepare: made,
    program: () => args(),
    steps: ["same"],
    calls: [],
  },
  {
    title: "nothing changes, seen by a refresh",
    prepare: made,
    program: () => args(),
    refresh: true,
    steps: ["read", "same"],
    calls: [...TOKEN, LOOK],
  },
  {
    title: "storage is ready no more, seen by a refresh, and awaited",
    async prepare(row) {
      await made(row);
      storage(row, "DeployingResources");
    },
    program: () => args(),
    paused: (row) => storage(row, "Ready"),
    refresh: true,
    steps: ["read", "update"],
    calls: [...TOKEN, LOOK, LIST, LOOK, LOOK, LOOK],
  },
  {
    title: "gone behind the program's back, and registered again",
    async prepare(row) {
      await made(row);
      row.inDatabase("DELETE FROM broker_service_owner WHERE id = ?", `0192:${row.owner.number}`);
    },
    program: () => args(),
    refresh: true,
    steps: ["gone", "create"],
    calls: [...TOKEN, LOOK, LIST, LOOK, LOOK, "POST service owner", LOOK, LOOK, LOOK],
  },
  {
    title: "removed: forgotten",
    prepare: made,
    program: () => undefined,
    steps: ["delete"],
    calls: [],
  },
];

export const serviceOwner = (extent: Extent): void =>
  scenarios("ServiceOwner", situations, extent, { ownerForEachRow: true });
