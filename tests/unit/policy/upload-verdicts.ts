import { checkPolicy, type Finding, type FindingCode } from "../../../provider/policy";
import { flattenRules } from "../../../standin/registry/policy/flattened-rules";
import { readPolicy as readAsRegistry } from "../../../standin/registry/policy/read-policy";
import { checkPolicy as checkAsRegistry } from "../../../standin/registry/policy/registry-rules";
import { subjectsOf } from "../../../standin/registry/policy/registry-rules";

/* What the check says of a text, and what the embedded registry says of it, by a reader of its own. */

/** Findings for which the registry does not answer 201. */
const AT_UPLOAD: ReadonlySet<FindingCode> = new Set<FindingCode>([
  "unreadable",
  "encoding",
  "version",
  "empty-target",
  "other-resource",
  "no-resource",
  "attribute-selector",
  "prefixed-variable",
]);

/** Findings for which it answers 201, and 500 to whoever reads the rules afterwards. */
const AFTERWARDS: ReadonlySet<FindingCode> = new Set<FindingCode>([
  "mixed-categories",
  "no-subject",
  "no-action",
  "several-actions",
  "not-urn",
  "empty-value",
]);

export function refusedByCheck(xml: string, resourceId: string) {
  const { refusals } = checkPolicy({ xml, resourceId });
  const told = ({ code, problem }: Finding) => `${code}: ${problem}`;
  // A subject that is no URI stops the upload, any other name that is no URN the reading.
  const isNoUri = ({ code, effect }: Finding) => code === "not-urn" && /half done/.test(effect);
  return {
    atUpload: refusals.filter((each) => AT_UPLOAD.has(each.code) || isNoUri(each)).map(told),
    afterwards: refusals.filter(({ code }) => AFTERWARDS.has(code)).map(told),
  };
}

export function refusedByRegistry(xml: string, resourceId: string) {
  let policy;
  try {
    policy = readAsRegistry(Buffer.from(xml));
    checkAsRegistry(policy, resourceId);
    subjectsOf(policy);
  } catch (error) {
    return { atUpload: [String(error)], afterwards: [] };
  }
  try {
    flattenRules(policy);
    return { atUpload: [], afterwards: [] };
  } catch (error) {
    return { atUpload: [], afterwards: [String(error)] };
  }
}
