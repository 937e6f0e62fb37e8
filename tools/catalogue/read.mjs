// Reads the roles and the access packages of Altinn's Access Management from files of either of two shapes.
//
// 1. What the live, anonymous API answers, one file for each language:
//    GET {platform}/accessmanagement/api/v1/meta/info/roles
//      [{ urn, name, legacyRoleCode, isResourcePolicyAvailable }]
//    GET {platform}/accessmanagement/api/v1/meta/info/accesspackages/export
//      [{ type, areas: [{ urn, packages: [{ urn, name, isDelegable, isAssignable, isResourcePolicyAvailable, type }] }] }]
//    These are the fields relied on; a package's `type.name` goes before the `type` of its group. Source: RoleDto,
//    AreaGroupDto, AreaDto and PackageDto in Altinn/altinn-authorization-tmp (Altinn.Authorization.Api.Contracts).
//    Names come in bokmål unless asked for with `Accept-Language: nno` or `eng`. The three letters are what the
//    translations are kept under; `nn` and `en` are mapped to them on one of the two ways that the server has.
// 2. The same facts with the names of all languages, { source, roles } and { source, areas, packages }.

/** @typedef {"nb" | "nn" | "en"} Language */
/** @typedef {Record<Language, string>} Names */
/** @typedef {{ urn: string, legacyCode?: string, availableForServiceOwners?: boolean, name: Names }} Role */
/**
 * @typedef {object} Package
 * @property {string} urn
 * @property {string} entityType
 * @property {boolean} delegable
 * @property {boolean} assignable
 * @property {boolean} availableForServiceOwners
 * @property {string} area
 * @property {Names} name
 */
/** @typedef {{ file: string, content: any }} Input `content`: the parsed JSON */
/** @typedef {{ roles: Role[], packages: Package[], source: string }} Catalogue */

/** @type {readonly Language[]} */
export const LANGUAGES = ["nb", "nn", "en"];

/**
 * @param {readonly Input[]} inputs of the API's shape in several languages, `roles.nn.json` and `roles.en.json` beside
 *   `roles.json`; names in a language that is not given are the bokmål ones
 * @returns {Catalogue} sorted by URN
 */
export function readCatalogue(inputs) {
  /** @type {Map<string, Role>} */
  const roles = new Map();
  /** @type {Map<string, Package>} */
  const packages = new Map();
  /** @type {Set<string>} */
  const sources = new Set();
  // Bokmål first: the names of the other languages are put beside it.
  const inOrder = [...inputs].sort((a, b) => Number(isTranslation(a)) - Number(isTranslation(b)));
  for (const { file, content } of inOrder) {
    const language = languageOf(file);
    const read = recognise(file, content);
    sources.add(read.source);
    for (const role of read.roles ?? []) addTo(roles, role, language, file);
    for (const one of read.packages ?? []) addTo(packages, one, language, file);
  }
  if (roles.size === 0) throw new Error("None of the files holds roles.");
  if (packages.size === 0) throw new Error("None of the files holds access packages.");
  return {
    roles: sorted(roles.values()),
    packages: sorted(packages.values()),
    source: [...sources].sort().join("; "),
  };
}

/** @param {string} file @returns {Language} */
const languageOf = (file) =>
  LANGUAGES.find((language) => file.endsWith(`.${language}.json`)) ?? "nb";

/** @param {Input} input */
const isTranslation = ({ file }) => languageOf(file) !== "nb";

/**
 * @template {Role | Package} T
 * @param {Map<string, T>} all @param {T} one @param {Language} language @param {string} file
 */
function addTo(all, one, language, file) {
  const there = all.get(one.urn);
  if (language === "nb") {
    if (there) throw new Error(`${file} names ${one.urn}, which was there already.`);
    all.set(one.urn, one);
  } else if (there) {
    there.name = { ...there.name, [language]: one.name[language] };
  } else {
    throw new Error(`${file} names ${one.urn}, which the bokmål file does not.`);
  }
}

/**
 * @param {string} file @param {any} content
 * @returns {{ roles?: Role[], packages?: Package[], source: string }}
 */
function recognise(file, content) {
  if (Array.isArray(content?.roles)) {
    return { roles: content.roles.map(ownRole), source: sourceOf(content.source) };
  }
  if (Array.isArray(content?.packages) && Array.isArray(content.areas)) {
    const { areas } = content;
    return {
      packages: content.packages.map((/** @type {any} */ one) => ownPackage(one, areas)),
      source: sourceOf(content.source),
    };
  }
  if (Array.isArray(content) && content.every((group) => Array.isArray(group?.areas))) {
    return {
      packages: content.flatMap((group) =>
        group.areas.flatMap((/** @type {any} */ area) =>
          (area.packages ?? []).map((/** @type {any} */ one) => apiPackage(one, area, group)),
        ),
      ),
      source: "GET {platform}/accessmanagement/api/v1/meta/info/accesspackages/export",
    };
  }
  if (Array.isArray(content) && content.every((role) => typeof role?.urn === "string")) {
    return {
      roles: content.map(apiRole),
      source: "GET {platform}/accessmanagement/api/v1/meta/info/roles",
    };
  }
  throw new Error(
    `${file} holds neither roles nor access packages in a shape that tools/catalogue/read.mjs knows.`,
  );
}

/** @param {any} source */
const sourceOf = (source) => `${source.repo}, commit ${source.commit}, ${source.licence}`;

/** @param {any} role @returns {Role} */
const ownRole = (role) =>
  roleWith(role, {
    legacyCode: role.legacyCode,
    available: role.availableForServiceOwners,
    name: role.name,
  });

/** @param {any} role @returns {Role} */
const apiRole = (role) =>
  roleWith(role, {
    legacyCode: role.legacyRoleCode,
    available: role.isResourcePolicyAvailable,
    name: inEveryLanguage(role.name),
  });

/** @param {any} role @param {{ legacyCode?: string, available?: boolean, name: Names }} facts @returns {Role} */
function roleWith(role, { legacyCode, available, name }) {
  const urn = lower(role.urn);
  if (!ROLE_URN.test(urn)) {
    throw new Error(`${urn} is not the URN of a role that tools/catalogue/read.mjs knows.`);
  }
  // The API has given Altinn 2 roles their own code as the legacy one.
  const isOwn = urn === `urn:altinn:rolecode:${lower(legacyCode)}`;
  return {
    urn,
    ...(legacyCode && !isOwn ? { legacyCode: lower(legacyCode) } : {}),
    ...(available === undefined ? {} : { availableForServiceOwners: available }),
    name: namesOf(urn, name),
  };
}

const ROLE_URN = /^urn:altinn:(rolecode|role|external-role:ccr|external-role:cra):[^:]+$/;

/** @param {any} one @param {any[]} areas @returns {Package} */
const ownPackage = (one, areas) => ({
  urn: lower(one.urn),
  entityType: entityType(one.entityType),
  delegable: flag(one, "delegable"),
  assignable: flag(one, "assignable"),
  availableForServiceOwners: flag(one, "availableForServiceOwners"),
  area: areaCode(areas.find(({ key }) => key === one.area)?.urn),
  name: namesOf(one.urn, one.name),
});

/** @param {any} one @param {any} area @param {any} group @returns {Package} */
const apiPackage = (one, area, group) => ({
  urn: lower(one.urn),
  entityType: entityType(one.type?.name ?? group.type),
  delegable: flag(one, "isDelegable"),
  assignable: flag(one, "isAssignable"),
  availableForServiceOwners: flag(one, "isResourcePolicyAvailable"),
  area: areaCode(area.urn),
  name: namesOf(one.urn, inEveryLanguage(one.name)),
});

/** @param {any} one @param {string} field @returns {boolean} */
function flag(one, field) {
  if (typeof one[field] === "boolean") return one[field];
  throw new Error(`${one.urn} does not say ${field}, true or false.`);
}

/** @param {string | undefined} text */
const lower = (text) => text?.toLowerCase() ?? "";

/** @param {string | undefined} urn */
function areaCode(urn) {
  const code = /^accesspackage:area:(.+)$/.exec(lower(urn))?.[1];
  if (!code) throw new Error(`${urn} is not the URN of an area of access packages.`);
  return code;
}

/** @param {string} name the API's, in any language */
function entityType(name) {
  if (/^organi[sz]a(tion|sjon)$/i.test(name)) return "Organization";
  if (/^person$/i.test(name)) return "Person";
  throw new Error(`${name} is not a type of party that tools/catalogue/read.mjs knows.`);
}

/** @param {string} name @returns {Names} */
const inEveryLanguage = (name) => ({ nb: name, nn: name, en: name });

/** @param {string} urn @param {Partial<Names>} name @returns {Names} */
function namesOf(urn, name) {
  const { nb, nn, en } = name ?? {};
  if (!nb || !nn || !en) throw new Error(`${urn} has no name.`);
  return { nb: clean(nb), nn: clean(nn), en: clean(en) };
}

/** Some names hold soft hyphens, blanks at the end, or Cyrillic letters that look like Latin ones. @param {string} name */
const clean = (name) =>
  name
    .replaceAll("\u00ad", "")
    .replaceAll("\u0430", "a")
    .replaceAll("\u0440", "r")
    .replace(/\s+/g, " ")
    .trim();

/** @template {{ urn: string }} T @param {Iterable<T>} all @returns {T[]} */
const sorted = (all) => [...all].sort((a, b) => (a.urn < b.urn ? -1 : 1));
