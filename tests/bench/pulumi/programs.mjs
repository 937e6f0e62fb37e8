// The programs that are measured: ours, and the same on dynamic providers that do nothing.
import { ORGANISATION } from "../altinn/world.mjs";

const text = (nb) => ({ nb, nn: nb, en: nb });

export const identifierOf = (at) => `${ORGANISATION.code}-service-${String(at).padStart(3, "0")}`;

/** Arguments of one service's resources, as the README's example has them. @param {number} at its number, from 0 */
export function serviceOf(at) {
  const identifier = identifierOf(at);
  return {
    identifier,
    resource: {
      identifier,
      title: text(`Lisenser ${at}`),
      description: text("Utveksling av lisenser"),
      rightDescription: text("Sende og hente filer"),
      contactPoints: [{ category: "Support", email: "broker@example.no" }],
    },
    config: { maxFileTransferSize: 1_073_741_824, fileTransferTimeToLive: "P30D" },
  };
}

/** JavaScript of the rules: four, as many as the README's example has. */
const RULES = `[
  { subjects: [altinn.organization("${ORGANISATION.number}", { onBehalfOf: "anyone" })], actions: ["read", "write", "publish"] },
  { subjects: [altinn.serviceOwner("${ORGANISATION.code}")], actions: ["subscribe"] },
  { subjects: [altinn.organization("991825827", { onBehalfOf: "itself" })], actions: ["write", "publish", "subscribe"] },
  { subjects: [altinn.role("dagl")], actions: ["read", "publish", "subscribe"] },
]`;

/** The statements of `services` services, with `altinn` as the name of the package. */
export const statements = (services) => `
const owner = new altinn.ServiceOwner("owner", { name: "Etaten" });
const made = [owner];
for (const { identifier, resource, config } of ${JSON.stringify(Array.from({ length: services }, (_, at) => serviceOf(at)))}) {
  const service = new altinn.Resource(identifier, resource);
  const rules = ${RULES};
  const access = new altinn.ResourcePolicy(identifier, { resourceId: service.identifier, rules, minimumAuthenticationLevel: 3 });
  const settings = new altinn.BrokerResourceConfig(identifier, { resourceId: service.identifier, ...config }, { dependsOn: [owner, access] });
  made.push(service, access, settings);
}
`;

export const ownProgram = (services) =>
  `const altinn = require("pulumi-altinn-broker");\n${statements(services)}`;

/**
 * Classes with the names of ours whose providers do nothing. One that knows neither network nor rules is as fast as a
 * dynamic provider can be.
 */
export const IDLE_CLASSES = `
const pulumi = require("@pulumi/pulumi");
const idle = {
  async check(olds, news) { return { inputs: news }; },
  async diff(id, olds, news) { return { changes: false }; },
  async create(inputs) { return { id: inputs.identifier || inputs.resourceId || "owner", outs: inputs }; },
  async read(id, props) { const { __provider, ...inputs } = props; return { id, props, inputs }; },
};
class Idle extends pulumi.dynamic.Resource {
  constructor(kind, name, props, opts) { super(idle, name, props, opts, "bench", kind); }
}`;

/**
 * The program on idle providers, with the inputs that ours has in state.
 * @param {string} inputsFile absolute path of JSON: [{ kind, name, inputs }], in the program's order
 */
export const idleProgram = (inputsFile) => `${IDLE_CLASSES}
const [owner, ...rest] = require(${JSON.stringify(inputsFile)});
${idleStatements("new Idle")}`;

/** As `statements`, of resources that `make` makes from kind, name, properties and options. */
export const idleStatements = (make) => `
const ownerMade = ${make}(owner.kind, owner.name, owner.inputs);
for (let at = 0; at < rest.length; at += 3) {
  const [resource, policy, config] = rest.slice(at, at + 3);
  const service = ${make}(resource.kind, resource.name, resource.inputs);
  const resourceId = service.identifier;
  const access = ${make}(policy.kind, policy.name, { ...policy.inputs, resourceId });
  ${make}(config.kind, config.name, { ...config.inputs, resourceId }, { dependsOn: [ownerMade, access] });
}
`;
