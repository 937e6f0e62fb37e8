import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  checkPolicy,
  decodePolicy,
  policyReport,
  readPolicy,
  resourceIdOf,
} from "../../provider/policy";
import { resourcePolicyLifecycle } from "../../provider/resources/resource-policy/lifecycle";
import { openWorld, type World } from "../support/altinn";
import { policyFor } from "../support/policies";
import { ADMIN, call, RESOURCE, validResource } from "../standin/registry-support";

/*
 * Policies of others, judged as new ones; those that are accepted, or would be but for their unusual
 * form, go up to the embedded registry and come back without a difference. They lie outside this repository, so a set of our own always runs.
 */

const REAL_POLICIES = 93;
const shared = process.env["ALTINN_SHARED_DIR"];
const folder = shared && join(shared, "fixtures", "policies");
const real = folder && existsSync(folder) ? readdirSync(folder).filter(isXml).sort() : [];

function isXml(name: string): boolean {
  return name.endsWith(".xml");
}

const usual = policyFor("ttd-usual", ["991825827"]);
const named = ">ttd-usual<";
const appPair = (org: string, app: string) =>
  policyFor("RESOURCE", ["991825827"]).replace(
    /<xacml:Match (?:(?!<xacml:Match )[^])*RESOURCE[^]*?<\/xacml:Match>/,
    (match) =>
      match.replace("RESOURCE", org).replace("urn:altinn:resource", "urn:altinn:org") +
      match.replace("RESOURCE", app).replace("urn:altinn:resource", "urn:altinn:app"),
  );
const own: Record<string, string> = {
  "own-usual.xml": usual,
  "own-windows.xml": `\ufeff${usual.replaceAll("\n", "\r\n").replace(named, ">ttd-windows<")}`,
  "own-letters.xml": usual
    .replace(named, ">ttd-letters<")
    .replace(
      "<xacml:Target/>",
      "<xacml:Description>Én regel på norsk</xacml:Description><xacml:Target/>",
    ),
  "own-app.xml": appPair("ttd", "skjema"),
  "own-app-in-capitals.xml": appPair("TTD", "vedlegg"),
  "own-deny.xml": usual.replace(named, ">ttd-deny<").replace('Effect="Permit"', 'Effect="Deny"'),
  "own-placeholder.xml": usual.replace(">991825827<", ">[number]<"),
  "own-two-resources.xml": usual.replace(
    /<xacml:AllOf>(?:(?!<xacml:AllOf>)[^])*ttd-usual[^]*?<\/xacml:AllOf>/,
    (allOf) => allOf + allOf.replace(named, ">ttd-other<"),
  ),
};

const bytesOf = (file: string): Buffer =>
  file in own ? Buffer.from(own[file] ?? "") : readFileSync(join(folder ?? "", file));
/** As a program reads it for `xml`. */
const textOf = (file: string) => bytesOf(file).toString("utf8");

const files = [...Object.keys(own), ...real];
const judged = files.map((file) => {
  const found = resourceIdOf(readPolicy(decodePolicy(bytesOf(file))));
  const { accepted, reasons } = policyReport({ file, bytes: bytesOf(file) });
  // The registry's identifiers have no capitals, whatever an app's policy has.
  const resourceId = "id" in found ? found.id.toLowerCase() : undefined;
  const isUnusual = !accepted && resourceId !== undefined && isRefusedForItsForm(file, resourceId);
  return { file, accepted, reasons, resourceId, isUnusual };
});

/** Nothing but the unusual form stands against it. */
function isRefusedForItsForm(file: string, resourceId: string): boolean {
  const acknowledge = ["unusual-policy"];
  return checkPolicy({ xml: textOf(file), resourceId, acknowledge }).refusals.length === 0;
}

const accepted = judged.filter((each) => each.accepted);
const goUp = judged.filter((each) => each.accepted || each.isUnusual);

/** Several files may be for one resource, which then is a new one in another world. */
const worlds: World[] = [];
const taken = new Map<string, number>();
afterAll(() => Promise.all(worlds.map((world) => world.close())));

/** A world in which the resource is there and has no policy. */
async function worldWith(resourceId: string): Promise<World> {
  const index = taken.get(resourceId) ?? 0;
  taken.set(resourceId, index + 1);
  const world = (worlds[index] ??= await openWorld());
  const [, orgcode, app] = /^app_([^_]+)_(.+)$/.exec(resourceId) ?? [];
  const owner = { number: world.organisation.number, code: orgcode ?? world.organisation.code };
  const reference = {
    referenceSource: "Altinn3",
    referenceType: "ApplicationId",
    reference: `${String(orgcode)}/${String(app)}`,
  };
  const { status } = await call(world.standin, "POST", RESOURCE, {
    token: world.standin.token({ organisation: owner.number, scopes: ADMIN }),
    json: validResource(owner, resourceId, {
      resourceType: orgcode === undefined ? "BrokerService" : "AltinnApp",
      ...(orgcode === undefined ? {} : { resourceReferences: [reference] }),
    }),
  });
  expect([resourceId, status]).toEqual([resourceId, 201]);
  return world;
}

/** The same policy, otherwise dressed. */
const dressed = (xml: string) =>
  xml
    .replaceAll(/<(\/?)xacml:/g, "<$1other:")
    .replaceAll("xmlns:xacml=", "xmlns:other=")
    .replaceAll(/RuleId="[^"]*"/g, 'RuleId="r"');

const unchanged = new Set<string>();

test("says what was read, what was refused and why, and what was left out", () => {
  const left = REAL_POLICIES - real.length;
  const refused = judged.filter((each) => !each.accepted);
  console.info(
    [
      `read: ${judged.length} policies, ${real.length} of them real; accepted: ${accepted.length}; refused: ${refused.length}, of which ${goUp.length - accepted.length} for their unusual form alone`,
      ...(left > 0
        ? [`left out: ${left} real policies, since ALTINN_SHARED_DIR does not lead to them`]
        : []),
      ...refused.map(({ file, reasons: [first = ""] }) => `  ${file}: ${first}`),
    ].join("\n"),
  );
  expect(refused.every(({ reasons }) => reasons.length > 0)).toBe(true);
  expect(refused.map(({ file }) => file)).toEqual(
    expect.arrayContaining(["own-placeholder.xml", "own-two-resources.xml"]),
  );
  expect(accepted.length).toBeGreaterThanOrEqual(3);
  expect(goUp.length).toBeGreaterThanOrEqual(accepted.length + 3);
});

test.each(judged.filter((each) => !each.accepted))(
  "$file is refused at preview",
  async ({ file, resourceId }) => {
    const world = (worlds[0] ??= await openWorld());
    const { failures } = await resourcePolicyLifecycle(world.context).check(undefined, {
      resourceId: resourceId ?? "ttd-usual",
      xml: textOf(file),
    });
    expect(failures).not.toEqual([]);
  },
);

test.each(goUp)(
  "$file goes up and comes back without a difference",
  async ({ file, resourceId = "", isUnusual }) => {
    const world = await worldWith(resourceId);
    const { registry } = world.context;
    const lifecycle = resourcePolicyLifecycle(world.context);
    const xml = textOf(file);
    const args = { resourceId, xml, ...(isUnusual ? { acknowledge: ["unusual-policy"] } : {}) };

    const { inputs, failures } = await lifecycle.check(undefined, args);
    expect(failures).toEqual([]);
    const outputs = await lifecycle.create(inputs);
    expect(await registry.getPolicy(resourceId)).toBe(xml);

    const found = await lifecycle.read(resourceId, outputs);
    expect(found?.inputs).toEqual(inputs);
    expect(lifecycle.diff(found?.outputs ?? outputs, inputs)).toEqual({ changes: false });
    const again = await lifecycle.check(found?.inputs, args);
    expect(again).toEqual({ inputs, failures: [] });

    await registry.putPolicy(resourceId, dressed(xml));
    const other = await lifecycle.read(resourceId, outputs);
    expect(other?.inputs).toEqual(inputs);

    const rules = await call(world.standin, "GET", `${RESOURCE}/${resourceId}/policy/rules`);
    expect(rules.status).toBe(200);
    unchanged.add(file);
  },
);

test("none of them showed a change that is none", () => {
  const changed = goUp.map(({ file }) => file).filter((file) => !unchanged.has(file));
  console.info(`false changes: ${changed.length} in ${goUp.length} policies`);
  expect(changed).toEqual([]);
});
