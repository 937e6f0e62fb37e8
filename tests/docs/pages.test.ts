import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/engine";
import { fileOf, isDead, linksOf } from "./links";
import { blocksOf, pages } from "./markdown";

/* README and docs/: what they show compiles, and what they link to is there. */

/** What a piece of a program takes from the program around it. */
const AROUND = `
declare const altinn: typeof import("pulumi-altinn-broker");
declare const organization: typeof import("pulumi-altinn-broker").organization;
declare const owner: import("pulumi-altinn-broker").ServiceOwner;
declare const licences: import("pulumi-altinn-broker").Resource;
declare const access: import("pulumi-altinn-broker").ResourcePolicy;
declare const partners: import("pulumi-altinn-broker").AccessList;
`;

let folder: string;
beforeAll(() => {
  mkdirSync(join(root, ".local", "tests"), { recursive: true });
  folder = mkdtempSync(join(root, ".local", "tests", "docs-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("every TypeScript block compiles against the built package", () => {
  // A file of a program that import writes is compiled with the others: written-programs.test.ts.
  const blocks = pages
    .flatMap(blocksOf)
    .filter(({ language }) => /^ts$|typescript/.test(language))
    .filter(({ page, text }) => page !== "docs/import.md" || !/from "\.\.?\//.test(text));
  expect(blocks.length).toBeGreaterThan(5);
  const files = blocks.map(({ page, line, text }) => {
    const name = `${page.replaceAll(/[^\w]/g, "-")}-${String(line)}.ts`;
    writeFileSync(join(folder, name), `${text}\nexport {};\n`);
    return name;
  });
  writeFileSync(join(folder, "around.d.ts"), AROUND);
  const compilerOptions = {
    target: "es2022",
    module: "nodenext",
    moduleResolution: "nodenext",
    types: ["node"],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions, files: ["around.d.ts", ...files] }),
  );
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  let output = "";
  try {
    execFileSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
  } catch (error) {
    output = String((error as { stdout: unknown }).stdout);
  }
  expect(output).toBe("");
});

test("every link to a page or a place in it leads somewhere", () => {
  const links = linksOf(root, pages);
  expect(links.filter((link) => isDead(root, link))).toEqual([]);
  expect(links.length).toBeGreaterThan(30);
});

test("every page is linked from README or another page", () => {
  const linked = new Set(linksOf(root, pages).map(fileOf));
  expect(pages.filter((page) => page !== "README.md" && !linked.has(page))).toEqual([]);
});
