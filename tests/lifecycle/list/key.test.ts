import type { World } from "../../support/altinn";
import { listing, make, openOwner, withoutKey } from "./ground";

/* `altinn-broker list` with a key that is set and of no use: what is anonymous is listed, and the status says it. */

let world: World;
beforeEach(async () => {
  world = await openOwner();
  make(world, `${world.organisation.code}-licences`);
});
afterEach(() => world.close());

test("ends with 3, and says why", async () => {
  const jwk = '{"kty":"RSA","n":"0Ll8';
  const { listing: found, status } = await listing({ ...world.env, MASKINPORTEN_JWK: jwk });
  expect(found.counts).toEqual({ services: 1, odd: 0, unread: 0 });
  expect(found.environments).toMatchObject([
    {
      isKeyUseless: true,
      notLookedAt: { broker: expect.stringContaining("begins like JSON, but is not whole") },
    },
  ]);
  expect(status).toBe(3);
});

test("a client that Maskinporten does not know is one too", async () => {
  const env = { ...world.env, MASKINPORTEN_CLIENT_ID: "00000000-0000-4000-8000-000000000000" };
  const { listing: found, status } = await listing(env);
  expect(found.environments).toMatchObject([{ isKeyUseless: true }]);
  expect(status).toBe(3);
});

test("without a key it is no mistake, and neither with one that has no list scope", async () => {
  const clientId = world.env.MASKINPORTEN_CLIENT_ID ?? "";
  world.standin.changeClient(clientId, { scopes: ["altinn:serviceowner"] });
  for (const env of [withoutKey(world.env), world.env]) {
    const { listing: found, status } = await listing(env);
    expect(found.environments).toMatchObject([{ isKeyUseless: false }]);
    expect(status).toBe(0);
  }
});
