import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { productionDependencies, productionLock } from "../../tools/release/production-lock.mjs";
import { packRelease } from "../../tools/release/pack.mjs";
import { isAllowed } from "../../tools/release/third-party.mjs";
import { root } from "../support/engine";
import { folderOutside, unpack } from "./packages";
import { mustRun } from "./run-program";

/* What a release is made of: the tarballs hold what is named here and nothing else, and what is installed with them is told. */

interface Sbom {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: { readonly purl: string; readonly "bom-ref": string } };
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly hashes: readonly { readonly alg: string; readonly content: string }[];
    readonly licenses: readonly unknown[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: string[] }[];
}

let target: string;
let files: string[];
beforeAll(() => {
  target = folderOutside();
  files = packRelease(root, target);
});
afterAll(() => {
  rmSync(target, { recursive: true, force: true });
});

const fileOf = (pattern: RegExp): string =>
  join(target, files.find((file) => pattern.test(file)) ?? "");

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();

/** What may stand in a tarball beside what is compiled. */
const packages = [
  {
    name: "pulumi-altinn-broker",
    folder: ".",
    sources: "provider",
    tarball: /^pulumi-altinn-broker-.*\.tgz$/,
    others: [
      /^(?:CHANGELOG|CONTRIBUTING|DECISIONS|README|SECURITY)\.md$/,
      /^LICENSE$/,
      /^package\.json$/,
      /^provider\/cli\/bin\.js$/,
      /^docs\/(?:reference\/|resources\/)?[\w-]+\.md$/,
      /^docs\/performance\/[\w-]+\.svg$/,
      /^examples\/[\w-]+\/(?:README\.md|index\.ts|program\.test\.js|(?:package|tsconfig|world)\.json|Pulumi(?:\.\w+)?\.yaml|[\w-]+\.xml)$/,
      /^standin\/README\.md$/,
    ],
  },
  {
    name: "altinn-standin",
    folder: "standin",
    sources: "standin",
    tarball: /^altinn-standin-.*\.tgz$/,
    others: [
      /^(?:README|THIRD-PARTY)\.md$/,
      /^LICENSE$/,
      /^(?:package|world\.schema)\.json$/,
      /^bin\.js$/,
      /^worlds\/sample\/(?:world\.json|catches\.xml)$/,
    ],
  },
] as const;

describe.each(packages)("$name", ({ name, folder, sources, tarball, others }) => {
  let unpacked: string;
  beforeAll(async () => {
    unpacked = await unpack(fileOf(tarball));
  });

  test("the tarball holds what is compiled from sources that are there, and what is named here", () => {
    const carried = filesOf(unpacked);
    const compiled = carried.filter((file) => file.startsWith("dist/"));
    const sourceOf = (file: string): string =>
      join(root, sources, file.replace(/^dist\//, "").replace(/(?:\.d\.ts|\.js)$/, ".ts"));
    expect(compiled.filter((file) => !existsSync(sourceOf(file)))).toEqual([]);
    expect(compiled.length).toBeGreaterThan(100);
    const rest = carried.filter((file) => !file.startsWith("dist/"));
    expect(rest.filter((file) => !others.some((pattern) => pattern.test(file)))).toEqual([]);
    // Nothing is named that is not there any more.
    expect(others.filter((pattern) => !rest.some((file) => pattern.test(file)))).toEqual([]);
  });

  test("no file of it is a program but the binary, or names a folder of the machine that packed it", () => {
    const carried = filesOf(unpacked);
    const isProgram = (file: string): boolean =>
      (statSync(join(unpacked, file)).mode & 0o111) !== 0;
    expect(carried.filter(isProgram)).toEqual(carried.filter((file) => file.endsWith("bin.js")));
    const names = (file: string): boolean =>
      readFileSync(join(unpacked, file), "utf8").includes(root);
    expect(carried.filter(names)).toEqual([]);
  });

  test("installing it runs no script, of its own or of what comes along", () => {
    const { scripts = {} } = JSON.parse(readFileSync(join(unpacked, "package.json"), "utf8")) as {
      scripts?: Record<string, string>;
    };
    expect(
      Object.keys(scripts).filter((script) => /install|^prepare$|^dependencies$/.test(script)),
    ).toEqual([]);
    const { packages: locked } = productionLock(root, folder).lock;
    const brought = new Set(productionDependencies(root, folder).map(keyOf));
    const withScript = Object.entries(locked)
      .filter(([, entry]) => "hasInstallScript" in entry)
      .map(([path, { version }]) =>
        keyOf({ name: path.split("node_modules/").pop() ?? "", version }),
      );
    expect(withScript.filter((key) => brought.has(key))).toEqual([]);
  });

  describe("its SBOM", () => {
    let sbom: Sbom;
    beforeAll(() => {
      sbom = JSON.parse(
        readFileSync(fileOf(new RegExp(`^${name}-.*\\.cdx\\.json$`)), "utf8"),
      ) as Sbom;
    });

    test("names the package and exactly its production dependencies, each with sum and licence", () => {
      expect(sbom).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.5" });
      expect(sbom.metadata.component.purl).toMatch(new RegExp(`^pkg:npm/${name}@\\d`));
      const named = sbom.components.map(({ purl }) =>
        decodeURIComponent(purl.replace("pkg:npm/", "")),
      );
      expect(named.sort()).toEqual(productionDependencies(root, folder).map(keyOf).sort());
      expect(
        sbom.components.filter(
          ({ hashes, licenses }) => hashes[0]?.alg !== "SHA-512" || licenses.length === 0,
        ),
      ).toEqual([]);
    });

    test("says which of them needs which, all of them reached from the package", () => {
      const needs = new Map(sbom.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
      const reached = new Set<string>();
      const reach = (ref: string): void => {
        if (reached.has(ref)) return;
        reached.add(ref);
        needs.get(ref)?.forEach(reach);
      };
      reach(sbom.metadata.component["bom-ref"]);
      expect(reached.size).toBe(sbom.components.length + 1);
    });
  });

  test("every licence of what is installed with it is on the list", () => {
    const refused = productionDependencies(root, folder).filter(
      ({ licence }) => !isAllowed(licence),
    );
    expect(refused).toEqual([]);
  });
});

const keyOf = ({ name, version }: { name: string; version: string }): string =>
  `${name}@${version}`;

test("a licence is judged as SPDX writes it: one of a choice is enough, and none is none", () => {
  const judged = ["MIT", "(BSD-3-Clause OR GPL-2.0)", "GPL-3.0-only", "MIT AND GPL-2.0", "none"];
  expect(judged.map(isAllowed)).toEqual([true, true, false, false, false]);
});

test("the sums of all files are those that sha256sum finds", async () => {
  const output = await mustRun("sha256sum", ["--check", "SHA256SUMS"], target);
  expect(output.match(/: OK$/gm)).toHaveLength(files.length - 1);
});
