import { KnownResources } from "../../provider/clients/known-resources";
import { messageOf } from "../../provider/errors";
import { clientsOf, ok } from "./obedient-clients";
import { openServer, status, type ObedientServer, type Reply } from "./obedient-server";

/* What a client makes of good answers: of one moment, whole, and in an order of its own. */

let server: ObedientServer;
beforeEach(async () => {
  server = await openServer();
});
afterEach(() => server.close());

const lists = () => clientsOf(server).lists;
const asked = (): string[] =>
  server.asked.map(({ path }) => path.split("/access-lists/ttd")[1] ?? path);
const errorOf = (work: Promise<unknown>): Promise<string> => work.then(() => "no error", messageOf);

const LIST = { identifier: "partners", name: "Partners" };
const of = (etag: string, body: unknown): Reply => status(200, JSON.stringify(body), { etag });
const member = (number: string) => ({
  identifiers: { "urn:altinn:organization:identifier-no": number },
});
const PERSON = { identifiers: { "urn:altinn:party:uuid": "f6c1f9ae-1b5c-4f6b-8f1c-2f2d3b1c0c11" } };

describe("an access list", () => {
  test("is read as it was at one moment: members of another version are read again", async () => {
    const members = (...numbers: string[]) => ({ data: numbers.map(member) });
    server.replies = [
      ...[of("1", LIST), of("2", members("974761076"))],
      ...[of("2", LIST), of("2", members("974761076", "889640782"))],
    ];
    expect(await lists().getList("partners", "members")).toEqual({
      name: "Partners",
      description: "",
      members: ["889640782", "974761076"],
    });
    expect(server.asked).toHaveLength(4);
  });

  test("has the members that have a number", async () => {
    server.replies = [of("1", LIST), of("1", { data: [PERSON, member("974761076"), PERSON] })];
    expect((await lists().getList("partners", "members"))?.members).toEqual(["974761076"]);
  });

  test("has its connections in order, and is asked for them only where they matter", async () => {
    const resourceConnections = [
      { resourceIdentifier: "b", actionFilters: ["write", "read"] },
      { resourceIdentifier: "c", actionFilters: null },
      { resourceIdentifier: "a" },
    ];
    server.replies = [
      ok({ ...LIST, resourceConnections }),
      ok(LIST),
      ok({ ...LIST, resourceConnections: null }),
    ];
    expect((await lists().getList("partners", "connections"))?.connections).toEqual([
      { resource: "a", actions: [] },
      { resource: "b", actions: ["read", "write"] },
      { resource: "c", actions: [] },
    ]);
    expect((await lists().getList("partners", "texts"))?.connections).toBeUndefined();
    expect((await lists().getList("partners", "connections"))?.connections).toEqual([]);
    const with_ = "/partners?include=resource-actions";
    expect(asked()).toEqual([with_, "/partners", with_]);
  });

  test("is asked for without a body, and without the type of one", async () => {
    server.replies = [ok(LIST)];
    await lists().getList("partners", "texts");
    await clientsOf(server)
      .broker.getConfig("x")
      .catch(() => undefined);
    expect(server.asked.map(({ headers }) => headers["content-type"])).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe("pages", () => {
  const page = (next: string | undefined, ...identifiers: string[]): Reply =>
    ok({
      links: next === undefined ? undefined : { next },
      data: identifiers.map((identifier) => ({ ...LIST, identifier })),
    });

  test("are put together in order", async () => {
    server.replies = [
      page("http://elsewhere.example/x?token=2", "b", "d"),
      page(undefined, "c", "a"),
    ];
    expect(await lists().identifiers()).toEqual(["a", "b", "c", "d"]);
    expect(asked()).toEqual(["", "?token=2"]);
  });

  test("end with a link that is none, or names no page", async () => {
    server.replies = [page("http://[", "a")];
    expect(await lists().identifiers()).toEqual(["a"]);
    server.replies = [page("http://elsewhere.example/x", "a")];
    expect(await lists().identifiers()).toEqual(["a"]);
  });

  test("that name one that was there before have no end, which is no answer", async () => {
    server.replies = [page("?token=2", "a"), page("?token=3", "b"), page("?token=2", "c")];
    expect(await errorOf(lists().identifiers())).toContain("a further page");
  });

  test("of a resource's lists are put in order, and ask for the resource each", async () => {
    const connected = (identifier: string) => ({
      ...LIST,
      identifier,
      resourceConnections: [{ resourceIdentifier: "ttd-licences" }],
    });
    server.replies = [
      ok({ links: { next: "?token=2" }, data: [connected("towns")] }),
      ok({ data: [connected("cities")] }),
    ];
    expect(await lists().listsOf("ttd-licences")).toEqual(["cities", "towns"]);
    const question = "?include=resources&resource=ttd-licences";
    expect(asked()).toEqual([question, `${question}&token=2`]);
  });
});

test("a resource is known to be there once a read or a write has shown it", () => {
  const known = new KnownResources({ listIdentifiers: () => Promise.resolve([]) });
  expect(known.isThere("ttd-licences")).toBe(false);
  known.saw("ttd-licences", true);
  expect(known.isThere("ttd-licences")).toBe(true);
  known.saw("ttd-licences", false);
  expect(known.isThere("ttd-licences")).toBe(false);
});
