import type { HttpCall } from "../../provider/http/call";
import { HttpClient } from "../../provider/http/client";
import { calls, openWorld, type World } from "../support/altinn";

const PATH = "/resourceregistry/api/v1/resource/orgs";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const get = (more: Partial<HttpCall> = {}, callTimeoutSeconds = 30) =>
  new HttpClient({ callTimeoutSeconds, parallelCalls: 1, retry: { tries: 1 } }).send({
    method: "GET",
    url: `${world.standin.platformUrl}${PATH}`,
    answers: [200],
    ...more,
  });

test.each([301, 302, 303, 307, 308])("a redirect by %d is told, not followed", async (status) => {
  const location = `${world.standin.platformUrl}/elsewhere`;
  world.standin.failNext({ path: PATH }, { status, headers: { location } });
  await expect(get()).rejects.toThrow(
    `${world.standin.platformUrl} redirects elsewhere; redirects are not followed`,
  );
  expect(calls(world.standin)).toEqual([`GET ${PATH}`]);
});

test("a call that is ended from outside is not tried again, and others have its place", async () => {
  const pauses: number[] = [];
  const pause = (ms: number): number => pauses.push(ms);
  const client = new HttpClient({
    callTimeoutSeconds: 600,
    parallelCalls: 1,
    retry: { tries: 4, pause },
  });
  const call = {
    method: "GET",
    url: `${world.standin.platformUrl}${PATH}`,
    answers: [200],
  } as const;
  const end = new AbortController();
  world.standin.onRequest(() => {
    if (end.signal.aborted) return undefined;
    end.abort();
    return new Promise(() => undefined);
  });
  await expect(client.send({ ...call, signal: end.signal })).rejects.toThrow(
    "it did not answer in the time that was left",
  );
  expect((await client.send(call)).status).toBe(200);
  expect(pauses).toEqual([]);
});

test("a call that takes too long names the setting to raise, and what it is", async () => {
  world.standin.failNext({ path: PATH }, { delayMs: 1_200 });
  await expect(get({}, 1)).rejects.toThrow(
    /did not answer within 1 seconds\. Check that this address can be reached from here\. If it only takes longer.*, raise ALTINN_CALL_TIMEOUT_SECONDS \(or altinn:callTimeoutSeconds\), which is 1\. Then run the same command again\.$/,
  );
});

test("a refused connection names no such setting", async () => {
  const url = "http://127.0.0.1:1/";
  await expect(get({ url })).rejects.toThrow(
    /ECONNREFUSED.*\. Check that this address can be reached from here, then run the same command again\.$/,
  );
});
