// What the killed `up` is about: twenty services from nothing (`making`), or a change of those twenty in which some come, some
// go, some become others and some stay (`changing`).

export const ORGANISATION = "991825827";
const SENDERS = /** @type {const} */ (["974761076", "889640782"]);

const identifierOf = (/** @type {number} */ at) => `ttd-service-${String(at).padStart(2, "0")}`;
const texts = (/** @type {string} */ text) => ({ nb: text, nn: text, en: text });
const json = JSON.stringify;

/** @param {number} at @param {{ changed?: boolean, onList?: boolean }} [is] */
function service(at, { changed = false, onList = false } = {}) {
  const identifier = identifierOf(at);
  const resource = {
    identifier,
    title: texts(`Tjeneste ${String(at)}`),
    description: texts("Utveksling"),
    rightDescription: texts("Sende og hente"),
    contactPoints: [{ category: "Support", email: "broker@example.no" }],
    ...(changed ? { homepage: "https://changed.example.no" } : {}),
    ...(onList ? { accessListMode: "Enabled" } : {}),
  };
  const config = {
    fileTransferTimeToLive: changed ? "P60D" : "P30D",
    maxFileTransferSize: 1_000_000,
  };
  return `{
  const resource = new altinn.Resource(${json(identifier)}, ${json(resource)});
  const access = new altinn.ResourcePolicy(${json(identifier)}, {
    resourceId: resource.identifier,
    rules: [
      { subjects: [altinn.organization(${json(ORGANISATION)}, { onBehalfOf: "itself" })], actions: ["read", "write", "publish"] },
      { subjects: [altinn.organization(${json(SENDERS[changed ? 1 : 0])}, { onBehalfOf: "itself" })], actions: ["write", "publish"] },
      { subjects: [altinn.serviceOwner("ttd")], actions: ["subscribe"] },
    ],
  });
  new altinn.BrokerResourceConfig(
    ${json(identifier)},
    { resourceId: resource.identifier, ...${json(config)} },
    { dependsOn: [owner, access] },
  );
  services[${json(identifier)}] = resource;
}
`;
}

/** @param {string} identifier @param {readonly string[]} members @param {readonly number[]} services */
const list = (identifier, members, services) => `{
  const list = new altinn.AccessList(${json(identifier)}, { identifier: ${json(identifier)}, name: ${json(identifier)}, members: ${json(members)}, onDelete: "delete" });
${services
  .map(identifierOf)
  .map(
    (id) =>
      `  new altinn.AccessListConnection(${json(`${identifier}-${id}`)}, { accessList: list.identifier, resourceId: services[${json(id)}].identifier });`,
  )
  .join("\n")}
}
`;

const BEGINNING = `const altinn = require("pulumi-altinn-broker");
const services = {};
const owner = new altinn.ServiceOwner("owner", { name: "Testdepartementet" });
`;

const range = (/** @type {number} */ from, /** @type {number} */ to) =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

/**
 * The program before a change, and the whole of it when it is made from nothing.
 * @param {number} count of services
 */
export const twenty = (count) =>
  [
    BEGINNING,
    ...range(1, count).map((at) => service(at, { onList: at > count - 2 })),
    list("partners", [SENDERS[0], ORGANISATION], [count - 1, count]),
    list("leaving", [SENDERS[1]], [count]),
  ].join("");

/**
 * The program after a change: of each five services one leaves, one changes and three stay, and as many as left are new.
 * @param {number} count of services
 */
export function changed(count) {
  const part = Math.max(1, Math.floor(count / 5));
  return [
    BEGINNING,
    ...range(part + 1, count + part).map((at) =>
      service(at, { changed: at <= 2 * part, onList: at > count - 2 && at <= count }),
    ),
    list("partners", [SENDERS[1], ORGANISATION], [count - 1]),
    list("coming", [SENDERS[0]], [count]),
  ].join("");
}
