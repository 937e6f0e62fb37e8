import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { DecisionRequest } from "../../standin/altinn";
import { decisionPort, type Decisions } from "../../standin/decisions/port";
import { startStandin, type Standin } from "../../standin/start";
import {
  accessPackage,
  action,
  call,
  levelXml,
  LIST_WRITE,
  LISTS,
  makeResource,
  organization,
  policyXml,
  registryResource,
  RESOURCE,
  role,
  upload,
  validResource,
  WRITE,
  type AnyOfSketch,
  type Owner,
  type RuleSketch,
} from "./registry-support";

const SYSTEM_USER = "a5f4a3b0-0000-4000-8000-000000000001";

let standin: Standin;
let decisions: Decisions;
let owner: Owner;
let sender: Owner;
let id: string;

beforeAll(async () => {
  standin = await startStandin();
  decisions = decisionPort(standin.altinn);
});
afterAll(() => standin.close());
beforeEach(async () => {
  owner = standin.newOrganisation();
  sender = standin.newOrganisation();
  id = await makeResource(standin, owner);
});

const consumer = (number: string) => ({ authority: "iso6523-actorid-upis", ID: `0192:${number}` });
const plain = (number: string) => ({ consumer: consumer(number) });
const exchanged = ({ number, code }: Owner, isServiceOwner = false) => ({
  consumer: consumer(number),
  "urn:altinn:orgNumber": number,
  ...(isServiceOwner ? { "urn:altinn:org": code } : {}),
});
const systemUser = (number: string) => ({
  consumer: consumer(number),
  authorization_details: [
    {
      type: "urn:altinn:systemuser",
      systemuser_id: [SYSTEM_USER],
      systemuser_org: consumer(number),
    },
  ],
});

const rule = (subjects: AnyOfSketch, actions = ["read", "write"]): RuleSketch => ({
  target: [subjects, [registryResource(id)], actions.map(action)],
});
const use = (rules: RuleSketch[], rest = "") =>
  upload(standin, owner, id, policyXml({ rules, rest }));
const ask = (
  claims: DecisionRequest["claims"],
  changes: Partial<DecisionRequest> = {},
  port = decisions,
) => port.decide({ claims, resourceId: id, actions: ["write"], party: sender.number, ...changes });
const put = (changes: Record<string, unknown>) =>
  call(standin, "PUT", `${RESOURCE}/${id}`, {
    token: standin.token({ organisation: owner.number, scopes: WRITE }),
    json: validResource(owner, id, changes),
  });

describe("the caller", () => {
  it("is the organisation of the token, for any party", async () => {
    await use([rule([organization(sender.number)])]);
    expect(ask(plain(sender.number))).toBe("Permit");
    expect(ask(exchanged(sender), { party: owner.number })).toBe("Permit");
    expect(ask(plain(owner.number))).toBe("NotApplicable");
  });

  it("has its older number attribute and its org code only after the exchange", async () => {
    await use([rule([{ id: "urn:altinn:organizationnumber", value: sender.number }])]);
    expect([ask(plain(sender.number)), ask(exchanged(sender))]).toEqual([
      "NotApplicable",
      "Permit",
    ]);
    await use([rule([{ id: "urn:altinn:org", value: sender.code }])]);
    expect([ask(exchanged(sender)), ask(exchanged(sender, true))]).toEqual([
      "NotApplicable",
      "Permit",
    ]);
  });

  it("that is a system user has none of its organisation's rights", async () => {
    await use([rule([organization(sender.number)])]);
    expect(ask(systemUser(sender.number))).toBe("NotApplicable");
    await use([rule([{ id: "urn:altinn:systemuser:uuid", value: SYSTEM_USER }])]);
    expect(ask(systemUser(sender.number))).toBe("Permit");
    const [details] = systemUser(sender.number).authorization_details;
    expect(ask({ ...systemUser(sender.number), authorization_details: details })).toBe("Permit");
  });

  it("is refused without a policy, and after the resource was deleted", async () => {
    expect(ask(plain(sender.number))).toBe("Indeterminate");
    await use([rule([organization(sender.number)])]);
    await call(standin, "DELETE", `${RESOURCE}/${id}`, {
      token: standin.token({ organisation: owner.number, scopes: WRITE }),
    });
    expect(ask(plain(sender.number))).toBe("Indeterminate");
  });
});

describe("delegation", () => {
  const delegate = (actions = ["read", "write"]) =>
    decisions.delegate({ party: sender.number, systemUser: SYSTEM_USER, resourceId: id, actions });

  it("lets a system user act for the party that delegated, and for no other", async () => {
    await use([rule([role("DAGL")], ["write"]), rule([accessPackage("p")], ["read"])]);
    expect(ask(systemUser(sender.number))).toBe("NotApplicable");
    expect(delegate(["write", "publish"])).toEqual(["write"]);
    expect(ask(systemUser(owner.number))).toBe("Permit");
    expect(ask(systemUser(owner.number), { party: owner.number })).toBe("NotApplicable");
    expect(ask(systemUser(owner.number), { actions: ["read"] })).toBe("NotApplicable");
    expect(ask(plain(sender.number))).toBe("NotApplicable");
    expect(delegate(["read"])).toEqual(["read"]);
    expect(decisions.delegations()).toContainEqual({
      party: sender.number,
      systemUser: SYSTEM_USER,
      resourceId: id,
      actions: ["write", "read"],
    });
  });

  it("stays when the rule is removed, until it is revoked", async () => {
    await use([rule([role("DAGL")])]);
    delegate();
    await use([rule([organization(owner.number)])]);
    expect(ask(systemUser(sender.number))).toBe("Permit");
    const revoked = { party: sender.number, systemUser: SYSTEM_USER, resourceId: id };
    expect([decisions.revoke(revoked), decisions.revoke(revoked)]).toEqual([true, false]);
    expect(ask(systemUser(sender.number))).toBe("NotApplicable");
  });

  it("is used only when the policy says nothing", async () => {
    await use([rule([role("DAGL")])]);
    delegate();
    const algorithm = "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-unless-permit";
    await upload(standin, owner, id, policyXml({ rules: [rule([role("DAGL")])], algorithm }));
    expect(ask(systemUser(sender.number))).toBe("Deny");
    await upload(
      standin,
      owner,
      id,
      policyXml({ rules: [rule([role("DAGL")])], algorithm: "urn:none" }),
    );
    expect(ask(systemUser(sender.number))).toBe("Indeterminate");
  });

  it("cannot be made where the resource forbids it, and what was made stays", async () => {
    await use([rule([role("DAGL")])]);
    delegate();
    await put({ delegable: false });
    expect(ask(systemUser(sender.number))).toBe("Permit");
    decisions.revoke({ party: sender.number, systemUser: SYSTEM_USER, resourceId: id });
    expect(delegate()).toEqual([]);
  });

  it("needs a role or package that stands alone in a rule that permits", async () => {
    const cases: [RuleSketch, string[]][] = [
      [rule([[role("DAGL"), organization(owner.number)]]), []],
      [rule([organization(owner.number)]), []],
      [{ ...rule([role("DAGL")]), effect: "Deny" }, []],
      [rule([organization(owner.number), role("DAGL")], ["read"]), ["read"]],
      [rule([{ id: "urn:altinn:external-role:ccr", value: "daglig-leder" }]), ["read", "write"]],
    ];
    for (const [each, expected] of cases) {
      await use([each]);
      expect(delegate()).toEqual(expected);
      decisions.revoke({ party: sender.number, systemUser: SYSTEM_USER, resourceId: id });
    }
    expect(
      decisions.delegate({ party: "1", systemUser: "2", resourceId: "none", actions: ["read"] }),
    ).toEqual([]);
  });
});

describe("access lists", () => {
  const list = (method: string, rest: string, json: object) =>
    call(standin, method, `${LISTS}/${owner.code}/l${rest}`, {
      token: standin.token({ organisation: owner.number, scopes: LIST_WRITE }),
      json,
    });
  const member = () => ({
    data: [`urn:altinn:organization:identifier-no:${sender.number}`],
  });

  it("turn every permit into a refusal while none is connected, delegated ones too", async () => {
    await use([rule([organization(sender.number)]), rule([role("DAGL")])]);
    decisions.delegate({
      party: sender.number,
      systemUser: SYSTEM_USER,
      resourceId: id,
      actions: ["write"],
    });
    await put({ accessListMode: "Enabled" });
    expect([ask(plain(sender.number)), ask(systemUser(sender.number))]).toEqual(["Deny", "Deny"]);
    expect(ask(plain(owner.number))).toBe("NotApplicable");
  });

  it("let members pass whose list allows the action, on top of the policy", async () => {
    await use([rule([organization(owner.number)])]);
    await put({ accessListMode: "Enabled" });
    await list("PUT", "", { name: "N" });
    await list("POST", "/members", member());
    expect(decisions.accessListAllows(id, sender.number, "write")).toBe(false);
    const connect = (json: object) => list("PUT", `/resource-connections/${id}`, json);
    await connect({ actionFilters: ["read"] });
    expect(decisions.accessListAllows(id, sender.number, "read")).toBe(true);
    expect(ask(plain(owner.number))).toBe("Deny");
    expect(ask(plain(owner.number), { actions: ["read"] })).toBe("Permit");
    expect(ask(plain(owner.number), { actions: ["read", "write"] })).toBe("Deny");
    await connect({});
    expect(ask(plain(owner.number))).toBe("Permit");
    expect(ask(plain(owner.number), { party: owner.number })).toBe("Deny");
    expect(ask(plain(sender.number))).toBe("NotApplicable");
    await put({ accessListMode: "Disabled" });
    expect(ask(plain(owner.number), { party: owner.number })).toBe("Permit");
  });

  it("know no party that Register does not know", () => {
    expect(decisions.accessListAllows(id, "000000000", "read")).toBe(false);
  });
});

describe("the minimum authentication level", () => {
  it.each([
    [3, undefined, "Permit", "Permit"],
    [4, undefined, "Deny", "Deny"],
    [4, 3, "Deny", "Permit"],
    [4, 4, "Deny", "Deny"],
    ["high", undefined, "Deny", "Deny"],
  ])("%s, for organisations %s", async (level, levelForOrg, forAll, forServiceOwner) => {
    await use([rule([organization(sender.number)])], levelXml(level, levelForOrg));
    expect([ask(exchanged(sender)), ask(exchanged(sender, true))]).toEqual([
      forAll,
      forServiceOwner,
    ]);
  });

  it("holds for delegated rights too", async () => {
    await use([rule([role("DAGL")])], levelXml(4));
    decisions.delegate({
      party: sender.number,
      systemUser: SYSTEM_USER,
      resourceId: id,
      actions: ["write"],
    });
    expect(ask(systemUser(sender.number))).toBe("Deny");
  });
});

describe("a decision point that remembers", () => {
  it("sees a new policy, mode and membership only when the minutes have passed", async () => {
    const cached = decisionPort(standin.altinn, { cacheMinutes: 10 });
    const askCached = (changes = {}) => ask(plain(sender.number), changes, cached);
    await use([rule([organization(sender.number)])]);
    expect(askCached()).toBe("Permit");
    await use([rule([organization(owner.number)])]);
    await put({ accessListMode: "Enabled" });
    standin.advance(9 * 60_000);
    expect([askCached(), ask(plain(sender.number))]).toEqual(["Permit", "NotApplicable"]);
    standin.advance(60_000);
    expect(askCached()).toBe("NotApplicable");
  });
});

it("may be one of the older builds", async () => {
  const older = decisionPort(standin.altinn, { olderBuild: true });
  await use([
    rule([organization(sender.number)]),
    { ...rule([organization(sender.number)]), effect: "Deny" },
  ]);
  expect([ask(plain(sender.number)), ask(plain(sender.number), {}, older)]).toEqual([
    "Deny",
    "Permit",
  ]);
});
