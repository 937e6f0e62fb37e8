import { HttpAnswer } from "../../provider/http/answer";
import type { HttpCall } from "../../provider/http/call";
import { goesThrough, readProxy } from "../../provider/http/proxy";
import {
  wayOutOf,
  wayOutOfCertificate,
  wayPastGateway,
  wayPastProxy,
} from "../../provider/http/way-out";

const call = (scope?: string): HttpCall => ({
  method: "GET",
  url: "https://platform.altinn.no/x?y",
  answers: [],
  ...(scope === undefined ? {} : { scope }),
});
const answer = (status: number, body = "", headers: Record<string, string> = {}) =>
  new HttpAnswer(status, headers, Buffer.from(body));
const HTML = "<html></html>";
const GATEWAY = '{"statusCode":404,"message":"Resource not found"}';

test.each<[number, string, string | undefined, RegExp]>([
  [401, "", "s", /^The token was not accepted, a fresh one included/],
  [401, "{}", "s", /^The token is good, but it is not for the owner/],
  [403, "", "s", /^The token lacks the scope s, or the object belongs to another/],
  [403, "", undefined, /^Access was refused without a reason/],
  [403, "{}", "s", /^Correct what the server names/],
  [404, HTML, "s", /^https:\/\/platform\.altinn\.no does not know the address itself/],
  [404, GATEWAY, "s", /does not know the address itself/],
  [404, "{}", "s", /^Correct what the server names/],
  [400, HTML, "s", /^Correct what the server names/],
  [405, "", "s", /^https:\/\/platform\.altinn\.no does not take this request/],
  [406, "", "s", /does not take this request/],
  [415, "", "s", /does not take this request/],
  [409, "", "s", /^Correct what the server names/],
  [429, "", "s", /^Too many calls/],
  [299, "", "s", /^Correct what the server names/],
  [300, "", "s", /redirects elsewhere/],
  [399, "", "s", /redirects elsewhere/],
  [400, "", "s", /^Correct what the server names/],
  [499, "", "s", /^Correct what the server names/],
  [500, "", "s", /^The server failed/],
  [503, "", "s", /^The server failed/],
])("%d with %j and the scope %s", (status, body, scope, way) => {
  expect(wayOutOf(call(scope), answer(status, body))).toMatch(way);
});

const KEY = '{"statusCode":401,"message":"Access denied due to missing subscription key."}';
const FIREWALL =
  /^This is from a proxy or firewall on the way, not from the API behind https:\/\/platform\.altinn\.no\. Ask whoever runs it to let platform\.altinn\.no through/;
test.each<[number, string, RegExp | undefined]>([
  [401, KEY, /^This is from the API gateway in front of Altinn/],
  [403, KEY, undefined],
  [401, '{"statusCode":401,"message":"no"}', undefined],
  [401, '{"detail":"subscription key"}', undefined],
  [407, "", FIREWALL],
  [401, HTML, FIREWALL],
  [403, HTML, FIREWALL],
  [401, "", undefined],
  [403, "{}", undefined],
  [404, HTML, undefined],
  [500, HTML, undefined],
])("a gateway's %d with %j", (status, body, way) => {
  const said = wayPastGateway(call(), answer(status, body));
  if (way === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(way);
});

test.each([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
])("%s is a certificate that nobody vouches for", (code) => {
  const url = new URL("https://platform.altinn.no");
  expect(wayOutOfCertificate(code, url)).toContain("NODE_EXTRA_CA_CERTS");
  expect(wayOutOfCertificate("CERT_HAS_EXPIRED", url)).toBeUndefined();
});

const proxyOf = (address: string, more: Record<string, string> = {}) => {
  const { proxy } = readProxy({ HTTPS_PROXY: address, ...more });
  if (!proxy) throw new Error("no proxy");
  return proxy;
};

test.each<[number, string, RegExp]>([
  [407, "http://anna:x@proxy:8080", /does not take the login in HTTPS_PROXY/],
  [407, "http://proxy:8080", /^The proxy wants a login\. Write HTTPS_PROXY as/],
  [499, "http://proxy:8080", /does not let platform\.altinn\.no through/],
  [403, "http://proxy:8080", /does not let platform\.altinn\.no through/],
  [500, "http://proxy:8080", /does not reach platform\.altinn\.no/],
  [502, "http://proxy:8080", /does not reach platform\.altinn\.no/],
])("a proxy's %d from %s", (status, address, way) => {
  expect(wayPastProxy(proxyOf(address), status, "https://platform.altinn.no/x")).toMatch(way);
});

test.each<[string, string, boolean]>([
  ["127.0.0.1", "", false],
  ["127.9.99.255", "", false],
  ["127.10.0.1", "", false],
  ["localhost", "", false],
  ["[::1]", "", false],
  ["x.127.0.0.1.example.no", "", true],
  ["127.0.0.1.example.no", "", true],
  ["platform.altinn.no", "", true],
  ["platform.altinn.no", "*", false],
  ["platform.altinn.no", "altinn.no", false],
  ["platform.altinn.no", ".altinn.no", false],
  ["platform.altinn.no", "*.altinn.no", false],
  ["platform.altinn.no", "tinn.no", true],
  ["platform.altinn.no", "x.platform.altinn.no", true],
  ["platform.altinn.no", "other.no  PLATFORM.altinn.no", false],
  ["platform.altinn.no", "altinn.no:443", false],
  ["platform.altinn.no", "altinn.no:8443", true],
  ["platform.altinn.no", ":443", true],
  ["platform.altinn.no.", ":443", true],
  ["platform.altinn.no", " , altinn.no ,", false],
  ["platform.altinn.no", " , other.no ,", true],
  ["platform.altinn.no:8443", "altinn.no:8443", false],
  ["platform.altinn.no:8443", "altinn.no:443", true],
])("https://%s with NO_PROXY=%s goes through the proxy: %s", (host, except, goes) => {
  const proxy = proxyOf("http://proxy:8080", { NO_PROXY: except });
  expect(goesThrough(proxy, `https://${host}/x`)).toBe(goes);
});

test("the port of an http address is 80", () => {
  const proxy = proxyOf("http://proxy:8080", { no_proxy: "altinn.no:80" });
  expect(goesThrough(proxy, "http://platform.altinn.no/x")).toBe(false);
  expect(goesThrough(proxy, "https://platform.altinn.no/x")).toBe(true);
});

test.each<[string, Record<string, unknown>]>([
  ["proxy.example.no", { protocol: "http:", hostname: "proxy.example.no", port: 80 }],
  ["http://proxy.example.no", { protocol: "http:", port: 80 }],
  ["https://proxy.example.no", { protocol: "https:", port: 443 }],
  ["HTTPS://proxy.example.no:8443", { protocol: "https:", port: 8443 }],
  ["http://proxy:1/", { port: 1 }],
])("the proxy %s", (address, members) => {
  const proxy = proxyOf(address);
  expect(proxy).toMatchObject(members);
  expect(proxy).not.toHaveProperty("auth");
  expect(proxy.except).toEqual([]);
});

test.each<[string, object]>([
  ["http://anna@proxy:1", { username: "anna", password: "" }],
  ["http://:pw@proxy:1", { username: "", password: "pw" }],
  ["http://anna:p'w@proxy:1", { username: "anna", password: "p'w" }],
  ["http://an%40na:p%2Fw@proxy:1", { username: "an@na", password: "p/w" }],
])("the login of %s", (address, auth) => {
  expect(proxyOf(address).auth).toEqual(auth);
});

test.each<[string, RegExp]>([
  ["socks5://proxy:1080", /^HTTPS_PROXY names a socks5 proxy, which is not taken/],
  ["'http://proxy:1", /^HTTPS_PROXY has quotes in its value/],
  ['http://proxy:1"', /^HTTPS_PROXY has quotes in its value/],
  ["http://", /^HTTPS_PROXY is not the address of a proxy/],
  ["http://proxy:1/path", /^HTTPS_PROXY is not the address of a proxy/],
  ["http://proxy:1?x=1", /^HTTPS_PROXY is not the address of a proxy/],
  ["http://proxy:1#x", /^HTTPS_PROXY is not the address of a proxy/],
])("%s is no proxy", (address, problem) => {
  const { proxy, problem: told } = readProxy({ HTTPS_PROXY: address });
  expect(proxy).toBeUndefined();
  expect(told).toMatch(problem);
});

test("the first of the variables that is not blank is taken, the lower-case one before the other", () => {
  const from = (env: Record<string, string>) => readProxy(env).proxy?.from;
  expect(from({})).toBeUndefined();
  expect(from({ HTTPS_PROXY: " " })).toBeUndefined();
  expect(from({ https_proxy: "a:1", HTTPS_PROXY: "b:1" })).toBe("https_proxy");
  expect(from({ https_proxy: "  ", HTTPS_PROXY: "b:1" })).toBe("HTTPS_PROXY");
  expect(from({ all_proxy: "a:1", ALL_PROXY: "b:1" })).toBe("all_proxy");
  expect(from({ ALL_PROXY: " b:1 " })).toBe("ALL_PROXY");
  expect(readProxy({ HTTP_PROXY: "a:1" })).toEqual({});
  const env = { HTTPS_PROXY: "p:1", no_proxy: " ", NO_PROXY: "A.no" };
  expect(readProxy(env).proxy?.except).toEqual(["a.no"]);
});
