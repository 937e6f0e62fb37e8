import {
  accessPackage,
  organization,
  renderPolicy,
  role,
  serviceOwner,
  type Rule,
} from "../../provider/policy";
import { said } from "../support/engine";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { resourceArgs } from "../support/resources";

/* Five services that were made by hand, each in a way of its own: the program takes them over as they are. */

interface Service {
  readonly identifier: string;
  readonly resource: Record<string, unknown>;
  readonly rules: readonly Rule[];
  /** The text that was uploaded. */
  readonly policy: string;
  /** Whether the program gives that text; it gives `rules` otherwise. */
  readonly givesXml: boolean;
  readonly config: Record<string, unknown>;
  readonly acknowledge?: readonly string[];
}

let world: EngineWorld;
let services: readonly Service[];

const KINDS = ["Resource", "ResourcePolicy", "BrokerResourceConfig"];

beforeAll(async () => {
  world = await openEngineWorld();
  const { code } = world.organisation;
  const read: Rule = { subjects: [role("dagl")], actions: ["read"] };
  const write: Rule = {
    subjects: [organization("974761076", { onBehalfOf: "itself" })],
    actions: ["write"],
  };
  const subscribe: Rule = { subjects: [serviceOwner(code)], actions: ["subscribe"] };
  const open: Rule = { subjects: [organization("889640782")], actions: ["read", "write"] };
  const held: Rule = { subjects: [accessPackage("skattegrunnlag")], actions: ["read"] };
  const made = (
    name: string,
    rules: readonly Rule[],
    more: Partial<Service> & { readonly dress?: (xml: string) => string } = {},
  ): Service => {
    const identifier = `${code}-${name}`;
    const { dress = (xml: string) => xml, ...rest } = more;
    return {
      identifier,
      resource: {},
      rules,
      policy: dress(renderPolicy({ resourceId: identifier, rules: [...rules] })),
      givesXml: false,
      config: { fileTransferTimeToLive: "P30D" },
      ...rest,
    };
  };
  services = [
    made("plain", [read, write, subscribe]),
    made("dressed", [read, write], {
      dress: (xml) => xml.replaceAll(/\n\s*/g, "\n").replace(/PolicyId="[^"]*"/, 'PolicyId="p"'),
    }),
    made("xml", [open], { givesXml: true, acknowledge: ["for-any-party"] }),
    made("limits", [held, write], {
      config: { fileTransferTimeToLive: "P1D", maxFileTransferSize: 1000 },
    }),
    made("listed", [read, write], {
      resource: { status: "Active", homepage: "https://example.no", keywords: [{ word: "a" }] },
    }),
  ];
  const { standin, organisation } = world;
  await world.context.broker.postServiceOwner("Etaten");
  for (const { identifier, resource, policy, config } of services) {
    standin.storeResource({
      ...resourceArgs(identifier, resource),
      resourceType: "BrokerService",
      ...(resource.status === undefined ? { status: "Completed" } : {}),
      hasCompetentAuthority: { organization: organisation.number, orgcode: code, name: {} },
    });
    standin.storePolicy(identifier, policy);
    standin.setBrokerConfiguration(identifier, config);
  }
  world.workspace.program(
    'new altinn.ServiceOwner("owner", { name: "Etaten" });\n' + services.map(statementsOf).join(""),
  );
});
afterAll(() => world.close());

function statementsOf(service: Service): string {
  const { identifier, rules, policy, givesXml, config, acknowledge = [] } = service;
  const name = JSON.stringify(identifier);
  const access = {
    resourceId: identifier,
    ...(givesXml ? { xml: policy } : { rules }),
    acknowledge: ["missing-action", ...acknowledge],
  };
  return `
new altinn.Resource(${name}, ${JSON.stringify(resourceArgs(identifier, service.resource))});
new altinn.ResourcePolicy(${name}, ${JSON.stringify(access)});
new altinn.BrokerResourceConfig(${name}, ${JSON.stringify({ resourceId: identifier, ...config })});
`;
}

test("one preview says of each what happens, up writes nothing, and there is no warning", async () => {
  const since = world.standin.requests.length;
  const titles = [
    `ServiceOwner ${world.organisation.number}`,
    ...services.flatMap(({ identifier }) => KINDS.map((kind) => `${kind} ${identifier}`)),
  ];
  const lines = titles
    .map((title) => `taken over: ${title}: exists and is equal to the program: nothing is written.`)
    .sort();
  for (const run of [await world.workspace.preview(), await world.workspace.up()]) {
    expect([run.status, said(run).sort()]).toEqual([0, lines]);
    expect(run.output).not.toMatch(/warning/);
  }
  const again = await world.workspace.up(["--expect-no-changes"]);
  expect([again.status, said(again)]).toEqual([0, []]);
  const writes = world.standin.requests
    .slice(since)
    .filter(({ method, path }) => method !== "GET" && path !== "/token");
  expect(writes.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});
