import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodePolicy, readPolicy, resourceIdOf } from "../../provider/policy";
import { accessListConnectionLifecycle } from "../../provider/resources/access-list-connection/lifecycle";
import { accessListLifecycle } from "../../provider/resources/access-list/lifecycle";
import { withoutNulls } from "../../provider/values/json";
import type { World } from "../support/altinn";
import { policyFor } from "../support/policies";
import { resourceArgs } from "../support/resources";

/* Documents and policies of others, put into embedded Altinns as one organisation's, which is how import meets them. */

const shared = process.env["ALTINN_SHARED_DIR"];
const fixtures = shared === undefined ? "" : join(shared, "fixtures");
type Document = Readonly<Record<string, unknown>>;

const filesIn = (folder: string, ending: string): string[] =>
  fixtures !== "" && existsSync(join(fixtures, folder))
    ? readdirSync(join(fixtures, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(ending))
        .sort()
        .map((file) => join(fixtures, folder, file))
    : [];

/** What was put there, and what the registry did not take. */
export interface Seeded {
  readonly documents: number;
  readonly policies: number;
  readonly configurations: number;
  /** Lines with the reason. */
  readonly notTaken: readonly string[];
}

/** Versions of one identifier go to one world after the other; what is over gets an identifier of its own. */
export function seed(worlds: readonly World[], most: number): Seeded {
  const notTaken: string[] = [];
  const versions = new Map<string, number>();
  let documents = 0;
  let policies = 0;
  const place = (identifier: string, kind: string): { world: World; id: string } => {
    const key = `${kind} ${identifier}`;
    const version = versions.get(key) ?? 0;
    versions.set(key, version + 1);
    const world = worlds[version % worlds.length] as World;
    const round = Math.floor(version / worlds.length);
    return { world, id: round === 0 ? identifier : `${identifier}-v${String(round + 1)}` };
  };
  const stored = new Set<string>();
  const store = (world: World, document: Document): void => {
    const { number: organization, code: orgcode } = world.organisation;
    const authority = document.hasCompetentAuthority as object | undefined;
    world.standin.storeResource({
      ...document,
      hasCompetentAuthority: { ...authority, organization, orgcode },
    });
    stored.add(`${String(worlds.indexOf(world))} ${String(document.identifier)}`);
  };
  const shared = documentsOf().slice(0, most);
  for (const { name, document } of shared) {
    const { world, id } = place(String(document.identifier), "document");
    try {
      store(world, { ...document, identifier: id });
      documents += 1;
    } catch (error) {
      notTaken.push(`${name}: ${(error as Error).message}`);
    }
  }
  for (const file of filesIn("policies", ".xml").slice(0, most)) {
    const name = file.slice(fixtures.length + 1);
    const xml = readFileSync(file, "utf8");
    const found = resourceIdOf(readPolicy(decodePolicy(readFileSync(file))));
    if (!("id" in found)) {
      notTaken.push(`${name}: it names no one resource`);
      continue;
    }
    const { world, id } = place(found.id.toLowerCase(), "policy");
    if (!stored.has(`${String(worlds.indexOf(world))} ${id}`)) store(world, documentFor(id));
    try {
      world.standin.storePolicy(
        id,
        id === found.id ? xml : xml.replaceAll(`>${found.id}<`, `>${id}<`),
      );
      policies += 1;
    } catch (error) {
      notTaken.push(`${name}: ${(error as Error).message}`);
    }
  }
  return { documents, policies, configurations: configure(worlds, stored, notTaken), notTaken };
}

function documentsOf(): { name: string; document: Document }[] {
  return filesIn("resources", ".json").flatMap((file) => {
    const name = file.slice(fixtures.length + 1);
    const text = readFileSync(file, "utf8").replace(/^\ufeff/, "");
    const value = JSON.parse(text) as Document | Document[];
    return Array.isArray(value)
      ? value.map((document, at) => ({ name: `${name} [${String(at)}]`, document }))
      : [{ name, document: value }];
  });
}

/** Of what there is a policy and no document. */
function documentFor(id: string): Document {
  const [, org, app] = /^app_([^_]+)_(.+)$/.exec(id) ?? [];
  const reference = {
    referenceSource: "Altinn3",
    referenceType: "ApplicationId",
    reference: `${String(org)}/${String(app)}`,
  };
  return {
    ...resourceArgs(id),
    resourceType: org === undefined ? "BrokerService" : "AltinnApp",
    ...(org === undefined ? {} : { resourceReferences: [reference] }),
  };
}

/** Every third service is configured in Broker, in ways of its own; Broker does not read every document. */
function configure(
  worlds: readonly World[],
  stored: ReadonlySet<string>,
  notTaken: string[],
): number {
  const ways = [
    { fileTransferTimeToLive: "P30D", maxFileTransferSize: 1_073_741_824 },
    { fileTransferTimeToLive: "PT36H", purgeFileTransferAfterAllRecipientsConfirmed: false },
    { purgeFileTransferGracePeriod: "PT3H", requiredParty: "974761076" },
    {},
  ];
  let count = 0;
  for (const [at, key] of [...stored].sort().entries()) {
    if (at % 3 !== 0) continue;
    const [world = "", ...id] = key.split(" ");
    try {
      worlds[Number(world)]?.standin.setBrokerConfiguration(
        id.join(" "),
        ways[count % ways.length] ?? {},
      );
      count += 1;
    } catch (error) {
      notTaken.push(`configuration of ${id.join(" ")}: ${(error as Error).message}`);
    }
  }
  return count;
}

/** Two lists in each world, with members and connections that are not the same in both. */
export async function seedLists(worlds: readonly World[]): Promise<void> {
  for (const [at, { context, organisation }] of worlds.entries()) {
    const lists = accessListLifecycle(context);
    const connections = accessListConnectionLifecycle(context);
    const made = [
      ["partners", ["974761076", ...(at === 0 ? [] : ["889640782"])]],
      [at === 0 ? "test-users" : "customers", ["971526920"]],
    ] as const;
    for (const [identifier, members] of made) {
      const name = `List \`${identifier}\` \${x}`;
      await lists.create({ identifier, name, description: "", members, membership: "exact" });
      await connections.create({
        accessList: identifier,
        resourceId: `${organisation.code}-same`,
        ...(at === 0 ? {} : { actions: ["read"] }),
      });
    }
  }
}

/** Services of our own, in which the texts are what breaks programs. */
export function seedOwn(worlds: readonly World[]): void {
  const [here, there] = worlds as readonly [World, World];
  const { code, number } = here.organisation;
  const texts = {
    nb: "Pris ${process.exit(1)} `hermetegn` \"to\" 'ett' \\n \\",
    nn: "fleire\nlinjer\r\nog\ttabulator \u2028 skilje",
    en: "emoji 👩‍👩‍👧 😀 */ // <!-- \u202e",
    "se-NO": "davvi",
  };
  const store = (world: World, name: string, more: Document = {}): void => {
    const identifier = `${code}-${name}`;
    const authority = { organization: number, orgcode: code };
    world.standin.storeResource({
      ...resourceArgs(identifier),
      resourceType: "BrokerService",
      status: "Completed",
      hasCompetentAuthority: authority,
      ...more,
    });
    world.standin.storePolicy(identifier, policyFor(identifier, [number]));
    world.standin.setBrokerConfiguration(identifier, { fileTransferTimeToLive: "P10D" });
  };
  store(here, "texts", { title: texts, description: texts });
  store(there, "texts", {
    title: { ...texts, en: "other `${x}`" },
    description: texts,
    homepage: "https://x.example",
  });
  store(here, "here-alone");
  store(there, "there-alone");
  store(here, "same");
  store(there, "same");
  store(here, "policy-differs");
  store(there, "policy-differs");
  there.standin.storePolicy(
    `${code}-policy-differs`,
    policyFor(`${code}-policy-differs`, ["889640782"]),
  );
  there.standin.setBrokerConfiguration(`${code}-policy-differs`, { maxFileTransferSize: 77 });
}

/** A copy of the fixtures' Studio repository in which all is `owner`'s; undefined where there are none. */
export function studioFolder(owner: World["organisation"], parent: string): string | undefined {
  const source = join(fixtures, "studio-repo", "ttd-resources");
  if (fixtures === "" || !existsSync(source)) return undefined;
  const folder = join(parent, "ttd-resources");
  for (const name of readdirSync(source)) {
    mkdirSync(join(folder, name), { recursive: true });
    for (const file of readdirSync(join(source, name))) {
      const bytes = readFileSync(join(source, name, file));
      const copy = join(folder, name, file);
      if (!file.endsWith(".json")) {
        writeFileSync(copy, bytes);
        continue;
      }
      const document = JSON.parse(bytes.toString("utf8")) as Document;
      const authority = { organization: owner.number, orgcode: owner.code };
      writeFileSync(copy, JSON.stringify({ ...document, hasCompetentAuthority: authority }));
    }
  }
  return folder;
}

/** What Studio has published of its repository. Returns what the registry did not take. */
export function publish({ standin, organisation }: World, folder: string): string[] {
  const notTaken: string[] = [];
  for (const name of readdirSync(folder).sort()) {
    const text = readFileSync(join(folder, name, `${name}_resource.json`), "utf8");
    const document = withoutNulls(JSON.parse(text)) as Document;
    const identifier = String(document.identifier);
    try {
      standin.storeResource(document);
    } catch (error) {
      notTaken.push(`${identifier}: ${(error as Error).message}`);
      continue;
    }
    const policy = join(folder, name, `${name}_policy.xml`);
    if (!existsSync(policy)) continue;
    const xml = readFileSync(policy, "utf8")
      .replaceAll(/\[org\]/gi, organisation.code)
      .replaceAll("[APP]", `${organisation.code}-resources`);
    standin.storePolicy(identifier, xml);
  }
  return notTaken;
}
