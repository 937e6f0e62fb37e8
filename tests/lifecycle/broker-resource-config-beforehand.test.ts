import { brokerResourceConfigLifecycle } from "../../provider/resources/broker-resource-config/lifecycle";
import { calls, openWorld, type World } from "../support/altinn";
import { configurable } from "../support/configurable";

/* What is said of a configuration before it is written, and what a run without a key or token makes of it. */

const id = "ttd-licences";
const title = `BrokerResourceConfig ${id}`;
const args = { resourceId: id, fileTransferTimeToLive: "P30D" };

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await configurable(world, id);
  world.warnings.splice(0);
});
afterEach(() => world.close());

const lifecycle = (of: World = world) => brokerResourceConfigLifecycle(of.context);
const live = () => world.context.broker.getConfig(id);

test("a size that Broker refuses to scan is warned about", async () => {
  const { failures } = await lifecycle().check(undefined, {
    ...args,
    maxFileTransferSize: 50_000_000_001,
  });
  expect(failures).toEqual([]);
  expect(world.warnings).toContainEqual(
    expect.stringMatching(
      /^warning \[approval-needed\]: BrokerResourceConfig ttd-licences: maxFileTransferSize is/,
    ),
  );
});

test.each([
  ["without a registry resource", false],
  ["with one", true],
])("%s, that the first one opens the service for ever is said", async (_what, isThere) => {
  world.context.known.saw(id, isThere);
  expect((await lifecycle().check(undefined, args)).failures).toEqual([]);
  expect(world.warnings).toEqual([
    `note: ${title}: the first configuration opens the service in Broker and fixes its owner, ${world.organisation.number}, for ever. Check the identifier and altinn:orgNumber before \`up\`.`,
  ]);
  expect(calls(world.standin).includes(`GET /broker/api/v1/resource/${id}`)).toBe(isThere);
});

test("a client that gets no token is refused beforehand, and nothing else is said", async () => {
  const none = world.standin.newClient({ organisation: world.organisation.number, scopes: [] });
  const later = world.anew({
    MASKINPORTEN_CLIENT_ID: none.clientId,
    MASKINPORTEN_JWK: JSON.stringify(none.jwk),
  });
  const { failures } = await lifecycle(later).check(undefined, args);
  expect(failures).toEqual([
    expect.stringContaining("refused a token for the scope altinn:serviceowner"),
  ]);
  expect(later.warnings).toEqual([]);
});

test("a refresh without a key keeps what state has, asks nothing, and says so", async () => {
  const { inputs } = await lifecycle().check(undefined, args);
  const outputs = await lifecycle().create(inputs);
  world.standin.setBrokerConfiguration(id, { fileTransferTimeToLive: "P7D" });
  const later = world.anew({ ALTINN_WITHOUT_KEY: "true" });
  const since = world.standin.requests.length;
  expect(await lifecycle(later).read(id, outputs)).toEqual({ inputs, outputs });
  expect(calls(world.standin, since)).toEqual([]);
  expect(later.warnings).toEqual([expect.stringMatching(/^warning \[not-compared\]/)]);
});

test("a refresh of what Broker does not have finds nothing", async () => {
  expect(await lifecycle().read(id, { ...args, onDelete: "forget", server: {} })).toBeUndefined();
});

test("adopt goes with the inputs of a new one, and is in none where the program does not give it", async () => {
  world.standin.setBrokerConfiguration(id, { fileTransferTimeToLive: "P7D" });
  const { inputs } = await lifecycle().check(undefined, { ...args, adopt: true });
  await lifecycle(world.anew()).create(inputs);
  expect(await live()).toMatchObject({ fileTransferTimeToLive: "P30D" });
  const plain = await lifecycle(world.anew()).check(undefined, args);
  expect(plain.inputs).toStrictEqual({ ...args, onDelete: "forget" });
});
