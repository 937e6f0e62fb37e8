import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { organization, renderPolicy, role, serviceOwner } from "../../../provider/policy";
import { accessListConnectionLifecycle } from "../../../provider/resources/access-list-connection/lifecycle";
import { accessListLifecycle } from "../../../provider/resources/access-list/lifecycle";
import { openWorld, type World } from "../../support/altinn";
import { root } from "../../support/engine";
import { shows } from "../../support/shown";
import { make, withoutKey } from "../list/ground";
import { fakePulumi, filesIn, importInto, newFolder, reported } from "./ground";

/* What docs/import.md shows is what the command prints and writes. UPDATE_GOLDEN=true writes it there. */

const PAGE = "docs/import.md";
const organisation = { number: "974761076", code: "skd" };
const COMMAND = "npx --no altinn-broker import";
let tt02: World;
let production: World;
let path: string;

beforeAll(async () => {
  tt02 = await openWorld(undefined, { organisation });
  production = await openWorld(undefined, { organisation });
  for (const world of [tt02, production]) {
    await world.context.broker.postServiceOwner("Skatteetaten");
    licences(world);
  }
  make(tt02, "skd-trial", { config: null });
  make(production, "skd-licences", {
    document: { ...TEXTS, homepage: "https://www.skatteetaten.no" },
    policy: policy(),
    config: { fileTransferTimeToLive: "P14D" },
  });
  await accessListLifecycle(tt02.context).create({
    identifier: "partners",
    name: "Partnere",
    description: "",
    members: ["889640782"],
    membership: "exact",
  });
  await accessListConnectionLifecycle(tt02.context).create({
    accessList: "partners",
    resourceId: "skd-trial",
  });
  path = `${fakePulumi({ tt02: {}, production: {} })}:/usr/bin:/bin`;
});
afterAll(async () => {
  await tt02.close();
  await production.close();
});

const TEXTS = {
  title: { nb: "Lisenser", nn: "Lisensar", en: "Licences" },
  description: {
    nb: "Utveksling av lisenser",
    nn: "Utveksling av lisensar",
    en: "Exchange of licences",
  },
  rightDescription: {
    nb: "Sende og hente filer",
    nn: "Sende og hente filer",
    en: "Send and fetch files",
  },
};

const policy = (): string =>
  renderPolicy({
    resourceId: "skd-licences",
    rules: [
      {
        subjects: [organization("974761076", { onBehalfOf: "anyone" })],
        actions: ["read", "write"],
      },
      { subjects: [serviceOwner("skd")], actions: ["subscribe"] },
      {
        subjects: [organization("889640782", { onBehalfOf: "itself" }), role("dagl")],
        actions: ["read", "subscribe"],
      },
    ].flatMap((rule) =>
      rule.subjects.length === 2
        ? rule.subjects.map((subject) => ({ ...rule, subjects: [subject] }))
        : [rule],
    ),
    minimumAuthenticationLevel: 3,
  });

function licences(world: World): void {
  make(world, "skd-licences", {
    document: TEXTS,
    policy: policy(),
    config: { maxFileTransferSize: 1_073_741_824, fileTransferTimeToLive: "P30D" },
  });
}

const dependencies = {
  "pulumi-altinn-broker": "0.1.0",
  "@pulumi/pulumi": "3.255.0",
  typescript: "6.0.0",
  "@types/node": "24.0.0",
};

/** A folder of its own name, which it shows as the page has it. */
function project(isEmpty = false): {
  readonly folder: string;
  readonly settled: (text: string) => string;
} {
  const parent = newFolder();
  const folder = join(parent, "broker-services");
  mkdirSync(folder);
  if (!isEmpty)
    for (const [file, text] of [
      ["Pulumi.yaml", "name: broker-services\nruntime: nodejs\n"],
      ["package.json", JSON.stringify({ name: "broker-services", dependencies })],
      ["tsconfig.json", "{}"],
    ] as const)
      writeFileSync(join(folder, file), text);
  return { folder, settled: (text) => text.replaceAll(folder, "/home/you/broker-services") };
}

test("two stacks, and what they come to", async () => {
  const { folder, settled } = project();
  const env = { ...tt02.env, PATH: path };
  const first = await importInto(folder, env, ["--stack", "tt02"]);
  expect(first.status).toBe(0);
  shows(PAGE, `${COMMAND} --stack tt02`, settled(first.printed.join("\n")));
  shows(
    PAGE,
    "resources/skd-licences.ts",
    filesIn(folder)["resources/skd-licences.ts"]?.trimEnd() ?? "",
  );
  const other = { ...production.env, PATH: path };
  const second = await importInto(folder, other, ["--stack", "production"]);
  expect(second.status).toBe(0);
  shows(PAGE, `${COMMAND} --stack production`, settled(second.printed.join("\n")));
  const files = filesIn(folder);
  shows(
    PAGE,
    "resources/skd-licences.production.json",
    files["resources/skd-licences.production.json"]?.trimEnd() ?? "",
  );
  shows(PAGE, "index.ts", files["index.ts"]?.trimEnd() ?? "");
});

test("without a key", async () => {
  const { folder, settled } = project(true);
  const { printed, status } = await importInto(folder, withoutKey(tt02.env), [
    "--only",
    "skd-licences",
  ]);
  expect(status).toBe(1);
  shows(PAGE, `${COMMAND} --only skd-licences`, settled(printed.join("\n")));
});

test("every member of --json has its row", async () => {
  const { report } = await reported(project().folder, tt02.env);
  const page = readFileSync(join(root, PAGE), "utf8");
  for (const name of [...Object.keys(report), ...Object.keys(report.files)])
    expect(page).toContain(`\`${name}\``);
});
