import {
  accessOfText,
  checkPolicy,
  grantsFor,
  namedKeys,
  whoMay,
  type Grant,
  type OrganisationNames,
  type PlainAccess,
} from "../policy";
import { failure, ok, warning, type Check, type Remedy, type Subject } from "./check";

/* What Altinn's guide wants of a policy: write for senders, read for recipients, publish and subscribe for all who take part. */

export const policySubject = (identifier: string): Subject => ({
  step: "resource",
  id: "policy",
  title: `Policy of ${identifier}`,
  about: identifier,
});

/** The service owner of a policy's resource. */
export interface Owner {
  readonly number: string;
  readonly code: string;
}

const REMEDY = {
  where: "the ResourcePolicy in the program, then `pulumi up`",
  who: "we",
} as const satisfies Omit<Remedy, "todo">;

/** @param names What organisations are called, as far as that is known. */
export function policyChecks(
  xml: string,
  identifier: string,
  owner: Owner,
  { delegable, names }: { readonly delegable: boolean; readonly names: OrganisationNames },
): readonly Check[] {
  const about = policySubject(identifier);
  const { refusals } = checkPolicy({ xml, resourceId: identifier, owner, delegable });
  const access = accessOfText(xml, identifier);
  const who = access.form === "plain" ? whoGetsIn(access, names) : UNTOLD;
  if (refusals.length > 0) {
    return refusals.map(({ code, ruleId, problem, effect, instead }, at) => {
      const seen = `${ruleId === undefined ? "It" : `Its rule ${JSON.stringify(ruleId)}`} ${problem}. ${effect}`;
      const told = code === "unusual-policy" ? warning : failure;
      const then = at === 0 || code === "unusual-policy" ? ` ${who}` : "";
      return told(about, seen + then, { todo: instead, ...REMEDY }, { code });
    });
  }
  return access.form === "plain"
    ? [takePart(about, access, { owner, who, names })]
    : [untold(about)];
}

const UNTOLD = "Who gets in by it cannot be told from here.";

const untold = (about: Subject): Check =>
  warning(about, "It is an unusual one, so who gets in by it cannot be told.", {
    todo: "Look at its lines with `altinn-broker policies`.",
    ...REMEDY,
  });

function whoGetsIn(access: PlainAccess, names: OrganisationNames): string {
  const all = (action: string): string => whoMay(access, action, names).join("; ") || "nobody";
  return `May send: ${all("write")}. May fetch: ${all("read")}.`;
}

function takePart(
  about: Subject,
  access: PlainAccess,
  { owner, who, names }: { owner: Owner; who: string; names: OrganisationNames },
): Check {
  const missing = ["write", "read"].filter((action) => grantsFor(access, action).length === 0);
  if (missing.length > 0) {
    const nobody = missing.map((action) =>
      action === "write" ? "nobody may send" : "nobody may fetch",
    );
    return failure(
      about,
      `${sentence(nobody.join(", and "))} (no rule has ${missing.join(" or ")}). ${who}`,
      {
        todo: `Write a rule with ${missing.map((action) => `"${action}"`).join(" and ")} for those who should.`,
        ...REMEDY,
      },
    );
  }
  const without = lacking(access, "subscribe", owner);
  if (without.length > 0) {
    const lack = namedKeys(without, names).join("; ");
    return warning(
      about,
      `Some who may send or fetch have no subscribe, and so are not told of new files: ${lack}. ${who}`,
      {
        todo: "Give it to those who should have it, or leave it where it is meant.",
        ...REMEDY,
      },
    );
  }
  const note = lacking(access, "publish", owner).length > 0 ? ` ${WITHOUT_PUBLISH}` : "";
  return ok(about, who + note);
}

const WITHOUT_PUBLISH =
  "Altinn's guide gives them publish, too; nobody asks for it today, so whoever is without it lacks nothing.";

/** By what somebody may send or fetch to whom no rule gives the action. */
function lacking(access: PlainAccess, action: string, owner: Owner): Grant[] {
  const reached = new Set(grantsFor(access, action).map((grant) => partyOf(grant, owner)));
  return [...grantsFor(access, "read"), ...grantsFor(access, "write")].filter(
    (grant) => !reached.has(partyOf(grant, owner)) && !reached.has(ANYONE),
  );
}

const ANYONE = "anyone";

/** One key for all names of a party; the owner is known by its number and, to Altinn Events, by its code. */
function partyOf({ who, route }: Grant, owner: Owner): string {
  if (who === undefined) return ANYONE;
  const isOwner =
    (who.kind.startsWith("organization") && who.value === owner.number) ||
    (who.kind === "service owner" && who.value === owner.code);
  return isOwner ? "owner" : `${route} ${who.value}`;
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
