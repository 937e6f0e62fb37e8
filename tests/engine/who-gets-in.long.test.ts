import { said, settled } from "../support/engine";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { ownerText } from "../support/programs";
import { resourceArgs } from "../support/resources";

/* What a pull request shows of access: the lines that appear and disappear. */

const identifier = "ttd-licences";

const resource = resourceArgs(identifier, { acknowledge: ["identifier-prefix"] });

let world: EngineWorld;
beforeAll(async () => {
  world = await openEngineWorld();
});
afterAll(() => world.close());

const program = (organisations: readonly string[], more = ""): string =>
  `${ownerText()}
const resource = new altinn.Resource("licences", ${JSON.stringify(resource)});
const access = new altinn.ResourcePolicy("licences", {
  resourceId: resource.identifier,
  rules: [
    { subjects: ${JSON.stringify(organisations)}.map((number) => altinn.organization(number, { onBehalfOf: "anyone" })), actions: ["write", "publish", "subscribe"] },
    { subjects: [altinn.role("dagl")], actions: ["read", "publish", "subscribe"] },
  ],
  minimumAuthenticationLevel: 3,
  ${more}
});
exports.access = access.access;
`;

/** The lines of a preview under `access`, up to the end of the block. */
function accessLines(output: string): string[] {
  const lines = settled(output).split("\n");
  const start = lines.findIndex((line) => /^\s*~?\s*access\s*: \{/.test(line));
  const indent = (lines[start] ?? "").search(/\S/);
  const length = lines
    .slice(start + 1)
    .findIndex((line) => line.search(/\S/) <= indent + 2 && line.trim() === "}");
  return lines.slice(start + 1, start + 1 + length).map((line) => line.trim());
}

test("one organisation added and one removed are one + and one - line under access", async () => {
  world.workspace.program(program(["991825827", "974761076"]));
  const up = await world.workspace.up();
  expect([up.status, up.output]).toEqual([0, expect.not.stringMatching(/warning/)]);
  world.workspace.program(program(["991825827", "889640782"]));
  const { output } = await world.workspace.preview(["--diff"]);
  expect(accessLines(output).filter((line) => /^[+-]/.test(line))).toEqual([
    '+ organization 889640782 (for any party): "publish, subscribe, write"',
    '- organization 974761076 (for any party): "publish, subscribe, write"',
  ]);
  expect(output).toMatch(/~ 1 to update/);
});

test("an organisation that is let in behind the program's back appears in words, and up takes it out again", async () => {
  await world.workspace.up();
  const xml = (await world.context.registry.getPolicy(identifier)) ?? "";
  await world.context.registry.putPolicy(identifier, xml.replace("889640782", "974760673"));
  const preview = await world.workspace.preview();
  const title = "ResourcePolicy ttd-licences";
  expect(said(preview)).toEqual([
    `note: ${title}: at Altinn, not by the program, organization 974760673 (for any party) got subscribe, write`,
    `note: ${title}: at Altinn, not by the program, organization 889640782 (for any party) lost subscribe, write`,
    `access given: ${title}: organization 889640782 (for any party): subscribe, write; it was taken at Altinn`,
    `access taken: ${title}: organization 974760673 (for any party): subscribe, write; it was given at Altinn`,
  ]);
  const { output } = await world.workspace.preview(["--diff"]);
  expect(settled(output)).toMatch(/\+ organization 974760673 \(for any party\)/);
  expect(settled(output)).toMatch(/- organization 974760673 \(for any party\)/);
  await world.workspace.up();
  expect(await world.context.registry.getPolicy(identifier)).toBe(xml);
});

test("dress alone is no change", async () => {
  const xml = (await world.context.registry.getPolicy(identifier)) ?? "";
  const dressed = xml
    .replace(/PolicyId="[^"]*"/, 'PolicyId="urn:other"')
    .replaceAll(/\n\s*/g, "\n");
  expect(dressed).not.toBe(xml);
  await world.context.registry.putPolicy(identifier, dressed);
  const { status, output } = await world.workspace.preview(["--expect-no-changes"]);
  expect([status, output]).toEqual([0, expect.stringMatching(/\d unchanged/)]);
});

test("a policy that locks everybody out is refused at preview, with what to write instead", async () => {
  world.workspace.program(
    program(["991825827"], "").replace(
      "minimumAuthenticationLevel: 3",
      "minimumAuthenticationLevel: 4",
    ),
  );
  const { status, output } = await world.workspace.preview();
  expect(status).not.toBe(0);
  expect(output).toMatch(/minimumAuthenticationLevel: the policy demands .* 4\./);
});

test("an organisation for any party that is not acknowledged is a warning at the resource", async () => {
  world.workspace.program(program(["991825827"]).replace(', { onBehalfOf: "anyone" }', ""));
  const { status, output } = await world.workspace.preview();
  expect(status).toBe(0);
  expect(output).toMatch(
    /ResourcePolicy \(licences\):\s+warning: warning \[for-any-party\]: ResourcePolicy ttd-licences: rules\[\d\] lets organization 991825827 act for any party/s,
  );
});

/** The policy as XML, with a rule that denies. */
const unusual = (xml: string, acknowledge: string): string => `${ownerText()}
const resource = new altinn.Resource("licences", ${JSON.stringify(resource)});
const access = new altinn.ResourcePolicy("licences", { resourceId: resource.identifier, xml: ${JSON.stringify(xml)}, ${acknowledge} });
exports.access = access.access;
`;

test("an unusual policy is refused when it is new; acknowledged, it goes up, shown as it stands, and stays", async () => {
  const live = (await world.context.registry.getPolicy(identifier)) ?? "";
  const xml = live.replace('Effect="Permit"', 'Effect="Deny"');
  expect(xml).not.toBe(live);
  world.workspace.program(unusual(xml, ""));
  const refused = await world.workspace.preview();
  expect(refused.status).not.toBe(0);
  expect(refused.output).toMatch(
    /makes the policy unusual: it has Effect="Deny"\. Who gets in .* write acknowledge: \["unusual-policy"\]/,
  );

  world.workspace.program(unusual(xml, 'acknowledge: ["unusual-policy"]'));
  const { status, output } = await world.workspace.preview(["--diff"]);
  expect(status).toBe(0);
  expect(output).toContain(
    "warning [access-untold]: ResourcePolicy ttd-licences: it changes, and whether access grows cannot be told. Compare both policies by eye.",
  );
  const lines = accessLines(output).map((line) => line.replace(/\s+: /, ": "));
  expect(lines).toContain('+ unusual policy: rule 1 (Deny), effect: "Deny"');
  expect(lines.filter((line) => line.startsWith("+ ") && !/^\+ unusual policy/.test(line))).toEqual(
    [],
  );
  expect((await world.workspace.up()).status).toBe(0);
  expect(await world.context.registry.getPolicy(identifier)).toBe(xml);
  const again = await world.workspace.preview(["--expect-no-changes"]);
  expect([again.status, again.output]).toEqual([0, expect.not.stringMatching(/warning|unusual/)]);

  // Without the word for it, what is in force is warned about and stays; the change of `acknowledge` writes nothing.
  world.workspace.program(unusual(xml, ""));
  const kept = await world.workspace.up();
  expect([kept.status, kept.output]).toEqual([
    0,
    expect.stringMatching(
      /warning \[in-force\]: ResourcePolicy ttd-licences: it stays as it is\. .* makes the policy unusual/,
    ),
  ]);
  expect(await world.context.registry.getPolicy(identifier)).toBe(xml);
});
