import { isWrongName, parseExternalRole, parsePackage, parseRole } from "../../catalogue";
import { nearest } from "../../values/nearest";
import { hasUnknown, isUnknown } from "../../values/unknown";
import type { Finding } from "./finding";

/** The members of each type of subject, all of them texts. */
const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  organization: ["number"],
  role: ["code"],
  externalRole: ["register", "code"],
  accessPackage: ["code"],
  serviceOwner: ["code"],
  accessList: ["owner", "list"],
  systemUser: ["uuid"],
  resourceDelegation: ["resourceId"],
};

/**
 * Whether a value is what `renderPolicy` takes: the refusals, none when it is. Values reach the
 * provider as plain JSON, so nothing that TypeScript promises is certain there, and a member that
 * nobody knows would be left out of the policy without a word. What is not known yet is passed over.
 */
export function checkRules(rules: unknown, minimumAuthenticationLevel?: unknown): Finding[] {
  const findings: Finding[] = [];
  const refuse: Refuse = (path, is, instead) =>
    findings.push({
      code: "bad-rules",
      ruleId: undefined,
      problem: `cannot be written, because ${path} ${is}`,
      effect: "Nothing is sent to Altinn.",
      instead,
    });

  if (isUnknown(rules)) return findings;
  if (!Array.isArray(rules) || rules.length === 0) {
    refuse("rules", "is not a list with at least one rule", "Give at least one rule.");
  } else {
    rules.forEach((rule, index) => {
      if (!hasUnknown(rule)) checkRule(rule, `rules[${index}]`, refuse);
    });
  }

  const level = minimumAuthenticationLevel;
  if (
    level !== undefined &&
    !isUnknown(level) &&
    !(Number.isInteger(level) && Number(level) >= 0)
  ) {
    refuse(
      "minimumAuthenticationLevel",
      `is ${JSON.stringify(level)}, and no whole number of 0 or more`,
      typeof level === "string" ? "Write 0 to 3, without quotes." : "Write 0 to 3.",
    );
  }
  return findings;
}

type Refuse = (path: string, is: string, instead: string) => void;

function checkRule(rule: unknown, path: string, refuse: Refuse): void {
  if (!isRecord(rule)) return refuse(path, "is not a rule", "Write { subjects, actions }.");
  refuseOthers(rule, ["subjects", "actions"], path, refuse);
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
  const texts =
    typeof type === "string" && Object.hasOwn(SUBJECTS, type) ? SUBJECTS[type] : undefined;
  if (!isRecord(subject) || !texts) {
    const types = Object.keys(SUBJECTS);
    const near = typeof type === "string" ? nearest(type, types, (each) => [each], 1) : [];
    const is =
      type === undefined
        ? "is not a subject"
        : `has the type ${JSON.stringify(type)}, which there is not`;
    const one = near[0] ?? `one of ${types.join(", ")}`;
    return refuse(path, is, `Write ${one}.`);
  }
  const known = ["type", ...texts, ...(type === "organization" ? ["onBehalfOf"] : [])];
  refuseOthers(subject, known, path, refuse);
  const odd = texts.filter((name) => !isText(subject[name]));
  for (const name of odd) {
    const value = subject[name];
    if (typeof value !== "number") refuse(`${path}.${name}`, "is no text", "Write it as a string.");
    // YAML makes a number of digits.
    else refuse(`${path}.${name}`, "is a number", `It lacks quotes: write "${value}".`);
  }
  const { register, onBehalfOf } = subject;
  if (type === "externalRole" && register !== "ccr" && register !== "cra") {
    refuse(`${path}.register`, 'is neither "ccr" nor "cra"', 'Write "ccr" for Enhetsregisteret.');
  } else if (odd.length === 0) checkCode(subject, path, refuse);
  if (onBehalfOf !== undefined && onBehalfOf !== "itself" && onBehalfOf !== "anyone") {
    refuse(`${path}.onBehalfOf`, 'is neither "itself" nor "anyone"', 'Write "itself".');
  }
}

/** Whether a code that may be a URN is one of the right kind. */
function checkCode(subject: Record<string, unknown>, path: string, refuse: Refuse): void {
  const { type, code, register } = subject;
  const parse: Partial<Record<string, (text: string) => object>> = {
    role: parseRole,
    externalRole: (text) => parseExternalRole(text, register as "ccr" | "cra"),
    accessPackage: parsePackage,
  };
  const parsed = parse[String(type)]?.(String(code));
  if (parsed && isWrongName(parsed)) refuse(`${path}.code`, parsed.is, parsed.instead);
}

/** Refuses what a rule or subject does not know, and names what may have been meant. */
function refuseOthers(
  value: Record<string, unknown>,
  known: readonly string[],
  path: string,
  refuse: Refuse,
): void {
  for (const name of Object.keys(value)) {
    if (known.includes(name) || value[name] === undefined) continue;
    const [near] = nearest(name, known, (each) => [each], 1);
    const permits = "Rules always permit: narrow the other rules instead of denying.";
    const instead = near ? `Write ${near}.` : `It has ${known.join(", ")}.`;
    refuse(`${path}.${name}`, "is not known", name === "effect" ? permits : instead);
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isText = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";
