import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { environments } from "../../provider/environments";
import { configFailures } from "../../provider/resources/broker-resource-config/rules";
import {
  CONFIG_WARNING_GROUPS,
  configSettingWarnings,
  configWarnings,
} from "../../provider/resources/broker-resource-config/warnings";
import {
  serviceOwnerFailures,
  serviceOwnerWarnings,
} from "../../provider/resources/service-owner/rules";
import { UNKNOWN } from "../../provider/values/unknown";
import { openWorld, type World } from "../support/altinn";
import { resourceArgs } from "../support/resources";

const RESOURCE = "ttd-licences";
const codes = { externalServiceCodeLegacy: "4752", externalServiceEditionCodeLegacy: 1 };

let world: World;
let token: string;
const send = async (method: string, path: string, body?: object): Promise<number> => {
  const answer = await fetch(`${world.standin.platformUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  await answer.arrayBuffer();
  return answer.status;
};

beforeAll(async () => {
  world = await openWorld();
  const { number, code } = world.organisation;
  token = world.standin.token({
    organisation: number,
    scopes: ["altinn:serviceowner", "altinn:resourceregistry/resource.write"],
  });
  const hasCompetentAuthority = { organization: number, orgcode: code };
  const resource = resourceArgs(RESOURCE, { hasCompetentAuthority, resourceType: "BrokerService" });
  const registry = "/resourceregistry/api/v1/resource";
  expect(await send("POST", registry, resource)).toBe(201);
  expect(await send("POST", "/broker/api/v1/serviceowner", { name: "T" })).toBe(200);
});
afterAll(() => world.close());

const failures = (change: object): string[] =>
  configFailures({ resourceId: RESOURCE, ...change }, world.settings);
const put = (change: object): Promise<number> =>
  send("PUT", `/broker/api/v1/resource/${RESOURCE}`, change);

describe("a configuration", () => {
  type Row = readonly [change: object];
  const taken: readonly Row[] = [
    [{ maxFileTransferSize: 1 }],
    [{ maxFileTransferSize: 1_677_721_600_000 }],
    [{ fileTransferTimeToLive: "P365D" }],
    [{ fileTransferTimeToLive: "P1Y" }],
    [{ fileTransferTimeToLive: "PT0.000001S" }],
    [{ fileTransferTimeToLive: "PT.5S" }],
    [{ fileTransferTimeToLive: "PT1.S" }],
    [{ fileTransferTimeToLive: "\u0085P30D\n" }],
    [{ purgeFileTransferGracePeriod: "PT24H" }],
    [{ purgeFileTransferGracePeriod: "PT0S" }],
    [{ purgeFileTransferAfterAllRecipientsConfirmed: false }],
    [{ purgeFileTransferAfterAllRecipientsConfirmed: true }],
    [{ useManifestFileShim: true, ...codes }],
    [{ useManifestFileShim: false }],
    [{ externalServiceCodeLegacy: "1234567" }],
    [{ externalServiceCodeLegacy: "" }],
    [{ externalServiceEditionCodeLegacy: -2_147_483_648 }],
    [{ requiredParty: "991825827" }],
    [{ requiredParty: "0192:991825827" }],
    [{ requiredParty: "" }],
  ];
  test.each(taken)("%j is taken by both", async (change) => {
    expect(failures(change)).toEqual([]);
    expect(await put(change)).toBe(204);
  });

  const refused: readonly Row[] = [
    [{ maxFileTransferSize: 0 }],
    [{ maxFileTransferSize: -1 }],
    [{ maxFileTransferSize: 1.5 }],
    [{ maxFileTransferSize: 1_677_721_600_001 }],
    [{ maxFileTransferSize: true }],
    [{ fileTransferTimeToLive: "30D" }],
    [{ fileTransferTimeToLive: "P1W" }],
    [{ fileTransferTimeToLive: "30.00:00:00" }],
    [{ fileTransferTimeToLive: "P365DT1S" }],
    [{ fileTransferTimeToLive: "P1Y1D" }],
    [{ fileTransferTimeToLive: "" }],
    [{ fileTransferTimeToLive: 30 }],
    [{ fileTransferTimeToLive: "\ufeffP30D" }],
    [{ purgeFileTransferGracePeriod: "PT2H\ufeff" }],
    [{ purgeFileTransferGracePeriod: "PT24H0.1S" }],
    [{ purgeFileTransferGracePeriod: "P1DT1S" }],
    [{ purgeFileTransferGracePeriod: "2 hours" }],
    [{ purgeFileTransferAfterAllRecipientsConfirmed: "true" }],
    [{ useManifestFileShim: "true" }],
    [{ useManifestFileShim: true }],
    [{ useManifestFileShim: true, externalServiceCodeLegacy: "4752" }],
    [{ useManifestFileShim: true, externalServiceEditionCodeLegacy: 1 }],
    [{ useManifestFileShim: true, ...codes, externalServiceCodeLegacy: "" }],
    [{ useManifestFileShim: true, ...codes, externalServiceEditionCodeLegacy: 0 }],
    [{ externalServiceCodeLegacy: "12345678" }],
    [{ externalServiceCodeLegacy: 4752 }],
    [{ externalServiceCodeLegacy: "a\ud83d" }],
    [{ requiredParty: 991825827 }],
    [{ requiredParty: "\ud83d:991825827" }],
    [{ externalServiceEditionCodeLegacy: 2_147_483_648 }],
    [{ externalServiceEditionCodeLegacy: "one" }],
  ];
  test.each(refused)("%j is refused by both", async (change) => {
    const [field] = Object.keys(change);
    expect(failures(change)).toEqual([
      expect.stringMatching(new RegExp(`^${String(field)} is .*\\. `)),
    ]);
    expect(await put(change)).toBeGreaterThanOrEqual(400);
  });

  const ours: readonly Row[] = [
    [{ fileTransferTimeToLive: "PT0S" }],
    [{ fileTransferTimeToLive: "-P1D" }],
    [{ purgeFileTransferGracePeriod: "-PT1H" }],
    [{ purgeFileTransferGracePeriod: "PT1.0000001S" }],
    [{ requiredParty: "Testdepartementet" }],
    [{ requiredParty: "12345678" }],
    [{ requiredParty: "1991825827" }],
    [{ requiredParty: "991 825 827" }],
  ];
  test.each(ours)("%j would be taken by Broker, and hurts later", async (change) => {
    expect(failures(change)).toHaveLength(1);
    expect(await put(change)).toBe(204);
  });

  const instead: readonly [change: object, sentence: string][] = [
    [
      { fileTransferTimeToLive: "30D" },
      'fileTransferTimeToLive is "30D". It is no ISO 8601 duration as Broker reads them. Write "P30D".',
    ],
    [
      { fileTransferTimeToLive: "1.02:03:04" },
      'fileTransferTimeToLive is "1.02:03:04". It is no ISO 8601 duration as Broker reads them. Write "P1DT2H3M4S".',
    ],
    [
      { fileTransferTimeToLive: "\ufeffP30D" },
      'fileTransferTimeToLive is "\ufeffP30D". It holds a byte order mark, which nobody sees and Broker does not take. Write "P30D".',
    ],
    // Not what Broker would not take either.
    [
      { fileTransferTimeToLive: "366.00:00:00" },
      'fileTransferTimeToLive is "366.00:00:00". It is no ISO 8601 duration as Broker reads them. Write one such as "P30D".',
    ],
    [
      { purgeFileTransferGracePeriod: "30M" },
      'purgeFileTransferGracePeriod is "30M". It is no ISO 8601 duration as Broker reads them. Write one such as "PT2H".',
    ],
    [
      { requiredParty: 991825827 },
      'requiredParty is 991825827. It lacks quotes: write "991825827".',
    ],
    [
      { requiredParty: "991 825 827" },
      'requiredParty is "991 825 827". Write it without blanks: "991825827".',
    ],
    [
      { externalServiceCodeLegacy: 4752 },
      'externalServiceCodeLegacy is 4752. It lacks quotes: write "4752".',
    ],
    [
      { externalServiceCodeLegacy: "a\0" },
      'externalServiceCodeLegacy is "a\\u0000". Broker\'s database keeps no NUL character. Take it out.',
    ],
    [
      { externalServiceCodeLegacy: "a\ud83d" },
      'externalServiceCodeLegacy is "a\\ud83d". It holds half a character, which Broker does not read. Correct it.',
    ],
  ];
  test.each(instead)("%j: what to write instead", (change, sentence) => {
    expect(failures(change)).toEqual([sentence]);
  });

  test("of an identifier that Broker's table does not hold is refused", () => {
    expect(failures({ resourceId: "t".repeat(80) })).toEqual([]);
    expect(failures({ resourceId: "t".repeat(81) })).toEqual([
      expect.stringMatching(/^resourceId has 81 characters\. .*80/),
    ]);
  });

  test("tells all that is wrong at once, and says nothing of what is unknown", () => {
    const all = { maxFileTransferSize: 0, fileTransferTimeToLive: "30D", requiredParty: "x" };
    expect(failures(all)).toHaveLength(3);
    const unknown = Object.fromEntries(Object.keys(all).map((key) => [key, UNKNOWN]));
    expect(failures({ ...unknown, resourceId: UNKNOWN })).toEqual([]);
    const shim = { useManifestFileShim: true, externalServiceCodeLegacy: UNKNOWN };
    expect(failures({ ...shim, externalServiceEditionCodeLegacy: UNKNOWN })).toEqual([]);
    expect(failures({ ...shim, externalServiceEditionCodeLegacy: 0 })).toHaveLength(1);
  });
});

describe("a configuration is warned about", () => {
  const rows: readonly [args: Record<string, unknown>, code: string, begin: string][] = [
    [
      { useManifestFileShim: true, ...codes },
      "shim-without-effect",
      "useManifestFileShim has no effect",
    ],
    [
      {
        purgeFileTransferAfterAllRecipientsConfirmed: false,
        purgeFileTransferGracePeriod: "PT2H",
      },
      "grace-without-purge",
      "purgeFileTransferGracePeriod has no effect",
    ],
    [
      { fileTransferTimeToLive: "PT1H", purgeFileTransferGracePeriod: "PT2H" },
      "grace-longer-than-lifetime",
      "purgeFileTransferGracePeriod is longer",
    ],
  ];
  test.each(rows)("%j", (args, code, begin) => {
    expect(configWarnings(args)).toEqual([
      { code, text: expect.stringMatching(new RegExp(`^${begin}`)) },
    ]);
    // Asked group by group, as the class does, the same is told, and once.
    const byGroup = CONFIG_WARNING_GROUPS.flatMap((group) =>
      configWarnings(
        Object.fromEntries(group.filter((key) => key in args).map((key) => [key, args[key]])),
      ),
    );
    expect(byGroup).toEqual(configWarnings(args));
  });

  test("not for what is usual or unknown", () => {
    expect(configWarnings({})).toEqual([]);
    for (const purgeFileTransferGracePeriod of [undefined, null])
      expect(
        configWarnings({
          purgeFileTransferAfterAllRecipientsConfirmed: false,
          purgeFileTransferGracePeriod,
        }),
      ).toEqual([]);
    expect(
      configWarnings({
        useManifestFileShim: false,
        purgeFileTransferAfterAllRecipientsConfirmed: false,
        purgeFileTransferGracePeriod: UNKNOWN,
        fileTransferTimeToLive: "P30D",
      }),
    ).toEqual([]);
    expect(
      configWarnings({
        purgeFileTransferAfterAllRecipientsConfirmed: true,
        purgeFileTransferGracePeriod: "PT2H",
        fileTransferTimeToLive: "PT2H",
      }),
    ).toEqual([]);
  });

  test("above 50 GB everywhere, and of the approval in production alone", () => {
    const warned = (environment: "production" | "tt02", size: unknown) =>
      configSettingWarnings({ maxFileTransferSize: size }, { facts: environments[environment] });
    expect(warned("production", 50_000_000_001)).toEqual([
      {
        code: "approval-needed",
        text: expect.stringMatching(
          /^maxFileTransferSize is 50000000001\. .*scanned.*every environment.*BRO-00013/,
        ),
      },
    ]);
    expect(warned("production", 50_000_000_000)).toEqual([]);
    const [test] = warned("tt02", 50_000_000_001);
    expect(test?.text).toMatch(/^maxFileTransferSize is 50000000001\. .*scanned.*BRO-00016/);
    expect(test?.text).not.toContain("BRO-00013");
    expect(warned("tt02", 50_000_000_000)).toEqual([]);
    expect(warned("production", UNKNOWN)).toEqual([]);
    expect(warned("production", undefined)).toEqual([]);
  });

  test("of an approval only above the size from which one is wanted", () => {
    const wantsApproval = (maxFileTransferSize: number): boolean | undefined => {
      const facts = { approvalAboveBytes: 60_000_000_000 };
      const [said] = configSettingWarnings({ maxFileTransferSize }, { facts });
      return said?.text.includes("BRO-00013");
    };
    expect(wantsApproval(60_000_000_000)).toBe(false);
    expect(wantsApproval(60_000_000_001)).toBe(true);
  });
});

describe("a service owner", () => {
  test.each([["T"], ["x".repeat(500)], ["\u{1f4e8}".repeat(500)]])("may be called %#", (name) => {
    expect(serviceOwnerFailures({ name })).toEqual([]);
  });
  const bad: readonly [what: string, name: unknown, begin: RegExp][] = [
    ["nothing", undefined, /^name is missing\. Write /],
    ["null", null, /^name is null\. Write /],
    ["white space", " ", /^name is " "\. Write /],
    ["a number", 5, /^name is 5\. Write /],
    ["501 characters", "x".repeat(501), /^name has 501 characters\. .*500/],
    ["NUL", "a\0", /^name holds the character NUL/],
    ["half a character", "a\ud83d", /^name holds .* half a character/],
  ];
  test.each(bad)("may not be called %s", (_what, name, begin) => {
    expect(serviceOwnerFailures({ name })).toEqual([expect.stringMatching(begin)]);
  });
  test("waits whole seconds up to a day", () => {
    const failed = (readyTimeoutSeconds: unknown) =>
      serviceOwnerFailures({ name: "T", readyTimeoutSeconds });
    for (const fine of [undefined, 1, 86_400, UNKNOWN]) expect(failed(fine)).toEqual([]);
    for (const wrong of [0, -1, 1.5, 86_401, "300", null]) {
      expect(failed(wrong)).toEqual([expect.stringMatching(/^readyTimeoutSeconds is .*86400/)]);
    }
  });
  test("tells both at once, and nothing of an unknown name", () => {
    expect(serviceOwnerFailures({ name: "", readyTimeoutSeconds: 0 })).toHaveLength(2);
    expect(serviceOwnerFailures({ name: UNKNOWN })).toEqual([]);
  });
  test("is warned of a name that is too long for its storage", () => {
    for (const length of [257, 500])
      expect(serviceOwnerWarnings({ name: "x".repeat(length) })).toEqual([
        {
          code: "long-name",
          text: expect.stringMatching(`^name has ${String(length)} characters`),
        },
      ]);
    for (const name of ["x".repeat(256), "x".repeat(501), UNKNOWN, undefined]) {
      expect(serviceOwnerWarnings({ name })).toEqual([]);
    }
  });
  test("of such lengths is refused by Broker as well", async () => {
    const other = world.standin.newOrganisation();
    token = world.standin.token({ organisation: other.number, scopes: ["altinn:serviceowner"] });
    const post = (name: string) => send("POST", "/broker/api/v1/serviceowner", { name });
    expect(await post("x".repeat(501))).toBe(500);
    expect(await post("\u{1f4e8}".repeat(500))).toBe(200);
  });
});
