import {
  EVERYTHING,
  id,
  ONE,
  PUT_CONFIG,
  PUT_POLICY,
  ServiceUnderTest,
  TWO,
} from "./service-under-test";

/* After a fault, without a refresh; and many changes of resource, policy and configuration at once, whose writes collide. */

describe("without a refresh", () => {
  let service: ServiceUnderTest;
  beforeAll(async () => {
    service = await ServiceUnderTest.takenOver();
  });
  afterAll(() => service.world.close());

  test("others write between our write and our look at it: the resource is refused until a refresh, the rest is written", async () => {
    service.write({ homepage: "https://two.example", letsIn: TWO, fileTransferTimeToLive: "P2D" });
    service.othersWriteBetween();
    service.saysWhatDiffers(await service.up([EVERYTHING, "--refresh=false"]));
    const { failed, output, writes } = await service.up([EVERYTHING, "--refresh=false"]);
    expect(failed).toBe(true);
    expect(output).toContain(
      `Resource ${id} was changed at Altinn since it was last read, in homepage. Nothing was written. See what it was with \`pulumi preview --refresh --diff\`, then run \`pulumi up --refresh\`.`,
    );
    expect(writes.map(({ path }) => path).sort()).toEqual([PUT_CONFIG.path, PUT_POLICY.path]);
    expect(await service.atAltinn()).toMatchObject({
      homepage: "https://theirs.example",
      listedFor: [TWO],
      fileTransferTimeToLive: "P2D",
    });
    expect((await service.goodUp(["--refresh"])).writes).toHaveLength(1);
    await service.settles();
  });

  test("an upload is answered 500 twice, its text stored and its subjects not: the next `up` uploads the equal text again", async () => {
    await service.uploadFailsHalfWay();
    const { writes } = await service.goodUp(["--refresh=false"]);
    expect(writes.map(({ path }) => path)).toEqual([PUT_POLICY.path]);
    await service.equalsTheProgram();
    await service.settles();
  });

  test("requiredParty, whose answer was lost, is left as it is or set to nobody, as the refusal says", async () => {
    service.write({ requiredParty: TWO });
    service.world.standin.failNext(PUT_CONFIG, { reset: "after" }, { times: 4 });
    expect((await service.up()).failed).toBe(true);
    const ignoring = '{ ignoreChanges: ["requiredParty"] }';
    service.write({ requiredParty: undefined }, ignoring);
    const { failed, output } = await service.up(["--refresh=false"]);
    expect([failed, output]).toEqual([
      true,
      expect.stringMatching(/To use ignoreChanges, run `pulumi up --refresh`/),
    ]);
    expect((await service.goodUp()).writes).toEqual([]);
    expect(await service.atAltinn()).toMatchObject({ requiredParty: TWO });

    service.write({ requiredParty: "" });
    await service.goodUp(["--refresh=false"]);
    await service.equalsTheProgram();
    await service.settles();
  });
});

test("ten changes of all three at once, on a registry whose writes collide, end well", async () => {
  const service = await ServiceUnderTest.takenOver({ answerTimeMs: 100 });
  try {
    for (let run = 1; run <= 10; run++) {
      service.write({
        homepage: `https://run-${String(run)}.example`,
        letsIn: run % 2 === 0 ? ONE : TWO,
        fileTransferTimeToLive: `P${String(run + 1)}D`,
      });
      const { writes } = await service.goodUp();
      expect(writes.map(({ status }) => status).sort()).toEqual([200, 201, 204]);
      await service.equalsTheProgram();
    }
  } finally {
    await service.world.close();
  }
});
