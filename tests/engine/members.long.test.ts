import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blocksOf } from "../docs/markdown";
import { runProgram } from "../packed/run-program";
import { root, settled } from "../support/engine";
import { MINISTRY, openExample, type ExampleUnderTest } from "./example-under-test";

/* examples/members does what its page says, on the real engine, from the first `up` to `down`, in the order of these tests. */

const resourceId = "ttd-permits";
const list = "permit-partners";
/** The other member of the stack `local`. */
const partner = "974761076";
const stranger = "889640782";
/** Is no member; both have the service delegated to it. */
let delegate: string;

const scopes = [
  "altinn:serviceowner",
  "altinn:resourceregistry/resource.write",
  "altinn:resourceregistry/accesslist.write",
  "altinn:broker.write",
  "altinn:broker.read",
];

let example: ExampleUnderTest;
beforeAll(async () => {
  example = await openExample("members", scopes);
});
afterAll(() => example.close());

async function ask(path: string): Promise<unknown> {
  const token = example.standin.token({ organisation: "ttd", scopes });
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${example.standin.platformUrl}/resourceregistry/api/v1${path}`, {
    headers,
  });
  return answer.json();
}

interface Page<T> {
  readonly data: readonly T[];
}

/** What the registry has of the list, and the mode of the service. */
async function atAltinn() {
  const path = `/access-lists/ttd/${list}`;
  const members = (await ask(`${path}/members`)) as Page<{
    readonly identifiers: Readonly<Record<string, unknown>>;
  }>;
  const connections = (await ask(`${path}/resource-connections`)) as Page<{
    readonly resourceIdentifier: string;
  }>;
  const { accessListMode, status } = (await ask(`/resource/${resourceId}`)) as Record<
    string,
    unknown
  >;
  return {
    members: members.data
      .map(({ identifiers }) => identifiers["urn:altinn:organization:identifier-no"])
      .sort(),
    services: connections.data.map(({ resourceIdentifier }) => resourceIdentifier),
    accessListMode,
    status,
  };
}

const send = (sender: string, caller = sender) =>
  example.send({ resourceId, sender, recipient: MINISTRY, caller });

function writeMembers(members: readonly string[]): void {
  const file = join(example.folder, "Pulumi.local.yaml");
  const text = readFileSync(file, "utf8");
  const line = /^( *members:members: ).*$/m;
  expect(text).toMatch(line);
  writeFileSync(file, text.replace(line, `$1${JSON.stringify(members)}`));
}

/** Traces and times are others in each run. */
const comparable = (text: string): string =>
  settled(text)
    .replace(/trace 00-[0-9a-f-]+/g, "trace")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME");

function sample(title: string): string {
  const block = blocksOf("examples/members/README.md").find((one) => one.title === title);
  expect(block).toBeDefined();
  return comparable(block?.text ?? "");
}

const open = {
  members: [partner, MINISTRY],
  services: [resourceId],
  accessListMode: "Enabled",
  status: "Completed",
};

test("the first up opens the service, and the smoke check is let in as a member", async () => {
  const { status, output } = await example.up();
  expect([status, output]).toEqual([0, expect.stringMatching(/8 created/)]);
  expect(comparable(output)).toContain(sample("npm run up"));
  expect(output).not.toMatch(/list-without-mode|mode-without-list/);
  expect(await atAltinn()).toEqual(open);
});

test("who has the service delegated gets in for a member, and for nobody else", async () => {
  const { standin } = example;
  delegate = standin.newOrganisation().number;
  for (const party of [partner, stranger]) {
    const rights = standin.delegate({ organisation: delegate, party, resourceId });
    expect(rights).toContain("write");
  }
  expect(await send(partner, delegate)).toEqual([200]);
  expect(await send(stranger, delegate)).toEqual([401, "BRO-00006"]);
});

test("a second run and a preview have nothing to do", async () => {
  const second = await example.up("--expect-no-changes");
  expect([second.status, second.output]).toEqual([0, expect.stringMatching(/8 unchanged/)]);
  const preview = await example.pulumi("preview", "--expect-no-changes");
  expect([preview.status, preview.output]).toEqual([0, expect.stringMatching(/8 unchanged/)]);
});

test("a member that is taken out is refused: up fails on the check, and the list is written", async () => {
  writeMembers([partner]);
  const { status, output } = await example.up();
  expect(status).not.toBe(0);
  expect(comparable(output)).toContain(sample("npm run up, without the ministry"));
  expect(output).not.toContain("verified: 65536 bytes");
  expect(await atAltinn()).toEqual({ ...open, members: [partner] });
  expect(await send(partner, delegate)).toEqual([400, "BRO-00028"]);
});

test("the check that was refused runs again, though nothing has changed since", async () => {
  const { status, output } = await example.up();
  expect(status).not.toBe(0);
  expect(comparable(output)).toContain(sample("npm run up, without the ministry"));
});

test("put back, the member is let in", async () => {
  writeMembers([MINISTRY, partner]);
  const { status, output } = await example.up();
  expect(status).toBe(0);
  expect(comparable(output)).toContain(sample("npm run up"));
  expect(await atAltinn()).toEqual(open);
  expect(await send(partner, delegate)).toEqual([200]);
});

test("down disconnects the list: nobody gets in, and the list stays with its members", async () => {
  const { status, output } = await example.pulumi("destroy", "--yes", "--skip-preview");
  expect([status, output]).toEqual([0, expect.stringMatching(/8 deleted/)]);
  expect(await atAltinn()).toEqual({ ...open, services: [], status: "Withdrawn" });
  expect(await send(partner, delegate)).toEqual([401, "BRO-00006"]);
  expect(await send(MINISTRY)).toEqual([401, "BRO-00006"]);
});

test("in a checkout it is one command", async () => {
  const folder = mkdtempSync(join(tmpdir(), "members-"));
  const args = ["run", "--silent", "up", "--", "--skip-preview"];
  const { status, output } = await runProgram("npm", args, join(root, "examples", "members"), {
    ALTINN_LOCAL_FOLDER: folder,
  });
  rmSync(folder, { recursive: true, force: true });
  expect([status, output]).toEqual([0, expect.stringMatching(/8 created/)]);
  expect(comparable(output.trim().split("\n").at(-1) ?? "")).toBe(sample("npm run up").trim());
});
