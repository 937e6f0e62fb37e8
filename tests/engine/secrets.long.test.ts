import { createPrivateKey } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Workspace } from "../support/engine";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { ownerText, serviceText } from "../support/programs";

/* No part of a key, no assertion and no token may be found in what the engine keeps, prints or logs. */

const identifier = "ttd-licences";

let world: EngineWorld;
beforeEach(async () => {
  world = await openEngineWorld();
  world.workspace.program(
    ownerText() + serviceText({ identifier, organisation: world.organisation.number }),
  );
});
afterEach(() => world.close());

interface Secret {
  readonly what: string;
  readonly text: string;
}

/** The key in every form in which it could be written, and every assertion and token that the stand-in saw or gave. */
function secrets(): Secret[] {
  const jwk = JSON.parse(world.env.MASKINPORTEN_JWK ?? "") as Record<string, string>;
  const found: Secret[] = ["d", "p", "q", "dp", "dq", "qi"].map((member) => ({
    what: member,
    text: jwk[member] ?? "",
  }));
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  for (const type of ["pkcs1", "pkcs8"] as const) {
    const pem = key.export({ format: "pem", type }) as string;
    const lines = pem.split("\n").filter((line) => line.length > 40 && !line.startsWith("-----"));
    found.push(...lines.map((text, index) => ({ what: `${type} line ${String(index)}`, text })));
    found.push({ what: `${type} base64`, text: Buffer.from(pem).toString("base64") });
  }
  found.push({ what: "JWK base64", text: Buffer.from(JSON.stringify(jwk)).toString("base64") });
  for (const request of world.standin.requests) {
    const seen = [
      request.assertion,
      request.issuedToken,
      request.authorization?.replace(/^Bearer /, ""),
    ];
    found.push(
      ...seen.filter((text) => text !== undefined).map((text) => ({ what: request.path, text })),
    );
  }
  // Base64 parts that both forms of a public key share begin the first line; what is left is secret.
  return found.filter(({ text }) => text.length >= 16);
}

const hits = (text: string): string[] => [
  ...new Set(
    secrets()
      .filter((secret) => text.includes(secret.text))
      .map(({ what }) => what),
  ),
];

/** Everything that a run leaves behind: the export with secrets shown, logs, previews, and files of the state. */
async function traces(workspace: Workspace): Promise<Record<string, string>> {
  const verbose = ["-v=9", "--logtostderr"];
  const up = await workspace.up(verbose);
  const preview = await workspace.preview(["--json"]);
  const verbosePreview = await workspace.preview(verbose);
  const files = readdirSync(join(workspace.folder, "state"), {
    recursive: true,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
  return {
    up: up.output,
    preview: preview.output,
    verbosePreview: verbosePreview.output,
    exported: await workspace.exported(["--show-secrets"]),
    files: files.join("\n"),
  };
}

/** Runs that fail: their words are searched as well. */
async function failures(workspace: Workspace): Promise<string> {
  const faults = [
    {
      path: /\/token$/,
      fault: { status: 400, body: '{"error":"invalid_grant","error_description":"no"}' },
    },
    { path: /exchange/, fault: { status: 401 } },
    { path: /broker/, fault: { status: 403 } },
    { path: /broker/, fault: { status: 500, body: '{"detail":"x","traceId":"00-1-2-01"}' } },
    { path: /broker/, fault: { notJson: true } },
  ];
  const outputs: string[] = [];
  for (const { path, fault } of faults) {
    world.standin.failNext({ path }, fault, { standing: true });
    const { status, output } = await workspace.preview(["-v=9", "--logtostderr"]);
    expect(status).not.toBe(0);
    outputs.push(output);
    world.standin.clearFaults();
  }
  return outputs.join("\n");
}

test("with the key in the environment nothing is found anywhere", async () => {
  const found = await traces(world.workspace);
  expect(
    Object.fromEntries(Object.entries(found).map(([place, text]) => [place, hits(text)])),
  ).toEqual({
    up: [],
    preview: [],
    verbosePreview: [],
    exported: [],
    files: [],
  });
  expect(hits(await failures(world.workspace))).toEqual([]);
  expect(secrets().length).toBeGreaterThan(30);
});

test("with the key as secret config it stands in the default provider's inputs and the engine's own Configure lines only", async () => {
  const { MASKINPORTEN_JWK: jwk = "", ...inherited } = world.workspace.env;
  const { workspace } = world;
  Object.assign(workspace, { env: inherited });
  const set = await workspace.run([
    "config",
    "set",
    "--secret",
    "altinn:jwk",
    jwk,
    "--stack",
    workspace.stack,
  ]);
  expect(set.status).toBe(0);
  const found = await traces(workspace);
  for (const place of ["preview", "files"] as const)
    expect([place, hits(found[place] ?? "")]).toEqual([place, []]);
  for (const place of ["up", "verbosePreview"] as const) {
    const ours = (found[place] ?? "")
      .split("\n")
      .filter((line) => !/\.Configure\(\)[. ]/.test(line));
    expect([place, hits(ours.join("\n"))]).toEqual([place, []]);
  }
  const { deployment } = JSON.parse(found.exported ?? "") as {
    deployment: { resources: { type: string }[] };
  };
  const others = deployment.resources.filter(
    ({ type }) => type !== "pulumi:providers:pulumi-nodejs",
  );
  expect(others.length).toBe(deployment.resources.length - 1);
  expect(hits(JSON.stringify(others))).toEqual([]);
  expect(hits(found.exported ?? "").length).toBeGreaterThan(0);
});
