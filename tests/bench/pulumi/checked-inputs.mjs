// What the program's resources have as inputs once the provider has checked them, to give the same to idle providers.
import { ORGANISATION, openAltinn } from "../altinn/world.mjs";
import { ownProgram } from "./programs.mjs";
import { Workspace } from "./workspace.mjs";

/**
 * Makes `services` services on an Altinn of its own and takes the inputs from state.
 * @param {number} services
 * @returns {Promise<{ kind: string, name: string, inputs: object }[]>} in the program's order
 */
export async function checkedInputs(services) {
  const altinn = await openAltinn(0);
  const workspace = new Workspace(ownProgram(services), altinn.env);
  try {
    await workspace.init();
    await workspace.run("up");
    const found = workspace.resources().map(({ type, urn, inputs }) => ({
      kind: type.split(":").at(-1),
      name: urn.split("::").at(-1),
      inputs: Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== "__provider")),
    }));
    return inOrderOfProgram(found);
  } finally {
    workspace.remove();
    await altinn.close();
  }
}

const KINDS = ["ServiceOwner", "Resource", "ResourcePolicy", "BrokerResourceConfig"];
const place = ({ kind, name }) => `${kind === "ServiceOwner" ? "" : name} ${KINDS.indexOf(kind)}`;
const inOrderOfProgram = (found) => found.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));

/** What the bare client needs of each service. @param {Awaited<ReturnType<typeof checkedInputs>>} found */
export function servicesOf(found) {
  const [, ...rest] = found;
  return Array.from({ length: rest.length / 3 }, (_, at) => {
    const [resource, policy, config] = rest.slice(3 * at, 3 * at + 3).map(({ inputs }) => inputs);
    const { onDelete, whenRemoved, __retained, acknowledge, ...document } = resource;
    const { maxFileTransferSize, fileTransferTimeToLive } = config;
    return {
      identifier: resource.identifier,
      document: {
        ...document,
        hasCompetentAuthority: { organization: ORGANISATION.number, orgcode: ORGANISATION.code },
      },
      policy: policy.xml,
      config: { maxFileTransferSize, fileTransferTimeToLive },
    };
  });
}
