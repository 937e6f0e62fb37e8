import {
  findExternalRole,
  findPackage,
  findRole,
  isDeprecatedRole,
  nearestExternalRoles,
  nearestPackages,
  nearestRoles,
  type Role,
} from "../../catalogue";
import { hasCheckDigit, isOrganisationNumber } from "../../values/organisation-number";
import type { PlainPolicy, PlainSubject } from "../plain/form";
import { hasPlaceholder } from "../xacml/placeholder";
import type { Finding, WarningCode } from "./finding";

/** What the catalogue and the check digit say of the subjects of a plain policy, each once. */
export function nameWarnings({ rules }: PlainPolicy): Finding[] {
  const seen = new Set<string>();
  return rules.flatMap(({ ruleId, subjects = [] }) =>
    subjects.flatMap((subject) => {
      const key = `${subject.kind} ${subject.value.toLowerCase()}`;
      if (seen.has(key) || hasPlaceholder(subject.value)) return [];
      seen.add(key);
      return findingsOf(subject).map((finding) => ({ ...finding, ruleId }));
    }),
  );
}

type Unplaced = Omit<Finding, "ruleId">;

function findingsOf({ kind, value }: PlainSubject): Unplaced[] {
  switch (kind) {
    case "role":
      // Some of the deprecated roles are in the catalogue no more.
      return isDeprecatedRole(value)
        ? [deprecatedRole(value, findRole(value))]
        : roleFindings(value, value.toUpperCase(), findRole(value), () =>
            nearestRoles(value).map(({ roleCode = "", name }) => [roleCode, name.nb]),
          );
    case "external role ccr":
    case "external role cra": {
      const register = kind === "external role ccr" ? "ccr" : "cra";
      return roleFindings(value, value, findExternalRole(register, value), () =>
        nearestExternalRoles(register, value).map(({ code, name }) => [code, name.nb]),
      );
    }
    case "access package":
      return packageFindings(value);
    case "organization":
    case "organization with an exchanged token":
      return isOrganisationNumber(value) && !hasCheckDigit(value) ? [wrongDigit(value)] : [];
    default:
      return [];
  }
}

const finding = (
  code: WarningCode,
  problem: string,
  effect: string,
  instead: string,
): Unplaced => ({ code, problem, effect, instead });

function roleFindings(
  code: string,
  shown: string,
  role: Role | undefined,
  near: () => Near[],
): Unplaced[] {
  if (!role) {
    return [
      finding(
        "unknown-role",
        `names the role ${JSON.stringify(code)}, which is not in Altinn's catalogue`,
        "The registry takes any code; with a wrong one nobody can delegate.",
        didYouMean(near()),
      ),
    ];
  }
  return role.availableForServiceOwners === false
    ? [notForServiceOwners("role", `${shown} (${role.name.nb})`)]
    : [];
}

const deprecatedRole = (code: string, role: Role | undefined): Unplaced =>
  finding(
    "deprecated-role",
    `names the Altinn 2 role ${code.toUpperCase()}${role ? ` (${role.name.nb})` : ""}, which is deprecated`,
    "Altinn takes these roles out, and then nobody can delegate by it.",
    "Name an access package or a role of Enhetsregisteret.",
  );

function packageFindings(code: string): Unplaced[] {
  const found = findPackage(code);
  if (!found) {
    return [
      finding(
        "unknown-package",
        `names the access package ${JSON.stringify(code)}, which is not in Altinn's catalogue`,
        "The registry takes any code; with a wrong one nobody gets in or can delegate.",
        didYouMean(nearestPackages(code).map((each) => [each.code, each.name.nb])),
      ),
    ];
  }
  const name = `${found.code} (${found.name.nb})`;
  const findings: Unplaced[] = [];
  if (!found.delegable) {
    findings.push(
      finding(
        "not-delegable",
        `names the access package ${name}, which cannot be delegated`,
        "Who holds it cannot hand it on.",
        "Name an access package that can be delegated, or a role.",
      ),
    );
  }
  if (!found.availableForServiceOwners) {
    findings.push(notForServiceOwners("access package", name));
  }
  return findings;
}

const notForServiceOwners = (kind: string, name: string): Unplaced =>
  finding(
    "not-for-service-owners",
    `names the ${kind} ${name}, which Altinn does not open to service owners`,
    "Altinn may not let its holders use it for a service.",
    "Name one that is open to service owners.",
  );

type Near = readonly [code: string, name: string];

const didYouMean = (near: readonly Near[]): string =>
  near.length === 0
    ? "Check the spelling."
    : `Did you mean ${near.map(([code, name]) => `${code} (${name})`).join(", or ")}?`;

const wrongDigit = (number: string): Unplaced =>
  finding(
    "check-digit",
    `names the organisation ${number}, whose last digit does not fit the others`,
    "No organisation has this number, so nobody is let in by it.",
    "Check the number.",
  );
