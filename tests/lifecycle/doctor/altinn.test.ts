import { names, withGround } from "./ground";

/* Faults of Altinn's organisation list, its gateway, its exchange, and Broker's registration. */

const here = withGround();
const only = (): string[] => ["--only", here().service];
const LIST = { path: "/resourceregistry/api/v1/resource/orgs" };
const EXCHANGE = { path: "/authentication/api/v1/exchange/maskinporten" };
const OWNER = { path: "/broker/api/v1/serviceowner" };
const standing = { standing: true } as const;

describe("1. the organisation list", () => {
  const check = "organisation/organisation-list";

  test("a code that it does not have", async () => {
    here().env.ALTINN_ORG_CODE = "nobody";
    await names(here(), only(), {
      status: "failure",
      check,
      seen: /does not have "nobody"/,
      todo: /Correct altinn:orgCode.*step 1 of Altinn's guide/,
      who: "Altinn",
    });
  });

  test("a code and a number of two organisations", async () => {
    here().env.ALTINN_ORG_CODE = "skd";
    await names(here(), only(), {
      status: "failure",
      check,
      seen: /do not belong together: by Altinn's organisation list "skd" is 974761076/,
      todo: /^Write altinn:orgNumber "974761076" to act for "skd", or altinn:orgCode/,
      who: "we",
    });
  });

  test("an organisation that is not offered here", async () => {
    const { standin, organisation } = here();
    const entry = { name: {}, orgnr: organisation.number, environments: ["production"] };
    const body = JSON.stringify({ orgs: { [organisation.code]: entry } });
    standin.failNext(LIST, { status: 200, body }, standing);
    await names(here(), only(), {
      status: "warning",
      check: "organisation/offered",
      seen: /names production for .*, not tt02/,
      todo: /Ask whether the organisation is set up/,
      who: "Altinn",
    });
  });

  test("the list is down", async () => {
    here().standin.failNext(LIST, { status: 503 }, standing);
    await names(here(), only(), {
      status: "not checked",
      check,
      seen: /^It cannot be read\. .*answered 503/,
      todo: /Wait and run the same command again/,
      who: "Altinn",
    });
  });
});

describe("2. the API key", () => {
  const refusal = (reason: string) => ({
    status: 401,
    body: JSON.stringify({
      statusCode: 401,
      message: `Access denied due to ${reason} subscription key.`,
    }),
    headers: { "content-type": "application/json" },
  });
  const ofKey = async () => {
    const { report } = await here().report();
    return report.checks.find(({ id }) => id === "subscription-key");
  };

  test("one that is not taken", async () => {
    const { standin, env } = here();
    env.ALTINN_SUBSCRIPTION_KEY = "0123456789abcdef";
    standin.failNext({ server: "platform" }, refusal("invalid"), standing);
    expect(await ofKey()).toMatchObject({
      status: "failure",
      seen: expect.stringMatching(/does not take the key that is set: .*invalid subscription key/),
      remedy: { todo: expect.stringMatching(/^Unset ALTINN_SUBSCRIPTION_KEY/), who: "we" },
    });
  });

  test("a gateway that wants one", async () => {
    here().standin.failNext({ server: "platform" }, refusal("missing"), standing);
    expect(await ofKey()).toMatchObject({
      status: "failure",
      seen: expect.stringMatching(/wants a key, and none is set: .*missing subscription key/),
      remedy: { todo: expect.stringMatching(/^Set ALTINN_SUBSCRIPTION_KEY/), who: "we" },
    });
  });

  test("one that is not needed is ok, and said", async () => {
    here().env.ALTINN_SUBSCRIPTION_KEY = "0123456789abcdef";
    expect(await ofKey()).toMatchObject({
      status: "ok",
      seen: "Altinn answers with the key that is set, and without it too: it can be removed.",
    });
  });

  test("one that is needed and right is ok", async () => {
    const { standin, env } = here();
    env.ALTINN_SUBSCRIPTION_KEY = "0123456789abcdef";
    standin.after(LIST, () => standin.failNext(LIST, refusal("missing")));
    expect(await ofKey()).toMatchObject({
      status: "ok",
      seen: "Altinn answers with the key that is set, and not without it.",
    });
  });
});

describe("2. the exchange", () => {
  const check = "client/exchange";

  test("T52: it cannot look the organisation up", async () => {
    here().standin.breakOrganisationList("down");
    await names(here(), only(), {
      status: "not checked",
      check,
      seen: /answers 401 to the token for altinn:serviceowner, and takes one of the same client for another scope: it could not look the organisation up/,
      todo: /Nothing is wrong with client or key\. Wait some minutes/,
      who: "Altinn",
    });
  });

  test("two codes with one number on the list", async () => {
    here().standin.breakOrganisationList("repeated number");
    await names(here(), only(), {
      status: "failure",
      check,
      seen: /its organisation list is broken: (\w+) and \1(?:2) have one number, \d{9}\./,
      todo: /Tell Altinn what is wrong with the list/,
      who: "Altinn",
    });
  });

  test("an empty list", async () => {
    here().standin.breakOrganisationList("empty");
    const { report } = await here().report(...only());
    expect(report.checks.find(({ id }) => id === "exchange")).toMatchObject({
      status: "failure",
      seen: expect.stringMatching(/its organisation list is broken: it is empty/),
      remedy: { who: "Altinn" },
    });
  });

  test("T44, T45: it trusts another Maskinporten", async () => {
    here().standin.failNext(EXCHANGE, { status: 401 }, standing);
    await names(here(), only(), {
      status: "failure",
      check,
      seen: /answers 401 to a token that Maskinporten at .* has just given: it does not trust this Maskinporten/,
      todo: /test and production trust their own Maskinporten alone/,
      who: "we",
    });
  });

  test("T41: it fails", async () => {
    here().standin.failNext(EXCHANGE, { status: 500 }, standing);
    await names(here(), only(), {
      status: "not checked",
      check,
      seen: /exchange\/maskinporten answered 500/,
      todo: /Wait and run the same command again/,
      who: "Altinn",
    });
  });

  test("T56: it is gone", async () => {
    const body = JSON.stringify({ title: "Virksomhetsbruker is no longer available" });
    here().standin.failNext(EXCHANGE, { status: 410, body }, standing);
    await names(here(), only(), {
      status: "failure",
      check,
      seen: /answered 410: Virksomhetsbruker is no longer available/,
      todo: /./,
      who: "Altinn",
    });
  });

  test("a sign-in page in its place", async () => {
    here().standin.failNext(EXCHANGE, { status: 200, body: "<html>Sign in</html>" }, standing);
    await names(here(), only(), {
      status: "failure",
      check,
      seen: /the body is not a token but an HTML page/,
      todo: /not a proxy or sign-in page/,
      who: "we",
    });
  });

  test("T51: the list of the exchange does not have the organisation yet", async () => {
    const { standin, organisation } = here();
    const body = standin.token({
      organisation: organisation.number,
      scopes: ["altinn:serviceowner"],
      omitClaims: ["urn:altinn:org"],
    });
    standin.failNext(EXCHANGE, { status: 200, body });
    await names(here(), only(), {
      status: "warning",
      check: "client/owner-code",
      seen: /names no service owner for/,
      todo: /takes up to an hour to count/,
      who: "Altinn",
    });
  });

  test("another code than the settings'", async () => {
    const { standin, organisation } = here();
    const body = standin.token({
      organisation: organisation.number,
      scopes: ["altinn:serviceowner"],
      claims: { "urn:altinn:org": "other" },
    });
    standin.failNext(EXCHANGE, { status: 200, body });
    await names(here(), only(), {
      status: "failure",
      check: "client/owner-code",
      seen: /takes the client for other, and altinn:orgCode is/,
      todo: /Write altinn:orgCode other/,
      who: "we",
    });
  });
});

describe("4. the service owner in Broker", () => {
  const registered = "service-owner/registered";
  const storage = "service-owner/storage";

  test("not registered: a failure for a service that is named, a warning before", async () => {
    const { standin, organisation } = here();
    const db = standin.altinn.database;
    db.prepare("DELETE FROM broker_service_owner WHERE id = ?").run(`0192:${organisation.number}`);
    await names(here(), only(), {
      status: "failure",
      check: registered,
      seen: /is not registered in Broker/,
      todo: /Put a ServiceOwner into the program and run `pulumi up`/,
      who: "we",
      code: "BRO-07004",
    });
    const { report } = await here().report();
    expect(report.checks.find(({ id }) => id === "registered")?.status).toBe("warning");
  });

  test("no storage yet", async () => {
    const { standin, organisation } = here();
    standin.setStorageProvider(organisation.number, "AltinnAzure", "Absent");
    await names(here(), only(), {
      status: "failure",
      check: storage,
      seen: /no storage for it yet/,
      todo: /seconds to minutes after the registration/,
      who: "Altinn",
      code: "BRO-00021",
    });
  });

  test.each(["NotStarted", "DeployingResources"] as const)("storage that is %s", async (status) => {
    const { standin, organisation } = here();
    standin.setStorageProvider(organisation.number, "AltinnAzure", status);
    await names(here(), only(), {
      status: "failure",
      check: storage,
      seen: new RegExp(`It is ${status}, not Ready`),
      todo: /Ask Altinn to mend/,
      who: "Altinn",
    });
  });

  test("T62, T63: a token without the exact scope", async () => {
    here().standin.failNext(OWNER, { status: 403 }, standing);
    await names(here(), only(), {
      status: "failure",
      check: registered,
      seen: /does not carry exactly altinn:serviceowner/,
      todo: /Ask for altinn:serviceowner itself/,
      who: "Altinn",
    });
  });

  test("T65: a token that it does not accept", async () => {
    here().standin.failNext(OWNER, { status: 401 }, standing);
    await names(here(), only(), {
      status: "failure",
      check: registered,
      seen: /does not accept the token \(401\) that Altinn's exchange .* gave a moment ago/,
      todo: /wait some minutes/,
      who: "Altinn",
    });
  });

  test("a token that names no organisation", async () => {
    const body = JSON.stringify({ code: "BRO-07001", detail: "Caller unknown", traceId: "00-1-2" });
    here().standin.failNext(OWNER, { status: 400, body }, standing);
    await names(here(), only(), {
      status: "failure",
      check: registered,
      seen: /cannot tell from the token which organisation/,
      todo: /plain Maskinporten client/,
      who: "Digdir's self-service",
      code: "BRO-07001",
    });
  });

  test("Broker fails", async () => {
    here().standin.failNext(OWNER, { status: 500 }, standing);
    await names(here(), only(), {
      status: "not checked",
      check: registered,
      seen: /serviceowner answered 500/,
      todo: /Wait and run the same command again/,
      who: "Altinn",
    });
  });
});
