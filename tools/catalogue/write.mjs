// Writes the catalogue as the two data files of provider/catalogue, one line for each role and each access package.

/** @typedef {import("./read.mjs").Catalogue} Catalogue */

const WIDTH = 100;
const EXTERNAL = "urn:altinn:external-role:";
const PACKAGE = "urn:altinn:accesspackage:";

/**
 * @param {Catalogue} catalogue @param {string} date of the facts, `2026-01-31`
 * @returns {{ "roles-data.ts": string, "packages-data.ts": string }} by name of the file
 */
export function dataFiles({ roles, packages, source }, date) {
  const head = `// Made by \`npm run catalogue\`, not by hand.\n// Source: ${source}; taken over ${date}.\n`;
  const codesAfter = (/** @type {string} */ start) =>
    roles.flatMap(({ urn }) => (urn.startsWith(start) ? [urn.slice(start.length)] : []));
  return {
    "roles-data.ts": [
      head + 'import type { RoleRow } from "./rows";\n',
      rows(
        "ROLES: readonly RoleRow[]",
        roles.map(({ urn, legacyCode, availableForServiceOwners, name }) => [
          urn,
          legacyCode,
          availableForServiceOwners,
          name.nb,
          name.nn,
          name.en,
        ]),
      ),
      union(
        "KnownRoleCode",
        "Values of `urn:altinn:rolecode` that Altinn goes on with: it has deprecated its own Altinn 2 roles.",
        roles.flatMap(({ legacyCode }) => legacyCode ?? []).sort(),
      ),
      union(
        "KnownCcrRoleCode",
        "Values of `urn:altinn:external-role:ccr`, the roles of Enhetsregisteret.",
        codesAfter(`${EXTERNAL}ccr:`),
      ),
      union(
        "KnownCraRoleCode",
        "Values of `urn:altinn:external-role:cra`, the roles of guardians.",
        codesAfter(`${EXTERNAL}cra:`),
      ),
    ].join("\n"),
    "packages-data.ts": [
      head + 'import type { PackageRow } from "./rows";\n',
      rows(
        "PACKAGES: readonly PackageRow[]",
        packages.map((one) => [
          codeAfter(PACKAGE, one.urn),
          one.entityType,
          one.delegable,
          one.assignable,
          one.availableForServiceOwners,
          one.area,
          one.name.nb,
          one.name.nn,
          one.name.en,
        ]),
      ),
      union(
        "KnownPackageCode",
        "Values of `urn:altinn:accesspackage`.",
        packages.map(({ urn }) => codeAfter(PACKAGE, urn)),
      ),
    ].join("\n"),
  };
}

/** @param {string} start @param {string} urn */
function codeAfter(start, urn) {
  if (!urn.startsWith(start)) throw new Error(`${urn} does not begin with ${start}.`);
  return urn.slice(start.length);
}

/** @param {string} declaration @param {readonly unknown[][]} all */
const rows = (declaration, all) =>
  `// prettier-ignore\nexport const ${declaration} = [\n${all
    .map((row) => `  [${row.map((value) => JSON.stringify(value) ?? "undefined").join(", ")}],\n`)
    .join("")}];\n`;

/** A union of strings, as many on a line as fit. @param {string} name @param {string} doc @param {string[]} codes */
function union(name, doc, codes) {
  const lines = [""];
  for (const code of codes) {
    const member = ` | ${JSON.stringify(code)}`;
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + member.length + 2 > WIDTH) lines.push(member);
    else lines[lines.length - 1] = line + member;
  }
  const body = codes.length === 0 ? " never" : `\n${lines.map((line) => ` ${line}`).join("\n")}`;
  return `/** ${doc} */\n// prettier-ignore\nexport type ${name} =${body};\n`;
}
