import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { startStandin, type Standin } from "../../standin/index";
import { call, makeResource, RESOURCE, validResource, WRITE, type Owner } from "./registry-support";

/* What a test does at an exact place between two requests of a program. */

let standin: Standin;
let owner: Owner;
let token: string;
let id: string;

beforeAll(async () => {
  standin = await startStandin();
  owner = standin.newOrganisation();
  token = standin.token({ organisation: owner.number, scopes: WRITE });
  id = await makeResource(standin, owner);
});
afterEach(() => standin.clearFaults());
afterAll(() => standin.close());

const path = (): string => `${RESOURCE}/${id}`;
const put = (status: string) =>
  call(standin, "PUT", path(), { token, json: validResource(owner, id, { status }) });
const statusNow = async (): Promise<unknown> => (await call(standin, "GET", path())).json["status"];

test("the action runs after the request had its effect and before its answer arrives", async () => {
  const order: string[] = [];
  standin.after({ method: "put", path: path() }, async (seen) => {
    order.push(`after ${seen.method}: ${String(await statusNow())}`);
    standin.storeResource(validResource(owner, id, { status: "somebody else's" }));
  });
  order.push(`answer ${String((await put("ours")).status)}`);
  expect(order).toEqual(["after PUT: ours", "answer 200"]);
  expect(await statusNow()).toBe("somebody else's");
});

test("it runs for the next matching request alone, unless it was asked to run for more", async () => {
  const runs: string[] = [];
  const run = (name: string) => () => void runs.push(name);
  standin.after({ path: path() }, run("once"));
  await statusNow();
  await statusNow();
  standin.after({ path: path(), method: "GET" }, run("twice"), { times: 2 });
  await put("x");
  await statusNow();
  await statusNow();
  await statusNow();
  standin.after({ server: "platform" }, run("always"), { standing: true });
  await statusNow();
  await call(standin, "GET", "/nothing/here");
  standin.clearFaults();
  await statusNow();
  expect(runs).toEqual(["once", "twice", "twice", "always", "always"]);
});

test("requests of the action itself may be the next to match", async () => {
  const heard: string[] = [];
  standin.after({ path: path() }, async () => {
    standin.after({ path: path() }, () => void heard.push("inner"));
    await statusNow();
    heard.push("outer");
  });
  await statusNow();
  expect(heard).toEqual(["inner", "outer"]);
});

test("it runs beside a fault, whose answer goes out afterwards", async () => {
  let runs = 0;
  const count = () => void (runs += 1);
  standin.after({ method: "PUT" }, count, { standing: true });
  standin.failNext({ method: "PUT" }, { status: 503 });
  expect((await put("not written")).status).toBe(503);
  standin.failNext({ method: "PUT" }, { status: 502, afterEffect: true });
  expect((await put("written")).status).toBe(502);
  standin.failNext({ method: "PUT" }, { reset: "after" });
  await expect(put("written too")).rejects.toThrow();
  expect([runs, await statusNow()]).toEqual([3, "written too"]);
});

test("what the action throws ends the request with 500 and stands in its failure", async () => {
  let runs = 0;
  standin.after({ path: path() }, () => {
    runs += 1;
    throw new Error("the test's own mistake");
  });
  expect((await call(standin, "GET", path())).status).toBe(500);
  expect(runs).toBe(1);
  expect(standin.requests.at(-1)?.failure).toContain("the test's own mistake");
});
