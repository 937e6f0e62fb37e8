import { describe, expect, it } from "@jest/globals";
import type { DecisionRequest } from "../../standin/altinn";
import { partyOf } from "../../standin/access-lists/parties";
import { decisionPort } from "../../standin/decisions/port";
import {
  ask,
  exchanged,
  id,
  openDecisions,
  owner,
  plain,
  put,
  rule,
  sender,
  standin,
  SYSTEM_USER,
  systemUser,
  use,
} from "./decisions-support";
import {
  action,
  call,
  organization,
  registryResource,
  RESOURCE,
  WRITE,
  type RuleSketch,
} from "./registry-support";

openDecisions();

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
    for (const written of [details, JSON.stringify(details), [JSON.stringify(details)]]) {
      const claims = { ...systemUser(sender.number), authorization_details: written };
      expect(ask(claims)).toBe("Permit");
    }
    const other = { ...systemUser(sender.number), authorization_details: "{" };
    expect(ask(other)).toBe("NotApplicable");
  });

  it("has what its token says: every URN, the scopes in one text, the token's id, its party's id", async () => {
    const token = {
      ...exchanged(sender),
      scope: "a:b c:d",
      jti: "t1",
      "urn:altinn:authenticatemethod": "maskinporten",
      "urn:altinn:authlevel": 3,
    };
    const partyId = String(partyOf(sender.number).id);
    for (const [attribute, value] of [
      ["urn:scope", "a:b c:d"],
      ["urn:altinn:sessionid", "t1"],
      ["urn:altinn:authenticatemethod", "maskinporten"],
      ["urn:altinn:authlevel", "3"],
      ["urn:altinn:partyid", partyId],
    ] as const) {
      await use([rule([{ id: attribute, value }])]);
      expect([attribute, ask(token), ask(systemUser(sender.number))]).toEqual([
        attribute,
        "Permit",
        "NotApplicable",
      ]);
    }
    await use([rule([{ id: "urn:scope", value: "a:b" }])]);
    expect(ask(token)).toBe("NotApplicable");
  });

  it("asks for a party, and as a recipient for one transfer", async () => {
    const part = (attribute: string, value: string): RuleSketch => ({
      target: [
        [[registryResource(id), { id: attribute, value, category: "resource" }]],
        [action("read")],
      ],
    });
    const read = (changes: Partial<DecisionRequest>) =>
      ask(plain(sender.number), { actions: ["read"], ...changes });
    await use([part("urn:altinn:partyid", String(partyOf(sender.number).id))]);
    expect([read({}), read({ party: owner.number })]).toEqual(["Permit", "NotApplicable"]);
    await use([part("urn:altinn:resource:instance-id", "t1")]);
    expect([read({ instance: "t1" }), read({ instance: "t2" }), read({})]).toEqual([
      "Permit",
      "NotApplicable",
      "NotApplicable",
    ]);
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
