import { clientsOf, ok, refused, TRANSFER } from "./obedient-clients";
import { openServer, status, type ObedientServer, type Reply } from "./obedient-server";

/*
 * Answers that are well by their status and say nothing by their body, as of a proxy or a sign-in page, are errors: none is
 * taken for an object, for its absence, or for a write that was done. And a refusal is absence by its own code alone.
 */

let server: ObedientServer;
beforeEach(async () => {
  server = await openServer();
});
afterEach(() => server.close());

const broker = () => clientsOf(server).broker;
const registry = () => clientsOf(server).registry;
const transfers = () => clientsOf(server).transfers;
const lists = () => clientsOf(server).lists;

const LIST = { identifier: "partners", name: "Partners" };

test.each<[string, () => Promise<unknown>, Reply[], string]>([
  ["a service owner", () => broker().getServiceOwner(), [ok({ name: "T" })], "a service owner"],
  ["a configuration", () => broker().getConfig("x"), [ok({})], "a resource configuration"],
  [
    "a configuration with a time in words",
    () => broker().getConfig("x"),
    [ok({ purgeFileTransferAfterAllRecipientsConfirmed: true, fileTransferTimeToLive: "long" })],
    "a resource configuration",
  ],
  [
    "a transfer that is begun",
    () => transfers().initialize(TRANSFER),
    [ok({ fileTransferId: "" })],
    "the id of a transfer",
  ],
  ["a transfer", () => transfers().getOverview("x"), [ok({})], "a transfer"],
  ["a resource", () => registry().getResource("x"), [ok([])], "a registry resource"],
  [
    "another one",
    () => registry().getResource("x"),
    [ok({ identifier: "y" })],
    "a registry resource",
  ],
  [
    "a list",
    () => registry().listIdentifiers(),
    [ok([{ identifier: "" }])],
    "a list of registry resources",
  ],
  ["a list of all", () => registry().listResources(), [ok({})], "a list of registry resources"],
  ["a delete", () => registry().deleteResource("x"), [ok({})], "what the registry answers with"],
  ["an empty policy", () => registry().getPolicy("x"), [status(200)], "a policy"],
  [
    "a policy that is a page",
    () => registry().getPolicy("x"),
    [status(200, "<html></html>")],
    "a policy but an HTML page",
  ],
  [
    "the organisations",
    () => registry().organisations(),
    [ok({ orgs: [] })],
    "the organisation list",
  ],
  ["an access list", () => lists().getList("x", "texts"), [ok({})], "an access list"],
  ["access lists", () => lists().identifiers(), [ok({ data: [{}] })], "a page of access lists"],
  ["access lists of a resource", () => lists().listsOf("x"), [ok({})], "a page of access lists"],
  [
    "members",
    () => lists().getList("x", "members"),
    [ok(LIST), ok({ data: [{}] })],
    "a page of members",
  ],
  [
    "a page that names itself as the next one",
    () => lists().identifiers(),
    [ok({ data: [LIST], links: { next: "/?token=again" } })],
    "a further page",
  ],
  [
    "a list that is deleted",
    () => lists().holding("x", (held) => held.remove()),
    [ok("done")],
    "what was removed",
  ],
  [
    "a connection that is taken",
    () => lists().holding("x", (held) => held.removeConnection("y")),
    [ok("done")],
    "what was removed",
  ],
])("%s", async (_what, work, replies, what) => {
  server.replies = replies;
  await expect(work()).rejects.toMatchObject({
    code: "API_UNREADABLE",
    message: expect.stringContaining(`the body is not ${what}. Check that ${server.url} is Altinn`),
  });
});

describe.each<[string, string, () => Promise<unknown>]>([
  ["a service owner", "BRO-07004", () => broker().getServiceOwner()],
  ["a configuration", "BRO-00025", () => broker().getConfig("x")],
])("%s is absent", (_what, code, work) => {
  test.each([400, 404])("by %d with its own code", async (answered) => {
    server.replies = [refused(answered, code)];
    expect(await work()).toBeUndefined();
  });

  test.each<[string, () => Reply]>([
    ["another code", () => refused(404, "BRO-00005")],
    ["no code", () => status(404)],
    ["another status", () => refused(409, code)],
    ["a failure", () => refused(500, code)],
  ])("and not by %s", async (_why, reply) => {
    server.replies = [reply()];
    await expect(work()).rejects.toThrow(/ answered \d+/);
  });
});

test.each<[string, () => Promise<unknown>]>([
  ["a resource", () => registry().getResource("x")],
  ["a policy", () => registry().getPolicy("x")],
])("%s is absent by 204 and 404, and by no other refusal", async (_what, work) => {
  for (const code of [204, 404]) {
    server.replies = [status(code)];
    expect(await work()).toBeUndefined();
  }
  server.replies = [status(403)];
  await expect(work()).rejects.toThrow(/ answered 403/);
});

test.each<[unknown, boolean]>([
  [undefined, false],
  [0, false],
  ["1", false],
  [1, true],
])("an app with version %j is in the registry itself: %s", async (versionId, isThere) => {
  const app = { identifier: "app_ttd_a1", versionId, description: null };
  server.replies = [ok(app)];
  expect((await registry().getResource("app_ttd_a1")) !== undefined).toBe(isThere);
  server.replies = [ok([app, { identifier: "ttd-licences" }])];
  expect(await registry().listResources()).toEqual([
    ...(isThere ? [{ identifier: "app_ttd_a1", versionId }] : []),
    { identifier: "ttd-licences" },
  ]);
});
