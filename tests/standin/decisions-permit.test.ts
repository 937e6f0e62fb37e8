import { describe, expect, it } from "@jest/globals";
import { ObligationError } from "../../standin/decisions/obligations";
import {
  ask,
  decisions,
  exchanged,
  id,
  lets,
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
import { call, levelXml, LIST_WRITE, LISTS, organization, role } from "./registry-support";

openDecisions();

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
    [3, undefined, true, true],
    [4, undefined, false, false],
    [4, 3, false, true],
    [4, 4, false, false],
  ])("%s, for organisations %s", async (level, levelForOrg, forAll, forServiceOwner) => {
    await use([rule([organization(sender.number)])], levelXml(level, levelForOrg));
    expect([lets(exchanged(sender)), lets(exchanged(sender, true))]).toEqual([
      forAll,
      forServiceOwner,
    ]);
    expect(ask(exchanged(sender))).toBe("Permit");
  });

  it("is the one that an exchanged token says, and 3 without", async () => {
    await use([rule([organization(sender.number)])], levelXml(3));
    expect(lets(plain(sender.number))).toBe(true);
    expect(lets({ ...exchanged(sender), "urn:altinn:authlevel": 2 })).toBe(false);
  });

  it("holds for delegated rights too", async () => {
    await use([rule([role("DAGL")])], levelXml(4));
    decisions.delegate({
      party: sender.number,
      systemUser: SYSTEM_USER,
      resourceId: id,
      actions: ["write"],
    });
    expect(lets(systemUser(sender.number))).toBe(false);
  });
});

describe("obligations", () => {
  const empty =
    '<ObligationExpression ObligationId="urn:e" FulfillOn="Permit"></ObligationExpression>';
  const before = (obligation: string, xml: string) =>
    xml.replace("<ObligationExpressions>", `<ObligationExpressions>${obligation}`);

  it.each([
    ["a level that is a word", levelXml("high")],
    ["a level that is no integer", levelXml("3.0")],
    ["a comment in an integer", levelXml("<!-- three -->3")],
    ["an obligation before the level that has no plain value", before(empty, levelXml(3))],
  ])("%s: Broker fails", async (_what, xml) => {
    await use([rule([organization(sender.number)])], xml);
    expect(() => lets(plain(sender.number))).toThrow(ObligationError);
    expect(lets(plain(owner.number))).toBe(false);
  });

  it("after the level do not matter", async () => {
    const xml = levelXml(" 3 ").replace(
      "</ObligationExpressions>",
      `${empty}</ObligationExpressions>`,
    );
    await use([rule([organization(sender.number)])], xml);
    expect(lets(plain(sender.number))).toBe(true);
  });

  it("without a category make a permit Indeterminate, and on Deny do nothing", async () => {
    const withoutCategory = levelXml(3).replace(/ Category="[^"]*"/, "");
    await use([rule([organization(sender.number)])], withoutCategory);
    expect([ask(plain(sender.number)), ask(plain(owner.number))]).toEqual([
      "Indeterminate",
      "NotApplicable",
    ]);
    const onDeny = withoutCategory.replace('FulfillOn="Permit"', 'FulfillOn="Deny"');
    await use([rule([organization(sender.number)])], onDeny);
    expect(lets(plain(sender.number))).toBe(true);
  });
});
