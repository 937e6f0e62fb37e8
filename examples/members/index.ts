import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import * as altinn from "pulumi-altinn-broker";

const altinnSettings = new pulumi.Config("altinn");
const ministry = altinnSettings.require("orgNumber");
const orgCode = altinnSettings.require("orgCode");

// Who is a member differs from one environment to the next: it is in Pulumi.<stack>.yaml.
const members = new pulumi.Config().requireObject<string[]>("members");

const owner = new altinn.ServiceOwner("owner", { name: "Testdepartementet" });

const partners = new altinn.AccessList("partners", {
  identifier: "permit-partners",
  name: "Partners for permits",
  description: "Organisations that exchange permits with the ministry.",
  members,
});

const permits = new altinn.Resource("permits", {
  identifier: "ttd-permits",
  title: { nb: "Tillatelser", nn: "Løyve", en: "Permits" },
  description: {
    nb: "Virksomheter sender søknader om tillatelser til departementet.",
    nn: "Verksemder sender søknader om løyve til departementet.",
    en: "Organisations send applications for permits to the ministry.",
  },
  rightDescription: {
    nb: "Gir rett til å sende søknader.",
    nn: "Gjev rett til å sende søknader.",
    en: "Gives the right to send applications.",
  },
  contactPoints: [{ category: "Support", email: "broker@example.no" }],
  // From the first moment on: until a list is connected, nobody gets in.
  accessListMode: "Enabled",
});

// Who may get in at all. The list takes away from it and adds nothing: sender and recipients must also be members.
const access = new altinn.ResourcePolicy("permits", {
  resourceId: permits.identifier,
  rules: [
    // the ministry's own clients, for the ministry alone
    {
      subjects: [altinn.organization(ministry, { onBehalfOf: "itself" })],
      actions: ["read", "write", "publish"],
    },
    // Altinn Events asks with the service owner's code alone
    { subjects: [altinn.serviceOwner(orgCode)], actions: ["subscribe"] },
    // system users and organisations to which the managing director of any organisation delegates the service: they can send
    // for that organisation, when it is a member
    { subjects: [altinn.role("dagl")], actions: ["write", "publish"] },
  ],
  minimumAuthenticationLevel: 3,
});

// The list has its members before it is connected.
const connection = new altinn.AccessListConnection("partners-permits", {
  accessList: partners.identifier,
  resourceId: permits.identifier,
  actions: ["read", "write", "subscribe", "publish"],
});

// The service opens last. Before that Broker refuses without asking Altinn's decision point, which remembers for ten minutes
// who is no member.
const config = new altinn.BrokerResourceConfig(
  "permits",
  {
    resourceId: permits.identifier,
    maxFileTransferSize: 1_073_741_824,
    fileTransferTimeToLive: "P30D",
  },
  { dependsOn: [owner, access, connection] },
);

export const identifier = permits.identifier;

/** What the smoke check printed: the ministry sends a file to itself, as a member. It runs again when what it looks at changes. */
export const smokeCheck = new command.local.Command(
  "smoke-check",
  {
    create: pulumi.interpolate`npx --no altinn-broker smoke --resource ${permits.identifier}`,
    // The key and local addresses are inherited from the environment; as inputs they would stand in state.
    environment: {
      ALTINN_ENVIRONMENT: altinnSettings.require("environment"),
      ALTINN_ORG_NUMBER: ministry,
      ALTINN_ORG_CODE: orgCode,
    },
    // Arguments that are stated: what is left out is unknown to every preview, which would then show a replacement.
    triggers: [
      partners.members,
      permits.accessListMode,
      access.access,
      connection.accessList,
      connection.actions,
      config.maxFileTransferSize,
      config.fileTransferTimeToLive,
    ],
  },
  // A check that was refused leaves nothing in state, so the next `up` runs it, also when all is as it was before.
  { dependsOn: [config], deleteBeforeReplace: true },
).stdout;
