import { renderPolicy, role } from "../../../provider/policy";
import { allowed, openService, policyOf, resourceId, type Service } from "./service";

let service: Service;
beforeEach(async () => {
  service = await openService();
});
afterEach(() => service.world.close());

const INITIALIZE = { method: "POST", path: "/broker/api/v1/filetransfer" };
const REGISTRY = { method: "GET", path: new RegExp(`/resourceregistry/api/v1/resource/`) };
const BRO_00006 = { status: 401, body: JSON.stringify({ code: "BRO-00006", detail: "No." }) };
const ASSIGNMENT =
  /<xacml:AttributeAssignmentExpression[^]*<\/xacml:AttributeAssignmentExpression>/;

/** The policy with the party of its only rule replaced. */
const ofParty = (xml: string, party: string): string =>
  xml.replace(/(identifier-no[^]*>)\d{9}(<[^]*)$/, `$1${party}$2`);

/** Connects a new list with these members to the service, for every action when none is named. */
async function connectList(members: readonly string[], actions: readonly string[] = []) {
  const { accessLists } = service.world.context;
  await accessLists.holding(`list-of-${members.join("-")}`, async (list) => {
    await list.make({ name: "Partners", description: "" });
    await list.addMembers(members);
    await list.putConnection({ resource: resourceId, actions });
  });
}

const complaint = (): string => service.complained.join("\n");

test("a resource that the registry does not know is told as that", async () => {
  expect(await service.check({ resourceId: "ttd-elsewhere" })).toBe("not verified");
  expect(complaint()).toMatch(
    /^not verified: The Resource Registry does not know ttd-elsewhere\. .* was 401 \(BRO-00006, trace 00-[0-9a-f-]+\)\.$/,
  );
  expect(complaint()).not.toMatch(/policy/i);
});

test("a resource that left the registry after it was configured is told as that", async () => {
  const { standin } = service.world;
  const body = JSON.stringify({ code: "BRO-00005", detail: "No." });
  standin.failNext(INITIALIZE, { status: 403, body });
  standin.failNext(REGISTRY, { status: 404 }, { times: 2 });
  expect(await service.check()).toBe("not verified");
  expect(complaint()).toContain(`The Resource Registry does not know ${resourceId}.`);
});

test("a registry resource without an owner is told as that", async () => {
  const body = JSON.stringify({ code: "BRO-00005", detail: "No." });
  service.world.standin.failNext(INITIALIZE, { status: 403, body });
  expect(await service.check()).toBe("not verified");
  expect(complaint()).toContain(`${resourceId} has no owner that Broker can read`);
});

test("a resource without a policy is told as that", async () => {
  service.world.standin.failNext(INITIALIZE, BRO_00006);
  service.world.standin.failNext({ method: "GET", path: /\/policy$/ }, { status: 404 });
  expect(await service.check()).toBe("not verified");
  expect(complaint()).toContain(`${resourceId} has no policy in the Resource Registry`);
});

describe("a policy that is there", () => {
  const other = "889640782";

  test("and gives nothing: the right is named, and what else it may be", async () => {
    service.letIn([allowed(other, ["read", "write"])]);
    expect(await service.check()).toBe("not verified");
    expect(complaint()).toContain(
      `Broker refuses organisation ${service.world.organisation.number}, the sender. The policy gives it no "write" by itself`,
    );
    expect(complaint()).toMatch(/by delegation, .*Altinn's decision point is down/);
  });

  test("and gives the right: it is the configuration or the decision point", async () => {
    service.world.standin.failNext(INITIALIZE, BRO_00006);
    expect(await service.check()).toBe("not verified");
    expect(complaint()).toMatch(
      /The policy gives it "write"\. So ttd-licences has no configuration in Broker \(BrokerResourceConfig\), or Altinn's decision point is down/,
    );
    expect(complaint()).not.toMatch(/gives it no|access list/);
  });

  test.each([
    ["another party", (number: string) => ofParty(policyOf([allowed(number, ["write"])]), other)],
    ["another action", (number: string) => policyOf([allowed(number, ["read"])])],
    ["who is delegated to", () => policyOf([{ subjects: [role("dagl")], actions: ["write"] }])],
    [
      "callers of level 4",
      (number: string) =>
        renderPolicy({
          resourceId,
          rules: [allowed(number, ["write"])],
          minimumAuthenticationLevel: 4,
        }),
    ],
    [
      "service owners, of whom it takes a lower level,",
      (number: string) =>
        renderPolicy({
          resourceId,
          rules: [allowed(number, ["write"])],
          minimumAuthenticationLevel: 4,
        }).replace(
          ASSIGNMENT,
          (all) => `${all}${all.replace('level"', 'level-org"').replace(">4<", ">3<")}`,
        ),
    ],
    ["another organisation, for anybody", () => policyOf([allowed(other, ["write"], "anyone")])],
  ])("and gives it for %s: that is no right of its own", async (_what, policy) => {
    const { organisation, standin } = service.world;
    standin.storePolicy(resourceId, policy(organisation.number));
    expect(await service.check()).toBe("not verified");
    expect(complaint()).toContain('The policy gives it no "write" by itself');
  });

  test("with access lists: that the sender is on none comes first", async () => {
    service.world.standin.storeResource({ ...service.document, accessListMode: "Enabled" });
    expect(await service.check()).toBe("not verified");
    expect(complaint()).toContain(
      'the sender. The policy gives it "write". So the sender is no member of an access list that is connected to ttd-licences for "write" (its accessListMode is Enabled, which lets in members alone; a changed list counts within ten minutes), or ttd-licences has no configuration in Broker (BrokerResourceConfig), or Altinn\'s decision point is down, which Broker answers in the same way. A changed policy counts within ten minutes.',
    );
  });

  test("with a list that is connected for sending alone: it is the recipient who is on none", async () => {
    const { organisation } = service.world;
    service.world.standin.storeResource({ ...service.document, accessListMode: "Enabled" });
    await connectList([organisation.number], ["write"]);
    expect(await service.check()).toBe("not verified");
    expect(complaint()).toContain(
      'the recipient. The policy gives it "read". So the recipient is no member of an access list that is connected to ttd-licences for "read"',
    );
  });

  test("and gives the recipient nothing, after the file is sent: that Broker has no configuration is ruled out", async () => {
    const { sender, participants, world, printed } = service;
    service.letIn([allowed(sender.number, ["write"])]);
    expect(await service.check({ env: { ...world.env, ...participants } })).toBe("not verified");
    expect(printed.join("\n")).toContain("uploaded: ");
    expect(complaint()).toContain(
      `Broker refuses organisation ${service.recipient.number}, the recipient. The policy gives it no "read" by itself: add a rule for it, or have the service delegated to it, which cannot be seen from here. If it has the right by delegation, Altinn's decision point is down`,
    );
    expect(complaint()).not.toContain("configuration");
  });

  test("and is unusual: nothing is claimed of it", async () => {
    const { organisation, standin } = service.world;
    const usual = policyOf([allowed(organisation.number, ["read", "write"])]);
    standin.storePolicy(resourceId, usual.replace("3.0:rule-comb", "1.0:rule-comb"));
    expect(await service.check()).toBe("not verified");
    expect(complaint()).toContain('The policy is unusual, so whether it gives "write" cannot be');
    expect(complaint()).not.toContain("The policy gives");
  });
});

describe("what is down is told as down", () => {
  test("the registry, when Broker fails because of it", async () => {
    service.world.standin.failNext(INITIALIZE, { status: 500, body: "{}" });
    service.world.standin.failNext(REGISTRY, { status: 503 }, { standing: true });
    expect(await service.check()).toBe("could not be tried");
    expect(complaint()).toMatch(
      /^could not be tried: The Resource Registry cannot be read, .* answered 503/,
    );
  });

  test("the registry, when the decision point refuses because of it", async () => {
    service.world.standin.failNext(INITIALIZE, BRO_00006);
    service.world.standin.failNext(REGISTRY, { status: 503 }, { standing: true });
    expect(await service.check()).toBe("could not be tried");
    expect(complaint()).toMatch(/^could not be tried: The Resource Registry cannot be read, /);
    expect(complaint()).not.toMatch(/gives|no right|Broker refuses/);
  });

  test("Broker itself, when the registry answers", async () => {
    service.world.standin.failNext(INITIALIZE, { status: 500, body: "{}" });
    expect(await service.check()).toBe("could not be tried");
    expect(complaint()).toMatch(/^could not be tried: POST .*filetransfer answered 500/);
  });

  test.each([
    ["sender", { method: "POST", path: /\/upload$/ }],
    ["recipient", { method: "POST", path: /\/confirmdownload$/ }],
  ])("the decision point, when the %s was let in a moment ago", async (part, call) => {
    service.world.standin.failNext(call, BRO_00006);
    expect(await service.check()).toBe("not verified");
    expect(complaint()).toMatch(
      new RegExp(
        `^not verified: Broker refuses organisation \\d{9}, the ${part}, and let it do the same a moment ago, so no right is missing`,
      ),
    );
  });
});

test("a recipient that is on no connected list is named", async () => {
  const { sender, recipient, participants, world } = service;
  service.letIn([allowed(sender.number, ["write"]), allowed(recipient.number, ["read"])]);
  world.standin.storeResource({ ...service.document, accessListMode: "Enabled" });
  await connectList([sender.number]);
  const env = { ...world.env, ...participants };
  expect(await service.check({ env })).toBe("not verified");
  expect(complaint()).toMatch(
    new RegExp(
      `^not verified: Broker refuses organisation ${recipient.number}, the recipient: accessListMode of ttd-licences is Enabled, and the organisation is no member of an access list that is connected to it\\. Add it .* was 400 \\(BRO-00028`,
    ),
  );
  await connectList([recipient.number]);
  expect(await service.check({ env })).toBe("verified");
});

test("what else Broker says of the transfer is told in its own words, whatever else is down", async () => {
  const { world } = service;
  world.standin.failNext(REGISTRY, { status: 503 }, { standing: true });
  world.standin.setBrokerConfiguration(resourceId, { requiredParty: "974761076" });
  expect(await service.check()).toBe("not verified");
  expect(complaint()).toMatch(/BRO-00026 The resource requires the service owner party/);
});
