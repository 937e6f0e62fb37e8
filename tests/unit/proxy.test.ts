import { goesThrough, readProxy } from "../../provider/http/proxy";

const URL_OF = { altinn: "https://platform.altinn.no/x", maskinporten: "https://maskinporten.no" };
const through = (noProxy: string, address: string = URL_OF.altinn): boolean => {
  const { proxy } = readProxy({ HTTPS_PROXY: "http://proxy:8080", NO_PROXY: noProxy });
  if (!proxy) throw new Error("proxy");
  return goesThrough(proxy, address);
};

test.each([
  ["", true],
  ["*", false],
  ["altinn.no", false],
  [".altinn.no", false],
  ["*.altinn.no", false],
  ["PLATFORM.ALTINN.NO", false],
  ["platform.altinn.no:443", false],
  ["platform.altinn.no:8443", true],
  ["example.no, platform.altinn.no", false],
  ["example.no platform.altinn.no", false],
  ["inn.no", true],
  ["altinn.no.example", true],
])("NO_PROXY=%s: through the proxy is %s", (noProxy, expected) => {
  expect(through(noProxy)).toBe(expected);
});

test.each(["http://127.0.0.1:5000", "http://localhost:5000", "http://[::1]:5000"])(
  "%s is called straight",
  (address) => {
    expect(through("", address)).toBe(false);
  },
);

test("what NO_PROXY does not name goes through", () => {
  expect(through("platform.altinn.no", URL_OF.maskinporten)).toBe(true);
});

test.each([
  ["http://proxy.example.no:8080", { protocol: "http:", hostname: "proxy.example.no", port: 8080 }],
  ["proxy.example.no:8080", { protocol: "http:", hostname: "proxy.example.no", port: 8080 }],
  ["https://proxy.example.no", { protocol: "https:", hostname: "proxy.example.no", port: 443 }],
  ["http://proxy.example.no", { protocol: "http:", hostname: "proxy.example.no", port: 80 }],
])("%s is read", (text, expected) => {
  expect(readProxy({ HTTPS_PROXY: text }).proxy).toMatchObject(expected);
});

test.each([
  ["https_proxy", { https_proxy: "a:1", HTTPS_PROXY: "b:1", ALL_PROXY: "c:1" }],
  ["HTTPS_PROXY", { https_proxy: " ", HTTPS_PROXY: "b:1", ALL_PROXY: "c:1" }],
  ["ALL_PROXY", { ALL_PROXY: "c:1" }],
])("%s decides", (from, env) => {
  expect(readProxy(env).proxy?.from).toBe(from);
});

test("no variable, no proxy", () => {
  expect(readProxy({ HTTP_PROXY: "http://proxy:8080", NO_PROXY: "x" })).toEqual({});
});

test.each([
  ["http://anna:s3cr/et@proxy:8080", /is not the address of a proxy.*%2F for \//],
  ["http://anna:12/s3cret@proxy:8080", /is not the address of a proxy/],
  ["http://anna:12#s3cret@proxy:8080", /is not the address of a proxy.*%23 for #/],
  ["http://anna:12?s3cret@proxy:8080", /is not the address of a proxy.*%3F for \?/],
  ["http://anna:s3cret@", /is not the address of a proxy/],
  ['"http://anna:s3cret@proxy:8080"', /has quotes in its value/],
  ["'proxy'", /has quotes in its value/],
  ["socks5://anna:s3cret@proxy:1080", /names a socks5 proxy/],
])("%s is refused without a word of it", (text, reason) => {
  const { proxy, problem } = readProxy({ HTTPS_PROXY: text });
  expect(proxy).toBeUndefined();
  expect(problem).toMatch(reason);
  expect(problem).toMatch(/^HTTPS_PROXY /);
  expect(problem).not.toMatch(/anna|s3cr/);
});
