import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { isDead, linksOf } from "../docs/links";
import { root } from "../support/engine";
import { packBoth, unpack, type Tarballs } from "./packages";

/* What a team without this repository reads: the pages that come with the packages. */

let tarballs: Tarballs;
beforeAll(async () => {
  tarballs = await packBoth();
});
afterAll(() => {
  tarballs.remove();
});

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();

describe.each(["provider", "standin"] as const)("the tarball of %s", (name) => {
  let folder: string;
  let pages: string[];
  beforeAll(async () => {
    folder = await unpack(tarballs[name]);
    pages = filesOf(folder).filter((file) => file.endsWith(".md"));
  });

  test("every relative link of its pages leads to a file, and to a heading, in it", () => {
    expect(linksOf(folder, pages).filter((link) => isDead(folder, link))).toEqual([]);
    expect(pages).toContain("README.md");
  });

  test("what it has of the checkout is as it is there, and no run has left anything in it", () => {
    const source = name === "provider" ? root : join(root, "standin");
    const carried = filesOf(folder).filter((file) => !file.startsWith("dist/"));
    const text = (of: string, file: string): string => readFileSync(join(of, file), "utf8");
    expect(carried.filter((file) => text(folder, file) !== text(source, file))).toEqual([]);
    expect(carried.filter((file) => /(?:^|\/)\.|\.(?:env|tgz)$/.test(file))).toEqual([]);
  });
});

test("the provider's tarball has every page of docs/ that is for users", async () => {
  const carried = filesOf(join(await unpack(tarballs.provider), "docs"));
  const here = filesOf(join(root, "docs")).filter((page) => !page.startsWith("resources/parts/"));
  expect(carried).toEqual(here);
});
