import { organization, serviceOwner, type Rule } from "../../../provider/policy";
import { policyFor } from "../../support/policies";
import { resourceArgs } from "../../support/resources";
import { names, withGround } from "./ground";

/* Faults of one service: steps 3 and 5 of the guide. */

const here = withGround();
const only = (): string[] => ["--only", here().service];
const standing = { standing: true } as const;

const documentOf = () => {
  const { organisation, service } = here();
  return {
    ...resourceArgs(service),
    resourceType: "BrokerService",
    status: "Completed",
    hasCompetentAuthority: { organization: organisation.number, orgcode: organisation.code },
  };
};
/** Stores the service's document anew, with other members. */
const store = (more: Record<string, unknown>): void => {
  here().standin.storeResource({ ...documentOf(), ...more });
};
const own = (actions: Rule["actions"]): Rule => ({
  subjects: [organization(here().organisation.number, { onBehalfOf: "anyone" })],
  actions,
});
const told = (): Rule => ({
  subjects: [serviceOwner(here().organisation.code)],
  actions: ["subscribe"],
});

describe("3. the resource", () => {
  const resource = () =>
    ({ status: "failure", check: "resource/resource", about: here().service, who: "we" }) as const;

  test("one that the registry does not have", async () => {
    const about = `${here().organisation.code}-nothing`;
    await names(here(), ["--only", about], {
      ...resource(),
      about,
      seen: /^The Resource Registry \(local\) does not have/,
      todo: /^Check the identifier: .* put a Resource/,
    });
  });

  test("one of another organisation", async () => {
    store({ hasCompetentAuthority: { organization: "974761076", orgcode: "skd" } });
    await names(here(), only(), {
      ...resource(),
      seen: /belongs to organisation 974761076 \(skd\), not to/,
      todo: /Name another identifier, or correct altinn:orgNumber/,
    });
  });

  test("one without an owner that Broker can read", async () => {
    store({ hasCompetentAuthority: { organization: here().organisation.number } });
    await names(here(), only(), {
      ...resource(),
      seen: /no owner that Broker can read/,
      todo: /Give it hasCompetentAuthority with both/,
    });
  });

  test("another code of its owner", async () => {
    store({ hasCompetentAuthority: { organization: here().organisation.number, orgcode: "skd" } });
    await names(here(), only(), {
      ...resource(),
      status: "warning",
      seen: /has the owner's code skd, and altinn:orgCode is/,
      todo: /Correct altinn:orgCode, or run `pulumi up`/,
    });
  });

  test("one of another type", async () => {
    store({ resourceType: "GenericAccessResource" });
    await names(here(), only(), {
      ...resource(),
      status: "warning",
      seen: /is of the type GenericAccessResource, not BrokerService/,
      todo: /Leave resourceType out/,
    });
  });

  test("one that is withdrawn", async () => {
    store({ status: "Withdrawn", visible: false, delegable: false });
    await names(here(), only(), {
      ...resource(),
      status: "warning",
      seen: /is withdrawn: .* transfers and access go on/,
      todo: /Put it into the program again/,
    });
  });

  test("the registry fails", async () => {
    here().standin.failNext(
      { path: /registry\/api\/v1\/resource\/\w+-licences/ },
      { status: 500 },
      standing,
    );
    await names(here(), only(), {
      ...resource(),
      status: "not checked",
      seen: /answered 500/,
      todo: /Wait and run the same command again/,
      who: "Altinn",
    });
  });
});

test("many services are each looked at, in their order", async () => {
  const { standin, organisation, service } = here();
  const others = Array.from({ length: 30 }, (_, at) => `${organisation.code}-${String(at)}`);
  for (const identifier of others) standin.storeResource({ ...documentOf(), identifier });
  const { report } = await here().report("--only", [service, ...others].join(","));
  const of = (id: string) => report.checks.filter((check) => check.id === id);
  expect(of("resource").map(({ about }) => about)).toEqual([service, ...others]);
  expect(of("policy").filter(({ status }) => status === "failure")).toHaveLength(30);
  expect(of("configured").filter(({ status }) => status === "failure")).toHaveLength(30);
});

describe("3. the policy", () => {
  const policy = () =>
    ({ status: "failure", check: "resource/policy", about: here().service, who: "we" }) as const;

  test("none", async () => {
    const { standin, service } = here();
    standin.failNext({ path: /\/policy$/ }, { status: 404 }, standing);
    await names(here(), only(), {
      ...policy(),
      seen: new RegExp(`^${service} has no policy, so nobody gets in`),
      todo: /Put a ResourcePolicy into the program/,
    });
  });

  test("one by which nobody may send", async () => {
    here().letIn([own(["read", "publish"]), told()]);
    await names(here(), only(), {
      ...policy(),
      seen: /^Nobody may send \(no rule has write\)\. May send: nobody\. May fetch: organization /,
      todo: /Write a rule with "write"/,
    });
  });

  test("one by which nobody may fetch", async () => {
    here().letIn([own(["write", "publish"]), told()]);
    await names(here(), only(), {
      ...policy(),
      seen: /^Nobody may fetch \(no rule has read\)/,
      todo: /Write a rule with "read"/,
    });
  });

  test("one that leaves a sender without subscribe", async () => {
    const sender = organization("974761076", { onBehalfOf: "itself" });
    here().letIn([
      own(["read", "write", "publish"]),
      told(),
      { subjects: [sender], actions: ["write", "publish"] },
    ]);
    await names(here(), only(), {
      ...policy(),
      status: "warning",
      seen: /^Some who may send or fetch have no subscribe, .*: organization 974761076 \(Norwegian Tax Administration\) \(on its own behalf\)\. May send: organization .*; organization 974761076 .*\. May fetch: organization \d{9} \(Organisation \w+\) \(for any party\)\.$/,
      todo: /Give it to those who should have it/,
    });
  });

  test("one without publish lacks nothing, and who gets in is said all the same", async () => {
    here().letIn([own(["read", "write"]), told()]);
    const { status, report } = await here().report(...only());
    const found = report.checks.find(({ step, id }) => `${step}/${id}` === "resource/policy");
    const { number, code } = here().organisation;
    const who = `organization ${number} (Organisation ${code}) (for any party)`;
    expect([status, found?.status, found?.seen]).toEqual([
      0,
      "ok",
      `May send: ${who}. May fetch: ${who}. Altinn's guide gives them publish, too; nobody asks for it today, so whoever is without it lacks nothing.`,
    ]);
  });

  test("Altinn's old example, by whose algorithm nobody gets in", async () => {
    const { standin, service, organisation } = here();
    const xml = policyFor(service, [organisation.number]).replace(
      "3.0:rule-combining-algorithm:deny-overrides",
      "1.0:rule-combining-algorithm:deny-overrides",
    );
    standin.storePolicy(service, xml);
    await names(here(), only(), {
      ...policy(),
      status: "warning",
      seen: /combining algorithm.*by which Altinn's newest code refuses everybody/,
      todo: /3\.0:rule-combining-algorithm:deny-overrides/,
      code: "unusual-policy",
    });
  });

  test("a rule that can match nobody", async () => {
    const { standin, service, organisation } = here();
    const xml = policyFor(service, [organisation.number]).replaceAll(
      "urn:altinn:organization:identifier-no",
      "urn:altinn:org",
    );
    standin.storePolicy(service, xml);
    await names(here(), only(), {
      ...policy(),
      seen: /names what can match nobody.* May send: nobody\. May fetch: nobody\.$/,
      todo: /Correct it, or take it out/,
      code: "never-matches",
    });
  });
});

describe("3. access lists", () => {
  const lists = () =>
    ({
      status: "failure",
      check: "resource/access-lists",
      about: here().service,
      who: "we",
    }) as const;

  test("a service limited to lists, and none is connected", async () => {
    store({ accessListMode: "Enabled" });
    await names(here(), [...only(), "--lists"], {
      ...lists(),
      seen: /and none is connected: nobody gets in/,
      todo: /Connect a list with AccessListConnection/,
    });
  });

  test("a connected list is named", async () => {
    store({ accessListMode: "Enabled" });
    const { standin, organisation, service } = here();
    const scopes = ["altinn:resourceregistry/accesslist.write"];
    const headers = {
      authorization: `Bearer ${standin.token({ organisation: organisation.number, scopes })}`,
      "content-type": "application/json",
    };
    const list = `${standin.platformUrl}/resourceregistry/api/v1/access-lists/${organisation.code}/partners`;
    const put = (url: string, body: object) =>
      fetch(url, { method: "PUT", headers, body: JSON.stringify(body) });
    await put(list, { name: "Partners", description: "" });
    await put(`${list}/resource-connections/${service}`, { actionFilters: [] });
    const { report } = await here().report(...only(), "--lists");
    expect(report.status).toBe("ok");
    expect(report.checks.find(({ id }) => id === "access-lists")?.seen).toBe(
      "Connected: partners.",
    );
  });

  test("without their scope they are not checked, for which the scope has the remedy", async () => {
    store({ accessListMode: "Enabled" });
    const { standin, clientId } = here();
    const scope = "altinn:resourceregistry/accesslist.write";
    standin.changeClient(clientId, { withdrawn: [scope] });
    await names(here(), [...only(), "--lists"], {
      status: "failure",
      check: "client/scope",
      about: scope,
      seen: /^Not granted to the organisation/,
      todo: /^Ask for/,
      who: "Altinn",
      code: "MP-250",
    });
  });

  test("without --lists they are not checked", async () => {
    store({ accessListMode: "Enabled" });
    await names(here(), only(), {
      ...lists(),
      status: "not checked",
      seen: /which are connected was not looked at/,
      todo: /Run this with --lists/,
    });
  });
});

describe("5. the resource in Broker", () => {
  const configured = () =>
    ({
      status: "failure",
      check: "configuration/configured",
      about: here().service,
      who: "we",
    }) as const;
  const remove = (): void => {
    const { standin, service } = here();
    standin.altinn.database.prepare("DELETE FROM broker_resource WHERE id = ?").run(service);
  };

  test("not configured", async () => {
    remove();
    await names(here(), only(), {
      ...configured(),
      seen: /is not configured in Broker/,
      todo: /Put a BrokerResourceConfig/,
      code: "BRO-00025",
    });
  });

  test("configured by another organisation", async () => {
    const body = JSON.stringify({ code: "BRO-00006", detail: "x", status: 401 });
    here().standin.failNext({ path: /broker\/api\/v1\/resource/ }, { status: 401, body }, standing);
    await names(here(), only(), {
      ...configured(),
      seen: /as another organisation's, which the first configuration has fixed for ever/,
      todo: /Correct altinn:orgNumber, or name another identifier/,
      code: "BRO-00006",
    });
  });

  test("the manifest shim", async () => {
    here().standin.setBrokerConfiguration(here().service, { useManifestFileShim: true });
    await names(here(), only(), {
      ...configured(),
      status: "warning",
      seen: /The manifest shim is on, which does nothing any more/,
      todo: /useManifestFileShim: false/,
    });
  });
});
