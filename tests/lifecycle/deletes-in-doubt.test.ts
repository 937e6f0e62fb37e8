import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Kind, Values } from "../../provider/resources/lifecycle";
import type { RequestMatcher } from "../../standin/server/by-request";
import { resourceArgs } from "../support/resources";
import { FakeEngine } from "./scenarios/fake-engine";
import { openGround, type Ground, type Owner } from "./scenarios/ground";

/*
 * A delete that took effect and seems to have failed: its answer was lost, and every look after it was refused. Pulumi keeps the
 * resource in state as it was; put back in the program it must not pass for unchanged, also without a refresh.
 */

const LISTS = /\/access-lists\//;

let ground: Ground;
let owner: Owner;
let otherHome: string;
beforeAll(async () => {
  ground = await openGround();
  otherHome = mkdtempSync(join(tmpdir(), "pulumi-home-"));
});
afterAll(async () => {
  rmSync(otherHome, { recursive: true });
  await ground.close();
});
beforeEach(async () => {
  ground.standin.reset();
  owner = ground.newOwner();
  const { number: organization, code: orgcode } = owner;
  ground.standin.storeResource({
    ...resourceArgs("ttd-permits"),
    resourceType: "BrokerService",
    status: "Completed",
    hasCompetentAuthority: { organization, orgcode },
  });
  ground.standin.storeAccessList({ owner: orgcode, identifier: "cities", name: "Cities" });
});
afterEach(() => {
  ground.standin.clearFaults();
});

/** The stack of one resource. */
class Stack {
  private readonly engine = new FakeEngine();

  constructor(
    private readonly kind: Kind,
    private readonly program: Values,
  ) {}

  /** Puts the resource in the program, or takes it out. */
  async up(what: "in" | "out", env: Record<string, string> = {}, { refresh = false } = {}) {
    const since = ground.standin.requests.length;
    const { methods } = ground.newProcess(this.kind, owner, { env });
    const { steps, failed } = await this.engine.up(
      methods,
      what === "in" ? this.program : undefined,
      { refresh },
    );
    const error = failed?.error;
    return {
      steps,
      failed: error instanceof Error ? error.message : "",
      requests: ground.standin.requests.slice(since).map(({ method }) => method),
    };
  }
}

interface Case {
  readonly name: string;
  readonly kind: Kind;
  readonly program: Values;
  /** The write that takes it out of use. */
  readonly write: RequestMatcher;
  readonly looks: RegExp;
  /** Whether it is in use at Altinn. */
  inUse(): boolean | Promise<boolean>;
}

const byHand = () => ground.newProcess("Resource", owner).context;
const status = () => ground.standin.altinn.registry.document("ttd-licences")?.status;

const resource = (onDelete: string): Case => ({
  name: `a Resource, ${onDelete}`,
  kind: "Resource",
  program: resourceArgs("ttd-licences", { onDelete }),
  write: { method: "PUT", path: /\/ttd-licences$/ },
  looks: /\/ttd-licences$/,
  inUse: () => status() === "Completed",
});

const cases: readonly Case[] = [
  resource("withdraw"),
  resource("close"),
  {
    name: "an AccessList",
    kind: "AccessList",
    program: { identifier: "partners", name: "Partners", members: [], onDelete: "delete" },
    write: { method: "DELETE", path: LISTS },
    looks: LISTS,
    inUse: async () => (await byHand().accessLists.getList("partners", "texts")) !== undefined,
  },
  {
    name: "an AccessListConnection",
    kind: "AccessListConnection",
    program: { accessList: "cities", resourceId: "ttd-permits" },
    write: { method: "DELETE", path: LISTS },
    looks: LISTS,
    inUse: async () =>
      (await byHand().accessLists.getList("cities", "connections"))?.connections?.length === 1,
  },
];

const refuseLooks = ({ looks }: Case): void =>
  ground.standin.failNext({ method: "GET", path: looks }, { status: 403 }, { standing: true });

/** In state and at Altinn. */
async function made({ kind, program, inUse }: Case): Promise<Stack> {
  const stack = new Stack(kind, program);
  expect(await stack.up("in")).toMatchObject({ failed: "", steps: ["create"] });
  expect(await inUse()).toBe(true);
  return stack;
}

/** The delete arrives (`after`) or not, nothing comes back, and no look after it is answered. */
async function deletedInDoubt(
  of: Case,
  reset: "before" | "after",
  env = {},
): Promise<[Stack, string]> {
  const stack = await made(of);
  ground.standin.failNext(of.write, { reset }, { standing: true });
  ground.standin.after(of.write, () => refuseLooks(of), { standing: true });
  if (reset === "before") ground.arrived = refusingAfterWrite(of);
  const { failed } = await stack.up("out", env);
  ground.arrived = () => undefined;
  ground.standin.clearFaults();
  expect(failed).toMatch(/got no answer.*It may have been carried out all the same\./);
  expect(await of.inUse()).toBe(reset === "before");
  return [stack, failed];
}

const refusingAfterWrite =
  (of: Case) =>
  ({ method }: { readonly method: string }): void => {
    if (method === of.write.method) refuseLooks(of);
  };

describe.each(cases)("$name", (of) => {
  test("an answer that is lost at the last try: it is looked at, and the delete ends well", async () => {
    const stack = await made(of);
    for (const reset of ["before", "before", "before", "after"] as const)
      ground.standin.failNext(of.write, { reset });
    expect(await stack.up("out")).toMatchObject({ failed: "", steps: ["delete"] });
    expect(await of.inUse()).toBe(false);
  });

  test("a page in place of the answer: it is looked at, and the delete ends well", async () => {
    const stack = await made(of);
    const page = { status: 200, headers: { "content-type": "text/html" }, body: "<!DOCTYPE html>" };
    ground.standin.failNext(of.write, { ...page, afterEffect: true });
    expect(await stack.up("out")).toMatchObject({ failed: "", steps: ["delete"] });
    expect(await of.inUse()).toBe(false);
  });

  test("in doubt, and back in the program: a run without a refresh looks, and makes it what the program says", async () => {
    const [stack, failed] = await deletedInDoubt(of, "after");
    expect(failed).toMatch(
      /the next run on this machine looks at Altinn first; .* run `pulumi up --refresh`/,
    );
    expect(await stack.up("in")).toMatchObject({ failed: "", steps: ["update"] });
    expect(await of.inUse()).toBe(true);
    expect(await stack.up("in")).toEqual({ failed: "", steps: ["same"], requests: [] });
  });

  test("in doubt, and still out of the program: the next run ends it, and nothing is remembered", async () => {
    const [stack] = await deletedInDoubt(of, "after");
    expect(await stack.up("out")).toMatchObject({ failed: "", steps: ["delete"] });
    // Made anew, a closed one is taken over with adopt alone. Another machine has no record that making it could settle.
    const elsewhere = { ALTINN_ADOPT: "true", PULUMI_HOME: otherHome };
    expect(await stack.up("in", elsewhere)).toMatchObject({ failed: "" });
    expect(await of.inUse()).toBe(true);
    expect(await stack.up("in")).toEqual({ failed: "", steps: ["same"], requests: [] });
  });

  test("in doubt, and put back with a refresh: it is made what the program says, and nothing is remembered", async () => {
    const [stack] = await deletedInDoubt(of, "after");
    expect(await stack.up("in", {}, { refresh: true })).toMatchObject({ failed: "" });
    expect(await of.inUse()).toBe(true);
    expect(await stack.up("in")).toEqual({ failed: "", steps: ["same"], requests: [] });
  });

  test("in doubt, and never carried out: a look says so, and the next run makes no call", async () => {
    const [stack] = await deletedInDoubt(of, "before");
    const { failed, steps, requests } = await stack.up("in");
    expect([failed, steps]).toEqual(["", ["same"]]);
    expect(requests).toContain("GET");
    expect(await stack.up("in")).toEqual({ failed: "", steps: ["same"], requests: [] });
  });

  test("in doubt, and run on another machine: only a refresh sees it, as the error says", async () => {
    const [stack] = await deletedInDoubt(of, "after");
    const elsewhere = { PULUMI_HOME: otherHome };
    expect(await stack.up("in", elsewhere)).toMatchObject({ steps: ["same"], requests: [] });
    expect(await stack.up("in", elsewhere, { refresh: true })).toMatchObject({ failed: "" });
    expect(await of.inUse()).toBe(true);
  });

  test("in doubt, where no record can be kept: the error says that a refresh is needed", async () => {
    const file = join(otherHome, "a-file");
    writeFileSync(file, "");
    const [, failed] = await deletedInDoubt(of, "after", { PULUMI_HOME: file });
    expect(failed).toMatch(
      /When it is put back, run `pulumi up --refresh`, since without a refresh it would be taken for unchanged\. \(No record could be kept on this machine: .*ENOTDIR/,
    );
  });
});

test("a Resource that was deleted for good, in doubt, and back in the program: the run says that its identifier is burnt", async () => {
  const deleting = resource("delete");
  const of: Case = { ...deleting, write: { method: "DELETE", path: /\/ttd-licences$/ } };
  const [stack] = await deletedInDoubt(of, "after");
  const { failed } = await stack.up("in");
  expect(failed).toMatch(
    /^Resource ttd-licences was deleted earlier, .* Choose another identifier\./,
  );
});
