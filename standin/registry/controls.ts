import type { Altinn } from "../altinn";
import { PolicyStore } from "./policy-store";
import { readPolicy } from "./policy/read-policy";
import { subjectsOf } from "./policy/registry-rules";
import { readResource, toDocument } from "./resource-model";
import { openText, ResourceStore } from "./resource-store";

type Store = Pick<Altinn, "database" | "clock">;

/**
 * Stores a document as the registry's database may hold it, past the rules of POST and PUT: as somebody else wrote it, or
 * under rules that were looser. A new version when the identifier is in use.
 * @returns its `versionId`
 * @throws RangeError for a document without identifier, with a member of another type than the registry's, or of a
 *   resource that was deleted
 */
export function storeResource(
  { database, clock }: Store,
  document: Readonly<Record<string, unknown>>,
): number {
  const resource = readResource(JSON.parse(JSON.stringify(document)), "$", (path, dotNetType) => {
    throw new RangeError(`${path} of the document is no ${dotNetType}`);
  });
  const identifier = resource?.identifier;
  if (!resource || !identifier) {
    throw new RangeError("a document needs an identifier to be stored under");
  }
  const resources = new ResourceStore(database);
  const text = openText(toDocument(resource));
  if (resources.latest(identifier) !== undefined) {
    resources.update(identifier, text, clock.now());
  } else if (!resources.create(identifier, text, clock.now())) {
    throw new RangeError(`${identifier} was deleted, and nothing is stored under it again`);
  }
  return resources.latest(identifier)?.versionId ?? 0;
}

/**
 * Stores a policy and its subjects as an upload of somebody else does.
 * @throws RangeError for a resource that is not there
 * @throws XmlRefused for what Altinn's parser does not read
 */
export function storePolicy({ database, clock }: Store, resourceId: string, xml: string): void {
  if (new ResourceStore(database).latest(resourceId) === undefined) {
    throw new RangeError(`there is no resource ${resourceId} in the registry`);
  }
  const policies = new PolicyStore(database);
  const content = Buffer.from(xml);
  const subjects = subjectsOf(readPolicy(content));
  policies.put(resourceId, content);
  policies.announce(resourceId, subjects, clock.now());
}

/**
 * Makes the next uploads of a resource's policy fail in their second half: the file is stored, the subjects stay as they
 * are, the answer is 500.
 * @param times how many uploads; 0 takes an earlier call back
 */
export function failPolicyUploads(
  { database }: Pick<Altinn, "database">,
  resourceId: string,
  times: number,
): void {
  if (!(times >= 0)) {
    throw new RangeError(`times must be 0 or more, got ${times}`);
  }
  database
    .prepare("INSERT OR REPLACE INTO failing_uploads (resource, times) VALUES (?, ?)")
    .run(resourceId, times);
}
