import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compileFunction } from "node:vm";
import ts from "typescript";
import { organization, renderPolicy } from "../../../provider/policy";
import { openWorld, type World } from "../../support/altinn";
import { policyFor } from "../../support/policies";
import { make } from "../list/ground";
import { fakePulumi, filesIn, newFolder, reported } from "./ground";

/* A policy that one stack has as a text of its own: what the program, once compiled, gives the ResourcePolicy in each stack. */

const organisation = { number: "974761076", code: "skd" };
const OWN = "policies/skd-odd.tt02.xml";
const OWN_VALUES = "resources/skd-odd.tt02.json";
let tt02: World;
let production: World;
let folder: string;
let path: string;

beforeEach(async () => {
  tt02 = await openWorld(undefined, { organisation });
  production = await openWorld(undefined, { organisation });
  folder = newFolder();
  path = `${fakePulumi({ tt02: {}, production: {} })}:/usr/bin:/bin`;
  for (const world of [tt02, production])
    await world.context.broker.postServiceOwner("Skatteetaten");
});
afterEach(async () => {
  await tt02.close();
  await production.close();
});

const importStack = (world: World, stack: string, ...args: string[]) =>
  reported(folder, { ...world.env, PATH: path }, ["--stack", stack, ...args]);
const put = (file: string, text: string): void => {
  writeFileSync(join(folder, file), text);
};

/** Arguments of the ResourcePolicy of skd-odd, but of what service it is. */
function policyIn(stack: string): unknown {
  let given: Readonly<Record<string, unknown>> = {};
  class Policy {
    constructor(_name: string, args: typeof given) {
      given = args;
    }
  }
  class Other {}
  const packages: Readonly<Record<string, unknown>> = {
    "node:fs": {
      existsSync: (file: string) => file in read(),
      readFileSync: (file: string) => read()[file],
    },
    "node:path": { join },
    "@pulumi/pulumi": { getStack: () => stack },
    "pulumi-altinn-broker": {
      Resource: Other,
      ResourcePolicy: Policy,
      BrokerResourceConfig: Other,
    },
  };
  const read = (): Record<string, string> =>
    Object.fromEntries(
      Object.entries(filesIn(folder)).map(([file, text]) => [join(folder, file), text]),
    );
  const load = (file: string): Readonly<Record<string, unknown>> => {
    const { outputText } = ts.transpileModule(readFileSync(file, "utf8"), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    const exports = {};
    const find = (name: string) => packages[name] ?? load(`${join(dirname(file), name)}.ts`);
    compileFunction(outputText, ["require", "exports", "__dirname"])(find, exports, dirname(file));
    return exports;
  };
  const { skdOdd } = load(join(folder, "resources/skd-odd.ts")) as {
    readonly skdOdd: (first: readonly unknown[]) => void;
  };
  skdOdd([]);
  const { xml, acknowledge } = given;
  return { xml, acknowledge };
}

test("a text that is added by hand goes before the shared one, with what that acknowledges, or the stack's own codes", async () => {
  const shared = policyFor("skd-odd", ["889640782"]);
  for (const world of [tt02, production]) make(world, "skd-odd", { policy: shared });
  await importStack(tt02, "tt02", "--xml");
  await importStack(production, "production", "--xml");
  const acknowledge = ["for-any-party"];
  expect(policyIn("tt02")).toEqual({ xml: shared, acknowledge });
  const own = policyFor("skd-odd", ["889640782", "974761076"]);
  put(OWN, own);
  expect(policyIn("tt02")).toEqual({ xml: own, acknowledge });
  expect(policyIn("production")).toEqual({ xml: shared, acknowledge });
  const codes = ["for-any-party", "missing-action"];
  put(OWN_VALUES, JSON.stringify({ policy: { acknowledge: codes } }));
  expect(policyIn("tt02")).toEqual({ xml: own, acknowledge: codes });
  put(OWN_VALUES, JSON.stringify({ policy: { acknowledge: null } }));
  expect(policyIn("tt02")).toEqual({ xml: own, acknowledge: undefined });
  rmSync(join(folder, OWN));
  expect(policyIn("tt02")).toEqual({ xml: shared, acknowledge });
});

test("a text that import writes for a stack acknowledges what it is warned about, and nothing of the shared one's", async () => {
  const shared = policyFor("skd-odd", ["889640782"]);
  const own = renderPolicy({
    resourceId: "skd-odd",
    rules: [
      {
        subjects: [organization("889640782", { onBehalfOf: "itself" })],
        actions: ["read", "write", "publish", "subscribe"],
      },
    ],
  });
  make(tt02, "skd-odd", { policy: shared });
  make(production, "skd-odd", { policy: own });
  await importStack(tt02, "tt02", "--xml");
  await importStack(production, "production", "--xml");
  expect(policyIn("tt02")).toEqual({ xml: shared, acknowledge: ["for-any-party"] });
  expect(JSON.parse(filesIn(folder)["resources/skd-odd.production.json"] ?? "")).toEqual({
    policy: { acknowledge: null },
  });
  expect(policyIn("production")).toEqual({ xml: own, acknowledge: undefined });
});
