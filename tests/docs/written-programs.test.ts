import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { accessPackage, organization, role } from "../../provider/policy";
import { programFiles } from "../../provider/program-writer/program";
import type { AllStacks, ServiceValues } from "../../provider/program-writer/values";
import { root } from "../support/engine";
import { policyFor } from "../support/policies";
import { resourceArgs } from "../support/resources";

/* What import writes compiles against the built package, in strict mode, as a CommonJS program and as a module. */

let folder: string;
beforeAll(() => {
  mkdirSync(join(root, ".local", "tests"), { recursive: true });
  folder = mkdtempSync(join(root, ".local", "tests", "written-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const service = (identifier: string, more: Partial<ServiceValues> = {}): ServiceValues => ({
  resource: resourceArgs(identifier),
  policy: {
    rules: [
      {
        subjects: [organization("974761076", { onBehalfOf: "itself" }), role("dagl")],
        actions: ["read", "write"],
      },
      { subjects: [accessPackage("skattegrunnlag")], actions: ["subscribe", "an-own-action"] },
    ],
    minimumAuthenticationLevel: 3,
  },
  broker: { maxFileTransferSize: 1_073_741_824, fileTransferTimeToLive: "P30D" },
  connections: { "a b/c": ["read"] },
  ...more,
});

/** As documents were before today's rules. */
const old = {
  identifier: "old.One",
  title: { nb: "x", "nb-NO": "y" },
  resourceType: 3,
  keywords: [null],
  hasCompetentAuthority: { organization: "991825827", orgcode: "DIGDIR" },
};

const full = {
  ...resourceArgs("ttd-full"),
  resourceType: "Consent",
  resourceReferences: [{ referenceSource: "Altinn3", referenceType: "Uri", reference: "x" }],
  availableForType: ["Company"],
  authorizationReference: [{ id: "a", value: "b" }],
  consentMetadata: { year: {}, amount: { optional: true } },
  consentText: { en: "x" },
  accessListMode: "Enabled",
};

const stacks: AllStacks = {
  tt02: {
    environment: "tt02",
    organization: "991825827",
    owner: { name: "Etaten" },
    services: {
      "ttd-one": service("ttd-one"),
      "ttd-xml": service("ttd-xml", { policy: { xml: "<x/>" }, broker: null }),
      "ttd-any": service("ttd-any", { policy: { xml: policyFor("ttd-any", ["974761076"]) } }),
      "ttd-rules": service("ttd-rules"),
      "ttd-full": service("ttd-full", { resource: full, policy: null }),
      class: service("class", { policy: null, broker: null, connections: {} }),
    },
    lists: { "a b/c": { identifier: "a b/c", name: "A", members: ["974761076"] } },
  },
  production: {
    environment: "production",
    organization: "991825827",
    services: {
      "ttd-one": service("ttd-one", { policy: null, broker: { fileTransferTimeToLive: "P1D" } }),
      "old.One": service("old.One", { resource: old }),
      "ttd-rules": service("ttd-rules", {
        policy: {
          rules: [{ subjects: [role("dagl")], actions: ["read", "an-own-action"] }],
          minimumAuthenticationLevel: 3,
        },
      }),
    },
  },
};

test.each([false, true])("as a module: %s", (isModule) => {
  const files = programFiles({
    stacks,
    organisations: { "974761076": "Skatte\netaten" },
    isModule,
    entry: "index.ts",
  });
  const home = join(folder, isModule ? "module" : "commonjs");
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  };
  for (const [path, text] of Object.entries(files)) put(path, text);
  put("package.json", JSON.stringify(isModule ? { type: "module" } : {}));
  const compilerOptions = {
    target: "es2022",
    module: "nodenext",
    moduleResolution: "nodenext",
    types: ["node"],
    strict: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    skipLibCheck: true,
    noEmit: true,
    allowImportingTsExtensions: isModule,
  };
  put("tsconfig.json", JSON.stringify({ compilerOptions, files: ["index.ts"] }));
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  let output = "";
  try {
    execFileSync(process.execPath, [compiler, "-p", home], { encoding: "utf8" });
  } catch (error) {
    output = String((error as { stdout: unknown }).stdout);
  }
  expect(output).toBe("");
  expect(files["index.ts"]).toContain('if (inStack("production")) {');
  expect(files["resources/ttd-rules.ts"]).toContain('...(inStack("production")\n        ? [');
  expect(files["resources/ttd-any.ts"]).toContain('acknowledge: ["for-any-party"],');
});
