import { openService, type Service } from "./service";

let service: Service;
beforeEach(async () => {
  service = await openService();
});
afterEach(() => service.world.close());

const CONFIRM = { method: "POST", path: /\/confirmdownload$/ };
const UPLOAD = { method: "POST", path: /\/upload$/ };
const complaint = (): string => service.complained.join();

describe("a confirmation whose answer was lost", () => {
  test.each([
    ["once", 1],
    ["every time", 4],
  ])("%s, and which was carried out, is verified", async (_what, times) => {
    service.world.standin.failNext(CONFIRM, { reset: "after" }, { times });
    expect(await service.check()).toBe("verified");
    expect(service.printed.at(-2)).toBe("confirmed: AllConfirmedDownloaded");
    expect(service.complained).toEqual([]);
  });

  test("because a gateway failed after it is verified", async () => {
    service.world.standin.failNext(CONFIRM, { status: 502, afterEffect: true });
    expect(await service.check()).toBe("verified");
  });

  test("and which did not arrive is sent again", async () => {
    service.world.standin.failNext(CONFIRM, { reset: "before" });
    expect(await service.check()).toBe("verified");
    expect(await service.newest()).toBe("AllConfirmedDownloaded");
  });

  test("and which never arrives is not verified", async () => {
    service.world.standin.failNext(CONFIRM, { reset: "before" }, { standing: true });
    expect(await service.check()).toBe("not verified");
    expect(complaint()).toMatch(/^not verified: POST .*\/confirmdownload got no answer: /);
    expect(await service.newest()).toBe("Published");
  });
});

test("a confirmation that was answered well without effect is not verified", async () => {
  service.world.standin.failNext(CONFIRM, { status: 204 });
  expect(await service.check()).toBe("not verified");
  expect(complaint()).toMatch(
    /^not verified: Broker answered .* the transfer is Published still\./,
  );
  expect(service.printed.join()).not.toContain("confirmed:");
});

describe("an upload whose answer was lost", () => {
  test("and which is there goes on", async () => {
    service.world.standin.failNext(UPLOAD, { reset: "after" });
    expect(await service.check()).toBe("verified");
    expect(await service.newest()).toBe("AllConfirmedDownloaded");
  });

  test("and which did not arrive is not verified", async () => {
    service.world.standin.failNext(UPLOAD, { reset: "before" });
    expect(await service.check()).toBe("not verified");
    expect(complaint()).toMatch(/^not verified: POST .*\/upload got no answer: /);
    expect(await service.newest()).toBe("Initialized");
  });

  test("since it outlasted the time of a call names the setting to raise", async () => {
    const env = { ...service.world.env, ALTINN_CALL_TIMEOUT_SECONDS: "2" };
    service.world.standin.failNext(UPLOAD, { delayMs: 2_500 });
    expect(await service.check({ env })).toBe("not verified");
    expect(complaint()).toMatch(
      /\/upload got no answer: it did not answer within 2 seconds\..* raise ALTINN_CALL_TIMEOUT_SECONDS \(or altinn:callTimeoutSeconds\), which is 2\./,
    );
  });
});
