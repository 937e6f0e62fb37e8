import { brokerResourceConfigLifecycle } from "../../provider/resources/broker-resource-config/lifecycle";
import {
  configFailures,
  isHalfDone,
  sameField,
} from "../../provider/resources/broker-resource-config/rules";
import type { Values } from "../../provider/resources/lifecycle";
import { UNKNOWN } from "../../provider/values/unknown";
import { openWorld, type World } from "../support/altinn";
import { configurable } from "../support/configurable";

/* How a configuration is compared, and what is read of one that the program does not manage. */

const id = "ttd-licences";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const lifecycle = () => brokerResourceConfigLifecycle(world.context);
const stored = (more: Values = {}) => ({
  resourceId: id,
  onDelete: "forget",
  ...more,
  server: {},
});
const diff = (olds: Values, news: Values) =>
  lifecycle().diff(stored(olds), { resourceId: id, onDelete: "forget", ...news });

test.each<[Values, Values, object]>([
  [{}, {}, { changes: false }],
  [{ fileTransferTimeToLive: "P30D" }, { fileTransferTimeToLive: "PT720H" }, { changes: false }],
  [{ fileTransferTimeToLive: "P30D" }, { fileTransferTimeToLive: "P7D" }, {}],
  [{ fileTransferTimeToLive: null }, {}, { changes: true }],
  [
    { fileTransferTimeToLive: null, maxFileTransferSize: 1 },
    { maxFileTransferSize: 2 },
    { changes: true },
  ],
  [{ fileTransferTimeToLive: "P30D" }, {}, {}],
  [{}, { resourceId: "ttd-other" }, { replaces: ["resourceId"] }],
])("%j becomes %j: %j", (olds, news, difference) => {
  expect(diff(olds, news)).toEqual(difference);
});

test("a configuration that is replaced stays, which is said once it is known by what", () => {
  diff({}, { resourceId: UNKNOWN });
  expect(world.warnings).toEqual([]);
  diff({}, { resourceId: "ttd-other" });
  expect(world.warnings).toEqual([
    expect.stringMatching(/^stays: BrokerResourceConfig ttd-licences: its configuration stays in/),
  ]);
});

test("what a program only reads is what Broker has, and nothing when it has nothing", async () => {
  await configurable(world, id);
  expect(await lifecycle().get(id)).toBeUndefined();
  const { inputs } = await lifecycle().check(undefined, {
    resourceId: id,
    fileTransferTimeToLive: "P7D",
  });
  await lifecycle().create(inputs);
  const got = await lifecycle().get(id);
  expect(got).toMatchObject({ resourceId: id, onDelete: "forget" });
  expect(sameField("fileTransferTimeToLive", got?.fileTransferTimeToLive, "P7D")).toBe(true);
});

test.each<[string, unknown, unknown, boolean]>([
  ["requiredParty", "0192:991825827", "991825827", true],
  ["requiredParty", "991825827", "974761076", false],
  ["requiredParty", null, " ", true],
  ["requiredParty", "x", "x", true],
  ["requiredParty", "x", "y", false],
  ["requiredParty", 7, 7, true],
  ["requiredParty", "9918258271", "991825827", false],
  ["externalServiceCodeLegacy", null, "", true],
  ["externalServiceCodeLegacy", "1", "2", false],
  ["externalServiceCodeLegacy", "0192:991825827", "991825827", false],
  ["maxFileTransferSize", 0, "", false],
  ["maxFileTransferSize", null, undefined, true],
  ["useManifestFileShim", "", null, false],
])("%s: %j and %j are the same: %s", (field, a, b, same) => {
  expect([sameField(field, a, b), sameField(field, b, a)]).toEqual([same, same]);
});

test.each<[Values, Values, boolean]>([
  [{ maxFileTransferSize: 1 }, {}, true],
  [{ maxFileTransferSize: 1 }, { maxFileTransferSize: 2 }, false],
  [
    { purgeFileTransferAfterAllRecipientsConfirmed: false, useManifestFileShim: true },
    { purgeFileTransferAfterAllRecipientsConfirmed: true, useManifestFileShim: false },
    true,
  ],
])("of %j, %j is half done: %s", (wanted, live, is) => {
  expect(isHalfDone(wanted, live)).toBe(is);
});

test.each<[string, unknown, RegExp]>([
  ["purgeFileTransferAfterAllRecipientsConfirmed", "true", /Write true or false\.$/],
  ["useManifestFileShim", "true", /Write true or false\.$/],
  ["externalServiceCodeLegacy", true, /Write a text, such as "4752"\.$/],
  ["externalServiceCodeLegacy", 4752, /It lacks quotes: write "4752"\.$/],
  ["requiredParty", 991825827, /It lacks quotes: write "991825827"\.$/],
  ["requiredParty", 9918258270, /It is no organisation/],
  ["requiredParty", 99182582, /It is no organisation/],
  ["requiredParty", true, /It is no organisation/],
  ["requiredParty", "991 825 827", /Write it without blanks: "991825827"\.$/],
])("%s as %j is refused", (field, value, failure) => {
  expect(configFailures({ resourceId: id, [field]: value }, world.settings)).toEqual([
    expect.stringMatching(failure),
  ]);
});
