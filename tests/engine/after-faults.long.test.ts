import { policyFor } from "../support/policies";
import {
  EVERYTHING,
  id,
  OTHER,
  PUT_CONFIG,
  PUT_POLICY,
  ServiceUnderTest,
  TWO,
} from "./service-under-test";

/*
 * After a fault, one `up` makes Altinn say what the program says, or tells why it does not; a further one changes nothing.
 */

describe("one write after the other", () => {
  let service: ServiceUnderTest;
  beforeAll(async () => {
    service = await ServiceUnderTest.takenOver();
  });
  afterAll(() => service.world.close());

  test("others write between our write and our look at it: `up` fails and names what differs, the next one writes it", async () => {
    service.write({ homepage: "https://two.example", letsIn: TWO, fileTransferTimeToLive: "P2D" });
    service.othersWriteBetween();
    service.saysWhatDiffers(await service.up([EVERYTHING]));
    // Their version is not ours to keep.
    expect((await service.inState("Resource")).server).toEqual({});
    expect(await service.inState("ResourcePolicy")).toMatchObject({ xml: policyFor(id, [OTHER]) });
    expect(await service.inState("BrokerResourceConfig")).toMatchObject({
      fileTransferTimeToLive: "P9D",
      server: { unconfirmed: ["fileTransferTimeToLive"] },
    });
    await service.goodUp();
    await service.equalsTheProgram();
    await service.settles();
  });

  test("an upload is answered 500 twice, its text stored and its subjects not: the next `up` uploads the equal text again", async () => {
    await service.uploadFailsHalfWay();
    const { writes } = await service.goodUp();
    expect(writes.map(({ path }) => path)).toEqual([PUT_POLICY.path]);
    await service.equalsTheProgram();
    await service.settles();
  });

  test("requiredParty is added, and each answer lost after the effect: it is not left out unseen, and done when it is kept", async () => {
    service.write({ requiredParty: TWO });
    service.world.standin.failNext(PUT_CONFIG, { reset: "after" }, { times: 4 });
    const lost = await service.up();
    expect(lost.failed).toBe(true);
    expect(lost.output).toMatch(
      /PUT \S+\/ttd-licences got no answer: read ECONNRESET\. It may have been carried out all the same\..* run the same command again/,
    );
    expect((await service.inState("BrokerResourceConfig")).server).toMatchObject({
      unconfirmed: ["requiredParty"],
    });

    service.write({ requiredParty: undefined });
    for (const args of [["--refresh=false"], []]) {
      const { failed, output, writes } = await service.up(args);
      expect(failed).toBe(true);
      expect(output).toMatch(
        /requiredParty was "974761076" and is left out now, but Broker cannot unset it\. Write "", which means nobody, or keep it as it is at Altinn with ignoreChanges: \["requiredParty"\]/,
      );
      expect(writes).toEqual([]);
    }
    expect(await service.atAltinn()).toMatchObject({ requiredParty: TWO });

    service.write({ requiredParty: TWO });
    expect((await service.goodUp()).writes).toEqual([]);
    await service.settles();
  });
});

test("resource, policy and configuration at once, on a registry whose writes collide: each take-over and change ends well", async () => {
  const service = await ServiceUnderTest.takenOver({ answerTimeMs: 100 });
  try {
    service.write({ homepage: "https://two.example", letsIn: TWO, fileTransferTimeToLive: "P2D" });
    const { writes } = await service.goodUp();
    expect(writes.map(({ status }) => status).sort()).toEqual([200, 201, 204]);
    await service.equalsTheProgram();
  } finally {
    await service.world.close();
  }
});
