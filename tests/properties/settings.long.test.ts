import { expect } from "@jest/globals";
import fc from "fast-check";
import { ConfigError } from "../../provider/errors";
import { httpSettings } from "../../provider/http-settings";
import { goesThrough, proxyWords } from "../../provider/http/proxy";
import { readSettings } from "../../provider/settings";
import { readSmokeClient } from "../../provider/settings-smoke";
import { anyText } from "./any";
import { property } from "./property";
import { isSentence } from "./sentences";

/* Settings of any value: read, or refused in sentences that name the setting and never repeat a secret. */

const NAMES = {
  environment: "ALTINN_ENVIRONMENT",
  orgNumber: "ALTINN_ORG_NUMBER",
  orgCode: "ALTINN_ORG_CODE",
  platformUrl: "ALTINN_PLATFORM_URL",
  maskinportenUrl: "ALTINN_MASKINPORTEN_URL",
  maskinportenIssuer: "ALTINN_MASKINPORTEN_ISSUER",
  adopt: "ALTINN_ADOPT",
  parallelCalls: "ALTINN_PARALLEL_CALLS",
  callTimeoutSeconds: "ALTINN_CALL_TIMEOUT_SECONDS",
  clientId: "MASKINPORTEN_CLIENT_ID",
  keyId: "MASKINPORTEN_KEY_ID",
} as const;
const SECRETS = {
  subscriptionKey: "ALTINN_SUBSCRIPTION_KEY",
  jwk: "MASKINPORTEN_JWK",
  privateKey: "MASKINPORTEN_PRIVATE_KEY",
} as const;
const OF_ENV = ["ALTINN_ON_DELETE", "ALTINN_WITHOUT_KEY", "NO_PROXY"];
const SECRETS_OF_ENV = [
  "MASKINPORTEN_CLIENT_JWK",
  "ALTINN_SMOKE_SENDER_JWK",
  "ALTINN_SMOKE_RECIPIENT_JWK",
];

/** Of a secret, what must never be told: a run of letters that nothing else holds. */
const SECRET = "s3cr3tValue";
const usual = fc.constantFrom(
  "tt02", "local", "production", "TT02", "991825827", "974761076", "ttd", "TTD", "skd", "https://altinn.example",
  "http://127.0.0.1:1", "http://altinn.example", "https://", "https://altinn.example/a/", "https://altinn.example?a", "https://altinn.example/#a", "https://anna:b@altinn.example", "true", "false", "yes", "0", "8", "1e1", "0x8", " 8 ", "601",
  "keep", "delete", '"tt02"', "'true'", "ttd,", "a b", "“ttd”", "*", "example.no,.x:1", "constructor",
); // prettier-ignore
const ofStack = (key: string): string => `altinn:${key}`;
const named = (names: readonly string[], values: fc.Arbitrary<string>) =>
  fc.tuple(fc.constantFrom(...names), values);

const value = fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: anyText });

const secret = fc.constantFrom(
  SECRET, `"${SECRET}"`, `${SECRET},`, `{"d":"${SECRET}"}`, `-----BEGIN PRIVATE KEY-----\n${SECRET}`, ` ${SECRET} ${SECRET} `, `“${SECRET}`,
); // prettier-ignore
const proxy = fc
  .tuple(
    fc.constantFrom("http://", "https://", "socks5://", "", "://", "http:", '"http://'),
    fc.constantFrom(
      "",
      `anna:${SECRET}@`,
      `${SECRET}@`,
      `a:${SECRET}/@`,
      `a:%zz${SECRET}@`,
      `a:${SECRET}#@`,
      `a:${SECRET}?@`,
      `@${SECRET}@`,
    ),
    fc.oneof(
      fc.constantFrom("proxy:8080", "proxy", "[::1]:1", "proxy:99999", "proxy:x", ""),
      anyText,
    ),
  )
  .map((parts) => parts.join(""));

/** Names with values, those of the stack as `altinn:...`. */
const set: fc.Arbitrary<readonly [name: string, value: string]> = fc.oneof(
  {
    weight: 4,
    arbitrary: named(
      [...Object.keys(NAMES).map(ofStack), ...Object.values(NAMES), ...OF_ENV],
      value,
    ),
  },
  {
    weight: 2,
    arbitrary: named(
      [...Object.keys(SECRETS).map(ofStack), ...Object.values(SECRETS), ...SECRETS_OF_ENV],
      secret,
    ),
  },
  { weight: 1, arbitrary: named(["HTTPS_PROXY", "https_proxy", "ALL_PROXY"], proxy) },
  {
    weight: 1,
    arbitrary: named(["ALTINN_SMOKE_SENDER_CLIENT_ID", "ALTINN_SMOKE_RECIPIENT_CLIENT_ID"], value),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom<[string, string]>(
      ["ALTINN_ORG_CODE", "SKD"],
      ["ALTINN_ENVIRONMENT", "tt02"],
      ["altinn:parallelCalls", "8"],
      ["ALTINN_PLATFORM_URL", "https://altinn.example"],
      ["MASKINPORTEN_CLIENT_ID", "client"],
      ["HTTPS_PROXY", "http://proxy:8080"],
      ["NO_PROXY", ".altinn.no,*"],
      ["ALTINN_ADOPT", "true"],
    ),
  },
);
const given = fc.record({ isWhole: fc.boolean(), sets: fc.array(set, { maxLength: 8 }) });

/** What a refusal begins with or names: a setting. */
const NAMED = /altinn:\w+|ALTINN_\w+|MASKINPORTEN_\w+|(?:https|all)_proxy/i;
/** Verbs by which a sentence says what to do. */
const WAY_OUT = /\b(?:Write|Set|Make|Keep|Remove|remove|Use)\b/;

function judge(text: string): void {
  const isGood =
    isSentence(text) && NAMED.test(text) && WAY_OUT.test(text) && !text.includes(SECRET);
  if (!isGood) throw new Error(`no sentence with its way out, or one that tells a secret: ${text}`);
}

function refusedBy(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    judge(error.message);
  }
}

property(
  "any settings are read, or refused in sentences without a secret",
  given,
  ({ isWhole, sets }) => {
    const base = {
      "altinn:environment": "tt02",
      "altinn:orgNumber": "974761076",
      "altinn:orgCode": "skd",
    };
    const stack: Readonly<Record<string, string>> = {
      ...(isWhole ? base : {}),
      ...Object.fromEntries(sets.filter(([name]) => name.startsWith("altinn:"))),
    };
    const variables = Object.fromEntries(sets.filter(([name]) => !name.startsWith("altinn:")));
    const { settings, problems } = readSettings({ get: (key) => stack[key] }, variables);
    problems.forEach(judge);
    expect(settings === undefined).toBe(problems.length > 0);
    for (const part of ["sender", "recipient"] as const)
      refusedBy(() => readSmokeClient(variables, part)?.());
    if (!settings) return;
    refusedBy(() => settings.client());
    expect(settings.orgNumber).toMatch(/^\d{9}$/);
    expect(settings.orgCode).toMatch(/^[a-z0-9]+$/);
    expect(settings.parallelCalls).toBeGreaterThan(0);
    // Every address can be called, and a path put behind it.
    for (const url of [settings.platformUrl, settings.maskinportenUrl]) {
      const { protocol, hostname, pathname, search } = new URL(`${url}/path`);
      expect(protocol === "https:" || ["127.0.0.1", "localhost", "[::1]"].includes(hostname)).toBe(
        true,
      );
      expect({ url, pathname: pathname.endsWith("/path"), search }).toEqual({
        url,
        pathname: true,
        search: "",
      });
    }
    httpSettings(settings);
    if (settings.proxy) {
      expect(proxyWords(settings.proxy)).not.toContain(SECRET);
      goesThrough(settings.proxy, settings.platformUrl);
    }
  },
);
