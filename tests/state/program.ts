/*
 * One of each kind, and of each way to write it that the state tells apart. It is stored with each release's state; a later
 * release must take it as it was.
 */

/** Organisation number and code that the program names. */
export const OWNER = { number: "991825827", code: "ttd" } as const;
export const MEMBERS = ["974761076", "889640782"] as const;
/** Identifiers of the services, the first by rules and with lists, the second by XML. */
export const SERVICES = ["ttd-licences", "ttd-reports"] as const;
export const LIST = "partners";

export const programOf = (xml: string): string => `
const texts = (text) => ({ nb: text, nn: text, en: text });
const described = {
  title: texts("Lisenser"),
  description: texts("Utveksling av lisenser"),
  rightDescription: texts("Sende og hente filer"),
  contactPoints: [{ category: "Support", email: "broker@example.no" }],
};
const owner = new altinn.ServiceOwner("owner", { name: "Testdepartementet" });

const licences = new altinn.Resource("licences", {
  identifier: "ttd-licences",
  ...described,
  homepage: "https://licences.example.no",
  keywords: [{ word: "lisens", language: "nb" }],
  accessListMode: "Enabled",
});
const licencesAccess = new altinn.ResourcePolicy("licences", {
  resourceId: licences.identifier,
  rules: [
    {
      subjects: [altinn.organization("991825827", { onBehalfOf: "anyone" })],
      actions: ["read", "write", "publish"],
    },
    { subjects: [altinn.serviceOwner("ttd")], actions: ["subscribe"] },
    {
      subjects: [altinn.organization("974761076", { onBehalfOf: "itself" })],
      actions: ["write", "publish", "subscribe"],
    },
    { subjects: [altinn.role("dagl")], actions: ["read", "publish", "subscribe"] },
  ],
  minimumAuthenticationLevel: 3,
});
new altinn.BrokerResourceConfig(
  "licences",
  {
    resourceId: licences.identifier,
    maxFileTransferSize: 1_073_741_824,
    fileTransferTimeToLive: "P30D",
  },
  { dependsOn: [owner, licencesAccess] },
);
const partners = new altinn.AccessList("partners", {
  identifier: "partners",
  name: "Partnere",
  members: ["974761076", "889640782"],
});
new altinn.AccessListConnection("partners", {
  accessList: partners.identifier,
  resourceId: licences.identifier,
  actions: ["read", "write"],
});

const reports = new altinn.Resource("reports", {
  identifier: "ttd-reports",
  ...described,
  onDelete: "close",
});
const reportsAccess = new altinn.ResourcePolicy("reports", {
  resourceId: reports.identifier,
  acknowledge: ["for-any-party", "subscribe-by-number"],
  xml: ${JSON.stringify(xml)},
});
new altinn.BrokerResourceConfig(
  "reports",
  {
    resourceId: reports.identifier,
    purgeFileTransferAfterAllRecipientsConfirmed: false,
    requiredParty: "991825827",
  },
  { dependsOn: [owner, reportsAccess] },
);

exports.found = altinn.Resource.get("found", "ttd-found").title;
`;
