import { policyFor } from "./policies";
import { resourceArgs } from "./resources";

/** A program's statements for one service, as JavaScript. `options` are the resource options of all four. */
export interface ServiceText {
  readonly identifier: string;
  readonly organisation: string;
  /** Logical name; the identifier when left out. */
  readonly name?: string;
  readonly resource?: Record<string, unknown>;
  readonly xml?: string;
  readonly config?: Record<string, unknown>;
  /** True: policy and configuration name the identifier as a text, so that nothing orders the three. False by default. */
  readonly apart?: boolean;
  /** JavaScript of the resource options. */
  readonly options?: string;
}

export const ownerText = (options = "{}"): string =>
  `const owner = new altinn.ServiceOwner("owner", { name: "Etaten" }, ${options});\n`;

export function serviceText(service: ServiceText): string {
  const { identifier, organisation, name = identifier, options = "{}" } = service;
  const xml = service.xml ?? policyFor(identifier, [organisation]);
  const config = {
    maxFileTransferSize: 1_073_741_824,
    fileTransferTimeToLive: "P30D",
    ...service.config,
  };
  const resourceId = service.apart ? JSON.stringify(identifier) : "resource.identifier";
  const dependsOn = service.apart ? "" : "dependsOn: [owner, access], ";
  return `{
  const resource = new altinn.Resource(${JSON.stringify(name)}, ${JSON.stringify(resourceArgs(identifier, service.resource))}, ${options});
  const access = new altinn.ResourcePolicy(${JSON.stringify(name)}, { resourceId: ${resourceId}, xml: ${JSON.stringify(xml)} }, ${options});
  new altinn.BrokerResourceConfig(${JSON.stringify(name)}, { resourceId: ${resourceId}, ...${JSON.stringify(config)} }, { ${dependsOn}...${options} });
}
`;
}
