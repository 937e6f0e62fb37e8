import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openWorld, type World } from "../../support/altinn";
import { policyFor } from "../../support/policies";
import { resourceArgs } from "../../support/resources";
import { make } from "../list/ground";
import { filesIn, importInto, newFolder, reported } from "./ground";

/* `import --from`: a checkout of Altinn Studio's resources repository. */

const organisation = { number: "974761076", code: "skd" };
let world: World;
let folder: string;
let studio: string;

beforeEach(async () => {
  world = await openWorld(undefined, { organisation });
  folder = newFolder();
  studio = newFolder("skd-resources");
});
afterEach(() => world.close());

/** A resource as Studio keeps it. */
function put(identifier: string, document: object = {}, policy?: string | Buffer): void {
  const name = identifier.replaceAll(":", "%3A");
  mkdirSync(join(studio, name));
  const whole = {
    ...resourceArgs(identifier),
    version: "1",
    spatial: null,
    thematicArea: null,
    delegable: true,
    hasCompetentAuthority: {
      organization: organisation.number,
      orgcode: organisation.code,
      name: {},
    },
    resourceType: "BrokerService",
    status: "Completed",
    ...document,
  };
  writeFileSync(join(studio, name, `${name}_resource.json`), JSON.stringify(whole, undefined, 2));
  if (policy !== undefined) writeFileSync(join(studio, name, `${name}_policy.xml`), policy);
}

test("what was published is the program, placeholders filled in and %3A read, and nothing differs", async () => {
  const withOrg = policyFor("skd-invoices", ["X"])
    .replace("urn:altinn:organization:identifier-no", "urn:altinn:org")
    .replace(">X<", ">[org]<");
  put("skd-invoices", {}, `\ufeff${withOrg}`);
  const reference = {
    referenceSource: "Altinn1",
    referenceType: "ApplicationId",
    reference: "1-1:2.0",
  };
  put("app_skd_a1-1-1:2.0", { resourceType: "MigratedApp", resourceReferences: [reference] });
  mkdirSync(join(studio, ".git"));
  for (const identifier of ["skd-invoices", "app_skd_a1-1-1:2.0"]) {
    const name = identifier.replaceAll(":", "%3A");
    const text = readFileSync(join(studio, name, `${name}_resource.json`), "utf8");
    const {
      spatial: _spatial,
      thematicArea: _area,
      ...document
    } = JSON.parse(text) as Record<string, unknown>;
    world.standin.storeResource(document);
  }
  world.standin.storePolicy("skd-invoices", withOrg.replace("[org]", "skd"));
  const { status, report } = await reported(folder, world.env, ["--from", studio]);
  expect([report.differences, report.leftOut, status]).toEqual([[], [], 0]);
  const files = filesIn(folder);
  expect(files["resources/skd-invoices.ts"]).toContain('altinn.serviceOwner("skd")');
  expect(files["resources/app_skd_a1-1-1%3A2.0.ts"]).toContain('identifier: "app_skd_a1-1-1:2.0"');
  expect(files["index.ts"]).toContain(
    'import { appSkdA1112 } from "./resources/app_skd_a1-1-1%3A2.0";'.replace(
      "appSkdA1112",
      "appSkdA11120",
    ),
  );
});

test("where folder and Altinn differ the program says what the folder says, and the differences are listed", async () => {
  put(
    "skd-invoices",
    { homepage: "https://new.example" },
    policyFor("skd-invoices", ["889640782"]),
  );
  put("skd-new", {}, policyFor("skd-new", [organisation.number]));
  make(world, "skd-invoices", { document: { version: "1" }, config: null });
  const { status, report } = await reported(folder, world.env, ["--from", studio]);
  expect(status).toBe(1);
  expect(report.services).toEqual(["skd-invoices", "skd-new"]);
  expect(report.differences).toEqual([
    'skd-invoices: homepage is nothing at Altinn, in the folder "https://new.example".',
    "skd-invoices, policy: organization 974761076 (for any party) is publish, read, subscribe, write at Altinn, in the folder nothing.",
    "skd-invoices, policy: organization 889640782 (for any party) is nothing at Altinn, in the folder publish, read, subscribe, write.",
    "skd-new is not at Altinn: the next `pulumi up` makes it.",
  ]);
  const { printed } = await importInto(folder, world.env, ["--from", studio]);
  expect(printed.join("\n")).toContain("The folder and Altinn differ");
});

test("another organisation's, a broken file and what the registry would refuse are left out with their reasons", async () => {
  put("skd-fine", {}, policyFor("skd-fine", [organisation.number]));
  put("nav-theirs", { hasCompetentAuthority: { organization: "889640782", orgcode: "nav" } });
  put("SKD.refused");
  mkdirSync(join(studio, "skd-broken"));
  writeFileSync(
    join(studio, "skd-broken", "skd-broken_resource.json"),
    Buffer.from('{"identifier":"på"}', "latin1"),
  );
  const { status, report } = await reported(folder, world.env, ["--from", studio]);
  expect([status, report.services]).toEqual([1, ["skd-fine"]]);
  expect(report.leftOut.map(({ what, why }) => `${what}: ${why}`)).toEqual([
    expect.stringMatching(/^SKD\.refused: A preview would refuse it: identifier is "SKD\.refused"/),
    "nav-theirs: It belongs to organisation 889640782 (nav), not to 974761076 (skd).",
    expect.stringMatching(/^skd-broken: .*its encoding is broken, or not UTF-8/),
  ]);
});

test("what was imported from Altinn before and is not in the folder stays", async () => {
  make(world, "skd-live", { config: null });
  await reported(folder, world.env);
  put("skd-invoices", {}, policyFor("skd-invoices", [organisation.number]));
  const { report } = await reported(folder, world.env, ["--from", studio]);
  expect([report.services, report.files.removed]).toEqual([["skd-invoices"], []]);
  expect(Object.keys(filesIn(folder))).toEqual(
    expect.arrayContaining(["resources/skd-invoices.ts", "resources/skd-live.ts"]),
  );
});

test("a folder without resources is said to be none, and nothing is written", async () => {
  const { status, complained } = await importInto(folder, world.env, ["--from", studio]);
  expect([status, filesIn(folder)]).toEqual([3, {}]);
  expect(complained.join()).toContain("has no resource of Altinn Studio in it");
});
