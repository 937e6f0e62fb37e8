import * as altinn from "pulumi-altinn-broker";

const owner = new altinn.ServiceOwner("owner", { name: "Testdepartementet" });

const licences = new altinn.Resource("licences", {
  identifier: "ttd-licences",
  title: { nb: "Lisenser", nn: "Lisensar", en: "Licences" },
  description: {
    nb: "Utveksling av lisenser",
    nn: "Utveksling av lisensar",
    en: "Exchange of licences",
  },
  rightDescription: { nb: "Sende filer", nn: "Sende filer", en: "Send files" },
  contactPoints: [{ category: "Support", email: "broker@example.no" }],
});

const access = new altinn.ResourcePolicy("licences", {
  resourceId: licences.identifier,
  rules: [
    {
      subjects: [altinn.organization("991825827", { onBehalfOf: "itself" })],
      actions: ["read"],
    },
    // Altinn Events asks with the service owner's code alone.
    { subjects: [altinn.serviceOwner("ttd")], actions: ["subscribe"] },
    {
      subjects: [altinn.organization("974761076", { onBehalfOf: "itself" })],
      actions: ["write", "publish"],
    },
  ],
  minimumAuthenticationLevel: 3,
});

new altinn.BrokerResourceConfig(
  "licences",
  { resourceId: licences.identifier, fileTransferTimeToLive: "P30D" },
  { dependsOn: [owner, access] },
);
