import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, NoResponseError } from "../../provider/errors";
import { explanationOf } from "../../provider/explain/explanation";
import { FORMATS } from "../../provider/explain/formats";
import type { Language } from "../../provider/explain/language";
import { readRun } from "../../provider/explain/reading";
import { root } from "../support/engine";

/* Why a run failed: a cause in the reader's language, errors with one cause as one, and each error once. */

interface Failed {
  readonly kind?: string;
  readonly name: string;
  readonly message: string;
}

/** What stands under the heading of a failed preview. */
function told(failures: readonly Failed[], language: Language = "nb"): string[] {
  const run = readRun(
    JSON.stringify({
      steps: [],
      diagnostics: [
        ...failures.map(({ kind = "Resource", name, message }) => ({
          severity: "error",
          urn: `urn:pulumi:tt02::broker::pulumi-nodejs:dynamic/altinn:${kind}::${name}`,
          message: `error: ${message}\n`,
        })),
        { severity: "error", message: "error: preview failed\n" },
      ],
    }),
  );
  const text = FORMATS.text.render(
    explanationOf(run, { language, names: { "974761076": "Skatteetaten" } }),
    language,
  );
  return text.split("\n").slice(3);
}

const noAnswer = (name: string): string =>
  new NoResponseError(
    "GET",
    new URL(`http://127.0.0.1:4310/resourceregistry/api/v1/resource/ttd-${name}`),
    "connect ECONNREFUSED 127.0.0.1:4310",
    { neverSent: true, isWrite: false, wayOut: "Check that this address can be reached." },
  ).message;

test("Altinn does not answer: once, for all that it concerns, and what Pulumi says once", () => {
  const failures = ["reports", "permits", "licences", "invoices"].flatMap((name) => [
    { name, message: `Preview failed: ${noAnswer(name)}` },
    { name, message: noAnswer(name) },
  ]);
  expect(told(failures)).toEqual([
    "  - Altinn svarte ikke (http://127.0.0.1:4310). Undersøk forbindelsen, og kjør på nytt. Det gjelder invoices og 3 andre ressurser",
    `      Pulumi sier: ${noAnswer("invoices")}`,
  ]);
  expect(told(failures.slice(0, 4), "en")[0]).toBe(
    "  - Altinn did not answer (http://127.0.0.1:4310). Check the connection, then run it again. It concerns permits and one other resource",
  );
});

const SETTINGS = new ConfigError("altinn:orgCode is not set. Set it.").message;

test("wrong settings: the error that only points to another one is not told", () => {
  const repeated = "The settings are refused; the error of another resource says why.";
  expect(
    told([
      { name: "owner", message: `Preview failed: ${repeated}` },
      { name: "licences", message: `Preview failed: ${SETTINGS}` },
      { name: "permits", message: `Preview failed: ${repeated}` },
    ]),
  ).toEqual([
    "  - Innstillingene for kjøringen er feil, eller noen mangler. Det gjelder licences og 2 andre ressurser",
    `      Pulumi sier: ${SETTINGS}`,
  ]);
});

test.each([
  [
    "Maskinporten",
    "POST https://maskinporten.no/token got no answer: x. Y.",
    "Maskinporten, som programmer logger inn i Altinn med, svarte ikke (https://maskinporten.no)",
  ],
  [
    "a failing server",
    "GET /broker/api/v1/serviceowner answered 503 with an empty body. Wait.",
    "Altinn har en feil, og svarte 503",
  ],
  [
    "a refused call",
    "GET /broker/api/v1/serviceowner answered 403: No. Ask.",
    "Altinn avviste det det ble spurt om, og svarte 403",
  ],
  [
    "a refused scope",
    'Maskinporten refused a token for the scope altinn:resourceregistry/resource.write: invalid_scope (MP-200), "No". Ask.',
    "Maskinporten avviste innloggingen for altinn:resourceregistry/resource.write.",
  ],
  [
    "the same, told above",
    "There is no token for the scope altinn:serviceowner, for the reason given above (x).",
    "Maskinporten avviste innloggingen for altinn:serviceowner.",
  ],
  [
    "a refused exchange",
    "Altinn's token exchange at https://a.no answered 401 to a token. Check.",
    "Innloggingen i Altinn ble avvist.",
  ],
  [
    "another client",
    "The Maskinporten client acts for organisation 974761076, but altinn:orgNumber is 991825827. Nothing was written.",
    "Innloggingen gjelder Skatteetaten (974761076), og innstillingene gjelder virksomhet 991825827",
  ],
  [
    "another environment",
    "Resource ttd-x was made in tt02 for organisation 974761076, but the settings now say production and 974761076. Set it back.",
    "ble laget i tt02 for Skatteetaten (974761076), og innstillingene sier nå production",
  ],
  [
    "a key",
    "MASKINPORTEN_JWK begins like JSON, but is not whole. Check.",
    "Innstillingene for kjøringen er feil",
  ],
])("%s is told as such", (_name, message, inWords) => {
  const [cause, says, ...more] = told([{ name: "x", message: `Preview failed: ${message}` }]);
  expect(cause).toContain(inWords);
  expect([says, more]).toEqual([`      Pulumi sier: ${message}`, []]);
});

test.each([
  ["a failing Maskinporten", "answered 500: x. Wait.", "har en feil, og svarte 500 (https://m.no)"],
  ["a sign-in page", "answered 200 with something that holds none.", "Noe annet enn Maskinporten,"],
])("%s gives no token", (_name, answer, inWords) => {
  const message = `Maskinporten gave no token: POST https://m.no/token ${answer}`;
  expect(told([{ name: "x", message }])[0]).toContain(inWords);
});

test.each([
  ["errors.ts", "${url.origin}${url.pathname} got no answer: "],
  ["errors.ts", "${answer.method} ${answer.path} answered ${"],
  ["auth/maskinporten.ts", "Maskinporten refused a token for the scope ${grant.scope}: "],
  ["auth/maskinporten.ts", "Maskinporten gave no token: POST ${url}/token answered "],
  ["auth/tokens.ts", "There is no token for the scope ${scope}, for the reason given above"],
  ["auth/tokens.ts", "The Maskinporten client acts for organisation ${"],
  ["auth/exchange.ts", "Altinn's token exchange at ${this.platformUrl} answered 401"],
  ["dynamic-methods.ts", "${kind} ${id} was made in ${"],
  ["dynamic-methods.ts", ", but the settings now say ${"],
  ["lifecycles.ts", "The settings are refused; the error of another resource says why."],
  ["settings-client.ts", "No private key is set"],
])("the words by which a cause is known are those of %s: %s", (file, words) => {
  expect(readFileSync(join(root, "provider", file), "utf8")).toContain(words);
});

test("an error of one resource stays as it is, once", () => {
  const message = "ResourcePolicy ttd-x: the policy cannot be read.";
  expect(
    told([
      { name: "x", message: `Preview failed: ${message}` },
      { name: "x", message },
    ]),
  ).toEqual(["  - ttd-x: the policy cannot be read."]);
});

test("with no other error, that the preview failed is one", () => {
  expect(told([])).toEqual(["  - preview failed"]);
});
