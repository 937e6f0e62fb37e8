const texts = (text: string): Record<string, string> => ({ nb: text, nn: text, en: text });

/** Arguments of a registry resource that every server takes. */
export const resourceArgs = (
  identifier: string,
  more: Record<string, unknown> = {},
): Record<string, unknown> => ({
  identifier,
  title: texts("Lisenser"),
  description: texts("Utveksling"),
  rightDescription: texts("Sende og hente"),
  contactPoints: [{ category: "Support", email: "broker@example.no" }],
  ...more,
});
