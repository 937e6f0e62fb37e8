import type { Altinn } from "../altinn";

/** A resource as the page shows it. */
export interface ShownResource {
  readonly identifier: string;
  readonly document: Readonly<Record<string, unknown>>;
  readonly policy: string | undefined;
}

/** Most resources on the page. */
const most = 500;

/** Resources that are not deleted, in alphabetical order. */
export function resources(altinn: Altinn): readonly ShownResource[] {
  const found: ShownResource[] = [];
  for (const row of altinn.database
    .prepare("SELECT identifier FROM identifiers WHERE deleted = 0 ORDER BY identifier LIMIT ?")
    .all(most)) {
    const identifier = String(row["identifier"]);
    const document = altinn.registry.document(identifier);
    if (document !== undefined) {
      const policy = altinn.registry.policy(identifier);
      found.push({ identifier, document, policy: policy && Buffer.from(policy).toString("utf8") });
    }
  }
  return found;
}
