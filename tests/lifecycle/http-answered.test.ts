import { ApiError } from "../../provider/errors";
import { HttpAnswer } from "../../provider/http/answer";
import type { HttpCall } from "../../provider/http/call";
import { unreadable, type BearerSource } from "../../provider/http/client";
import {
  cut,
  errorOf,
  openServer,
  silent,
  status,
  type ObedientServer,
  type Reply,
} from "./obedient-server";

/* With which headers a call goes, what is an answer, and what is said when there is none. */

let server: ObedientServer;
beforeEach(async () => {
  server = await openServer();
});
afterEach(() => server.close());

const client: ObedientServer["client"] = (...given) => server.client(...given);
const call = (more: Partial<HttpCall> = {}): HttpCall => server.call(more);
const write = (more: Partial<HttpCall> = {}): HttpCall => server.write(more);

describe("an authorised call", () => {
  /** Tokens t0, t1, ...; `renews` says how often a new one may be had. */
  function bearer(renews = 1) {
    const refused: string[] = [];
    let at = 0;
    const source: BearerSource = {
      token: (scope) => Promise.resolve(`${scope}-${String(at)}`),
      renew: (_scope, token) => {
        refused.push(token);
        if (renews-- <= 0) return Promise.resolve(false);
        at++;
        return Promise.resolve(true);
      },
    };
    return { source, refused };
  }
  const sent = (): (string | undefined)[] =>
    server.asked.map(({ headers }) => headers.authorization);

  test("carries the token of its scope; an anonymous one carries none", async () => {
    const { source } = bearer();
    await client({}, source).send(call({ scope: "s" }));
    await client({}, source).send(call());
    expect(sent()).toEqual(["Bearer s-0", undefined]);
  });

  test("is sent once more with a new token after an empty 401", async () => {
    const { source, refused } = bearer();
    server.replies = [status(401), status(200, "{}")];
    expect((await client({}, source).send(call({ scope: "s" }))).status).toBe(200);
    expect([sent(), refused]).toEqual([["Bearer s-0", "Bearer s-1"], ["s-0"]]);
  });

  test.each([
    ["with a body", status(401, "{}"), "s", 0],
    ["without a scope", status(401), undefined, 0],
    ["that is no 401", status(403), "s", 0],
    ["when there is no newer token", status(401), "s", 1],
  ])("a refusal %s is the end", async (_what, reply, scope, renewals) => {
    const { source, refused } = bearer(0);
    server.replies = [reply, status(200, "{}")];
    const error = await errorOf(client({}, source).send(call(scope ? { scope } : {})));
    expect(error).toBeInstanceOf(ApiError);
    expect([server.asked.length, refused.length]).toEqual([1, renewals]);
  });

  test("without a source of tokens is a fault of the program", async () => {
    const error = await errorOf(client().send(call({ scope: "s" })));
    expect(String(error)).toBe("Error: a call with a scope needs a bearer source");
    expect(server.asked).toEqual([]);
  });
});

describe("the key of the API gateway", () => {
  const keyAt = async (origin: string) => {
    await client({ subscription: { key: "k3y", origin } }).send(call());
    return server.asked[0]?.headers["ocp-apim-subscription-key"];
  };
  test("goes to Altinn", async () => expect(await keyAt(server.url)).toBe("k3y"));
  test("goes nowhere else", async () =>
    expect(await keyAt("https://platform.altinn.no")).toBeUndefined());

  test.each([
    [401, "wrong: [subscription key] and [subscription key]"],
    [300, "wrong: [subscription key] and [subscription key]"],
    [299, "wrong: k3y and k3y"],
  ])("is taken out of what a gateway says with %d: %s", async (answered, text) => {
    server.replies = [status(answered, "wrong: k3y and k3y")];
    const subscription = { key: "k3y", origin: server.url };
    const answer = await client({ subscription }).send(call({ answers: [answered] }));
    expect(answer.text()).toBe(text);
  });
});

describe("an answer", () => {
  const HTML = "<html></html>";

  test.each<[string, Reply, Partial<HttpCall>, number | RegExp]>([
    ["with an expected status", status(204), {}, 204],
    ["with another one", status(201), {}, /answered 201 with an empty body/],
    ["404 of the API's own", status(404, '{"status":404}'), { answers: [404] }, 404],
    ["404 that is a page", status(404, HTML), { answers: [404] }, /says nothing about the object/],
    ["a page for a read", status(200, HTML), {}, 200],
    [
      "a page for a write",
      status(200, HTML),
      { method: "POST" },
      /answered 200: the body is not one that Altinn answers with but an HTML page\. Check that http/,
    ],
    [
      "nothing for a write, as a page",
      status(200, "", { "content-type": "text/html" }),
      { method: "POST" },
      200,
    ],
    [
      "a refusal as a page, for a write",
      status(300, HTML),
      { method: "POST", answers: [300] },
      300,
    ],
  ])("%s", async (_what, reply, more, expected) => {
    server.replies = [reply];
    const work = client({ retry: { tries: 1 } }).send(call(more));
    if (typeof expected === "number") expect((await work).status).toBe(expected);
    else await expect(work).rejects.toThrow(expected);
  });

  test("has its headers in lower case", async () => {
    server.replies = [status(200, "{}", { "X-Some-Thing": "A" })];
    expect((await client().send(call())).headers["x-some-thing"]).toBe("A");
  });

  test("that is refused is told with the caller's own advice, path and query", async () => {
    server.replies = [status(409, '{"code":"RR-1","detail":"no","traceId":"00-1"}')];
    const wayOut = (code: number, server: string | undefined, empty: boolean) =>
      `${String(code)} ${String(server)} ${String(empty)}`;
    const error = await errorOf(client().send(call({ wayOut })));
    expect(error).toMatchObject({
      message: "GET /x?y=z answered 409: RR-1 no (trace 00-1). 409 RR-1 false",
      emptyBody: false,
      serverCode: "RR-1",
    });
    server.replies = [status(409)];
    expect(await errorOf(client().send(call({ wayOut })))).toMatchObject({
      message: "GET /x?y=z answered 409 with an empty body. 409 undefined true",
      emptyBody: true,
    });
  });

  test.each(["", "{}"])(
    "that cannot be understood says so, and whether it was empty: %j",
    (body) => {
      const answer = new HttpAnswer(200, {}, Buffer.from(body));
      expect(unreadable(call(), answer, "a list")).toMatchObject({
        code: "API_UNREADABLE",
        emptyBody: body === "",
        message: `GET /x?y=z answered 200: the body is not a list. Check that ${server.url} is Altinn and not a proxy or sign-in page, then run the same command again.`,
      });
    },
  );
});

test("a call that could be ended from outside is answered like any other", async () => {
  const { signal } = new AbortController();
  expect((await client().send(call({ signal }))).status).toBe(200);
});

test("a call of this machine goes straight, whatever the proxy", async () => {
  const proxy = {
    from: "HTTPS_PROXY",
    protocol: "http:",
    hostname: "127.0.0.1",
    port: 1,
    except: [],
  } as const;
  expect((await client({ proxy }).send(call())).status).toBe(200);
});

describe("no answer", () => {
  test("at any of a name's addresses is told with its code", async () => {
    const message = String(await errorOf(client().send(call({ url: "http://localhost:1/" }))));
    expect(message).toMatch(/got no answer: [^,]*ECONNREFUSED[^,]*\. Check/);
  });

  test("of a write that may have been carried out is told as such", async () => {
    server.replies = [cut];
    const source: BearerSource = {
      token: () => Promise.resolve("t"),
      renew: () => Promise.resolve(false),
    };
    const message = async (more: Partial<HttpCall>) =>
      String(await errorOf(client({ retry: { tries: 1 } }, source).send(call(more))));
    const may = /It may have been carried out all the same/;
    expect(await message({ method: "POST", scope: "s" })).toMatch(may);
    expect(await message({ method: "GET", scope: "s" })).not.toMatch(may);
    expect(await message({ method: "POST" })).not.toMatch(may);
    expect(await message({ method: "POST", scope: "s", url: "http://127.0.0.1:1/" })).not.toMatch(
      may,
    );
  });

  test("in time leaves open whether it was carried out; a cut connection too", async () => {
    server.replies = [silent];
    const brief = client({ retry: { tries: 1 }, callTimeoutSeconds: 0.05 });
    expect(await errorOf(brief.send(write()))).toMatchObject({ neverSent: false });
    server.replies = [cut];
    const error = await errorOf(client({ retry: { tries: 1 } }).send(write()));
    expect(error).toMatchObject({
      neverSent: false,
      message: expect.stringMatching(/ECONNRESET|hang up/),
    });
  });

  test("more than is read: the address was reached", async () => {
    server.replies = [status(200, "x".repeat(100))];
    const one = client({ retry: { tries: 1 } });
    expect((await one.send(call({ largestAnswer: 100 }))).body).toHaveLength(100);
    expect(await errorOf(one.send(write({ largestAnswer: 99 })))).toMatchObject({
      neverSent: false,
      message: expect.stringMatching(/more came than is read .*The address was reached\./),
    });
  });

  test.each([
    ["GET", false],
    ["POST", true],
  ] as const)("a %s that is ended from outside, before or on the way", async (method, isWrite) => {
    server.replies = [silent];
    const end = new AbortController();
    const under = errorOf(client().send(call({ method, signal: end.signal })));
    await server.request();
    end.abort();
    const error = await under;
    expect(error).toMatchObject({
      neverSent: false,
      message: expect.stringMatching(/got no answer: it did not answer in the time that was left/),
    });
    expect(/carried out all the same/.test(String(error))).toBe(isWrite);
    const before = server.asked.length;
    expect(await errorOf(client().send(call({ method, signal: end.signal })))).toMatchObject({
      message: expect.stringMatching(/in the time that was left/),
    });
    expect([server.asked.length - before, server.pauses]).toEqual([0, []]);
  });
});
