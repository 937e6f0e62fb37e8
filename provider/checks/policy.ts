import {
  accessOfText,
  checkPolicy,
  grantLines,
  letsIn,
  type Grant,
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

export function policyChecks(
  xml: string,
  identifier: string,
  owner: Owner,
  delegable: boolean,
): readonly Check[] {
  const about = policySubject(identifier);
  const { refusals } = checkPolicy({ xml, resourceId: identifier, owner, delegable });
  const access = accessOfText(xml, identifier);
  if (refusals.length > 0) {
    return refusals.map(({ code, ruleId, problem, effect, instead }) => {
      const seen = `${ruleId === undefined ? "It" : `Its rule ${JSON.stringify(ruleId)}`} ${problem}. ${effect}`;
      const untold =
        code === "unusual-policy" ? " Who gets in by it cannot be told from here." : "";
      const told = code === "unusual-policy" ? warning : failure;
      return told(about, seen + untold, { todo: instead, ...REMEDY }, { code });
    });
  }
  return access.form === "plain" ? [takePart(about, access, owner)] : [untold(about)];
}

const untold = (about: Subject): Check =>
  warning(about, "It is an unusual one, so who gets in by it cannot be told.", {
    todo: "Look at its lines with `altinn-broker policies`.",
    ...REMEDY,
  });

const allows = ({ action }: Grant, name: string): boolean =>
  action === undefined || action.value === name;

function takePart(about: Subject, { grants }: PlainAccess, owner: Owner): Check {
  const given = grants.filter(letsIn);
  const of = (name: string): Grant[] => given.filter((grant) => allows(grant, name));
  const missing = ["write", "read"].filter((action) => of(action).length === 0);
  if (missing.length > 0) {
    const who = missing.map((action) =>
      action === "write" ? "nobody may send" : "nobody may fetch",
    );
    return failure(
      about,
      `${sentence(who.join(", and "))} (no rule has ${missing.join(" or ")}).`,
      {
        todo: `Write a rule with ${missing.map((action) => `"${action}"`).join(" and ")} for those who should.`,
        ...REMEDY,
      },
    );
  }
  const taking = [...of("read"), ...of("write")];
  const lacking = ["subscribe", "publish"].flatMap((action) => {
    const reached = new Set(of(action).map((grant) => partyOf(grant, owner)));
    const without = taking.filter(
      (grant) => !reached.has(partyOf(grant, owner)) && !reached.has(ANYONE),
    );
    const names = Object.keys(grantLines(without));
    return names.length === 0 ? [] : [`without ${action}: ${names.join(", ")}`];
  });
  if (lacking.length > 0) {
    return warning(
      about,
      `Some who may send or fetch lack what Altinn's guide gives them (${lacking.join("; ")}). Whoever has no subscribe is not told of new files; for publish nobody asks today.`,
      {
        todo: "Give them to those who should have them, or leave it where it is meant.",
        ...REMEDY,
      },
    );
  }
  const sending = Object.keys(grantLines(of("write")));
  const fetching = Object.keys(grantLines(of("read")));
  return ok(about, `May send: ${sending.join("; ")}. May fetch: ${fetching.join("; ")}.`);
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
