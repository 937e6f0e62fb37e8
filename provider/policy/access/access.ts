import { PolicyError } from "../policy-error";
import { plainForm, type PlainPolicy } from "../plain/form";
import type { Oddity } from "../plain/oddity";
import { letsDelegate } from "../plain/subject-kinds";
import { UNUSUAL, unusualLines } from "../plain/unusual";
import { DENY_OVERRIDES } from "../xacml/identifiers";
import type { Policy } from "../xacml/policy";
import { readPolicy } from "../xacml/read";
import { grantsOf, type Grant } from "./grants";
import { grantLines, levelLines } from "./words";

/** A line for each who gets in, or for each part of a policy that is shown as it stands. */
export type AccessLines = Readonly<Record<string, string>>;

/** What a policy says on access to one resource. */
export type Access = PlainAccess | UnusualAccess;

export interface PlainAccess {
  readonly form: "plain";
  readonly plain: PlainPolicy;
  readonly grants: readonly Grant[];
  readonly lines: AccessLines;
}

export interface UnusualAccess {
  readonly form: "unusual";
  /** Undefined for a text that cannot be read. */
  readonly oddities: readonly Oddity[] | undefined;
  readonly lines: AccessLines;
  /** Whether it names roles or access packages, by which the service may have been delegated. */
  readonly letsDelegate: boolean;
  /** Of a policy that has nothing unusual but the algorithm of Altinn's old example: what it says under the right id. */
  readonly underRightId?: PlainAccess;
}

/** What was found last of a policy: words, warnings and changes are all made of it. */
const found = new WeakMap<Policy, { readonly resourceId: string; readonly access: Access }>();

/**
 * What a policy says on access to a registry resource. Made from the policy as it stands, so typed
 * rules and handwritten XML give the same.
 */
export function accessOf(policy: Policy, resourceId: string): Access {
  const known = found.get(policy);
  if (known?.resourceId === resourceId) return known.access;
  const access = accessAnew(policy, resourceId);
  found.set(policy, { resourceId, access });
  return access;
}

function accessAnew(policy: Policy, resourceId: string): Access {
  const plain = plainForm(policy);
  if ("rules" in plain) return plainAccess(plain, resourceId);
  const unusual: UnusualAccess = {
    form: "unusual",
    oddities: plain,
    lines: unusualLines(policy, plain),
    letsDelegate: letsDelegate(policy),
  };
  if (plain[0]?.oldAlgorithm !== true) return unusual;
  const renewed = plainForm({ ...policy, combiningAlgorithm: DENY_OVERRIDES });
  return "rules" in renewed
    ? { ...unusual, underRightId: plainAccess(renewed, resourceId) }
    : unusual;
}

function plainAccess(plain: PlainPolicy, resourceId: string): PlainAccess {
  const grants = grantsOf(plain, resourceId);
  const lines = { ...grantLines(grants), ...levelLines(plain.levels) };
  return { form: "plain", plain, grants, lines };
}

/** As `accessOf`, for a text; one that cannot be read has one line, which says why. */
export function accessOfText(xml: string, resourceId: string): Access {
  try {
    return accessOf(readPolicy(xml), resourceId);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const lines = { [`${UNUSUAL}: the text cannot be read`]: error.message };
    return { form: "unusual", oddities: undefined, lines, letsDelegate: false };
  }
}

/**
 * Whether two policy texts mean the same for a resource. Of plain ones the lines decide, and of
 * unusual ones the literal lines; PolicyId, Version, RuleId, Description, comments, prefixes, layout,
 * order of attributes and the byte order mark mean nothing. A text that cannot be read equals the
 * identical text alone.
 *
 * @example
 * samePolicy(live, wanted, "ttd-licences") // true: nothing to upload
 */
export function samePolicy(a: string, b: string, resourceId: string): boolean {
  if (a === b) return true;
  const [one, other] = [accessOfText(a, resourceId), accessOfText(b, resourceId)];
  const isRead = (access: Access) => access.form === "plain" || access.oddities !== undefined;
  return isRead(one) && isRead(other) && sameLines(one.lines, other.lines);
}

function sameLines(a: AccessLines, b: AccessLines): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
