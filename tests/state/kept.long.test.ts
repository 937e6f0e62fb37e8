import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, Workspace } from "../support/engine";
import type { World } from "../support/altinn";
import { version } from "../../package.json";
import { fixtureOf, inOrder, openOwner, restore, versions, type Fixture } from "./fixture";

/* A state that an earlier release left: today's code takes it as it is, and plans nothing. */

let world: World;
let workspace: Workspace;
beforeEach(async () => {
  world = await openOwner();
  const { ALTINN_ENVIRONMENT, ALTINN_ORG_NUMBER, ALTINN_ORG_CODE, ...inherited } = world.env;
  workspace = new Workspace(inherited);
  workspace.config({
    "altinn:environment": ALTINN_ENVIRONMENT ?? "",
    "altinn:orgNumber": ALTINN_ORG_NUMBER ?? "",
    "altinn:orgCode": ALTINN_ORG_CODE ?? "",
  });
  await workspace.init();
});
afterEach(async () => {
  workspace.remove();
  await world.close();
});

test("there is one of this version", () => {
  expect(versions()).toContain(version);
});

describe.each(versions())("the state of %s", (of) => {
  const fixture = fixtureOf(of);
  if (fixture === undefined) throw new Error(`tests/state/${of}.json is not there.`);

  test("has no secret and no place of a machine in it", () => {
    const text = JSON.stringify(fixture);
    expect(text).not.toMatch(
      /eyJ[\w-]{8,}|PRIVATE KEY|"(?:d|dp|qi)"|127\.0\.0\.1|localhost|file:\/\//,
    );
    expect(text).not.toMatch(/"(?:[A-Z]:\\|\/(?:home|root|tmp|work|Users|private|var)\/)/);
    expect(text).not.toContain(root);
  });

  test("is the same whichever service was written first, and not if it has another's versionId", () => {
    const [first = 0, second = 0] = Object.values(fixture.altinn.services).map(
      ({ document }) => document.versionId as number,
    );
    const swapped = exchanged(fixture, first, second);
    expect(swapped).not.toEqual(fixture);
    expect(inOrder(swapped)).toEqual(inOrder(fixture));
    expect(inOrder({ ...swapped, altinn: fixture.altinn })).not.toEqual(inOrder(fixture));
  });

  test("is the same when the second storage provider was there already, and not without the first", () => {
    const second = { type: "AltinnAzureWithoutVirusScan", deploymentStatus: "Ready" };
    const later = withProviders(fixture, (providers) => [...providers, second]);
    expect(later).not.toEqual(fixture);
    expect(inOrder(later)).toEqual(inOrder(fixture));
    expect(inOrder(withProviders(fixture, () => [second]))).not.toEqual(inOrder(fixture));
  });

  test("previews plan nothing, nor does an up, with and without refresh, and nothing is written", async () => {
    restore(world, fixture.altinn);
    workspace.program(fixture.program);
    const file = join(workspace.folder, "export.json");
    writeFileSync(file, JSON.stringify(fixture.state));
    const imported = await workspace.run(["stack", "import", "--file", file, "--stack", "test"]);
    expect([imported.status, imported.output]).toEqual([0, expect.any(String)]);
    const since = world.standin.requests.length;
    for (const refresh of ["--refresh=false", "--refresh"]) {
      const runs = [
        await workspace.preview([refresh, "--expect-no-changes", "--diff"]),
        await workspace.up([refresh, "--expect-no-changes"]),
      ];
      for (const { status, output } of runs) {
        expect([status, output]).toEqual([0, expect.stringMatching(/\d+ unchanged/)]);
        // A refresh has nothing to tell either.
        expect(output).not.toMatch(/\d+ (?:updated|to update|replaced|created|deleted)|\[diff:/);
      }
    }
    const written = world.standin.requests
      .slice(since)
      .filter(({ method, path }) => method !== "GET" && path !== "/token");
    expect(written.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    const read = world.standin.requests.slice(since).filter(({ method }) => method === "GET");
    expect(read.length).toBeGreaterThan(Object.keys(fixture.altinn.services).length);
  });
});

/** Each of two versions where the other was. */
const exchanged = (fixture: Fixture, one: number, other: number): Fixture =>
  JSON.parse(JSON.stringify(fixture), (member, value: unknown) => {
    if (member !== "versionId") return value;
    return value === one ? other : value === other ? one : value;
  }) as Fixture;

const withProviders = (fixture: Fixture, change: (providers: object[]) => object[]): Fixture =>
  JSON.parse(JSON.stringify(fixture), (member, value: unknown) =>
    member === "storageProviders" ? change(value as object[]) : value,
  ) as Fixture;
