import { ApiError, NoResponseError, ProxyError } from "../../provider/errors";
import { isTransient } from "../../provider/http/retry";

const url = new URL("https://platform.altinn.no/x");
const api = (status: number, retryAfterSeconds?: number) =>
  new ApiError(
    { method: "GET", path: "/x", status, text: "", emptyBody: true, retryAfterSeconds },
    "",
  );
const proxy = (status: number) => new ProxyError("GET", url, "proxy:1", status, "");
const lost = new NoResponseError("GET", url, "no", {
  neverSent: false,
  isWrite: false,
  wayOut: "",
});

test.each<[string, unknown, boolean, boolean]>([
  ["a lost answer", lost, true, true],
  ["408", api(408), true, true],
  ["429", api(429), true, true],
  ["500", api(500), true, false],
  ["502", api(502), true, true],
  ["503", api(503), true, true],
  ["504", api(504), true, true],
  ["400", api(400), false, false],
  ["503 with a minute to wait", api(503, 60), true, true],
  ["503 with more to wait", api(503, 61), false, false],
  ["a proxy that wants a login", proxy(407), false, false],
  ["a proxy that lets nobody through", proxy(403), false, false],
  ["a proxy that does not reach the server", proxy(502), true, true],
  ["a fault of the program", new Error("x"), false, false],
])("%s: worth another try of a read %j, of a write %j", (_what, error, read, write) => {
  expect([isTransient(error, true), isTransient(error, false)]).toEqual([read, write]);
});
