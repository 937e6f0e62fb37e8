import type { Warned } from "../lines";
import {
  accessOfText,
  checkPolicy,
  checkRules,
  findingInRules,
  findingText,
  renderPolicy,
  type AccessLines,
  type Finding,
  type Rule,
} from "../policy";

/* What the arguments of a ResourcePolicy come to, as soon as they are known. */

export interface Parts {
  readonly resourceId: string;
  readonly xml?: unknown;
  readonly rules?: readonly Rule[];
  readonly level?: number | undefined;
}

/** What rules come to. Inputs and warnings want parts of it, at times when the texts of all other policies have been read. */
interface Made {
  readonly text: string;
  readonly access: AccessLines;
  readonly warnings: readonly Finding[];
}

/** What was made last of a list of rules, and for which resource and level: one list may stand in several policies. */
const last = new WeakMap<
  readonly Rule[],
  Pick<Parts, "resourceId" | "level"> & { readonly made: Made | undefined }
>();

/** The policy; undefined for arguments that the provider refuses. */
export function textOf(parts: Parts): unknown {
  const { xml, rules } = parts;
  return rules === undefined || xml !== undefined ? xml : madeOf(rules, parts)?.text;
}

/** Its lines of access; undefined without a policy. */
export function accessOf(parts: Parts): AccessLines | undefined {
  const { resourceId, xml, rules } = parts;
  if (rules !== undefined && xml === undefined) return madeOf(rules, parts)?.access;
  return typeof xml === "string" ? accessOfText(xml, resourceId).lines : undefined;
}

/** What may well be meant and should be known. Refusals are the provider's; what it refuses is not warned about. */
export function warningsOf(parts: Parts): Warned[] {
  const { resourceId, xml, rules } = parts;
  if (rules !== undefined)
    return xml === undefined ? warned(madeOf(rules, parts)?.warnings ?? [], findingInRules) : [];
  return typeof xml === "string"
    ? warned(checkPolicy({ xml, resourceId }).warnings, findingText)
    : [];
}

const warned = (findings: readonly Finding[], text: (finding: Finding) => string): Warned[] =>
  findings.map((finding) => ({ code: finding.code, text: text(finding) }) as Warned);

/** Undefined for rules that the provider refuses. */
function madeOf(
  rules: readonly Rule[],
  { resourceId, level }: Pick<Parts, "resourceId" | "level">,
): Made | undefined {
  const found = last.get(rules);
  if (found?.resourceId === resourceId && found.level === level) return found.made;
  const made = checkRules(rules, level).length > 0 ? undefined : madeAnew(rules, resourceId, level);
  last.set(rules, { resourceId, level, made });
  return made;
}

function madeAnew(rules: readonly Rule[], resourceId: string, level: number | undefined): Made {
  const text = renderPolicy({
    resourceId,
    rules,
    ...(level === undefined ? {} : { minimumAuthenticationLevel: level }),
  });
  const { warnings } = checkPolicy({ xml: text, resourceId, rules });
  return { text, access: accessOfText(text, resourceId).lines, warnings };
}
