import type { Finding } from "./finding";
import { holdsUnknown, UNKNOWN } from "./unknown";

const TEXTS: Record<string, readonly string[]> = {
  organization: ["number"],
  role: ["code"],
  externalRole: ["register", "code"],
  accessPackage: ["code"],
  serviceOwner: ["code"],
  accessList: ["owner", "list"],
  systemUser: ["uuid"],
  resourceDelegation: ["resourceId"],
  attribute: ["attributeId", "value"],
};

/**
 * Whether a value is what `renderPolicy` takes: the refusals, none when it is. Values reach the
 * provider as plain JSON, so nothing that TypeScript promises is certain there. What is not known
 * yet is passed over.
 */
export function checkRules(rules: unknown, minimumAuthenticationLevel?: unknown): Finding[] {
  const findings: Finding[] = [];
  const refuse = (path: string, is: string, instead: string) =>
    findings.push({
      code: "bad-rules",
      ruleId: undefined,
      problem: `cannot be written, because ${path} ${is}`,
      effect: "Nothing is sent to Altinn.",
      instead,
    });

  if (rules === UNKNOWN) return findings;
  if (!Array.isArray(rules) || rules.length === 0) {
    refuse("rules", "is not a list with at least one rule", "Give at least one rule.");
  } else {
    rules.forEach((rule, index) => {
      if (!holdsUnknown(rule)) checkRule(rule, `rules[${index}]`, refuse);
    });
  }

  const level = minimumAuthenticationLevel;
  if (
    level !== undefined &&
    level !== UNKNOWN &&
    !(Number.isInteger(level) && Number(level) >= 0)
  ) {
    refuse("minimumAuthenticationLevel", "is no whole number of 0 or more", "Write 0 to 3.");
  }
  return findings;
}

type Refuse = (path: string, is: string, instead: string) => void;

function checkRule(rule: unknown, path: string, refuse: Refuse): void {
  if (!isRecord(rule)) return refuse(path, "is not a rule", "Write { subjects, actions }.");
  const { subjects, actions } = rule;
  if (!Array.isArray(subjects) || subjects.length === 0) {
    refuse(
      `${path}.subjects`,
      "is not a list with at least one subject",
      "Name who is let in, with organization(...), role(...) or accessPackage(...).",
    );
  } else {
    subjects.forEach((subject, at) => checkSubject(subject, `${path}.subjects[${at}]`, refuse));
  }
  if (!Array.isArray(actions) || actions.length === 0) {
    refuse(`${path}.actions`, "is not a list with at least one action", 'Write ["read", "write"].');
  } else {
    actions.forEach((action, at) => {
      if (isText(action)) return;
      refuse(`${path}.actions[${at}]`, "is not the name of an action", 'Write "read".');
    });
  }
}

function checkSubject(subject: unknown, path: string, refuse: Refuse): void {
  const type = isRecord(subject) ? subject["type"] : undefined;
  const texts = typeof type === "string" ? TEXTS[type] : undefined;
  if (!isRecord(subject) || !texts) {
    const types = Object.keys(TEXTS).join(", ");
    return refuse(path, "is not a subject", `Use a function of this package: ${types}.`);
  }
  for (const name of texts) {
    if (!isText(subject[name])) refuse(`${path}.${name}`, "is no text", "Write it as a string.");
  }
  const { register, onBehalfOf } = subject;
  if (type === "externalRole" && register !== "ccr" && register !== "cra") {
    refuse(`${path}.register`, 'is neither "ccr" nor "cra"', 'Write "ccr" for Enhetsregisteret.');
  }
  if (onBehalfOf !== undefined && onBehalfOf !== "itself" && onBehalfOf !== "anyone") {
    refuse(`${path}.onBehalfOf`, 'is neither "itself" nor "anyone"', 'Write "itself".');
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isText = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";
