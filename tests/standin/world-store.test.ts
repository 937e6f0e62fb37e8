import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { startStandin, type Standin } from "../../standin/index";
import { call, RESOURCE } from "./registry-support";
import { asTtd, broker, FISK, Folder, ready, withWorld } from "./world-support";

describe("the same file is the same world", () => {
  const folder = new Folder();
  afterAll(() => folder.remove());

  const everything = async (standin: Standin): Promise<unknown> => {
    const token = asTtd(standin, "altinn:serviceowner", "altinn:resourceregistry/accesslist.read");
    const paths = [
      `${RESOURCE}/ttd-files`,
      `${RESOURCE}/ttd-files/policy/subjects`,
      `${RESOURCE}/orgs`,
      "/broker/api/v1/resource/ttd-files",
      "/broker/api/v1/serviceowner",
    ];
    const answers = await Promise.all(paths.map((path) => call(standin, "GET", path, { token })));
    return answers.map(({ text }) => text);
  };

  test("in two stores", async () => {
    expect(await withWorld(broker, everything)).toEqual(await withWorld(broker, everything));
  });

  test("a store that has it already is left as it is, but for the faults", async () => {
    const options = { dataFile: join(folder.path, "kept.db") };
    const world = { ...broker, faults: [{ path: `${RESOURCE}/x`, status: 503 }] };
    const before = await withWorld(
      world,
      async (standin) => {
        standin.newOrganisation({ code: "later" });
        expect((await call(standin, "GET", `${RESOURCE}/x`)).status).toBe(503);
        return [await everything(standin), ready(standin, "fisk")];
      },
      options,
    );
    const after = await withWorld(
      world,
      async (standin) => {
        expect((await call(standin, "GET", `${RESOURCE}/x`)).status).toBe(503);
        return [await everything(standin), ready(standin, "fisk")];
      },
      options,
    );
    expect(after).toEqual(before);
    expect(JSON.stringify(after)).toContain("later");
  });

  test.each([
    ["another world", { organisations: [FISK] }],
    ["no world", undefined],
  ])("a store with %s is refused, and left as it is", async (name, world) => {
    const dataFile = join(folder.path, `${name}.db`);
    await (await startStandin({ dataFile, ...(world && { world }) })).close();
    await expect(startStandin({ dataFile, world: { organisations: [] } })).rejects.toThrow(
      /^the data file holds .*A world is put into a new data file alone/,
    );
    await (await startStandin({ dataFile, ...(world && { world }) })).close();
  });

  test("faults and answer time may change", async () => {
    const dataFile = join(folder.path, "faults.db");
    await withWorld({ organisations: [FISK] }, () => Promise.resolve(), { dataFile });
    const world = { organisations: [FISK], answerTimeMs: 1, faults: [{ status: 503 }] };
    expect(
      await withWorld(world, async (standin) => (await call(standin, "GET", "/x")).status, {
        dataFile,
      }),
    ).toBe(503);
  });
});
