import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { organization, renderPolicy, role, serviceOwner } from "../../../provider/policy";
import { accessListConnectionLifecycle } from "../../../provider/resources/access-list-connection/lifecycle";
import { accessListLifecycle } from "../../../provider/resources/access-list/lifecycle";
import { openWorld, type World } from "../../support/altinn";
import { formatted } from "../../support/formatted";
import { policyFor } from "../../support/policies";
import { make, openOwner, withoutKey } from "../list/ground";
import { filesIn, importInto, newFolder, reported } from "./ground";

/* `altinn-broker import`: what it writes, what it leaves alone, and what it says of what it left out. */

let world: World;
let folder: string;
const id = (name: string): string => `${world.organisation.code}-${name}`;

beforeEach(async () => {
  world = await openOwner();
  folder = newFolder();
});
afterEach(() => world.close());

/** A list with one member, which is connected to a service. */
async function connect({ context }: World, list: string, resourceId: string): Promise<void> {
  await accessListLifecycle(context).create({
    identifier: list,
    name: "Partners",
    description: "",
    members: ["974761076"],
    membership: "exact",
  });
  await accessListConnectionLifecycle(context).create({
    accessList: list,
    resourceId,
    actions: ["read"],
  });
}

/** A policy in ISO-8859-1, as somebody uploaded it. */
async function uploadBytes({ standin, organisation }: World, identifier: string): Promise<void> {
  const text = policyFor(identifier, [organisation.number])
    .replace("utf-8", "iso-8859-1")
    .replace("<xacml:Target/>", "<xacml:Description>på</xacml:Description><xacml:Target/>");
  const body = new FormData();
  body.append("policyFile", new Blob([Buffer.from(text, "latin1")]), "policy.xml");
  const scopes = ["altinn:resourceregistry/resource.write"];
  const token = standin.token({ organisation: organisation.number, scopes });
  const path = `/resourceregistry/api/v1/resource/${identifier}/policy`;
  const headers = { authorization: `Bearer ${token}` };
  const { status } = await fetch(standin.platformUrl + path, { method: "PUT", headers, body });
  expect(status).toBe(201);
}

const program = (name: string): string =>
  readFileSync(join(folder, "resources", `${id(name)}.ts`), "utf8");

test("a service is written with only what differs from defaults, its policy as rules under people's names", async () => {
  const { code } = world.organisation;
  make(world, id("licences"), {
    document: {
      delegable: true,
      visible: true,
      accessListMode: "Disabled",
      homepage: "https://x.example",
    },
    policy: renderPolicy({
      resourceId: id("licences"),
      rules: [
        { subjects: [organization("974761076", { onBehalfOf: "itself" })], actions: ["write"] },
        { subjects: [serviceOwner(code), role("dagl")], actions: ["read", "subscribe"] },
      ],
      minimumAuthenticationLevel: 3,
    }),
    config: { fileTransferTimeToLive: "P30D" },
  });
  await connect(world, "partners", id("licences"));
  const { status, report } = await reported(folder, world.env);
  expect([status, report.leftOut]).toEqual([0, []]);
  const text = program("licences");
  expect(text).toContain('homepage: "https://x.example"');
  for (const left of [
    "delegable",
    "visible:",
    "accessListMode",
    "hasCompetentAuthority",
    "versionId",
    "resourceType",
    "status:",
  ])
    expect(text).not.toContain(left);
  expect(text).toContain(
    `
        subjects: [
          // Skatteetaten
          altinn.organization("974761076", { onBehalfOf: "itself" }),
        ],
        actions: ["write"],`.slice(1),
  );
  expect(text).toContain('// Daglig leder\n          altinn.role("dagl"),');
  expect(text).toContain("minimumAuthenticationLevel: 3,");
  expect(text).toContain('fileTransferTimeToLive: "P30D",');
  expect(text).toContain(`new altinn.AccessListConnection(
    "partners/${id("licences")}",
    {
      accessList: "partners",
      resourceId: resource.identifier,
      actions: ["read"],`);
  const files = filesIn(folder);
  expect(Object.keys(files)).toEqual([
    ".gitignore", "Pulumi.yaml", "access-lists/partners.ts", "index.ts", "package.json",
    `resources/${id("licences")}.ts`, "service-owner.ts", "stack-values.ts", "tsconfig.json",
  ]); // prettier-ignore
  expect(files["access-lists/partners.ts"]).toContain('members: ["974761076"],');
  expect(files["service-owner.ts"]).toContain('name: "Etaten",');
  const { report: again } = await reported(folder, world.env);
  expect([again.files.made, again.files.changed, again.files.edited]).toEqual([[], [], []]);
});

test("all of it stays as it is when prettier goes over it", async () => {
  make(world, id("a-service-with-a-very-long-identifier-indeed-of-sixty-letters"), {
    document: {
      title: { nb: "Pris ${x} `y` \"z\" 'æ'", nn: "to\nlinjer", en: "😀".repeat(45) },
      keywords: [
        { word: "a", language: "nb" },
        { word: "b", language: "nb" },
      ],
      spatial: ["a".repeat(50), "b".repeat(50)],
      contactPoints: [],
    },
  });
  make(world, id("short"), {
    policy: policyFor(id("short"), ["974761076"]).replace('Effect="Permit"', 'Effect="Deny"'),
  });
  make(world, id("none"), { policy: null, config: null });
  await connect(world, "partners", id("short"));
  await reported(folder, world.env);
  const files = filesIn(folder);
  expect(formatted(files)).toEqual(files);
});

test("policies that rules cannot say, and all with --xml, are files with the very bytes", async () => {
  const odd = `\ufeff${policyFor(id("odd"), ["974761076"]).replace('Effect="Permit"', 'Effect="Deny"').replaceAll("\n", "\r\n")}`;
  const usual = policyFor(id("usual"), ["974761076"]);
  make(world, id("odd"), { policy: odd });
  make(world, id("usual"), { policy: usual });
  const { report } = await reported(folder, world.env);
  expect(report.policies).toEqual({ rules: 1, xml: 1 });
  expect(readFileSync(join(folder, "policies", `${id("odd")}.xml`), "utf8")).toBe(odd);
  expect(program("odd")).toContain(`xml: policyText("${id("odd")}"),`);
  expect(report.untypedPolicies).toEqual([{ service: id("odd"), why: 'rule 1 has Effect="Deny"' }]);
  const { report: texts } = await reported(folder, world.env, ["--xml"]);
  expect(texts.policies).toEqual({ rules: 0, xml: 2 });
  expect(texts.untypedPolicies).toEqual(report.untypedPolicies);
  // What the policies have that is warned about is meant, since they are taken over as they are.
  expect(program("usual")).toContain('acknowledge: ["for-any-party"],');
  expect(program("odd")).not.toContain("acknowledge");
  expect(readFileSync(join(folder, "policies", `${id("usual")}.xml`), "utf8")).toBe(usual);
  const { report: back } = await reported(folder, world.env);
  expect(back.files.removed).toEqual([`policies/${id("usual")}.xml`]);
});

test("without a key Broker's settings and lists are left out, named, with the command that adds them, which keeps the rest", async () => {
  make(world, id("licences"), { config: { maxFileTransferSize: 77 } });
  await connect(world, "partners", id("licences"));
  const keyless = withoutKey(world.env);
  const { status, report } = await reported(folder, keyless, ["--only", id("licences")]);
  expect(status).toBe(1);
  const command = `npx --no altinn-broker import --json --only ${id("licences")}`;
  expect(report.leftOut).toEqual([
    {
      what: "Broker's settings, the service owner's registration, and access lists",
      why: "They were not looked at: no key is set.",
      todo: expect.stringContaining(command),
    },
  ]);
  expect(program("licences")).not.toContain("BrokerResourceConfig");
  const { status: with_, report: added } = await reported(folder, world.env, [
    "--only",
    id("licences"),
  ]);
  expect([with_, added.leftOut]).toEqual([0, []]);
  expect(program("licences")).toContain("maxFileTransferSize: 77,");
  expect(added.accessLists).toEqual(["partners"]);
  // What was read with the key stays when somebody without one runs it again.
  const { report: again } = await reported(folder, keyless, ["--only", id("licences")]);
  expect([again.files.changed, again.files.removed]).toEqual([[], []]);
});

test("without the scope of lists they are left out, with the scope that is missing", async () => {
  const poor = await openWorld(["altinn:serviceowner", "altinn:resourceregistry/resource.write"]);
  make(poor, `${poor.organisation.code}-one`, { config: null });
  const { report } = await reported(folder, poor.env);
  expect(report.leftOut.map(({ what }) => what)).toEqual(["Access lists, and their connections"]);
  expect(report.leftOut[0]?.why).toContain("altinn:resourceregistry/accesslist.write");
  await poor.close();
});

test("what somebody edited is left as it is, and written anew with --force; what nobody edited follows Altinn", async () => {
  make(world, id("edited"));
  make(world, id("left"));
  await reported(folder, world.env);
  appendFileSync(join(folder, "resources", `${id("edited")}.ts`), "// mine\n");
  make(world, id("edited"), { document: { homepage: "https://a.example" } });
  make(world, id("left"), { document: { homepage: "https://b.example" } });
  const { status, report } = await reported(folder, world.env);
  expect(status).toBe(1);
  expect(report.files.edited).toEqual([`resources/${id("edited")}.ts`]);
  expect(report.files.changed).toEqual([`resources/${id("left")}.ts`]);
  expect(program("edited")).toMatch(/\/\/ mine\n$/);
  const { printed } = await importInto(folder, world.env);
  expect(printed.join("\n")).toContain(
    `  ${id("edited")} (resources/${id("edited")}.ts): Altinn has it otherwise than it was imported last.\n    homepage is "https://a.example" at Altinn; in what was imported last it is nothing`,
  );
  expect(printed.join("\n")).toContain(
    `\`npx --no altinn-broker import --only ${id("edited")} --force\` writes the files anew. What is only in them is lost, also what somebody wrote for another stack.`,
  );
  const { status: forced } = await reported(folder, world.env, ["--force"]);
  expect([
    forced,
    program("edited").includes("// mine"),
    program("edited").includes("https://a.example"),
  ]).toEqual([0, false, true]);
});

test("a service that is gone leaves the program, unless its file was edited", async () => {
  make(world, id("goes"), { config: null });
  make(world, id("stays"));
  await reported(folder, world.env);
  const token = world.standin.token({
    organisation: world.organisation.number,
    scopes: ["altinn:resourceregistry/resource.write"],
  });
  const path = `/resourceregistry/api/v1/resource/${id("goes")}`;
  await fetch(`${world.standin.platformUrl}${path}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${token}` },
  });
  const { report } = await reported(folder, world.env);
  expect(report.files.removed).toEqual([`resources/${id("goes")}.ts`]);
  expect(filesIn(folder)["index.ts"]).not.toContain("goes");
});

test("what could not be read stays in the program as it was", async () => {
  make(world, id("one"));
  make(world, id("two"));
  await reported(folder, world.env);
  const before = filesIn(folder);
  const { standin } = world;
  const fails = { status: 503 };
  standin.failNext({ path: `/resourceregistry/api/v1/resource/${id("one")}` }, fails, { times: 9 });
  standin.failNext({ path: new RegExp(`${id("two")}/policy$`) }, fails, { times: 9 });
  standin.failNext({ path: `/broker/api/v1/resource/${id("two")}` }, fails, { times: 9 });
  const { status, report } = await reported(folder, world.env);
  expect(status).toBe(1);
  expect(report.leftOut.map(({ what }) => what)).toEqual([
    id("one"),
    `The policy of ${id("two")}`,
    `Broker's settings of ${id("two")}`,
  ]);
  expect([report.files.changed, report.files.removed]).toEqual([[], []]);
  expect(filesIn(folder)).toEqual(before);
});

test("an own index.ts is left as it is, with the line to add; an existing project gets no files of its own kind", async () => {
  make(world, id("one"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: mine\nruntime: nodejs\n");
  writeFileSync(join(folder, "index.ts"), 'console.log("mine");\n');
  const { status, report } = await reported(folder, world.env);
  expect(status).toBe(1);
  expect(report.leftOut).toEqual([
    {
      what: "index.ts",
      why: "It is your own, so it is left as it is.",
      todo: 'Add the line `import "./imported";` to it.',
    },
  ]);
  expect(existsSync(join(folder, "tsconfig.json"))).toBe(false);
  expect(readFileSync(join(folder, "index.ts"), "utf8")).toBe('console.log("mine");\n');
  expect(filesIn(folder)["imported.ts"]).toContain("first);");
});

test("a misspelt service is told with the name that is near", async () => {
  make(world, id("licences"));
  const { status, printed } = await importInto(folder, world.env, ["--only", id("licenses")]);
  expect([status, filesIn(folder)]).toEqual([1, {}]);
  expect(printed.join("\n")).toContain(
    `${id("licenses")}: The registry (local) has no such resource.\n    What to do: Write ${id("licences")} if that is meant.`,
  );
});

test("where nothing is found nothing is written, and what was there stays", async () => {
  const theirs = world.standin.newOrganisation();
  const { status, printed } = await importInto(folder, world.env, ["--org", theirs.code]);
  expect([status, filesIn(folder)]).toEqual([1, {}]);
  expect(printed.at(-1)).toBe(
    `Nothing of it was found for organisation ${theirs.number} (${theirs.code}) in local, and the program stays as it was. Check the organisation, the environment and --only.`,
  );
  make(world, id("one"));
  await reported(folder, world.env);
  const before = filesIn(folder);
  const other = await importInto(folder, world.env, ["--org", theirs.code]);
  expect([other.status, filesIn(folder)]).toEqual([3, before]);
});

test("what cannot be taken over is left out with its reason, and the rest is done", async () => {
  const theirs = world.standin.newOrganisation();
  make({ standin: world.standin, organisation: theirs }, "xyz-theirs", { config: null });
  make(world, id("latin"), { config: null });
  await uploadBytes(world, id("latin"));
  make(world, id("fine"));
  const only = ["xyz-theirs", "app_ttd_skjema", id("nowhere"), id("fine"), id("latin")].join(",");
  const { status, report } = await reported(folder, world.env, ["--only", only]);
  expect(status).toBe(1);
  expect(report.services).toEqual([id("fine"), id("latin")]);
  expect(report.leftOut.map(({ what, why }) => `${what}: ${why}`)).toEqual([
    `xyz-theirs: It belongs to organisation ${theirs.number} (${theirs.code}), not to ${world.organisation.number} (${world.organisation.code}).`,
    "app_ttd_skjema: The registry (local) stores no such resource: an app that is in Altinn Storage alone is made and changed in Altinn Studio.",
    `${id("nowhere")}: The registry (local) has no such resource.`,
    `The policy of ${id("latin")}: Its bytes are not UTF-8, and a program gives texts alone.`,
  ]);
});

test("--into makes a folder, and wrong settings write nothing", async () => {
  make(world, id("one"));
  const { status } = await importInto(folder, {}, ["--into", "ops"]);
  expect([status, existsSync(join(folder, "ops"))]).toEqual([3, false]);
  await importInto(folder, world.env, ["--into", "ops"]);
  expect(existsSync(join(folder, "ops", "resources", `${id("one")}.ts`))).toBe(true);
  writeFileSync(join(folder, "ops", ".altinn-import.json"), "{}");
  const broken = await importInto(folder, world.env, ["--into", "ops"]);
  expect([broken.status, broken.complained.join()]).toEqual([
    3,
    expect.stringContaining(".altinn-import.json is not as"),
  ]);
  rmSync(join(folder, "ops"), { recursive: true });
});
