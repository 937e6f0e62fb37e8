import { openService, type Service } from "./service";

let service: Service;
beforeEach(async () => {
  service = await openService();
});
afterEach(() => service.world.close());

test.each([50_000_001, 100_000_000])("%d bytes go through, and come back equal", async (bytes) => {
  expect(await service.check({ bytes })).toBe("verified");
  expect(service.complained).toEqual([]);
  expect(service.printed.slice(1, 4)).toEqual([
    expect.stringMatching(`^uploaded: ${String(bytes)} bytes`),
    expect.stringMatching(/^published: /),
    `fetched: the same ${String(bytes)} bytes`,
  ]);
  expect(await service.newest()).toBe("AllConfirmedDownloaded");
});
