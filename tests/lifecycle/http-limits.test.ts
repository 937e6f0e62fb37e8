import { HttpClient } from "../../provider/http/client";
import { calls, openWorld, type World } from "../support/altinn";

const PATH = "/resourceregistry/api/v1/resource/orgs";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const get = () =>
  new HttpClient({ callTimeoutSeconds: 30, parallelCalls: 1, retry: { tries: 1 } }).send({
    method: "GET",
    url: `${world.standin.platformUrl}${PATH}`,
    answers: [200],
  });

test.each([301, 302, 303, 307, 308])("a redirect by %d is told, not followed", async (status) => {
  const location = `${world.standin.platformUrl}/elsewhere`;
  world.standin.failNext({ path: PATH }, { status, headers: { location } });
  await expect(get()).rejects.toThrow(
    `${world.standin.platformUrl} redirects elsewhere; redirects are not followed`,
  );
  expect(calls(world.standin)).toEqual([`GET ${PATH}`]);
});

test("an answer of 50,000,000 bytes is read, one byte more is refused", async () => {
  const body = "x".repeat(50_000_000);
  world.standin.failNext({ path: PATH }, { status: 200, body });
  expect((await get()).body).toHaveLength(50_000_000);
  world.standin.failNext({ path: PATH }, { status: 200, body: `${body}x` });
  await expect(get()).rejects.toThrow("maxContentLength size of 50000000 exceeded");
});
