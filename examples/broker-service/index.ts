import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import * as altinn from "pulumi-altinn-broker";

const settings = new pulumi.Config();
const protect = settings.getBoolean("protect") ?? false;

const owner = new altinn.ServiceOwner("owner", { name: "Testdepartementet" }, { protect });

const licences = new altinn.Resource(
  "licences",
  {
    identifier: "ttd-licences",
    title: { nb: "Lisenser", nn: "Lisensar", en: "Licences" },
    description: {
      nb: "Utveksling av lisenser mellom departementet og andre virksomheter.",
      nn: "Utveksling av lisensar mellom departementet og andre verksemder.",
      en: "Exchange of licences between the ministry and other organisations.",
    },
    rightDescription: {
      nb: "Gir rett til å sende og hente filer.",
      nn: "Gjev rett til å sende og hente filer.",
      en: "Gives the right to send and fetch files.",
    },
    contactPoints: [{ category: "Support", email: "broker@example.no" }],
    // As the registry has it when it is left out. The smoke check looks at it, and what is left out is unknown to every preview.
    accessListMode: "Disabled",
  },
  { protect },
);

const access = new altinn.ResourcePolicy(
  "licences",
  {
    resourceId: licences.identifier,
    xml: readFileSync(join(__dirname, "licences.xml"), "utf8"),
    // The ministry's own clients act for every party: the service is the ministry's, which helps those who use it.
    acknowledge: ["for-any-party"],
  },
  { protect },
);

// The service opens last: before its first configuration Broker refuses every transfer.
const config = new altinn.BrokerResourceConfig(
  "licences",
  {
    resourceId: licences.identifier,
    maxFileTransferSize: 1_073_741_824,
    fileTransferTimeToLive: settings.require("fileTransferTimeToLive"),
  },
  { dependsOn: [owner, access], protect },
);

export const identifier = licences.identifier;

/** What the smoke check printed; it runs again when access or configuration change. */
export const smokeCheck = new pulumi.Config("altinn").getBoolean("smokeCheck")
  ? new command.local.Command(
      "smoke-check",
      {
        create: pulumi.interpolate`npx --no altinn-broker smoke --resource ${licences.identifier}`,
        // The key and local addresses are inherited from the environment; as inputs they would stand in state.
        environment: {
          ALTINN_ENVIRONMENT: new pulumi.Config("altinn").require("environment"),
          ALTINN_ORG_NUMBER: new pulumi.Config("altinn").require("orgNumber"),
          ALTINN_ORG_CODE: new pulumi.Config("altinn").require("orgCode"),
        },
        triggers: [
          licences.accessListMode,
          access.xml,
          config.maxFileTransferSize,
          config.fileTransferTimeToLive,
        ],
      },
      { dependsOn: [config] },
    ).stdout
  : undefined;
