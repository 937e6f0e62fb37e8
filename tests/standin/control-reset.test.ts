import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startStandin, type Standin } from "../../standin/index";
import { control, startControlled } from "./control-support";
import { call, RESOURCE } from "./registry-support";
import { grant } from "./tokens-support";
import { asTtd, broker, FISK, Folder, initialize, ready, resource } from "./world-support";

const post = (standin: Standin, identifier: string): Promise<unknown> =>
  call(standin, "POST", RESOURCE, {
    token: asTtd(standin, "altinn:resourceregistry/resource.write"),
    json: resource(identifier),
  });

const versionOf = async (standin: Standin, identifier: string): Promise<unknown> =>
  (await call(standin, "GET", `${RESOURCE}/${identifier}`)).json?.versionId;

/** All that is written, by HTTP and by handles. */
async function disturb(standin: Standin): Promise<void> {
  standin.newOrganisation({ code: "later" });
  standin.newClient({ organisation: "later", clientId: "later" });
  standin.changeClient("fisk", { scopes: [] });
  standin.breakOrganisationList("down");
  standin.setBrokerConfiguration("ttd-files", { maxFileTransferSize: 7 });
  standin.failNext({}, { status: 503 }, { standing: true });
  standin.setScanVerdict({ verdict: "malicious" });
  standin.advance(3_600_000);
  standin.clearFaults();
  await initialize(standin, asTtd(standin, "altinn:broker.write"));
  await post(standin, "ttd-later");
  standin.failNext({}, { status: 503 }, { standing: true });
}

/** Rows of every table but those of settings, whose times are left out. */
function rows(standin: Standin): Record<string, unknown[]> {
  const { database } = standin.altinn;
  const tables = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('settings')")
    .all()
    .map(({ name }) => String(name))
    .sort();
  const isTime = /^(created|created_at|updated_at|changed_at|since|provisioning_from)$/;
  return Object.fromEntries(
    tables.map((name) => [
      name,
      database
        .prepare(`SELECT * FROM "${name}"`)
        .all()
        .map((row) =>
          Object.fromEntries(
            Object.entries(row)
              .filter(([column]) => !isTime.test(column))
              .map(([column, value]) => [
                column,
                String(value).replace(/"postedAt":\d+/, '"postedAt":0'),
              ]),
          ),
        ),
    ]),
  );
}

describe("POST /reset", () => {
  let standin: Standin;
  beforeAll(async () => {
    standin = await startControlled({ world: broker });
  });
  afterAll(() => standin.close());

  test("brings every table back to what it held at the start, and numbers begin anew", async () => {
    const before = rows(standin);
    const secret = ready(standin, "fisk").jwk.d;
    await disturb(standin);
    expect(rows(standin)).not.toEqual(before);
    expect((await control(standin, "POST /reset")).status).toBe(204);
    expect(rows(standin)).toEqual(before);
    expect(ready(standin, "fisk").jwk.d).toBe(secret);
    expect([standin.readyClients().length, standin.requests.length]).toEqual([2, 0]);
    await post(standin, "ttd-next");
    expect(await versionOf(standin, "ttd-next")).toBe(2);
  });

  test("what is in memory goes too: faults, troubles, the clock", async () => {
    await disturb(standin);
    await control(standin, "POST /reset");
    expect((await control(standin, "GET /clock")).json.aheadMs).toBe(0);
    const { status, json } = await call(standin, "GET", `${RESOURCE}/orgs`);
    expect([status, json.orgs.later, json.orgs.fisk.orgnr]).toEqual([200, undefined, FISK.number]);
    const answer = await grant(standin, ready(standin, "fisk"), {
      claims: { scope: "altinn:broker.write" },
    });
    expect(answer.status).toBe(200);
  });

  test("a token from before it is good after it", async () => {
    const token = asTtd(standin, "altinn:serviceowner");
    await control(standin, "POST /reset");
    const answer = await call(standin, "GET", "/broker/api/v1/serviceowner", { token });
    expect(answer.status).toBe(200);
  });

  test("a program makes again what it has made after the start", async () => {
    let made = 0;
    standin.onReset(() => {
      made += 1;
      standin.newOrganisation({ code: "again" });
    });
    await control(standin, "POST /reset");
    await control(standin, "POST /reset");
    const { orgs } = (await call(standin, "GET", `${RESOURCE}/orgs`)).json;
    expect([made, orgs.again.name.nb]).toEqual([2, "Organisation again"]);
  });
});

test("without a world a reset leaves nothing, and what was remembered is looked up anew", async () => {
  const standin = await startControlled({ decisionCacheMinutes: 10 });
  const before = rows(standin);
  await post(standin, "ttd-files");
  expect(await versionOf(standin, "ttd-files")).toBe(1);
  await control(standin, "POST /reset");
  expect(await versionOf(standin, "ttd-files")).toBeUndefined();
  expect(rows(standin)).toEqual(before);
  await post(standin, "ttd-files");
  expect(await versionOf(standin, "ttd-files")).toBe(1);
  await standin.close();
});

test("contents on the disk go", async () => {
  const standin = await startControlled({ world: broker });
  const made = await initialize(standin, asTtd(standin, "altinn:broker.write"));
  const answer = await fetch(
    `${standin.platformUrl}/broker/api/v1/filetransfer/${String(made.json?.fileTransferId)}/upload`,
    {
      method: "POST",
      headers: {
        authorization: `Bearer ${asTtd(standin, "altinn:broker.write")}`,
        "content-type": "application/octet-stream",
      },
      body: "Hello",
    },
  );
  expect(answer.status).toBe(200);
  const folder = standin.altinn.contents.path ?? "";
  expect(readdirSync(folder)).toHaveLength(1);
  await control(standin, "POST /reset");
  expect(readdirSync(folder)).toEqual([]);
  await standin.close();
  expect(existsSync(folder)).toBe(false);
});

test("a data file is reset too", async () => {
  const folder = new Folder();
  const options = { dataFile: join(folder.path, "data.db"), world: broker };
  const first = await startStandin(options);
  await disturb(first);
  first.reset();
  const before = rows(first);
  await first.close();
  const second = await startStandin(options);
  expect(rows(second)).toEqual(before);
  expect(await versionOf(second, "ttd-later")).toBeUndefined();
  await second.close();
  folder.remove();
});
