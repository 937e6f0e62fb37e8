import { openProxy } from "../../support/proxy";
import { formsOfText } from "../../support/secrets";
import { failuresOf, Ground } from "./ground";

/*
 * Whatever fails, and whatever a server sends back: from an error that leaves the provider no key, assertion, token, login or
 * subscription key can be reached, and no object of a library.
 */

let ground: Ground;
beforeEach(async () => {
  ground = await Ground.open();
});
afterEach(async () => {
  delete process.env.ALTINN_DEBUG;
  await ground.world.close();
});

describe.each([401, 500])("a server that answers %d with what it was sent", (status) => {
  test.each(["ALTINN_PLATFORM_URL", "ALTINN_MASKINPORTEN_URL"])("as %s", (variable) =>
    ground.expectNoEcho(status, variable),
  );
});

test("nobody listens, and a proxy that refuses", async () => {
  const nobody = { ALTINN_PLATFORM_URL: "http://127.0.0.1:9" };
  (await failuresOf(ground.world.anew(nobody))).forEach((one) => ground.expectClean(one));
  const [user, password] = ["proxyuser", "pr0xy-passw0rd-m4rker"];
  ground.extra.push(...formsOfText("proxy's password", password, `${user}:${password}`));
  const proxy = await openProxy("platform.example.no");
  const through = ground.world.anew({
    ALTINN_PLATFORM_URL: "https://platform.example.no",
    HTTPS_PROXY: `http://${user}:${password}@${proxy.address}`,
  });
  const refusals = ["HTTP/1.1 407 No\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nno TLS", "garbage\r\n\r\n"];
  for (const refusal of [...refusals, undefined]) {
    proxy.refuseWith(refusal);
    proxy.answerWith(500, "application/json", '{"detail":"x"}');
    (await failuresOf(through)).forEach((one) => ground.expectClean(one));
  }
  proxy.trust(false);
  (await failuresOf(through)).forEach((one) => ground.expectClean(one));
  await proxy.close();
});
