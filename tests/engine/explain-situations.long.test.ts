import { organization, renderPolicy, type Rule } from "../../provider/policy";
import { settled } from "../support/engine";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { explained, golden, goldensOf, recorded, recordedPath } from "../support/explained";
import {
  identifierOf,
  licences,
  madeByHand,
  NEWCOMER,
  pulumi,
  READERS,
  SENDER,
  storePolicy,
  USUAL,
  write,
  type Program,
  type Service,
} from "./explained-programs";

/*
 * What `explain` says of each situation, from what `pulumi preview --json` of the real CLI printed. The previews are kept
 * beside the golden files, the organisation named as in the docs, so that tests/unit tells them again without an engine.
 */

const ANYONE = organization("974761076") as Rule["subjects"][number];
const OTHER = organization("889640782") as Rule["subjects"][number];
const DESCRIPTION = { nb: "Utveksling av bevillinger", nn: "Utveksling", en: "Exchange" };
/** Longer than what a line shows. */
const LONG = `Utveksling av ${"mange og gode ".repeat(30)}bevillinger`;

const worlds: EngineWorld[] = [];
let world: EngineWorld;
let partner: string;
let newcomer: string;
afterAll(async () => {
  for (const each of worlds) await each.close();
});

async function anew(): Promise<void> {
  worlds.push((world = await openEngineWorld()));
  [partner, newcomer] = [0, 1].map(() => world.standin.newOrganisation().number) as [
    string,
    string,
  ];
}

/** The preview of a situation, against its golden files. */
async function told(situation: string, status = 0): Promise<void> {
  const printed = await printedBy({}, status);
  expect(printed).toBe(golden(recordedPath(situation), printed));
  for (const [path, now] of goldensOf(situation, printed)) expect(now).toBe(golden(path, now));
}

/**
 * The same of one that fails at the refresh: which errors the engine prints twice, and how many resources it comes to, is another in
 * each run, so the golden files hold one of them.
 */
async function toldCause(
  situation: string,
  env: Record<string, string>,
  inWords: RegExp,
): Promise<void> {
  const printed = await printedBy(env, 1);
  golden(recordedPath(situation), printed);
  for (const [path, now] of goldensOf(situation, printed)) golden(path, now);
  expect(explained(printed, "nb", "text")).toMatch(inWords);
}

async function printedBy(env: Record<string, string>, status: number): Promise<string> {
  const run = await pulumi(world, ["preview", "--json"], env);
  expect([run.stderr, run.status === 0]).toEqual(["", status === 0]);
  return recorded(settled(run.stdout), [
    [world.organisation.number, "991825827"],
    [partner, "974761076"],
    [newcomer, "889640782"],
    [`"${world.organisation.code}"`, '"ttd"'],
    [`${world.organisation.code}-`, "ttd-"],
    [world.workspace.folder, "/ops"],
    ["urn:pulumi:test::test::", "urn:pulumi:tt02::broker::"],
    ["test-test", "broker-tt02"],
    ['"altinn:environment": "local"', '"altinn:environment": "tt02"'],
  ]);
}

async function up(): Promise<void> {
  const { status, output } = await world.workspace.up();
  expect([status, output]).toEqual([0, expect.stringContaining("Resources:")]);
}

test("a new service", async () => {
  await anew();
  write(world, licences({ config: { maxFileTransferSize: 1_073_741_824 } }));
  await told("new");
});

test("a service that exists and differs, without and with adopt", async () => {
  await anew();
  await madeByHand(
    world,
    licences({
      resource: { homepage: "https://old.example.no" },
      rules: [...USUAL, { subjects: [NEWCOMER], actions: ["write"] }],
      config: { fileTransferTimeToLive: "P7D" },
    }),
  );
  write(world, licences());
  await told("different", 1);
  write(world, licences({ adopt: true }));
  await told("adopted");
});

test("a service that exists and equals the program, and then nothing changes", async () => {
  await anew();
  await madeByHand(world, licences());
  write(world, licences());
  await told("equal");
  await up();
  await told("unchanged");
});

test("somebody gets access and loses it, by the program and at Altinn", async () => {
  write(world, licences({ rules: [...USUAL, { subjects: [NEWCOMER], actions: ["write"] }] }));
  await told("widened");
  await up();
  write(world, licences());
  await told("narrowed");
  await up();
  storePolicy(world, "licences", [...USUAL, { subjects: [NEWCOMER], actions: ["read"] }]);
  await told("opened");
  storePolicy(world, "licences", [READERS]);
  await told("closed");
});

test("a preview is refused", async () => {
  write(
    world,
    licences({
      rules: [{ subjects: [SENDER], actions: ["write"] }, READERS],
      level: 4,
      config: { fileTransferTimeToLive: "30 days" },
    }),
  );
  await told("refused", 1);
});

test("its identifier changes, and it leaves the program", async () => {
  write(world, licences());
  await up();
  write(world, licences({ id: "licences-2" }));
  await told("renamed");
  write(world, {});
  await told("removed");
});

test("members of an access list change, by the program and at Altinn, and the mode is switched", async () => {
  await anew();
  const program = (accessListMode: string, ...members: string[]): Program => ({
    services: { licences: { resource: { accessListMode } } },
    lists: { partners: { members, services: ["licences"] } },
  });
  write(world, program("Disabled", partner));
  await told("new-list");
  await up();
  write(world, program("Enabled", partner));
  await told("mode");
  await up();
  write(world, program("Enabled", newcomer));
  await told("members");
  write(world, { ...program("Enabled", newcomer), lists: {} });
  await told("list-leaves");
  write(world, {});
  await told("all-leaves");
  write(world, program("Enabled", partner));
  await world.context.accessLists.holding("partners", async (list) => {
    await list.look("members");
    await list.addMembers([newcomer]);
    await list.removeMembers([partner]);
    await list.look("connections");
    await list.putConnection({
      resource: identifierOf(world, "licences", {}),
      actions: ["read"],
    });
  });
  await told("list-undone");
});

test("the level is lowered", async () => {
  await anew();
  write(world, licences({ level: 3 }));
  await up();
  write(world, licences({ level: 2 }));
  await told("level");
});

test("two services change at once", async () => {
  await anew();
  const permits: Service = {
    config: {
      fileTransferTimeToLive: "P7D",
      maxFileTransferSize: 100_000_000,
      purgeFileTransferAfterAllRecipientsConfirmed: true,
    },
  };
  write(world, { services: { licences: {}, permits } });
  await up();
  write(world, {
    services: {
      licences: { rules: [...USUAL, { subjects: [NEWCOMER], actions: ["read", "subscribe"] }] },
      permits: {
        resource: { homepage: "https://permits.example.no" },
        rules: [READERS],
        config: {
          fileTransferTimeToLive: "P14D",
          maxFileTransferSize: 2_000_000_000,
          purgeFileTransferAfterAllRecipientsConfirmed: true,
        },
      },
    },
  });
  const id = identifierOf(world, "permits", permits);
  world.standin.setBrokerConfiguration(id, { purgeFileTransferAfterAllRecipientsConfirmed: false });
  await told("two-services");
});

test("texts are changed at Altinn, and two organisations may act for anybody at one of two services", async () => {
  await anew();
  const permits: Service = { rules: [{ subjects: [ANYONE, OTHER], actions: ["read", "write"] }] };
  const services = { licences: { resource: { description: DESCRIPTION } }, permits };
  write(world, { services });
  await up();
  write(world, { services: { licences: { ...services.licences, ...permits }, permits } });
  await told("warned");
  const identifier = identifierOf(world, "licences", {});
  const document = await world.context.registry.getResource(identifier);
  const description = { ...DESCRIPTION, nb: LONG, en: "Exchange of all licences" };
  world.standin.storeResource({ ...document, description });
  write(world, { services });
  await told("texts-drifted");
});

test("Altinn does not answer, and the settings are refused", async () => {
  const nobody = { ALTINN_WITHOUT_KEY: "true", ALTINN_PLATFORM_URL: "http://127.0.0.1:9" };
  await toldCause(
    "unanswered",
    nobody,
    /:\n {2}- Altinn svarte ikke \(http:\/\/127\.0\.0\.1:9\)\. .*\n {6}Pulumi sier: GET [^\n]*$/,
  );
  await toldCause(
    "settings",
    { MASKINPORTEN_JWK: "{no" },
    /:\n {2}- Innstillingene for kjøringen er feil, .*\n {6}Pulumi sier: MASKINPORTEN_JWK [^\n]*$/,
  );
});

test("texts that a page could take for its own", async () => {
  await anew();
  write(world, licences());
  await up();
  write(
    world,
    licences({
      resource: {
        homepage: "https://example.no/?a=<b>&c=`d`|e",
        description: {
          nb: "En *stor* <script>alert(1)</script>\n| 🚀 | @lag #1",
          nn: "`nn`",
          en: "${en} [x](y)",
        },
      },
    }),
  );
  const stored = renderPolicy({
    resourceId: identifierOf(world, "licences", {}),
    rules: [READERS],
  });
  world.standin.storePolicy(identifierOf(world, "licences", {}), stored);
  await told("escaped");
});
