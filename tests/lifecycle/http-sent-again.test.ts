import type { ServerResponse } from "node:http";
import { NoResponseError } from "../../provider/errors";
import type { HttpCall } from "../../provider/http/call";
import {
  cut,
  errorOf,
  openServer,
  status,
  type ObedientServer,
  type Reply,
} from "./obedient-server";

/* When a call is sent again, after which pause, and how many at once. */

let server: ObedientServer;
beforeEach(async () => {
  server = await openServer();
});
afterEach(() => server.close());

const client: ObedientServer["client"] = (...given) => server.client(...given);
const call = (more: Partial<HttpCall> = {}): HttpCall => server.call(more);
const write = (more: Partial<HttpCall> = {}): HttpCall => server.write(more);

describe("a call is sent again", () => {
  test.each<[string, Reply, Partial<HttpCall>, number]>([
    ["a read after 408", status(408), {}, 4],
    ["a read after 429", status(429), {}, 4],
    ["a read after 500", status(500), {}, 4],
    ["a read after 501", status(501), {}, 1],
    ["a read after 502", status(502), {}, 4],
    ["a read after 503", status(503), {}, 4],
    ["a read after 504", status(504), {}, 4],
    ["a read after 404", status(404), {}, 1],
    ["a read that is cut off", cut, {}, 4],
    ["a read that may be sent once only", status(503), { onlyOnce: true }, 1],
    ["a read that may not be repeated", cut, { repeatable: false }, 1],
    ["a write after 408", status(408), { method: "POST" }, 1],
    ["a write after 429", status(429), { method: "POST" }, 4],
    ["a write after 500", status(500), { method: "POST" }, 1],
    ["a write after 502", status(502), { method: "POST" }, 1],
    ["a write after 503", status(503), { method: "POST" }, 1],
    [
      "a write after 503 that says when",
      status(503, "", { "retry-after": "1" }),
      { method: "POST" },
      4,
    ],
    [
      "a write after 502 that says when",
      status(502, "", { "retry-after": "1" }),
      { method: "POST" },
      1,
    ],
    ["a write that is cut off", cut, { method: "POST" }, 1],
    ["a write that may be repeated, cut off", cut, { method: "PUT", repeatable: true }, 4],
    [
      "a write that may be repeated, after 503",
      status(503),
      { method: "PUT", repeatable: true },
      4,
    ],
    [
      "a write that may be repeated, after 500",
      status(500),
      { method: "PUT", repeatable: true },
      1,
    ],
    ["a read that is to wait a minute", status(503, "", { "retry-after": "60" }), {}, 4],
    ["a read that is to wait longer", status(503, "", { "retry-after": "61" }), {}, 1],
  ])("%s", async (_what, reply, more, times) => {
    server.replies = [reply];
    expect(await errorOf(client().send(call(more)))).toBeInstanceOf(Error);
    expect(server.asked).toHaveLength(times);
  });

  test("a write that was never sent is, too", async () => {
    const nobody = "http://127.0.0.1:1/x";
    const error = await errorOf(client().send(write({ url: nobody })));
    expect(error).toMatchObject({ neverSent: true });
    expect(server.pauses).toHaveLength(3);
  });

  test("after half a second, then twice as long, but never longer than eight", async () => {
    server.replies = [status(503)];
    await errorOf(
      client({ retry: { tries: 8, pause: (ms) => (server.pauses.push(ms), 0) } }).send(call()),
    );
    expect(server.pauses).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000]);
  });

  test("when the server says, which may be at once", async () => {
    const said = (seconds: string) => status(503, "", { "retry-after": seconds });
    server.replies = [said("7"), said("0"), cut, status(200, "{}")];
    expect((await client().send(call())).status).toBe(200);
    expect(server.pauses).toEqual([7000, 0, 2000]);
  });

  test("with a body made anew, where the call is made for each try", async () => {
    server.replies = [status(500), status(200, "{}")];
    let made = 0;
    await client().sendFresh(() =>
      Promise.resolve(write({ url: `${server.url}/${String(made++)}` })),
    );
    expect(server.asked.map(({ path }) => path)).toEqual(["/0", "/1"]);
  });
});

describe("a write that must not be done twice", () => {
  const looks = (took: readonly (boolean | Error)[]) => {
    const lost: unknown[] = [];
    const look = (error: unknown): Promise<boolean> => {
      const answer = took[lost.length] ?? false;
      lost.push(error);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    };
    return { lost, look };
  };

  test("is sent once when it is answered, and nobody looks", async () => {
    const { lost, look } = looks([]);
    expect((await client().sendOnce(write(), look))?.status).toBe(200);
    expect([server.asked.length, lost.length]).toEqual([1, 0]);
  });

  test("is not sent again when the look shows that it took effect", async () => {
    server.replies = [cut];
    const { lost, look } = looks([true]);
    expect(await client().sendOnce(write(), look)).toBeUndefined();
    expect(server.asked).toHaveLength(1);
    expect(lost).toEqual([expect.any(NoResponseError)]);
  });

  test("is sent again when the look shows that it did not", async () => {
    server.replies = [status(500), status(200, "{}")];
    const { lost, look } = looks([false]);
    expect((await client().sendOnce(write(), look))?.status).toBe(200);
    expect(server.asked).toHaveLength(2);
    expect(lost).toEqual([expect.objectContaining({ status: 500 })]);
  });

  test("is looked for before each try", async () => {
    server.replies = [cut, status(500), status(200, "{}")];
    const { lost, look } = looks([false, false]);
    expect((await client().sendOnce(write(), look))?.status).toBe(200);
    expect([server.asked.length, lost.length]).toEqual([3, 2]);
  });

  test("a look that fails is not repeated, and the error is that of the write", async () => {
    server.replies = [cut];
    const failed = new NoResponseError("GET", new URL(server.url), "no", {
      neverSent: true,
      isWrite: false,
      wayOut: "",
    });
    const { lost, look } = looks([failed, true]);
    const error = await errorOf(client().sendOnce(write(), look));
    expect(error).toMatchObject({ method: "POST", neverSent: false });
    expect([server.asked.length, lost.length]).toEqual([1, 1]);
  });

  test("a look that fails after a refusal that did nothing: the error is that of the look", async () => {
    server.replies = [status(503)];
    const failed = new Error("the look");
    const { look } = looks([failed]);
    expect(await errorOf(client().sendOnce(write(), look))).toBe(failed);
  });

  test("what a look has cleared is no doubt any more", async () => {
    server.replies = [cut, status(400, '{"detail":"no"}')];
    const { look } = looks([false]);
    expect(await errorOf(client().sendOnce(write(), look))).toMatchObject({ status: 400 });
  });

  test("a refusal is the end, and nobody looks", async () => {
    server.replies = [status(400)];
    const { lost, look } = looks([]);
    expect(await errorOf(client().sendOnce(write(), look))).toMatchObject({ status: 400 });
    expect([server.asked.length, lost.length]).toEqual([1, 0]);
  });
});

test("no more calls are under way at once than the settings allow", async () => {
  let most = 0;
  const held: ServerResponse[] = [];
  const release = (): void => held.splice(0).forEach((response) => response.end("{}"));
  server.replies = [
    (_request, response) => {
      most = Math.max(most, held.push(response));
      // Whatever else is on the way arrives first.
      if (held.length === 2) setImmediate(() => setImmediate(() => setImmediate(release)));
    },
  ];
  const two = client({ parallelCalls: 2 });
  await Promise.all(Array.from({ length: 12 }, () => two.send(call())));
  expect([most, server.asked.length]).toEqual([2, 12]);
});
