import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as altinn from "pulumi-altinn-broker";

const altinnSettings = new pulumi.Config("altinn");
const ministry = altinnSettings.require("orgNumber");

// What differs from one environment to the next is in Pulumi.<stack>.yaml; all else is the same everywhere.
const settings = new pulumi.Config();
const senders = settings.requireObject<string[]>("senders");
const fileTransferTimeToLive = settings.require("timeToLive");
const protect = settings.getBoolean("protect") ?? false;

const owner = new altinn.ServiceOwner("owner", { name: "Testdepartementet" }, { protect });

const contactPoints = [{ category: "Support", email: "broker@example.no" }];

// The first service says who gets in by rules.
const licences = new altinn.Resource(
  "licences",
  {
    identifier: "ttd-licences",
    title: { nb: "Lisenser", nn: "Lisensar", en: "Licences" },
    description: {
      nb: "Virksomheter sender sine lisenser til departementet.",
      nn: "Verksemder sender lisensane sine til departementet.",
      en: "Organisations send their licences to the ministry.",
    },
    rightDescription: {
      nb: "Gir rett til å sende lisenser.",
      nn: "Gjev rett til å sende lisensar.",
      en: "Gives the right to send licences.",
    },
    contactPoints,
  },
  { protect },
);

const licencesAccess = new altinn.ResourcePolicy(
  "licences",
  {
    resourceId: licences.identifier,
    rules: [
      {
        subjects: [altinn.organization(ministry, { onBehalfOf: "itself" })],
        actions: ["read", "write", "publish"],
      },
      // Altinn Events asks with the service owner's code alone.
      {
        subjects: [altinn.serviceOwner(altinnSettings.require("orgCode"))],
        actions: ["subscribe"],
      },
      {
        subjects: senders.map((sender) => altinn.organization(sender, { onBehalfOf: "itself" })),
        actions: ["write", "publish", "subscribe"],
      },
      // system users and organisations to which an organisation's managing director delegates the service
      { subjects: [altinn.role("dagl")], actions: ["write", "publish", "subscribe"] },
    ],
    minimumAuthenticationLevel: 3,
  },
  { protect },
);

new altinn.BrokerResourceConfig(
  "licences",
  { resourceId: licences.identifier, maxFileTransferSize: 1_073_741_824, fileTransferTimeToLive },
  { dependsOn: [owner, licencesAccess], protect },
);

// The second one has a policy that exists as XML already.
const reports = new altinn.Resource(
  "reports",
  {
    identifier: "ttd-reports",
    title: { nb: "Rapporter", nn: "Rapportar", en: "Reports" },
    description: {
      nb: "Departementets egne fagsystemer utveksler rapporter.",
      nn: "Fagsystema til departementet utvekslar rapportar.",
      en: "The ministry's own systems exchange reports.",
    },
    rightDescription: {
      nb: "Gir rett til å sende og hente rapporter.",
      nn: "Gjev rett til å sende og hente rapportar.",
      en: "Gives the right to send and fetch reports.",
    },
    contactPoints,
  },
  { protect },
);

const reportsAccess = new altinn.ResourcePolicy(
  "reports",
  {
    resourceId: reports.identifier,
    xml: readFileSync(join(__dirname, "reports.xml"), "utf8"),
  },
  { protect },
);

new altinn.BrokerResourceConfig(
  "reports",
  {
    resourceId: reports.identifier,
    fileTransferTimeToLive,
    purgeFileTransferAfterAllRecipientsConfirmed: false,
  },
  { dependsOn: [owner, reportsAccess], protect },
);

/** Who gets in, in words: as outputs, lines that come and go stand in every preview. */
export const access = {
  licences: licencesAccess.access,
  reports: reportsAccess.access,
};
