import { createRequire } from "node:module";
import { join } from "node:path";
import type * as Compiler from "typescript";
import {
  failure,
  heldUp,
  notChecked,
  ok,
  warning,
  type Check,
  type Remedy,
  type Subject,
} from "./check";
import { atLeast, below } from "./versions";

/** The first SDK that takes TypeScript 6. */
const SDK_WITH_TYPESCRIPT_6 = "3.229.0";

export interface ProgramToCheck {
  /** Where the program's packages are looked for. */
  readonly folder: string;
  /** Path of the entry file, where it is known. */
  readonly entry: string | undefined;
  /** Version of `@pulumi/pulumi`, where it is known. */
  readonly sdk: string | undefined;
  /** Version of a package as the program finds it. */
  versionOf(name: string): string | undefined;
}

const COMPILER: Subject = { step: "tools", id: "typescript", title: "TypeScript" };
const CONFIG: Subject = { step: "tools", id: "tsconfig", title: "tsconfig.json" };
const we = (todo: string, where: string): Remedy => ({ todo, where, who: "we" });

/** Whether Pulumi can compile the program, and whether it knows Node's own names. */
export function typescriptChecks(program: ProgramToCheck): Check[] {
  const { folder, entry, sdk } = program;
  if (entry !== undefined && !/\.m?ts$/.test(entry))
    return [ok(COMPILER, `The program, ${entry}, is JavaScript and needs none.`)];
  const version = program.versionOf("typescript");
  const wanted = sdk !== undefined && below(sdk, SDK_WITH_TYPESCRIPT_6) ? 5 : 6;
  const install = we(`Run \`npm install typescript@${String(wanted)}\`.`, folder);
  const refused = (seen: string): Check[] => [
    failure(COMPILER, seen, install),
    heldUp(CONFIG, "TypeScript is not right yet"),
  ];
  if (version === undefined) return refused(`It cannot be found from ${folder}.`);
  if (atLeast(version, "7.0.0")) return refused(`${version} is one that Pulumi does not take yet.`);
  if (wanted === 5 && atLeast(version, "6.0.0"))
    return refused(`${version} does not go with @pulumi/pulumi ${sdk ?? ""}, which takes 5.`);
  return [ok(COMPILER, `${version}.`), configCheck(program, version)];
}

function configCheck({ folder, versionOf }: ProgramToCheck, version: string): Check {
  let read: ReturnType<typeof readConfig>;
  try {
    read = readConfig(folder);
  } catch {
    return notChecked(
      CONFIG,
      `TypeScript ${version} could not be asked what ${join(folder, "tsconfig.json")} says.`,
      we("Install TypeScript anew.", folder),
    );
  }
  const { file, types, problem } = read;
  if (problem !== undefined)
    return failure(CONFIG, `${file} cannot be read: ${problem}`, we("Correct it.", file));
  if (versionOf("@types/node") === undefined) {
    return warning(
      CONFIG,
      "@types/node is not installed, so a program that uses Node's own names (`process`, `readFileSync`) does not compile.",
      we("Run `npm install @types/node`.", folder),
    );
  }
  if (atLeast(version, "6.0.0") && !types.some((name) => name === "node" || name === "*")) {
    return warning(
      CONFIG,
      `"types" does not name "node", and TypeScript 6 then knows none of Node's own names (\`process\`, \`readFileSync\`).`,
      we('Write "types": ["node"] under "compilerOptions".', file),
    );
  }
  return ok(CONFIG, `${file} names the types of Node.`);
}

/** What the compiler makes of the file, `extends` included. */
function readConfig(folder: string): {
  readonly file: string;
  readonly types: readonly string[];
  readonly problem: string | undefined;
} {
  const compiler = createRequire(join(folder, "index.js"))("typescript") as typeof Compiler;
  const file = join(folder, "tsconfig.json");
  const { config, error } = compiler.readConfigFile(file, (path) =>
    compiler.sys.readFile(path),
  ) as {
    config?: unknown;
    error?: Compiler.Diagnostic;
  };
  if (error !== undefined)
    return {
      file,
      types: [],
      problem: compiler.flattenDiagnosticMessageText(error.messageText, " "),
    };
  const { options } = compiler.parseJsonConfigFileContent(config, compiler.sys, folder);
  return { file, types: options.types ?? [], problem: undefined };
}
