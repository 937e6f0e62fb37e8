import { openOwner, make, withoutKey } from "../list/ground";
import { openWorld, type World } from "../../support/altinn";
import { accessListLifecycle } from "../../../provider/resources/access-list/lifecycle";
import { filesIn, importInto, newFolder, reported } from "./ground";

/* A key that is set and cannot be used ends the import before anything is written: what it would have shown stays in the program. */

let world: World;
let folder: string;
const id = (name: string): string => `${world.organisation.code}-${name}`;

beforeEach(async () => {
  world = await openOwner();
  folder = newFolder();
  make(world, id("one"), { config: { maxFileTransferSize: 77 } });
  await accessListLifecycle(world.context).create({
    identifier: "partners",
    name: "Partnere",
    description: "",
    members: ["889640782"],
    membership: "exact",
  });
});
afterEach(() => world.close());

const publicHalf = (jwk: string): string => {
  const { kty, n, e, kid } = JSON.parse(jwk) as Record<string, string>;
  return JSON.stringify({ kty, n, e, kid });
};

type Env = Record<string, string>;
test.each<[string, (env: Env) => Env, RegExp]>([
  ["a malformed key", () => ({ MASKINPORTEN_JWK: "{no json" }), /MASKINPORTEN_JWK/],
  [
    "a public key",
    ({ MASKINPORTEN_JWK: jwk = "" }) => ({ MASKINPORTEN_JWK: publicHalf(jwk) }),
    /MASKINPORTEN_JWK .*public/,
  ],
  [
    "a client that Maskinporten does not know",
    () => ({ MASKINPORTEN_CLIENT_ID: "00000000-0000-0000-0000-000000000000" }),
    /Check MASKINPORTEN_CLIENT_ID/,
  ],
  [
    "a key without a client",
    () => ({ MASKINPORTEN_CLIENT_ID: "" }),
    /MASKINPORTEN_CLIENT_ID is not set/,
  ],
  [
    "the client of another organisation",
    () => {
      const other = world.standin.newOrganisation();
      return { ALTINN_ORG_NUMBER: other.number, ALTINN_ORG_CODE: other.code };
    },
    /acts for organisation/,
  ],
])("%s", async (_what, changed, cause) => {
  await reported(folder, world.env);
  const before = filesIn(folder);
  const into = changed(world.env).ALTINN_ORG_CODE === undefined ? folder : newFolder();
  const { status, printed, complained } = await importInto(into, {
    ...world.env,
    ...changed(world.env),
  });
  const told = complained.join("\n");
  expect([status, printed, told]).toEqual([3, [], expect.stringMatching(cause)]);
  expect(told).toContain("so nothing was written");
  expect(told).not.toContain("run import again");
  expect(told.match(/Check MASKINPORTEN_CLIENT_ID/g)?.length ?? 1).toBe(1);
  expect(filesIn(into)).toEqual(into === folder ? before : {});
});

test("what was read with a key and a scope stays in the program when they are gone", async () => {
  await reported(folder, world.env);
  const before = filesIn(folder);
  expect(before[`resources/${id("one")}.ts`]).toContain("maxFileTransferSize: 77");
  const poor = world.standin.newClient({
    organisation: world.organisation.number,
    scopes: ["altinn:serviceowner"],
  });
  const { status, report } = await reported(folder, {
    ...world.env,
    MASKINPORTEN_CLIENT_ID: poor.clientId,
    MASKINPORTEN_JWK: JSON.stringify(poor.jwk),
  });
  expect([status, report.leftOut.map(({ what }) => what)]).toEqual([
    1,
    ["Access lists, and their connections"],
  ]);
  expect(filesIn(folder)).toEqual(before);
  await reported(folder, withoutKey(world.env));
  await reported(folder, {
    ...world.env,
    MASKINPORTEN_JWK: "{no json",
    ALTINN_WITHOUT_KEY: "true",
  });
  expect(filesIn(folder)).toEqual(before);
});

test("a client id without a key is no key", async () => {
  const { MASKINPORTEN_JWK: _key, ...env } = world.env;
  const { status, report } = await reported(folder, env);
  expect([status, report.leftOut[0]?.why]).toEqual([1, "They were not looked at: no key is set."]);
});

test("a scope that is missing is no broken key", async () => {
  const poor = await openWorld(["altinn:resourceregistry/resource.write"]);
  make(poor, `${poor.organisation.code}-one`, { config: null });
  const { status, report } = await reported(folder, poor.env);
  expect([status, report.services]).toEqual([1, [`${poor.organisation.code}-one`]]);
  await poor.close();
});
