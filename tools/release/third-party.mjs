import { manifestOf, productionDependencies } from "./production-lock.mjs";

/** Licences that what is installed with the packages may have, by their SPDX identifiers. Another one is looked at by people first. */
export const ALLOWED = [
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  // argparse; a licence of the same kind as BSD's, approved by the OSI.
  "Python-2.0",
];

/** Whether one may choose an allowed licence. @param {string} expression SPDX */
export const isAllowed = (expression) =>
  expression
    .replace(/^\((.*)\)$/, "$1")
    .split(" OR ")
    .some((licence) => ALLOWED.includes(licence));

/**
 * The page of a published package on what is installed with it.
 * @param {string} root
 * @param {string} folder
 * @returns {string} Markdown
 */
export function thirdPartyPage(root, folder) {
  const { name } = manifestOf(root, folder);
  const dependencies = productionDependencies(root, folder);
  const refused = dependencies.filter(({ licence }) => !isAllowed(licence));
  if (refused.length > 0) {
    const names = refused.map((one) => `${one.name} ${one.version} (${one.licence})`);
    throw new Error(
      `Not on the list of licences in tools/release/third-party.mjs: ${names.join(", ")}. Take another package, or put the licence on the list when its terms have been read.`,
    );
  }
  const rows = dependencies.map((one) => `| ${one.name} | ${one.version} | ${one.licence} |`);
  const peer =
    folder === "."
      ? "`@pulumi/pulumi` (Apache-2.0) is not among them: a program brings its own, with what that one needs.\n\n"
      : "";
  return `# What is installed with ${name}

Its dependencies and theirs, in the versions that it is tested with, and the licence that each states (SPDX). Each brings its licence's
text along in its own folder of node_modules; none is copied into this package. Its direct dependencies are these versions alone; theirs
may be newer where you install it.

${peer}| package | version | licence |
| --- | --- | --- |
${rows.join("\n")}
`;
}
