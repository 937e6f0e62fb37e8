import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { root } from "../support/engine";
import { anchorsOf, blocksOf, pages, pageText } from "./markdown";

/* README and docs/: what they show compiles, and what they link to is there. */

/** What a piece of a program takes from the program around it. */
const AROUND = `
declare const altinn: typeof import("pulumi-altinn-broker");
declare const organization: typeof import("pulumi-altinn-broker").organization;
declare const owner: import("pulumi-altinn-broker").ServiceOwner;
declare const licences: import("pulumi-altinn-broker").Resource;
declare const access: import("pulumi-altinn-broker").ResourcePolicy;
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
  const blocks = pages.flatMap(blocksOf).filter(({ language }) => /^ts$|typescript/.test(language));
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
  const links = pages.flatMap((page) => {
    const text = pageText(page).replace(/^ *```[\s\S]*?^ *```/gm, "");
    return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => ({ page, target }));
  });
  const dead = links.filter(({ page, target }) => {
    if (/^(?:https?|mailto):/.test(target)) return false;
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? page : normalize(join(dirname(page), path));
    if (!existsSync(join(root, file))) return true;
    return anchor !== undefined && !(file.endsWith(".md") && anchorsOf(file).has(anchor));
  });
  expect(dead).toEqual([]);
  expect(links.length).toBeGreaterThan(30);
});

test("every page is linked from README or another page", () => {
  const linked = new Set(
    pages.flatMap((page) =>
      [...pageText(page).matchAll(/\]\(([^)#\s]+)/g)].map(([, target = ""]) =>
        normalize(join(dirname(page), target)),
      ),
    ),
  );
  expect(pages.filter((page) => page !== "README.md" && !linked.has(page))).toEqual([]);
});
