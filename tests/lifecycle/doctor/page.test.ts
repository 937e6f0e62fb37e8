import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf } from "../../docs/markdown";
import { root } from "../../support/engine";
import { SCOPES, withGround } from "./ground";

/* What docs/doctor.md shows is what the command prints. UPDATE_GOLDEN=true writes it there. */

const PAGE = "docs/doctor.md";
const here = withGround({
  number: "991825827",
  code: "ttd",
  clientId: "5f6b1c0e-3a0d-4c5c-9a53-0d3b0c3f6f11",
  kid: "ttd-broker-2026",
});

const versionOf = (name: string): string =>
  (
    JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")) as {
      version: string;
    }
  ).version;

/** With what differs from run to run as it stands on the page. */
function settled(text: string): string {
  const { standin, folder } = here();
  return text
    .replaceAll(standin.platformUrl, "http://127.0.0.1:5101")
    .replaceAll(standin.maskinportenUrl, "http://127.0.0.1:5102")
    .replaceAll(folder, "/home/you/broker-services")
    .replaceAll(/\b[0-9a-f]{32}\b/g, "4bf92f3577b34da6a3ce929d0e0e4736")
    .replace(`Node: ${process.versions.node}`, "Node: 24.21.0")
    .replace(
      `pulumi-altinn-broker: ${versionOf("pulumi-altinn-broker")}`,
      "pulumi-altinn-broker: 0.1.0",
    )
    .replace(`@pulumi/pulumi: ${versionOf("@pulumi/pulumi")}`, "@pulumi/pulumi: 3.270.0")
    .replace(`TypeScript: ${versionOf("typescript")}`, "TypeScript: 6.0.3");
}

const COMMAND = "npx --no altinn-broker doctor ";

/** Holds a block of the page against what was printed. */
function shows(title: string, printed: string): void {
  const block = blocksOf(PAGE).find((one) => one.title === title);
  if (block === undefined) throw new Error(`${PAGE} has no block ${title}`);
  const text = `${settled(printed)}\n`;
  if (process.env.UPDATE_GOLDEN === "true") {
    const lines = readFileSync(join(root, PAGE), "utf8").split("\n");
    const old = block.text.replace(/\n$/, "").split("\n");
    lines.splice(
      block.line,
      old.length === 1 && old[0] === "" ? 0 : old.length,
      ...text.trimEnd().split("\n"),
    );
    writeFileSync(join(root, PAGE), lines.join("\n"));
    return;
  }
  expect(text).toBe(block.text);
}

test("one scope that is not granted, and all else well", async () => {
  const { standin, clientId } = here();
  standin.changeClient(clientId, { withdrawn: ["altinn:resourceregistry/resource.write"] });
  const args = ["--only", "ttd-licences"];
  const { printed, status } = await here().doctor(...args);
  expect(status).toBe(1);
  shows(`${COMMAND}${args.join(" ")}`, printed.join("\n"));
  const { report } = await here().report(...args);
  const check = report.checks.find((one) => one.status === "failure");
  shows("one of checks", JSON.stringify(check, undefined, 2));
});

test("the scope of access lists as Altinn's guide spells it", async () => {
  const { standin, clientId } = here();
  const scopes = SCOPES.map((scope) => scope.replace("accesslist", "access-list"));
  standin.changeClient(clientId, { scopes, withdrawn: [] });
  const args = ["--only", "ttd-licences", "--lists"];
  const { printed } = await here().doctor(...args);
  const at = printed.findIndex((line) => line.startsWith("  failure"));
  shows(`${COMMAND}${args.join(" ")}`, printed.slice(at, at + 3).join("\n"));
});

test("the page's tables name every status, step and member", async () => {
  const page = readFileSync(join(root, PAGE), "utf8");
  const { report } = await here().report("--only", "ttd-licences");
  for (const name of Object.keys(report)) expect(page).toContain(`\`${name}\``);
  for (const name of Object.keys(report.counts)) expect(page).toContain(`\`${name}\``);
  for (const step of new Set(report.checks.map((check) => check.step)))
    expect(page).toContain(`\`${step}\``);
});
