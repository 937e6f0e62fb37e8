import { failuresOf, Ground } from "./ground";

/* As errors.test.ts, with every answer and every fault. */

let ground: Ground;
beforeEach(async () => {
  ground = await Ground.open();
});
afterEach(async () => {
  delete process.env.ALTINN_DEBUG;
  await ground.world.close();
});

describe.each([400, 403, 404, 409, 503, 200])(
  "a server that answers %d with what it was sent",
  (status) => {
    test.each(["ALTINN_PLATFORM_URL", "ALTINN_MASKINPORTEN_URL"])("as %s", (variable) =>
      ground.expectNoEcho(status, variable),
    );
  },
);

/* Without ALTINN_DEBUG an error has less to it, not more. */
describe("with ALTINN_DEBUG, which leaves errors their stack", () => {
  beforeEach(() => {
    process.env.ALTINN_DEBUG = "true";
  });

  test.each([
    { reset: "before" },
    { reset: "after" },
    { truncate: true },
    { notJson: true },
    { status: 400, body: '{"error":"invalid_scope","error_description":"no"}' },
    { status: 401 },
    { status: 403 },
    { status: 404, body: "<html></html>" },
    { status: 500, body: '{"detail":"x","traceId":"00-1-2-01"}' },
    { status: 200 },
    { status: 200, body: "{}" },
    { status: 302, headers: { location: "https://example.no" } },
  ] as const)("the fault %j, wherever", async (fault) => {
    for (const path of [/\/token$/, /exchange/, /resourceregistry/, /access-lists/, /broker/]) {
      ground.world.standin.failNext({ path }, fault, { standing: true });
      (await failuresOf(ground.world)).forEach((one) => ground.expectClean(one));
      ground.world.standin.clearFaults();
    }
  });
});
