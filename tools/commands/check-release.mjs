import { readFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "../bootstrap/console.mjs";

/** What stands for the repository's address in the sentences of this check, and never in a package.json. */
const ADDRESS = "https://ADDRESS";

/** The packages by folder, and what each package.json says of where it comes from. */
const PACKAGES = [".", "standin"].map((folder) => ({
  folder,
  fields: {
    repository: {
      type: "git",
      url: `git+${ADDRESS}.git`,
      ...(folder === "." ? {} : { directory: folder }),
    },
    homepage: `${ADDRESS}#readme`,
    bugs: `${ADDRESS}/issues`,
  },
}));

/**
 * What a release needs and a checkout does not: where the packages come from. The fields stay out of package.json until the
 * address is known, since a wrong one is published for good.
 * @param {string} root
 * @param {string} [tag] of the release; not looked at when left out
 * @returns {number} exit status: 0 when both packages may be published
 */
export function checkRelease(root, tag) {
  const others =
    tag === undefined ? [] : PACKAGES.filter(({ folder }) => tagOf(root, folder) !== tag);
  for (const { folder } of others) {
    say(
      `Not to be published: the tag is ${String(tag)}, and ${join(folder, "package.json")} is of ${tagOf(root, folder)}. Set the version, or tag the commit that has it.`,
    );
  }
  const missing = PACKAGES.flatMap(({ folder, fields }) => {
    const file = join(folder, "package.json");
    const manifest = JSON.parse(readFileSync(join(root, file), "utf8"));
    return Object.entries(fields)
      .filter(([name]) => !manifest[name] || JSON.stringify(manifest[name]).includes(ADDRESS))
      .map(([name, value]) => `  ${file}: "${name}": ${JSON.stringify(value)}`);
  });
  if (missing.length === 0) {
    say("Both packages say where they come from.");
    return others.length === 0 ? 0 : 1;
  }
  say(
    `Not to be published yet. Missing, with the repository's address for ${ADDRESS}:\n${missing.join("\n")}`,
  );
  return 1;
}

/** @param {string} root @param {string} folder */
const tagOf = (root, folder) =>
  `v${JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")).version}`;
