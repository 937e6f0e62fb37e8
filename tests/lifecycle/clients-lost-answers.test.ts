import { messageOf } from "../../provider/errors";
import { clientsOf, ok, refused } from "./obedient-clients";
import { cut, openServer, status, type ObedientServer, type Reply } from "./obedient-server";

/* Writes whose answer was lost: looked at before they are sent again, and told as what they were. */

let server: ObedientServer;
beforeEach(async () => {
  server = await openServer();
});
afterEach(() => server.close());

const broker = () => clientsOf(server).broker;
const registry = () => clientsOf(server).registry;
const transfers = () => clientsOf(server).transfers;
const lists = () => clientsOf(server).lists;
const methods = (): string => server.asked.map(({ method }) => method).join(" ");
const errorOf = (work: Promise<unknown>): Promise<string> => work.then(() => "no error", messageOf);

const CONFIG = { purgeFileTransferAfterAllRecipientsConfirmed: true };
const NO_CONFIG = refused(400, "BRO-00025");

describe("a configuration", () => {
  test("is shown as Broker has it, and what it does not have as null, or its default", async () => {
    server.replies = [ok(CONFIG)];
    const none = { maxFileTransferSize: null, fileTransferTimeToLive: null };
    const noCodes = { externalServiceCodeLegacy: null, externalServiceEditionCodeLegacy: null };
    expect(await broker().getConfig("x")).toEqual({
      ...CONFIG,
      ...none,
      ...noCodes,
      purgeFileTransferGracePeriod: null,
      useManifestFileShim: false,
      requiredParty: null,
    });
    const codes = { externalServiceCodeLegacy: "4752", externalServiceEditionCodeLegacy: 1 };
    const shim = { ...CONFIG, ...codes, useManifestFileShim: true };
    server.replies = [ok(shim)];
    expect(await broker().getConfig("x")).toMatchObject(shim);
  });

  test("is written once more, since a patch does the same twice", async () => {
    server.replies = [cut, status(204)];
    await broker().putConfig("x", { maxFileTransferSize: 1 });
    expect(methods()).toBe("PUT PUT");
  });

  test.each<[string, Reply[], string, object | undefined]>([
    ["that is there by then is what was found", [cut, ok(CONFIG)], "PUT GET", { live: CONFIG }],
    ["that is not there is sent again", [cut, NO_CONFIG, status(204)], "PUT GET PUT", undefined],
    ["that was answered well is done", [status(204)], "PUT", undefined],
  ])("the first one %s", async (_what, replies, asked, found) => {
    server.replies = replies;
    const given = await broker().putFirstConfig("x", {});
    expect(methods()).toBe(asked);
    if (found === undefined) expect(given).toBeUndefined();
    else expect(given).toMatchObject({ ...found, lost: expect.stringContaining("got no answer") });
  });
});

describe("a registry resource", () => {
  const document = { identifier: "ttd-licences" };

  test.each<[string, Reply[], "created" | "exists"]>([
    ["answered well", [status(201)], "created"],
    ["taken", [status(409)], "exists"],
    ["lost, and there", [cut, ok(document)], "exists"],
    ["lost, and not there", [cut, status(404), status(201)], "created"],
  ])("that is new: %s", async (_what, replies, is) => {
    server.replies = replies;
    expect(await registry().postResource(document)).toBe(is);
  });

  test.each<[string, Reply[], boolean, string]>([
    ["written", [cut, ok(document)], true, "PUT GET"],
    ["not written", [cut, ok(document), status(204)], false, "PUT GET PUT"],
    ["gone", [cut, status(404), status(204)], true, "PUT GET PUT"],
  ])("that was changed, and is %s", async (_what, replies, isWritten, asked) => {
    server.replies = replies;
    await registry().putResource(document, () => isWritten);
    expect(methods()).toBe(asked);
  });

  test("that was deleted is deleted again, and gone by then", async () => {
    server.replies = [cut, status(404)];
    await registry().deleteResource("ttd-licences");
    expect(methods()).toBe("DELETE DELETE");
  });
});

test("a transfer of which Broker does not say that it is scanned is taken for one that is not", async () => {
  server.replies = [ok({ fileTransferStatus: "Published" })];
  expect(await transfers().getOverview("x")).toEqual({
    status: "Published",
    text: "",
    isScanned: false,
  });
});

describe("an access list", () => {
  const texts = { name: "Partners", description: "" };
  const list = { identifier: "partners", ...texts };
  const members = (...numbers: string[]): Reply =>
    ok({
      data: numbers.map((number) => ({
        identifiers: { "urn:altinn:organization:identifier-no": number },
      })),
    });
  const [one, other] = ["974761076", "991825827"];
  const connected = (...resources: string[]): Reply =>
    ok({
      ...list,
      resourceConnections: resources.map((resourceIdentifier) => ({
        resourceIdentifier,
        actionFilters: ["read"],
      })),
    });

  test("of another description that somebody made meanwhile is not taken for ours", async () => {
    const theirs = ok({ ...list, description: "Theirs" });
    server.replies = [cut, theirs, members(), status(412)];
    const made = await lists().holding("partners", (held) => held.make(texts));
    expect([made, methods()]).toEqual([undefined, "PUT GET GET PUT"]);
  });

  test("counts as written once a write has had its effect", async () => {
    server.replies = [cut, ok(list), members()];
    const written = await lists().holding("partners", async (held) => {
      const before = held.hasWritten;
      await held.make(texts);
      return [before, held.hasWritten];
    });
    expect(written).toEqual([false, true]);
  });

  test.each<[string, Reply[], string]>([
    ["is done once all are members", [members(one, other)], "POST GET GET"],
    ["is sent again while one is none", [members(one), ok({})], "POST GET GET POST"],
  ])("whose new members were lost %s", async (_what, replies, asked) => {
    server.replies = [ok(list), members(), cut, ok(list), ...replies];
    await lists().holding("partners", async (held) => {
      await held.look("members");
      await held.addMembers([one, other]);
    });
    expect(methods()).toBe(`GET GET ${asked}`);
  });

  test.each<[string, Reply[], string]>([
    ["is done once none is a member", [members()], "DELETE GET GET"],
    ["is sent again while one is", [members(one), ok({})], "DELETE GET GET DELETE"],
  ])("whose members were taken, with the answer lost, %s", async (_what, replies, asked) => {
    server.replies = [ok(list), members(one, other), cut, ok(list), ...replies];
    await lists().holding("partners", async (held) => {
      await held.look("members");
      await held.removeMembers([one, other]);
    });
    expect(methods()).toBe(`GET GET ${asked}`);
  });

  test("whose members are refused for another reason than an unknown one is not sent in halves", async () => {
    server.replies = [refused(403)];
    const work = lists().holding("partners", (held) => held.addMembers([one, other]));
    expect(await errorOf(work)).toMatch(/answered 403/);
    expect(methods()).toBe("POST");
  });

  test("is written no more once it is another one at every turn", async () => {
    server.replies = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? status(412) : ok(list)));
    const work = lists().holding("partners", async (held) => {
      await held.putConnection({ resource: "ttd-licences", actions: [] });
    });
    expect(await errorOf(work)).toMatch(/was changed at Altinn .* again and again\./);
  });

  test("that holds what this run has written is not changed by somebody else", async () => {
    const third = "889640782";
    server.replies = [
      ...[ok(list), members(other), ok({})],
      ...[status(412), ok(list), members(one, other), ok({})],
      ...[status(412), ok(list), members(one, other, third), ok({})],
      ...[status(412), ok(list), members(one, third), ok({})],
    ];
    await lists().holding("partners", async (held) => {
      await held.look("members");
      await held.addMembers([one]);
      await held.addMembers([third]);
      await held.removeMembers([other]);
      await held.putTexts({ ...texts, description: "All of them" });
    });
    expect(methods()).toBe("GET GET POST POST GET GET POST DELETE GET GET DELETE PUT GET GET PUT");
  });

  test("whose connection was lost, and has the same actions, is connected", async () => {
    const there = { resourceIdentifier: "ttd-licences", actionFilters: ["read", "write"] };
    server.replies = [connected(), cut, ok({ ...list, resourceConnections: [there] })];
    await lists().holding("partners", async (held) => {
      await held.look("connections");
      await held.putConnection({ resource: "ttd-licences", actions: ["write", "read"] });
    });
    expect(methods()).toBe("GET PUT GET");
  });

  test("whose connection of another resource is there is not connected to ours", async () => {
    server.replies = [connected(), cut, connected("ttd-other"), ok({})];
    await lists().holding("partners", async (held) => {
      await held.look("connections");
      await held.putConnection({ resource: "ttd-licences", actions: ["read"] });
    });
    expect(methods()).toBe("GET PUT GET PUT");
  });

  test.each<[string, Reply[], string]>([
    ["is done once it is gone", [connected("ttd-other")], "GET DELETE GET"],
    [
      "is sent again while it is there",
      [connected("ttd-licences"), status(204)],
      "GET DELETE GET DELETE",
    ],
  ])("whose connection was taken, with the answer lost, %s", async (_what, replies, asked) => {
    server.replies = [connected("ttd-licences"), cut, ...replies];
    await lists().holding("partners", async (held) => {
      await held.look("connections");
      await held.removeConnection("ttd-licences");
    });
    expect(methods()).toBe(asked);
  });

  test.each<[string, Reply[], string]>([
    ["is done once it is gone", [status(404)], "DELETE GET"],
    ["is sent again while it is there", [ok(list), status(204)], "DELETE GET DELETE"],
  ])("that was deleted, with the answer lost, %s", async (_what, replies, asked) => {
    server.replies = [cut, ...replies];
    await lists().holding("partners", (held) => held.remove());
    expect(methods()).toBe(asked);
  });

  test("that somebody deletes while its members are read is not there", async () => {
    server.replies = [ok(list), status(404)];
    expect(await lists().getList("partners", "members")).toBeUndefined();
  });

  test("that is shown as connected to something else is none of the resource's", async () => {
    const data = [{ ...list, resourceConnections: [{ resourceIdentifier: "ttd-other" }] }];
    server.replies = [ok({ data })];
    expect(await lists().listsOf("ttd-licences")).toEqual([]);
    expect(await lists().listsOf("ttd-other")).toEqual(["partners"]);
  });
});
