// What the stand-in holds, in a form in which two worlds that mean the same are equal: without times, numbers of versions and
// the order in which things were made.

/** @param {any} standin */
export function atAltinn({ altinn: { database, registry } }) {
  /** @type {(sql: string, ...values: string[]) => any[]} */
  const rows = (sql, ...values) =>
    database
      .prepare(sql)
      .all(...values)
      .map((/** @type {object} */ row) => ({ ...row }));
  const resources = rows("SELECT identifier, deleted FROM identifiers ORDER BY identifier");
  const lists = rows(
    "SELECT id, owner, identifier, name, description FROM access_lists ORDER BY identifier",
  );
  return {
    burnt: resources.filter(({ deleted }) => deleted === 1).map(({ identifier }) => identifier),
    services: Object.fromEntries(
      resources.map(({ identifier }) => {
        const { versionId: _versionId, ...document } = registry.document(identifier) ?? {};
        const policy = registry.policy(identifier);
        const [config] = rows("SELECT * FROM broker_resource WHERE id = ?", identifier);
        const { created: _created, ...fields } = config ?? {};
        return [
          identifier,
          {
            document,
            policy: policy && Buffer.from(policy).toString("utf8"),
            subjects: rows(
              "SELECT urn FROM subjects WHERE resource = ? AND deleted = 0 ORDER BY urn",
              identifier,
            ).map(({ urn }) => urn),
            config: fields,
          },
        ];
      }),
    ),
    lists: Object.fromEntries(
      lists.map(({ id, identifier, ...texts }) => [
        identifier,
        {
          ...texts,
          members: rows("SELECT party FROM access_list_members WHERE list = ? ORDER BY party", id),
          connections: rows(
            "SELECT resource, actions FROM access_list_connections WHERE list = ? ORDER BY resource",
            id,
          ),
        },
      ]),
    ),
    owners: rows("SELECT id, name FROM broker_service_owner ORDER BY id"),
  };
}

/** @param {any} standin */
export const versionsOf = ({ altinn: { database } }) =>
  Number(database.prepare("SELECT count(*) AS n FROM versions").get().n);

/**
 * The paths at which two values differ, with both values, shortened.
 * @param {unknown} found
 * @param {unknown} wanted
 * @param {string} [path]
 * @returns {string[]}
 */
export function differences(found, wanted, path = "") {
  if (JSON.stringify(found) === JSON.stringify(wanted)) return [];
  const isTree = (/** @type {unknown} */ value) => value !== null && typeof value === "object";
  if (!isTree(found) || !isTree(wanted))
    return [`${path} is ${short(found)}, not ${short(wanted)}`];
  const [a, b] = [/** @type {any} */ (found), /** @type {any} */ (wanted)];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) => differences(a[key], b[key], path === "" ? key : `${path}.${key}`));
}

const short = (/** @type {unknown} */ value) => (JSON.stringify(value) ?? "nothing").slice(0, 200);
