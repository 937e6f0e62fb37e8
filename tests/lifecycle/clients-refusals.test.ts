import { ApiError, messageOf } from "../../provider/errors";
import { clientsOf, ok, refused, TRANSFER } from "./obedient-clients";
import { cut, openServer, status, type ObedientServer, type Reply } from "./obedient-server";

/* What a client makes of a refusal: done all the same, done once more, or told, and with which way out. */

let server: ObedientServer;
beforeEach(async () => {
  server = await openServer();
});
afterEach(() => server.close());

const broker = () => clientsOf(server).broker;
const registry = () => clientsOf(server).registry;
const transfers = () => clientsOf(server).transfers;
const lists = () => clientsOf(server).lists;

const methods = (): string[] => server.asked.map(({ method }) => method);
const errorOf = (work: Promise<unknown>): Promise<string> => work.then(() => "no error", messageOf);

describe("a registration of the service owner", () => {
  const REGISTERED = ok({ name: "T", storageProviders: [] });
  const NONE = refused(404, "BRO-07004");
  const post = () => broker().postServiceOwner("T");
  const failing = [status(500), NONE, status(500), NONE, status(500), NONE];

  test.each<[string, Reply[], "created" | "exists"]>([
    ["that is answered well", [status(200)], "created"],
    ["that somebody has made", [status(409)], "exists"],
    ["that lost a race", [status(500), REGISTERED], "exists"],
    ["that lost it at the last try", [...failing, status(500), REGISTERED], "exists"],
  ])("%s", async (_what, replies, is) => {
    server.replies = replies;
    expect(await post()).toBe(is);
  });

  test("that fails, and is not there, is told by its own answer", async () => {
    server.replies = [...failing, status(500), NONE];
    expect(await errorOf(post())).toMatch(/^POST .* answered 500/);
  });

  test("that fails, and cannot be looked for, is told by its own answer", async () => {
    server.replies = [status(500), refused(403)];
    expect(await errorOf(post())).toMatch(/^POST .* answered 500/);
  });

  test("that is refused is looked for by nobody", async () => {
    server.replies = [refused(403)];
    expect(await errorOf(post())).toMatch(/^POST .* answered 403/);
    expect(methods()).toEqual(["POST"]);
  });
});

describe("an upload of a policy", () => {
  const put = () => registry().putPolicy("ttd-licences", "<p/>");

  test("that is answered 500 is done once more", async () => {
    server.replies = [status(500), status(200)];
    await put();
    expect(methods()).toEqual(["PUT", "PUT"]);
  });

  test("that is refused is not", async () => {
    server.replies = [refused(403)];
    expect(await errorOf(put())).toMatch(/answered 403.*belongs to another organisation/);
    expect(methods()).toEqual(["PUT"]);
  });

  test("that is refused at the second time may be stored all the same, which is told", async () => {
    server.replies = [status(500), refused(400)];
    expect(await errorOf(put())).toMatch(
      /answered 500: done once more, PUT \S+ answered 400: No\. [^.]+\. The policy may be stored all the same/,
    );
  });

  test("that fails is told in its own words, and in those of the second time", async () => {
    server.replies = [status(500, JSON.stringify("It broke.")), refused(400)];
    expect(await errorOf(put())).toMatch(
      /answered 500: It broke; done once more, PUT \S+ answered 400/,
    );
  });

  test("that fails both times may be stored all the same, which is told", async () => {
    server.replies = [status(500)];
    expect(await errorOf(put())).toMatch(/answered 500 .*The policy may be stored all the same/);
  });

  test("that is refused for what it says is not told as one of a scope", async () => {
    server.replies = [refused(400)];
    expect(await errorOf(put())).toBe(
      "PUT /resourceregistry/api/v1/resource/ttd-licences/policy answered 400: No. Correct what the server names and run the same command again.",
    );
  });

  test("whose second time says that there is no resource left nothing behind", async () => {
    server.replies = [status(500), status(400, JSON.stringify("Unknown resource."))];
    const error = await errorOf(put());
    expect(error).toMatch(/^PUT .* answered 400: Unknown resource/);
    expect(error).not.toContain("may be stored");
  });

  test("whose second time may have taken effect is told by that one", async () => {
    server.replies = [status(500), cut];
    expect(await errorOf(put())).toMatch(/^PUT .* got no answer/);
  });
});

describe("a file transfer", () => {
  const upload = () => transfers().upload("x", Buffer.from("x"));
  const shown = (fileTransferStatus: string): Reply => ok({ fileTransferStatus });

  test("waits for its storage, and for nothing else", async () => {
    const begin = () => transfers().initialize(TRANSFER);
    server.replies = [refused(400, "BRO-00021")];
    expect(await begin()).toBeUndefined();
    server.replies = [refused(400, "BRO-00028")];
    expect(await errorOf(begin())).toContain("BRO-00028");
  });

  test.each(["UploadProcessing", "Published"])(
    "whose upload was lost and is %s goes on",
    async (is) => {
      server.replies = [cut, shown(is)];
      await upload();
    },
  );

  test.each<[string, Reply[], RegExp]>([
    ["was lost and is not there", [cut, shown("Initialized")], /^POST .* got no answer/],
    ["was lost and cannot be looked for", [cut, refused(403)], /^POST .* got no answer/],
    ["was refused", [refused(403), shown("Published")], /^POST .* answered 403/],
  ])("whose upload %s is an error", async (_what, replies, told) => {
    server.replies = replies;
    expect(await errorOf(upload())).toMatch(told);
  });

  test.each<[string, Reply[], string]>([
    ["is done", [refused(400, "BRO-00010"), shown("AllConfirmedDownloaded")], "no error"],
    ["is done and gone", [refused(400, "BRO-00010"), shown("Purged")], "no error"],
    ["is not done", [refused(400, "BRO-00010"), shown("Published")], "BRO-00010"],
    ["is not known", [refused(400, "BRO-00010"), refused(403)], "BRO-00010"],
  ])("whose confirmation was refused and %s", async (_what, replies, told) => {
    server.replies = replies;
    expect(await errorOf(transfers().confirmDownload("x"))).toContain(told);
  });
});

describe("the way out", () => {
  const config = () => broker().getConfig("x");
  const document = () => registry().deleteResource("x");
  const list = () => lists().getList("x", "texts");

  test.each<[string, () => Promise<unknown>, Reply, RegExp]>([
    [
      "Broker, no resource",
      config,
      refused(403, "BRO-00005"),
      /Create the registry resource first/,
    ],
    ["Broker, a stranger's", config, refused(403, "BRO-00006"), /belongs to another organisation/],
    ["the registry, scopes", document, refused(401), /references to Maskinporten scopes/],
    ["the registry, no scope", document, refused(403), /Either the token lacks the scope/],
    ["lists, no scope", list, refused(403), /accesslist\.write \(spelled so/],
    ["lists, no resource", list, refused(400, "RR-00002"), /does not have the resource/],
    ["lists, a stranger's", list, refused(403, "RR-00004"), /belongs to another service owner/],
  ])("of %s, says what to do", async (_what, work, reply, told) => {
    server.replies = [reply];
    expect(await errorOf(work())).toMatch(told);
  });

  test("of a token that is refused is not that of scopes in the document", async () => {
    server.replies = [status(401)];
    const error = await errorOf(document());
    expect(error).toMatch(/answered 401 with an empty body/);
    expect(error).not.toContain("references to Maskinporten scopes");
  });

  test.each<[string, () => Promise<unknown>]>([
    ["Broker", config],
    ["lists", list],
  ])("of a code of %s that is the name of something else is none of ours", async (_what, work) => {
    server.replies = [refused(400, "constructor")];
    const error: unknown = await work().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(messageOf(error)).not.toContain("native code");
  });
});
