import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { resourceLifecycle } from "../../provider/resources/resource/lifecycle";
import type { Values } from "../../provider/resources/lifecycle";
import { openWorld, type World } from "../support/altinn";
import { resourceArgs } from "../support/resources";
import { verdictOf } from "../unit/documents-answers";

/*
 * Documents of others, put into the embedded registry by hand as documents of our own organisation. What GET answers is
 * given as arguments, as it is: it is taken over, nothing is written, and nothing differs afterwards. They lie outside
 * this repository, so a set of our own always runs.
 */

/** Objects in the files, list items counted one by one. */
const REAL_DOCUMENTS = 153;
const shared = process.env["ALTINN_SHARED_DIR"];
const files = shared
  ? ["resources", "studio-repo"].flatMap((folder) =>
      jsonFiles(join(shared, "fixtures", folder)).sort(),
    )
  : [];

function jsonFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json"))
    .map((file) => join(folder, file));
}

interface Fixture {
  readonly name: string;
  readonly document: Values;
}

const real: Fixture[] = files.flatMap((file) => {
  const value = JSON.parse(readFileSync(file, "utf8").replace(/^\ufeff/, "")) as Values | Values[];
  const name = file.slice((shared ?? "").length);
  return Array.isArray(value)
    ? value.map((document, index) => ({ name: `${name} [${String(index)}]`, document }))
    : [{ name, document: value }];
});

const full = resourceArgs("ttd-full", {
  resourceType: "Consent",
  status: "",
  version: "1",
  homepage: "",
  spatial: [],
  produces: ["a"],
  isPartOf: "altinn",
  thematicAreas: [],
  keywords: [{ word: "w", language: "nb" }, { word: "without language" }],
  resourceReferences: [{ referenceType: "Uri", reference: "https://x.example" }, {}],
  delegable: true,
  visible: true,
  accessListMode: "disabled",
  selfIdentifiedUserEnabled: false,
  enterpriseUserEnabled: true,
  availableForType: ["Company"],
  authorizationReference: [{ id: "urn:altinn:resource", value: "ttd-full" }],
  consentTemplate: "sblanesoknad",
  consentText: { en: "x" },
  consentMetadata: { year: {}, amount: { optional: true } },
  isOneTimeConsent: true,
});
const own: Fixture[] = [
  ["every member", full],
  ["nothing but an identifier", { identifier: "ttd-bare" }],
  ["no status", resourceArgs("ttd-no-status", { resourceType: "BrokerService" })],
  ["owner without name", { ...full, identifier: "ttd-no-name", hasCompetentAuthority: { name: null } }],
  ["empty contact points", resourceArgs("ttd-points", { contactPoints: [{ email: "" }, {}, null] })],
  ["nulls kept", { ...full, identifier: "ttd-nulls", title: { nb: "a", se: null }, spatial: [null], consentMetadata: { year: null } }],
  ["a type without a name", { ...full, identifier: "ttd-number", resourceType: 3, accessListMode: 7 }],
  ["a scope of somebody else's prefix", { ...full, identifier: "ttd-scope", resourceType: "MaskinportenSchema", resourceReferences: [{ referenceType: "MaskinportenScope", reference: "other:scope" }] }],
  ["older names", { ...full, identifier: "TTD.Older" }],
].map(([name, document]) => ({ name: name as string, document: document as Values })); // prettier-ignore

const counts = { stored: 0, acceptedByPost: 0, converged: 0 };
const notStored: string[] = [];

/** A world holds one document under an identifier; several files may be versions of one. */
const worlds: World[] = [];
const taken = new Map<unknown, number>();
afterAll(async () => {
  await Promise.all(worlds.map((world) => world.close()));
  const left = REAL_DOCUMENTS - real.length;
  console.info(
    [
      `documents: ${String(real.length)} real ones, ${String(own.length)} of our own; stored: ${String(counts.stored)}, ${String(counts.acceptedByPost)} of them such as POST takes today; converged: ${String(counts.converged)}`,
      ...notStored.map((line) => `  not stored: ${line}`),
      ...(left > 0
        ? [`  ${String(left)} real documents LEFT OUT: ALTINN_SHARED_DIR does not name them.`]
        : []),
    ].join("\n"),
  );
});

async function worldFor(identifier: unknown): Promise<World> {
  const index = taken.get(identifier) ?? 0;
  taken.set(identifier, index + 1);
  return (worlds[index] ??= await openWorld());
}

const ownedBy = ({ organisation }: World, { hasCompetentAuthority, ...rest }: Values): Values => ({
  ...rest,
  hasCompetentAuthority: {
    ...(hasCompetentAuthority as object | undefined),
    organization: organisation.number,
    orgcode: organisation.code,
  },
});

test.each([...own, ...real])("$name", async ({ name, document }) => {
  // A process of its own for each: what it remembers of the registry is older than the next document.
  const world = (await worldFor(document.identifier)).anew();
  const ours = ownedBy(world, document);
  try {
    world.standin.storeResource(ours);
  } catch (error) {
    // Of a type that the registry takes of nobody.
    expect(verdictOf(Buffer.from(JSON.stringify(ours))).status).toBe(400);
    notStored.push(`${name}: ${(error as Error).message}`);
    return;
  }
  counts.stored += 1;
  if (verdictOf(Buffer.from(JSON.stringify(ours))).status === 201) counts.acceptedByPost += 1;
  const id = String(document.identifier);
  const answer = async (): Promise<string> => {
    const path = `/resourceregistry/api/v1/resource/${encodeURIComponent(id)}`;
    return (await fetch(`${world.standin.platformUrl}${path}`)).text();
  };
  const before = await answer();
  const args = JSON.parse(before) as Values;
  const lifecycle = resourceLifecycle(world.context);

  const { inputs, failures } = await lifecycle.check(undefined, args);
  expect(failures).toEqual([]);
  expect(inputs).not.toHaveProperty("versionId");
  const outputs = await lifecycle.create(inputs);
  // Every write makes a new version.
  expect(await answer()).toBe(before);

  expect(await lifecycle.check(inputs, args)).toEqual({ inputs, failures: [] });
  expect(lifecycle.diff(outputs, inputs)).toEqual({ changes: false });

  const found = await lifecycle.read(id, outputs);
  expect(found?.inputs).toEqual(inputs);
  expect(await lifecycle.check(found?.inputs, args)).toEqual({ inputs, failures: [] });
  expect(lifecycle.diff(found?.outputs ?? outputs, inputs)).toEqual({ changes: false });
  expect(await answer()).toBe(before);
  counts.converged += 1;
});

test("all that were stored converged", () => {
  expect(counts.converged).toBe(counts.stored);
});

if (real.length > 0)
  test("all documents of the folder were found", () => {
    expect(real.length).toBeGreaterThanOrEqual(REAL_DOCUMENTS);
  });
