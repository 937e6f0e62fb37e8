// The registry resource that is read and written without end.
export const PATH = "/resourceregistry/api/v1/resource";
export const IDENTIFIER = "bench-licences";
export const ORGANISATION = { number: "974761076", code: "skd" };

const text = { nb: "Lisenser", nn: "Lisensar", en: "Licences" };
export const document = JSON.stringify({
  identifier: IDENTIFIER,
  title: text,
  description: text,
  rightDescription: text,
  resourceType: "BrokerService",
  status: "Completed",
  hasCompetentAuthority: { organization: ORGANISATION.number, orgcode: ORGANISATION.code },
  contactPoints: [{ category: "Support", email: "broker@example.no" }],
  delegable: true,
  visible: true,
});
