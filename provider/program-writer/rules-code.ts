import { findExternalRole, findPackage, findRole } from "../catalogue";
import type { Subject } from "../policy";
import { Code, Spread } from "./literal";
import type { StackRule } from "./policy-of-stacks";

/** Names of organisations by their numbers. */
export type OrganisationNames = Readonly<Record<string, string>>;

/**
 * Typed rules as code: each subject by the function of its name, under what people call it. Rules of some stacks alone that stand
 * beside each other are spread together.
 */
export function rulesCode(
  rules: readonly StackRule[],
  organisations: OrganisationNames,
): (Readonly<Record<string, unknown>> | Spread)[] {
  const found: (Readonly<Record<string, unknown>> | Spread)[] = [];
  for (const { rule, condition } of rules) {
    const subjects = rule.subjects.map((subject) => subjectCode(subject, organisations));
    const code = { subjects, actions: rule.actions };
    const last = found.at(-1);
    if (condition === undefined) found.push(code);
    else if (last instanceof Spread && last.condition === condition)
      found.splice(-1, 1, new Spread(condition, [...last.elements, code]));
    else found.push(new Spread(condition, [code]));
  }
  return found;
}

function subjectCode(subject: Subject, organisations: OrganisationNames): Code {
  const named = nameOf(subject, organisations);
  const comment = named === undefined ? undefined : oneLine(named);
  const call = (name: string, ...args: readonly unknown[]): Code =>
    new Code(`altinn.${name}`, args, comment);
  switch (subject.type) {
    case "organization": {
      const { number, onBehalfOf = "anyone" } = subject;
      return call("organization", number, { onBehalfOf });
    }
    case "externalRole":
      return call("externalRole", subject.register, subject.code);
    case "role":
    case "accessPackage":
    case "serviceOwner":
      return call(subject.type, subject.code);
    case "accessList":
      return call("accessList", subject.owner, subject.list);
    case "systemUser":
      return call("systemUser", subject.uuid);
    case "resourceDelegation":
      return call("resourceDelegation", subject.resourceId);
  }
}

function nameOf(subject: Subject, organisations: OrganisationNames): string | undefined {
  switch (subject.type) {
    case "organization":
      return organisations[subject.number];
    case "role":
      return findRole(subject.code)?.name.nb;
    case "externalRole":
      return findExternalRole(subject.register, subject.code)?.name.nb;
    case "accessPackage":
      return findPackage(subject.code)?.name.nb;
    default:
      return undefined;
  }
}

/** A comment ends with its line. */
const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
