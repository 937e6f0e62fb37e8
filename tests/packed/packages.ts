import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../support/engine";
import { mustRun } from "./run-program";

/** Both packages of this repository, packed as they would be published. */
export interface Tarballs {
  readonly provider: string;
  readonly standin: string;
  remove(): void;
}

export async function packBoth(): Promise<Tarballs> {
  mkdirSync(join(root, ".local", "tests"), { recursive: true });
  const folder = mkdtempSync(join(root, ".local", "tests", "packed-"));
  const [provider, standin] = await Promise.all([
    pack(root, folder),
    pack(join(root, "standin"), folder),
  ]);
  return {
    provider,
    standin,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function pack(workspace: string, folder: string): Promise<string> {
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const [packed] = JSON.parse(await mustRun("npm", args, workspace)) as [{ filename: string }];
  return join(folder, packed.filename);
}

/** Unpacks a tarball beside it, and says where its files are. */
export async function unpack(tarball: string): Promise<string> {
  const folder = mkdtempSync(`${tarball}-`);
  await mustRun("tar", ["-xzf", tarball, "-C", folder], folder);
  return join(folder, "package");
}

/** A new folder outside the checkout, whose packages are its own: nothing is found in a folder above it. */
export const folderOutside = (): string => mkdtempSync(join(realpathSync(tmpdir()), "ops-"));

/** Version that package.json of this repository asks for. */
export function versionOf(name: string): string {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    devDependencies: Readonly<Record<string, string>>;
  };
  const version = manifest.devDependencies[name];
  if (version === undefined) throw new Error(`package.json does not ask for ${name}.`);
  return version;
}

export type Installer = "npm" | "pnpm";

/** Installs into `folder` what its package.json asks for. */
export async function install(installer: Installer, folder: string): Promise<void> {
  // Without scripts, as a careful team installs.
  const command =
    installer === "npm"
      ? ["install", "--ignore-scripts"]
      : ["exec", "--yes", "pnpm@10.34.9", "install"];
  await mustRun("npm", command, folder);
}

export function writeJson(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);
}
