import { calls, openWorld, type World } from "../support/altinn";
import { methodsOf, resourceMethods } from "../support/provider-process";
import { resourceArgs } from "../support/resources";

/* Code and number of the settings, judged by Altinn's organisation list. */

const id = "ttd-licences";
const LIST = "GET /resourceregistry/api/v1/resource/orgs";
const NAME = "hasCompetentAuthority.name.nb";
const PATH = /\/resource\/orgs$/;

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const named = (orgnr: string) => ({ name: { nb: "x", nn: "x", en: "x" }, orgnr });

/** The list as Altinn has it, where ttd has no number. */
const listIs = (orgs: Readonly<Record<string, object>>): void => {
  world.standin.failNext(
    { path: PATH },
    {
      status: 200,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ orgs }),
    },
    { standing: true },
  );
};

const settings = (orgCode: string, orgNumber: string, withoutKey = "true"): World =>
  world.anew({
    ALTINN_ORG_CODE: orgCode,
    ALTINN_ORG_NUMBER: orgNumber,
    ALTINN_WITHOUT_KEY: withoutKey,
  });

const said = ({ warnings }: World): string[] =>
  warnings.filter((text) => text.includes("[organisation-list]"));

const check = async (of: World): Promise<string[]> =>
  (await resourceMethods(of).check({}, resourceArgs(id))).failures.map(({ reason }) => reason);

const LISTED = {
  ttd: named(""),
  digdir: named("991825827"),
  brg: named("974760673"),
  new: named(""),
};

test.each([
  ["digdir", "991825827"],
  ["ttd", "991825827"],
  ["BRG", "974760673"],
])("%s and %s belong together", async (code, number) => {
  listIs(LISTED);
  const judged = settings(code, number);
  expect(await check(judged)).toEqual([]);
  expect(said(judged)).toEqual([]);
});

test.each([
  [
    "brg",
    "991825827",
    /altinn:orgCode is "brg" and altinn:orgNumber is "991825827".*"brg" is 974760673, and 991825827 has the code "digdir" or "ttd"\. Write altinn:orgNumber "974760673" to act for "brg", or altinn:orgCode "digdir" or "ttd" to act for 991825827\.$/,
  ],
  [
    "brg",
    "974761076",
    /"brg" is 974760673, and 974761076 has no code\. Write altinn:orgNumber "974760673" to act for "brg"\.$/,
  ],
])(
  "%s and %s are refused in check and diff, for all kinds, with and without a key",
  async (code, number, reason) => {
    listIs(LISTED);
    expect(await check(settings(code, number))).toEqual([expect.stringMatching(reason)]);
    const since = world.standin.requests.length;
    const judged = settings(code, number, "false");
    expect(await check(judged)).toEqual([expect.stringMatching(reason)]);
    const owner = methodsOf(judged, "ServiceOwner");
    expect((await owner.check({}, { name: "Etaten" })).failures).toEqual([
      { property: "", reason: expect.stringMatching(reason) as unknown as string },
    ]);
    const outs = { resourceId: id, fileTransferTimeToLive: "P30D", onDelete: "forget", server: {} };
    const config = methodsOf(judged, "BrokerResourceConfig");
    const news = { resourceId: id, fileTransferTimeToLive: "P3D", onDelete: "forget" };
    await expect(config.diff(id, outs, news)).rejects.toThrow(reason);
    expect(calls(world.standin, since).filter((call) => call === LIST)).toHaveLength(1);
    expect(calls(world.standin, since)).not.toContain("POST /token");
  },
);

test.each([
  ["nowhere", "974760673", /does not have "nowhere".*whose code there is "brg"/],
  ["new", "974761076", /has no number for "new"/],
])("%s, which the list cannot judge, is warned of once", async (code, number, text) => {
  listIs(LISTED);
  const judged = settings(code, number);
  expect(await check(judged)).toEqual([]);
  expect(await check(judged)).toEqual([]);
  expect(said(judged)).toEqual([expect.stringMatching(text)]);
  expect(said(judged)[0]).toMatch(/^warning \[organisation-list\]: altinn:orgCode: /);
});

test("a list that cannot be read is one warning, and the resource is made without an owner's name", async () => {
  world.standin.failNext({ path: PATH }, { status: 403 }, { standing: true });
  const methods = resourceMethods(world);
  const { inputs, failures } = await methods.check({}, resourceArgs(id));
  expect(failures).toEqual([]);
  await methods.create(inputs);
  expect(said(world)).toEqual([
    expect.stringMatching(
      /^warning \[organisation-list\]: Altinn's organisation list: .*not checked.*no owner name\. GET \S+ answered 403/,
    ),
  ]);
  expect(calls(world.standin).filter((call) => call === LIST)).toHaveLength(1);
  expect(world.standin.altinn.registry.document(id)).not.toHaveProperty(NAME);
});

test("the list that judges the settings gives the name: one request", async () => {
  const methods = resourceMethods(world);
  const { inputs } = await methods.check({}, resourceArgs(id));
  await methods.create(inputs);
  expect(calls(world.standin).filter((call) => call === LIST)).toHaveLength(1);
  expect(world.standin.altinn.registry.document(id)).toHaveProperty(NAME);
});
