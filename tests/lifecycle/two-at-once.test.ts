import type { Kind, Values } from "../../provider/resources/lifecycle";
import type { RequestMatcher } from "../../standin/server/by-request";
import { policyFor } from "../support/policies";
import { resourceArgs } from "../support/resources";
import { FakeEngine } from "./scenarios/fake-engine";
import { openGround, type Ground, type Owner } from "./scenarios/ground";

/*
 * Two stacks have one service in their programs, and their `up`s run at once: the first one stands in state of both, and each
 * changes it to another value. docs/two-at-once.md tells users what happens then.
 */

const id = "ttd-licences";
const [ONE, TWO, OTHER] = ["991825827", "974761076", "889640782"] as const;
const REGISTRY = "/resourceregistry/api/v1/resource";

let ground: Ground;
let owner: Owner;
beforeEach(async () => {
  ground = await openGround();
  owner = ground.newOwner();
  const { number: organization, code: orgcode } = owner;
  ground.standin.registerServiceOwner(organization, "Etaten");
  ground.standin.storeResource({
    ...resourceArgs(id),
    resourceType: "BrokerService",
    status: "Completed",
    hasCompetentAuthority: { organization, orgcode },
  });
});
afterEach(() => ground.close());

/** A stack of its own, each `up` in a process of its own. */
class Stack {
  private readonly engine = new FakeEngine();

  constructor(private readonly kind: Kind) {}

  /** What an `up` failed with, empty when it went well, and the notes and warnings that it printed. */
  async up(program: Values, { refresh = false } = {}) {
    const { methods, warnings } = ground.newProcess(this.kind, owner);
    const { steps, failed } = await this.engine.up(methods, program, { refresh });
    const error = failed?.error;
    return { steps, failed: error instanceof Error ? error.message : "", said: warnings };
  }
}

/** Two stacks that have the same in state, which is what Altinn has. */
async function two(kind: Kind, program: Values): Promise<readonly [Stack, Stack]> {
  const stacks = [new Stack(kind), new Stack(kind)] as const;
  for (const stack of stacks) expect(await stack.up(program)).toMatchObject({ failed: "" });
  return stacks;
}

/** `act` happens between a request of the `up` that comes next and its answer. */
const during = (matcher: RequestMatcher, act: () => Promise<unknown>): void =>
  ground.standin.after(matcher, async () => {
    await act();
  });

const byHand = () => ground.newProcess("Resource", owner).context;

describe("a Resource", () => {
  const with_ = (homepage: string): Values => resourceArgs(id, { homepage });
  const homepage = async () => (await byHand().registry.getResource(id))?.homepage;
  const [FIRST, SECOND] = ["https://first.example", "https://second.example"] as const;

  test("the second `up` is refused, and writes nothing", async () => {
    const [first, second] = await two("Resource", resourceArgs(id));
    expect(await first.up(with_(FIRST))).toMatchObject({ failed: "" });
    expect((await second.up(with_(SECOND))).failed).toMatch(
      /^Resource ttd-licences was changed at Altinn since it was last read, in homepage\. Nothing was written\. .*`pulumi up --refresh`/,
    );
    expect(await homepage()).toBe(FIRST);
    expect(await second.up(with_(SECOND), { refresh: true })).toMatchObject({ failed: "" });
    expect(await homepage()).toBe(SECOND);
  });

  test("when both writes overlap, the one whose value is gone says so, and the next one is refused", async () => {
    const [first, second] = await two("Resource", resourceArgs(id));
    const put = { method: "PUT", path: `${REGISTRY}/${id}` };
    let other = "";
    during({ method: "GET", path: `${REGISTRY}/${id}` }, async () => {
      other = (await second.up(with_(SECOND))).failed;
    });
    expect((await first.up(with_(FIRST))).failed).toBe("");
    // Between the look of the first and its PUT nothing tells the registry that the version has moved.
    expect([other, await homepage()]).toEqual(["", FIRST]);

    during(put, async () => {
      other = (await second.up(with_(SECOND), { refresh: true })).failed;
    });
    expect((await first.up(with_("https://third.example"))).failed).toMatch(
      /was written, but the Resource Registry shows something else in homepage \(is "https:\/\/second\.example", program "https:\/\/third\.example"\)/,
    );
    expect([other, await homepage()]).toEqual(["", SECOND]);
    expect((await first.up(with_("https://third.example"))).failed).toMatch(
      /was changed at Altinn since it was last read, in homepage/,
    );
  });
});

describe("a ResourcePolicy", () => {
  const letting = (organisation: string): Values => ({
    resourceId: id,
    xml: policyFor(id, [organisation]),
  });
  const xml = () => byHand().registry.getPolicy(id);

  test("the last `up` counts, and the other stack's next preview shows drift", async () => {
    const [first, second] = await two("ResourcePolicy", letting(ONE));
    expect((await first.up(letting(TWO))).failed).toBe("");
    expect((await second.up(letting(OTHER))).failed).toBe("");
    expect(await xml()).toBe(policyFor(id, [OTHER]));
    const { steps, said } = await first.up(letting(TWO), { refresh: true });
    expect(steps).toEqual(["read", "update"]);
    expect(said.join("\n")).toMatch(/note: ResourcePolicy ttd-licences: .*organization 889640782/);
    expect(await xml()).toBe(policyFor(id, [TWO]));
  });

  test("when both writes overlap, the one whose policy is gone names who is let in instead", async () => {
    const [first, second] = await two("ResourcePolicy", letting(ONE));
    during({ method: "PUT", path: `${REGISTRY}/${id}/policy` }, () => second.up(letting(OTHER)));
    expect((await first.up(letting(TWO))).failed).toMatch(
      /was uploaded, but the Resource Registry shows another policy, which differs from the program in organization 889640782 .*organization 974761076 /,
    );
    expect(await xml()).toBe(policyFor(id, [OTHER]));
    expect((await first.up(letting(TWO))).failed).toBe("");
    expect(await xml()).toBe(policyFor(id, [TWO]));
  });
});

describe("a BrokerResourceConfig", () => {
  const lasting = (fileTransferTimeToLive: string): Values => ({
    resourceId: id,
    fileTransferTimeToLive,
  });
  const days = async () => (await byHand().broker.getConfig(id))?.fileTransferTimeToLive;

  test("the last `up` counts, and the other stack's next preview shows drift", async () => {
    const [first, second] = await two("BrokerResourceConfig", lasting("P1D"));
    expect((await first.up(lasting("P2D"))).failed).toBe("");
    expect((await second.up(lasting("P3D"))).failed).toBe("");
    expect(await days()).toBe("P3D");
    const { steps, said } = await first.up(lasting("P2D"), { refresh: true });
    expect(steps).toEqual(["read", "update"]);
    expect(said.join("\n")).toMatch(
      /note: BrokerResourceConfig ttd-licences: .*fileTransferTimeToLive became "P3D"; it was "P2D"/,
    );
  });

  test("when both writes overlap, the one whose value is gone names the field", async () => {
    const [first, second] = await two("BrokerResourceConfig", lasting("P1D"));
    const put = { method: "PUT", path: `/broker/api/v1/resource/${id}` };
    during(put, () => second.up(lasting("P3D")));
    expect((await first.up(lasting("P2D"))).failed).toMatch(
      /was written, but Broker shows another value of fileTransferTimeToLive \(is "P3D", program "P2D"\)/,
    );
    expect((await first.up(lasting("P2D"))).failed).toBe("");
    expect(await days()).toBe("P2D");
  });
});

describe("an AccessList", () => {
  const having = (...members: string[]): Values => ({
    identifier: "partners",
    name: "Partners",
    members,
  });
  const members = async () => (await byHand().accessLists.getList("partners", "members"))?.members;
  const path = () => `/resourceregistry/api/v1/access-lists/${owner.code}/partners/members`;

  test("the second `up` is refused, and writes nothing", async () => {
    const [first, second] = await two("AccessList", having(ONE));
    expect((await first.up(having(ONE, TWO))).failed).toBe("");
    expect((await second.up(having(ONE, OTHER))).failed).toMatch(
      /^AccessList partners was changed at Altinn since it was last read: .*974761076.*\. Nothing was written\. Run `pulumi up --refresh`/,
    );
    expect(await members()).toEqual([TWO, ONE].sort());
  });

  test("when both writes overlap, the registry's 412 is told with what was changed", async () => {
    const [first, second] = await two("AccessList", having(ONE));
    during({ method: "GET", path: path() }, () => second.up(having(ONE, OTHER)));
    expect((await first.up(having(ONE, TWO))).failed).toMatch(
      /^The access list partners was changed at Altinn while this run was writing to it, in members\. Run `pulumi up --refresh`/,
    );
    expect(await members()).toEqual([OTHER, ONE].sort());
  });

  test("a connection that comes between stops nothing: what the write is about is as it was", async () => {
    const [first] = await two("AccessList", having(ONE));
    const connections = new Stack("AccessListConnection");
    const connection = { accessList: "partners", resourceId: id };
    during({ method: "GET", path: path() }, () => connections.up(connection));
    expect((await first.up(having(ONE, TWO))).failed).toBe("");
    const list = await byHand().accessLists.getList("partners", "connections");
    expect(list?.connections).toMatchObject([{ resource: id }]);
    expect(await members()).toEqual([TWO, ONE].sort());
    const posts = ground.standin.requests.filter(
      (request) => request.method === "POST" && request.path.startsWith(path()),
    );
    expect(posts.map(({ status }) => status)).toEqual([200, 412, 200]);
  });
});

describe("an AccessListConnection", () => {
  test("the second `up` is refused, and writes nothing", async () => {
    await new Stack("AccessList").up({ identifier: "partners", name: "Partners", members: [] });
    const doing = (...actions: string[]): Values => ({
      accessList: "partners",
      resourceId: id,
      actions,
    });
    const [first, second] = await two("AccessListConnection", doing("read"));
    expect((await first.up(doing("read", "write"))).failed).toBe("");
    expect((await second.up(doing("publish"))).failed).toMatch(
      /^AccessListConnection partners\/ttd-licences was changed at Altinn since it was last read: actions became read, write; it was read\. Nothing was written\./,
    );
  });
});
