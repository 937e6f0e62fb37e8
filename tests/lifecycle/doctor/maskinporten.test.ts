import { jwkOf, names, SCOPES, troubles, withGround } from "./ground";

/* Faults of client, key, clock, scopes and tokens that Maskinporten itself is asked about. */

const here = withGround();
const without = (...scopes: string[]): string[] => SCOPES.filter((one) => !scopes.includes(one));
const TOKEN = { server: "maskinporten", method: "POST", path: "/token" } as const;
const METADATA = { server: "maskinporten", method: "GET" } as const;
const only = (): string[] => ["--only", here().service];

describe("client and key", () => {
  const failure = { status: "failure", check: "client/client", who: "we" } as const;

  test("E-03: a client that Maskinporten does not know", async () => {
    here().env.MASKINPORTEN_CLIENT_ID = "nobody";
    await names(here(), only(), {
      ...failure,
      seen: /does not know the client\..*client nobody/,
      todo: /made in this environment: test and production are separate/,
      code: "MP-100",
    });
  });

  test("E-07: a key id that the client does not have", async () => {
    here().env.MASKINPORTEN_JWK = jwkOf("another");
    await names(here(), only(), {
      ...failure,
      seen: /No key of the client has this key id\..*key id another \(from MASKINPORTEN_JWK\)/,
      todo: /the one that Samarbeidsportalen shows/,
    });
  });

  test("E-07: a key that has not reached Maskinporten yet", async () => {
    const { standin, organisation, env } = here();
    const client = standin.newClient({
      organisation: organisation.number,
      scopes: SCOPES,
      keyDelayMs: 90_000,
    });
    env.MASKINPORTEN_CLIENT_ID = client.clientId;
    env.MASKINPORTEN_JWK = JSON.stringify(client.jwk);
    await names(here(), only(), {
      ...failure,
      seen: /No key of the client has this key id/,
      todo: /takes up to two minutes to reach Maskinporten/,
    });
  });

  test("E-08: a key that was registered more than a year ago", async () => {
    const { standin, organisation, env } = here();
    const client = standin.newClient({
      organisation: organisation.number,
      scopes: SCOPES,
      keyPostedDaysAgo: 400,
    });
    env.MASKINPORTEN_CLIENT_ID = client.clientId;
    env.MASKINPORTEN_JWK = JSON.stringify(client.jwk);
    await names(here(), only(), {
      ...failure,
      seen: /registered more than a year ago and has expired/,
      todo: /Register a new one/,
      who: "Digdir's self-service",
      code: "MP-121",
    });
  });

  test("E-11: another private key than the registered one", async () => {
    const { env } = here();
    const { kid } = JSON.parse(env.MASKINPORTEN_JWK ?? "") as { kid: string };
    env.MASKINPORTEN_JWK = jwkOf(kid, "other");
    await names(here(), only(), {
      ...failure,
      seen: /registered under this key id is not the one that signs here/,
      todo: /Set the private key that belongs to the key id/,
      code: "MP-124",
    });
  });

  test("E-16: a client of another type", async () => {
    const { standin, organisation, env } = here();
    const client = standin.newClient({
      organisation: organisation.number,
      scopes: SCOPES,
      integrationType: "idporten",
    });
    env.MASKINPORTEN_CLIENT_ID = client.clientId;
    env.MASKINPORTEN_JWK = JSON.stringify(client.jwk);
    await names(here(), only(), {
      ...failure,
      seen: /another type than Maskinporten/,
      todo: /Make a client of the type Maskinporten/,
      who: "Digdir's self-service",
      code: "MP-201",
    });
  });

  test("E-22: Maskinporten is down for a moment", async () => {
    here().standin.failNext(TOKEN, { status: 503, body: "<html></html>" }, { standing: true });
    await names(here(), only(), {
      status: "not checked",
      check: "client/client",
      seen: /answered 503/,
      todo: /Wait and run the same command again/,
      who: "we",
    });
  });

  test("E-23: Maskinporten fails", async () => {
    here().standin.failNext(TOKEN, { status: 500 }, { standing: true });
    await names(here(), only(), {
      status: "not checked",
      check: "client/client",
      seen: /answered 500 with an empty body/,
      todo: /ask Digdir/,
      who: "we",
    });
  });

  test("too many calls", async () => {
    here().standin.failNext(TOKEN, { status: 429 }, { standing: true });
    await names(here(), only(), {
      status: "not checked",
      check: "client/client",
      seen: /answered 429/,
      todo: /Wait a minute/,
      who: "we",
    });
  });
});

describe("the way there", () => {
  test("nobody answers at the address", async () => {
    here().env.ALTINN_MASKINPORTEN_URL = "http://127.0.0.1:1";
    await names(here(), only(), {
      status: "not checked",
      check: "client/maskinporten",
      seen: /ECONNREFUSED/,
      todo: /Check that this address can be reached from here/,
      who: "we",
    });
  });

  test("something else than Maskinporten answers", async () => {
    here().standin.failNext(METADATA, { status: 200, body: "<html>Sign in</html>" });
    await names(here(), only(), {
      status: "not checked",
      check: "client/maskinporten",
      seen: /the body is not Maskinporten's metadata/,
      todo: /not a proxy or sign-in page/,
      who: "we",
    });
  });

  test("T9, T10: an issuer that this Maskinporten is not", async () => {
    here().env.ALTINN_MASKINPORTEN_ISSUER = "https://maskinporten.example.no/";
    await names(here(), only(), {
      status: "failure",
      check: "client/maskinporten",
      seen: /meant for https:\/\/maskinporten\.example\.no\/, which it refuses/,
      todo: /Take altinn:maskinportenIssuer \(ALTINN_MASKINPORTEN_ISSUER\) out/,
      who: "we",
      code: "MP-110",
    });
  });

  test.each([
    ["T20: behind", 300_000, /is (?:299|300|301) seconds behind Maskinporten's/],
    ["T21: ahead", -300_000, /is (?:299|300|301) seconds ahead of Maskinporten's/],
  ])("%s its clock", async (_name, clockSkewMs, seen) => {
    here().standin.failNext({}, { clockSkewMs }, { standing: true });
    await names(here(), ["--only", here().service], {
      status: "warning",
      check: "client/clock",
      seen,
      todo: /Set the clock right/,
      who: "we",
    });
  });
});

describe("scopes", () => {
  test.each([
    ["altinn:serviceowner", "Broker"],
    ["altinn:resourceregistry/resource.write", "the Resource Registry"],
    ["altinn:resourceregistry/accesslist.write", "access lists"],
  ])("E-15: %s is not on the client", async (scope, neededFor) => {
    const { standin, clientId } = here();
    standin.changeClient(clientId, { scopes: without(scope) });
    await names(here(), [...only(), "--lists"], {
      status: "failure",
      check: "client/scope",
      about: scope,
      seen: new RegExp(`^Not on the client .*invalid_scope.*It is needed for ${neededFor}`),
      todo: new RegExp(`^Add ${scope} to the client`),
      who: "Digdir's self-service",
      code: "MP-200",
    });
  });

  test.each([
    ["altinn:serviceowner"],
    ["altinn:resourceregistry/resource.write"],
    ["altinn:resourceregistry/accesslist.write"],
  ])("E-17: %s is on the client and not granted", async (scope) => {
    const { standin, clientId, organisation } = here();
    standin.changeClient(clientId, { withdrawn: [scope] });
    await names(here(), [...only(), "--lists"], {
      status: "failure",
      check: "client/scope",
      about: scope,
      seen: /^Not granted to the organisation: .*forbidden/,
      todo: new RegExp(`^Ask for ${scope} for organisation ${organisation.number}`),
      who: "Altinn",
      code: "MP-250",
    });
  });

  test.each([
    ["access-list.write", /as Altinn's guide spells it; no API asks for that one/],
    ["access-list.read", /as Altinn's guide spells it; no API asks for that one/],
    ["accesslist.read", /which lets it read lists and not write them/],
  ])("the scope of access lists, and the client has %s", async (has, seen) => {
    const { standin, clientId } = here();
    const near = `altinn:resourceregistry/${has}`;
    const scopes = [...without("altinn:resourceregistry/accesslist.write"), near];
    standin.changeClient(clientId, { scopes });
    await names(here(), [...only(), "--lists"], {
      status: "failure",
      check: "client/scope",
      about: "altinn:resourceregistry/accesslist.write",
      seen: new RegExp(`The client has ${near}, ${seen.source}`),
      todo: new RegExp(
        `^Add altinn:resourceregistry/accesslist\\.write to the client, spelt so, in place of ${near}`,
      ),
      who: "Digdir's self-service",
      code: "MP-200",
    });
  });

  test.each([
    ["altinn:broker.write", "as sender"],
    ["altinn:broker.read", "as recipient"],
  ])("%s is wanted for the smoke check only", async (scope, part) => {
    const { standin, clientId } = here();
    standin.changeClient(clientId, { scopes: without(scope) });
    await names(here(), only(), {
      status: "warning",
      check: "client/scope",
      about: scope,
      seen: new RegExp(`It is needed for the smoke check only, ${part}`),
      todo: new RegExp(`^Add ${scope} to the client`),
      who: "Digdir's self-service",
      code: "MP-200",
    });
  });

  test("a client of the smoke check's own is asked in place of the owner's", async () => {
    const { standin, clientId, organisation, env } = here();
    standin.changeClient(clientId, { scopes: without("altinn:broker.write") });
    const sender = standin.newClient({
      organisation: organisation.number,
      scopes: ["altinn:broker.write"],
    });
    env.ALTINN_SMOKE_SENDER_CLIENT_ID = sender.clientId;
    env.ALTINN_SMOKE_SENDER_JWK = JSON.stringify(sender.jwk);
    const { report } = await here().report(...only());
    expect(troubles(report)).toEqual([]);
    expect(report.checks.find(({ about }) => about === "altinn:broker.write")?.seen).toContain(
      sender.clientId,
    );
  });
});

describe("whom the client acts for", () => {
  const failure = { status: "failure", check: "client/organisation", who: "we" } as const;

  test("another organisation", async () => {
    const { standin, organisation, env } = here();
    const other = standin.newOrganisation();
    const client = standin.newClient({ organisation: other.number, scopes: SCOPES });
    env.MASKINPORTEN_CLIENT_ID = client.clientId;
    env.MASKINPORTEN_JWK = JSON.stringify(client.jwk);
    const seen = `acts for organisation ${other.number}, and the settings say ${organisation.number}`;
    await names(here(), only(), {
      ...failure,
      seen: new RegExp(seen),
      todo: /Use a client of .* itself, or correct altinn:orgNumber/,
    });
  });

  test("T29: a token that was given to a supplier", async () => {
    const { standin, organisation } = here();
    const access_token = standin.token({
      organisation: organisation.number,
      scopes: ["altinn:serviceowner"],
      kind: "maskinporten",
      claims: { supplier: { authority: "iso6523-actorid-upis", ID: "0192:974761076" } },
    });
    const body = JSON.stringify({ access_token, token_type: "Bearer", expires_in: 119 });
    standin.failNext(TOKEN, { status: 200, body });
    await names(here(), only(), {
      ...failure,
      seen: /was given to a supplier, 974761076, that acts for it/,
      todo: /Use a client of/,
    });
  });
});
