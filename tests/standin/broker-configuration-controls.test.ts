import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startStandin, type Standin } from "../../standin/index";
import { call, makeResource, WRITE, type Owner } from "./registry-support";

/* What others than a program do to a resource's configuration in Broker. */

let standin: Standin;
let owner: Owner;
let token: string;

beforeAll(async () => {
  standin = await startStandin();
  owner = standin.newOrganisation();
  token = standin.token({ organisation: owner.number, scopes: WRITE });
  const json = { name: "A" };
  await call(standin, "POST", "/broker/api/v1/serviceowner", { token, json });
});
afterAll(() => standin.close());

const path = (id: string): string => `/broker/api/v1/resource/${id}`;
const put = (id: string, json: object) => call(standin, "PUT", path(id), { token, json });
const get = async (id: string) => (await call(standin, "GET", path(id), { token })).json;

const everything = {
  maxFileTransferSize: 1000,
  fileTransferTimeToLive: "P30D",
  purgeFileTransferAfterAllRecipientsConfirmed: false,
  purgeFileTransferGracePeriod: "PT2H",
  useManifestFileShim: true,
  externalServiceCodeLegacy: "4434",
  externalServiceEditionCodeLegacy: 2,
  requiredParty: "991825827",
};
const fresh = {
  maxFileTransferSize: null,
  fileTransferTimeToLive: null,
  purgeFileTransferAfterAllRecipientsConfirmed: true,
  purgeFileTransferGracePeriod: null,
  useManifestFileShim: false,
  externalServiceCodeLegacy: null,
  externalServiceEditionCodeLegacy: null,
  requiredParty: null,
};

async function configured(settings: object = everything): Promise<string> {
  const id = await makeResource(standin, owner);
  expect((await put(id, settings)).status).toBe(204);
  return id;
}

test("a reset puts every field back to null and defaults, and the row stays its owner's", async () => {
  const id = await configured();
  standin.resetBrokerConfiguration(id);
  expect(await get(id)).toEqual(fresh);
  const other = standin.newOrganisation();
  const foreign = standin.token({ organisation: other.number, scopes: WRITE });
  expect((await call(standin, "GET", path(id), { token: foreign })).json.code).toBe("BRO-00006");
  expect((await put(id, { maxFileTransferSize: 5 })).status).toBe(204);
  expect(await get(id)).toEqual({ ...fresh, maxFileTransferSize: 5 });
});

test("there is nothing to reset where nothing was configured", () => {
  expect(() => standin.resetBrokerConfiguration("unknown")).toThrow(/has not been configured/);
});

describe("fields set by hand", () => {
  test("get their values or null, and the others keep theirs", async () => {
    const id = await configured();
    const before = await get(id);
    standin.setBrokerConfiguration(id, {
      requiredParty: null,
      fileTransferTimeToLive: null,
      maxFileTransferSize: 7,
      purgeFileTransferGracePeriod: "PT24H",
    });
    expect(await get(id)).toEqual({
      ...before,
      requiredParty: null,
      fileTransferTimeToLive: null,
      maxFileTransferSize: 7,
      purgeFileTransferGracePeriod: "1.00:00:00",
    });
  });

  test("need not keep the rules of PUT, only those of the columns", async () => {
    const id = await configured({});
    const past = { maxFileTransferSize: 0, fileTransferTimeToLive: "P400D", requiredParty: "x" };
    standin.setBrokerConfiguration(id, past);
    expect(await get(id)).toEqual({ ...fresh, ...past, fileTransferTimeToLive: "400.00:00:00" });
    for (const [field, value] of [
      ["useManifestFileShim", null],
      ["purgeFileTransferAfterAllRecipientsConfirmed", null],
      ["maxFileTransferSize", 1.5],
      ["fileTransferTimeToLive", "30.00:00:00"],
      ["requiredParty", 5],
      ["maxFileSize", 5],
    ] as const) {
      expect(() => standin.setBrokerConfiguration(id, { [field]: value })).toThrow(RangeError);
    }
    expect(() => standin.setBrokerConfiguration(id, { externalServiceCodeLegacy: "12345678" }))
      .toThrow(/too long/); // prettier-ignore
    expect((await get(id)).maxFileTransferSize).toBe(0);
  });

  test("make the configuration of a resource that has none", async () => {
    const id = await makeResource(standin, owner);
    standin.setBrokerConfiguration(id, { requiredParty: "991825827" });
    expect(await get(id)).toEqual({ ...fresh, requiredParty: "991825827" });
    expect((await put(id, {})).status).toBe(204);
    expect(() => standin.setBrokerConfiguration("unknown", {})).toThrow(RangeError);
  });
});

test("a PUT may be answered 204 and change nothing, which a fault does", async () => {
  const id = await configured({ maxFileTransferSize: 5 });
  standin.failNext({ method: "PUT", path: path(id) }, { status: 204 });
  expect((await put(id, { maxFileTransferSize: 6 })).status).toBe(204);
  expect((await get(id)).maxFileTransferSize).toBe(5);
  expect((await put(id, { maxFileTransferSize: 6 })).status).toBe(204);
  expect((await get(id)).maxFileTransferSize).toBe(6);
});

test("a PUT may be undone in part before its answer arrives", async () => {
  const id = await configured({});
  standin.after({ method: "PUT", path: path(id) }, () =>
    standin.setBrokerConfiguration(id, { requiredParty: null }),
  );
  expect((await put(id, everything)).status).toBe(204);
  expect(await get(id)).toMatchObject({ maxFileTransferSize: 1000, requiredParty: null });
});

describe("a first PUT that loses the race", () => {
  test("is a 500 without code, and the winner's values are there", async () => {
    const id = await makeResource(standin, owner);
    standin.loseFirstBrokerPut(id, { maxFileTransferSize: 9, requiredParty: "310000001" });
    const answer = await put(id, { maxFileTransferSize: 5, fileTransferTimeToLive: "P1D" });
    expect([answer.status, answer.json.code]).toEqual([500, undefined]);
    const winners = { ...fresh, maxFileTransferSize: 9, requiredParty: "310000001" };
    expect(await get(id)).toEqual(winners);
    expect((await put(id, { maxFileTransferSize: 5 })).status).toBe(204);
    expect(await get(id)).toEqual({ ...winners, maxFileTransferSize: 5 });
  });

  test("finds a row without values when the winner has written none yet", async () => {
    const id = await makeResource(standin, owner);
    standin.loseFirstBrokerPut(id);
    expect((await put(id, everything)).status).toBe(500);
    expect(await get(id)).toEqual(fresh);
  });

  test("is refused like any other before it comes to the row, and then still loses", async () => {
    const id = await makeResource(standin, owner);
    standin.loseFirstBrokerPut(id);
    expect((await put(id, { maxFileTransferSize: 0 })).json.code).toBe("BRO-00012");
    expect((await get(id)).code).toBe("BRO-00025");
    expect((await put(id, {})).status).toBe(500);
  });

  test("is not the second PUT, and none of another resource", async () => {
    const [id, other] = [await configured({}), await makeResource(standin, owner)];
    standin.loseFirstBrokerPut(id);
    expect([(await put(id, {})).status, (await put(other, {})).status]).toEqual([204, 204]);
    expect(() => standin.loseFirstBrokerPut(other, { maxFileTransferSize: 0.5 })).toThrow(
      RangeError,
    );
  });
});
