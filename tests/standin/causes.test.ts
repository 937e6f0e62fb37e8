import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Standin } from "../../standin/index";
import { startControlled } from "./control-support";
import {
  call,
  organization,
  policyXml,
  registryResource,
  RESOURCE,
  action,
} from "./registry-support";
import { grant } from "./tokens-support";
import {
  asTtd,
  broker,
  FISK,
  initialize,
  ready,
  resource,
  SYSTEM_USER,
  TTD,
  type Json,
} from "./world-support";

const systemUserOf = (number: string, externalRef?: string): Json => ({
  scope: "altinn:broker.write",
  authorization_details: [
    {
      type: "urn:altinn:systemuser",
      systemuser_org: { authority: "iso6523-actorid-upis", ID: `0192:${number}` },
      ...(externalRef !== undefined && { externalRef }),
    },
  ],
});

let standin: Standin;
beforeAll(async () => {
  standin = await startControlled({ world: broker });
});
afterEach(() => standin.reset());
afterAll(() => standin.close());

const lastCause = (): string | undefined => standin.requests.at(-1)?.cause;

const policy = (rules: Parameters<typeof policyXml>[0]["rules"]): void =>
  standin.storePolicy("ttd-files", policyXml({ rules }));
const rule = (number: string, ...actions: string[]) => ({
  target: [[organization(number)], [registryResource("ttd-files")], actions.map(action)],
});

const fiskToken = (): string =>
  standin.token({ organisation: FISK.number, scopes: ["altinn:broker.write"] });
const asFisk = (): Promise<{ readonly status: number }> =>
  initialize(standin, fiskToken(), { sender: `0192:${FISK.number}`, recipients: [`0192:${TTD}`] });

async function asSystemUser(): Promise<{ readonly status: number }> {
  const { token } = await grant(standin, ready(standin, "ttd"), {
    claims: systemUserOf(FISK.number),
  });
  return initialize(standin, token, {
    sender: `0192:${FISK.number}`,
    recipients: [`0192:${TTD}`],
  });
}

describe("what the decision point refused says who asked, for what, and why not", () => {
  test("an organisation without a system user, for whom no rule is", async () => {
    expect((await asFisk()).status).toBe(401);
    expect(lastCause()).toMatch(/^BRO-00006 You must use a bearer token that represents /);
    expect(lastCause()).toContain(
      `The decision point was asked whether organisation ${FISK.number} (its token has no system user) may write on ttd-files for ${FISK.number}. No: no rule of its policy for write has a subject that matches; their subjects are urn:altinn:organization:identifier-no ${TTD}, urn:altinn:rolecode dagl, urn:altinn:accesspackage fiske; ${FISK.number} has delegated nothing of ttd-files to it.`,
    );
  });

  test("the supplier as sender", async () => {
    const { token } = await grant(standin, ready(standin, "ttd"), {
      claims: systemUserOf(FISK.number),
    });
    expect((await initialize(standin, token, { sender: `0192:${TTD}` })).status).toBe(401);
    expect(lastCause()).toContain(`system user ${SYSTEM_USER} may write on ttd-files for ${TTD}`);
  });

  test("a system user whose delegation was taken back, and what it holds", async () => {
    const rights = { party: FISK.number, systemUser: SYSTEM_USER, resourceId: "ttd-files" };
    standin.delegate(rights);
    expect((await asSystemUser()).status).toBe(200);
    expect(lastCause()).toBeUndefined();
    standin.revoke(rights);
    standin.delegate({ ...rights, actions: ["read"] });
    standin.holdPackages({ party: FISK.number, systemUser: SYSTEM_USER, packages: ["lonn"] });
    expect((await asSystemUser()).status).toBe(401);
    expect(lastCause()).toContain(
      `${FISK.number} has delegated read of ttd-files to it; access packages that it holds for ${FISK.number}: lonn.`,
    );
  });

  test("no rule for the action", async () => {
    policy([rule(FISK.number, "read")]);
    await asFisk();
    expect(lastCause()).toContain("no rule of its policy is for write; rules are for read");
  });

  test("a rule that denies, by its id", async () => {
    policy([rule(FISK.number, "write"), { ...rule(FISK.number, "write"), effect: "Deny" }]);
    await asFisk();
    expect(lastCause()).toMatch(/the rule \S+ of its policy denies it/);
  });

  test("a level that is too low", async () => {
    const rest = `<ObligationExpressions><ObligationExpression FulfillOn="Permit" ObligationId="level"><AttributeAssignmentExpression AttributeId="level" Category="urn:altinn:minimum-authenticationlevel"><AttributeValue DataType="http://www.w3.org/2001/XMLSchema#integer">4</AttributeValue></AttributeAssignmentExpression></ObligationExpression></ObligationExpressions>`;
    standin.storePolicy("ttd-files", policyXml({ rules: [rule(FISK.number, "write")], rest }));
    expect((await asFisk()).status).toBe(401);
    expect(lastCause()).toContain(
      "its policy permits, and it wants authentication level 4, and the token has 3",
    );
  });

  test("a party on no connected access list", async () => {
    policy([rule(FISK.number, "write"), rule(TTD, "write")]);
    standin.storeResource(resource("ttd-files", { accessListMode: "Enabled" }));
    standin.storeAccessList({
      owner: "ttd",
      identifier: "boats",
      name: "Boats",
      members: [TTD],
      connections: [{ resourceId: "ttd-files" }],
    });
    expect((await asFisk()).status).toBe(401);
    expect(lastCause()).toContain(
      `accessListMode is Enabled and ${FISK.number} is on no connected access list; connected: ttd/boats`,
    );
    await initialize(standin, asTtd(standin, "altinn:broker.write"));
    expect(lastCause()).toMatch(/^BRO-00028 /);
    expect(lastCause()).toContain(
      `The recipient ${FISK.number} is on no access list that is connected to ttd-files; connected: ttd/boats.`,
    );
  });

  test("a resource that Broker does not know", async () => {
    await initialize(standin, fiskToken(), { resourceId: "ttd-none" });
    expect(lastCause()).toContain("Broker does not know the resource ttd-none");
  });

  test("what one request was refused for is not told of the next one with the same token", async () => {
    const token = fiskToken();
    await initialize(standin, token, { sender: `0192:${FISK.number}` });
    await call(standin, "GET", "/broker/api/v1/filetransfer/0b4b7b3e-4c0e-4f5a-9a55-0d6f3c1b2a99", {
      token,
    });
    expect(lastCause()).not.toContain("decision point");
  });
});

describe("what Maskinporten refused names what did not fit", () => {
  const cases: readonly (readonly [string, Json, string])[] = [
    [
      "no system user for the customer",
      systemUserOf("974761076"),
      `MP-303 invalid_altinn_customer_configuration Invalid authorization details values: the client ttd has no system user of 974761076 with externalRef none; it has ${FISK.number} with externalRef none`,
    ],
    [
      "another externalRef",
      systemUserOf(FISK.number, "x"),
      `no system user of ${FISK.number} with externalRef x`,
    ],
    [
      "a scope",
      { scope: "altinn:broker.read" },
      "the client ttd has the scopes altinn:broker.write; it has no altinn:broker.read",
    ],
    ["a client", { iss: "nobody" }, "iss is nobody; clients are fisk, ttd"],
    ["an audience", { aud: "https://example.no/" }, "aud is https://example.no/; taken: http://"],
    ["a time", { exp: 5, iat: 1 }, "exp is 1970-01-01T00:00:05.000Z, and it is 2"],
    [
      "a consumer",
      { consumer_org: FISK.number },
      `${FISK.number} has delegated none; delegations to it are from none`,
    ],
  ];
  test.each(cases)("%s", async (_name, claims, said) => {
    const { status } = await grant(standin, ready(standin, "ttd"), {
      claims: { scope: "altinn:broker.write", ...claims },
    });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(lastCause()).toContain(said);
  });

  test("many clients are not all named", async () => {
    for (let at = 0; at < 15; at += 1) {
      standin.newClient({ organisation: "ttd", clientId: `z${at}` });
    }
    await grant(standin, ready(standin, "ttd"), { claims: { iss: "nobody" } });
    expect(lastCause()).toMatch(/clients are fisk, ttd, z0, .* and 5 more$/);
  });

  test("a key", async () => {
    const client = { ...ready(standin, "ttd"), kid: "other" };
    await grant(standin, client, { claims: { scope: "altinn:broker.write" } });
    expect(lastCause()).toMatch(/: kid is other; the client ttd has \S+$/);
  });
});

describe("what is not there says so", () => {
  test.each([
    ["GET", "/nothing/here", 404, "no such path in Altinn's APIs as this stand-in has them"],
    ["DELETE", "/broker/api/v1/filetransfer", 405, "the path takes POST and GET, not DELETE"],
    ["GET", "/register/api/v1/parties", 501, "This stand-in for Altinn does not have Register."],
    ["GET", `${RESOURCE}/ttd-none`, 404, "there is nothing that this path names"],
  ])("%s %s is %d with a cause", async (method, path, status, said) => {
    expect((await call(standin, method, path)).status).toBe(status);
    expect(lastCause()).toContain(said);
  });
});
