import { HttpClient } from "../../provider/http/client";
import { openWorld, type World } from "../support/altinn";

const PATH = "/resourceregistry/api/v1/resource/orgs";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const get = (largestAnswer?: number) =>
  new HttpClient({ callTimeoutSeconds: 30, parallelCalls: 1, retry: { tries: 1 } }).send({
    method: "GET",
    url: `${world.standin.platformUrl}${PATH}`,
    answers: [200],
    ...(largestAnswer === undefined ? {} : { largestAnswer }),
  });

test("an answer of 50,000,000 bytes is read, one byte more is refused", async () => {
  const body = "x".repeat(50_000_000);
  world.standin.failNext({ path: PATH }, { status: 200, body });
  expect((await get()).body).toHaveLength(50_000_000);
  world.standin.failNext({ path: PATH }, { status: 200, body: `${body}x` });
  await expect(get()).rejects.toThrow(
    /more came than is read \(maxContentLength size of 50000000 exceeded\)\. The address was reached\. Check that http:.* is Altinn and not a proxy, then run the same command again\.$/,
  );
});

test("a call that says so reads more, and a call that says so reads less", async () => {
  const body = "x".repeat(50_000_001);
  world.standin.failNext({ path: PATH }, { status: 200, body }, { times: 2 });
  expect((await get(body.length)).body).toHaveLength(body.length);
  await expect(get(body.length - 1)).rejects.toThrow("more came than is read");
});
