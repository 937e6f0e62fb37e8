import { describe, expect, it } from "@jest/globals";
import { decisionPort } from "../../standin/decisions/port";
import { startStandin } from "../../standin/start";
import {
  ask,
  decisions,
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
  accessPackage,
  action,
  makeResource,
  organization,
  policyXml,
  registryResource,
  role,
  upload,
  type RuleSketch,
} from "./registry-support";

openDecisions();

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

  it("lets an organisation's clients act for the party that delegated", async () => {
    const other = standin.newOrganisation();
    const given = { party: sender.number, organisation: other.number, resourceId: id };
    await use([rule([role("DAGL")])]);
    expect(decisions.delegate(given)).toEqual(["read", "write"]);
    for (const claims of [plain(other.number), exchanged(other)]) {
      expect([ask(claims), ask(claims, { party: other.number })]).toEqual([
        "Permit",
        "NotApplicable",
      ]);
    }
    expect(ask(systemUser(other.number))).toBe("NotApplicable");
    expect(decisions.delegations()).toContainEqual({ ...given, actions: ["read", "write"] });
    expect(decisions.revoke(given)).toBe(true);
    expect(ask(plain(other.number))).toBe("NotApplicable");
  });

  it("keeps the first spelling of the policy, and Broker asks in lower case", async () => {
    await use([rule([role("DAGL")], ["READ"]), rule([role("DAGL")], ["read", "write"])]);
    expect(delegate()).toEqual(["READ", "write"]);
    expect(ask(systemUser(sender.number), { actions: ["read"] })).toBe("NotApplicable");
    expect(ask(systemUser(sender.number))).toBe("Permit");
  });

  it("may be of one party's part of the resource", async () => {
    const forParty = (number: string): RuleSketch => ({
      target: [
        [role("DAGL")],
        [[registryResource(id), { ...organization(number), category: "resource" }]],
        [action("write")],
      ],
    });
    await use([forParty(owner.number)]);
    expect(delegate()).toEqual(["write"]);
    expect(ask(systemUser(sender.number))).toBe("NotApplicable");
    await use([forParty(sender.number), forParty(owner.number)]);
    expect(delegate()).toEqual(["write", "write"]);
    expect(ask(systemUser(sender.number))).toBe("Permit");
  });

  it("is a right of those whom a rule denies it, when another rule permits it", async () => {
    const denied: RuleSketch = { ...rule([role("DAGL")]), effect: "Deny" };
    await use([rule([organization(owner.number)], ["write"]), denied]);
    expect(delegate()).toEqual(["write"]);
    expect(ask(systemUser(sender.number))).toBe("Permit");
    await use([rule([organization(owner.number)], ["WRITE"]), denied]);
    expect(delegate()).toEqual([]);
  });

  it("is spelled as the first rule with a role has it, whatever rules without one write", async () => {
    const forOrganization = rule([organization(owner.number)], ["READ"]);
    await use([forOrganization, rule([role("DAGL")], ["read", "write"])]);
    expect(delegate()).toEqual(["read", "write"]);
    expect(ask(systemUser(sender.number), { actions: ["read"] })).toBe("Permit");
    await use([forOrganization, rule([role("DAGL")], ["READ"]), rule([role("DAGL")], ["read"])]);
    expect(delegate()).toEqual(["READ"]);
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
      [rule([role(" DAGL")]), []],
      [{ target: [[role("DAGL")], [registryResource(id)]] }, []],
      [
        { target: [[role("DAGL")], [registryResource(id)], [[action("read"), action("read")]]] },
        [],
      ],
      [rule([{ ...role("DAGL"), matchId: "urn:none", dataType: "urn:t" }], ["read"]), ["read"]],
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

describe("access packages", () => {
  const held = () => ({ party: sender.number, systemUser: SYSTEM_USER, packages: ["lonn"] });

  it("let a system user in that holds one for the party, until it is dropped", async () => {
    await use([rule([accessPackage("lonn")])]);
    expect(ask(systemUser(sender.number))).toBe("NotApplicable");
    decisions.holdPackages(held());
    expect(ask(systemUser(sender.number))).toBe("Permit");
    expect(ask(systemUser(sender.number), { party: owner.number })).toBe("NotApplicable");
    expect(ask(plain(sender.number))).toBe("NotApplicable");
    const off = decisionPort(standin.altinn, { systemUserAccessPackages: false });
    expect(ask(systemUser(sender.number), {}, off)).toBe("NotApplicable");
    await put({ delegable: false });
    expect(ask(systemUser(sender.number))).toBe("Permit");
    expect([decisions.dropPackages(held()), decisions.dropPackages(held())]).toEqual([true, false]);
    expect(ask(systemUser(sender.number))).toBe("NotApplicable");
  });

  it("let nobody in by themselves where the stand-in was started without them", async () => {
    const without = await startStandin({ systemUserAccessPackages: false });
    try {
      const ownerThere = without.newOrganisation();
      const resourceId = await makeResource(without, ownerThere);
      const target: RuleSketch["target"] = [
        [accessPackage("lonn")],
        [registryResource(resourceId)],
        [action("write")],
      ];
      await upload(without, ownerThere, resourceId, policyXml({ rules: [{ target }] }));
      without.holdPackages(held());
      const claims = systemUser(sender.number);
      const asked = { claims, resourceId, actions: ["write"], party: sender.number };
      expect(without.altinn.decisions.letsIn(asked)).toBe(false);
      without.delegate({ party: sender.number, systemUser: SYSTEM_USER, resourceId });
      expect(without.altinn.decisions.letsIn(asked)).toBe(true);
    } finally {
      await without.close();
    }
  });

  it("compare casing, and refuse by a Deny", async () => {
    decisions.holdPackages(held());
    await use([rule([accessPackage("LONN")])]);
    expect(ask(systemUser(sender.number))).toBe("NotApplicable");
    const named = { id: "urn:altinn:systemuser:uuid", value: SYSTEM_USER };
    await use([rule([named]), { ...rule([accessPackage("lonn")]), effect: "Deny" }]);
    expect(ask(systemUser(sender.number))).toBe("Deny");
    decisions.dropPackages(held());
    expect(ask(systemUser(sender.number))).toBe("Permit");
  });
});

it("is done through the stand-in's own handles", async () => {
  const given = { party: sender.number, systemUser: SYSTEM_USER, resourceId: id };
  const held = { party: sender.number, systemUser: SYSTEM_USER, packages: ["lonn"] };
  const request = {
    claims: systemUser(sender.number),
    resourceId: id,
    actions: ["write"],
    party: sender.number,
  };
  const letsIn = () => standin.altinn.decisions.letsIn(request);
  await use([rule([role("DAGL"), accessPackage("lonn")])]);
  expect(standin.delegate({ ...given, actions: ["WRITE"] })).toEqual(["write"]);
  expect(standin.delegations()).toContainEqual({ ...given, actions: ["write"] });
  expect([letsIn(), standin.revoke(given), letsIn()]).toEqual([true, true, false]);
  standin.holdPackages(held);
  expect([letsIn(), standin.dropPackages(held), letsIn()]).toEqual([true, true, false]);
});

it("leaves packages out where the stand-in is told so", async () => {
  const without = await startStandin({ systemUserAccessPackages: false });
  try {
    const own = without.newOrganisation();
    const resource = await makeResource(without, own);
    const rules: RuleSketch[] = [
      { target: [[accessPackage("lonn")], [registryResource(resource)], [action("write")]] },
    ];
    await upload(without, own, resource, policyXml({ rules }));
    const held = { party: own.number, systemUser: SYSTEM_USER, packages: ["lonn"] };
    without.holdPackages(held);
    const request = { resourceId: resource, actions: ["write"], party: own.number };
    const letsIn = () =>
      without.altinn.decisions.letsIn({ ...request, claims: systemUser(own.number) });
    expect(letsIn()).toBe(false);
    without.delegate({ party: own.number, systemUser: SYSTEM_USER, resourceId: resource });
    expect(letsIn()).toBe(true);
  } finally {
    await without.close();
  }
});
