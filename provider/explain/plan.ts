import { isUnknown } from "../values/unknown";
import { changedArguments, isArgument, type Changed } from "./differences";
import { aboutOf, kindInWords, titleOf, type Item } from "./items";
import { KINDS, type Kind } from "./lines";
import { literally, type Phrase } from "./phrase";
import type { Run, Step, Values } from "./run";
import { say, type TextKey } from "./texts";
import { bothInWords, fieldInWords, valueInWords } from "./values";
import { organisations, type Telling } from "./who";

/* What is told from the steps of a run: what is new, what changes, and what leaves the program. */

const OURS = /^pulumi-nodejs:dynamic\/altinn:(\w+)$/;

/** Undefined for a resource of another package, or of a kind that is not known here. */
export function kindOf({ type }: Step): Kind | undefined {
  const name = OURS.exec(type)?.[1];
  return KINDS.find((kind) => kind === name);
}

/**
 * The identifier of a step's object, as lines have it; its logical name while that is not known. A registration that is not made
 * yet has none.
 */
export function idIn(kind: Kind, { id, name }: Pick<Step, "id" | "name">, values: Values): string {
  const text = (key: string): string =>
    typeof values[key] === "string" && !isUnknown(values[key]) ? values[key] : "";
  switch (kind) {
    case "ServiceOwner":
      return id ?? "";
    case "Resource":
    case "AccessList":
      return text("identifier") || (id ?? name);
    case "AccessListConnection":
      return `${text("accessList") || name}/${text("resourceId") || name}`;
    default:
      return text("resourceId") || (id ?? name);
  }
}

/** What the lines of the run say already. */
export interface AlreadyTold {
  /** Whether the object exists already. */
  isTakenOver(kind: Kind, id: string): boolean;
  /** Whether a line says what leaving means. */
  isLeaving(title: string): boolean;
  /** Whether access given or taken is told of it. */
  hasAccess(title: string): boolean;
  /** Whether a line tells of the argument. */
  hasField(title: string, field: string): boolean;
  /** The number of the organisation that the run is for, as far as it is known. */
  readonly owner: string;
}

export function toldSteps(
  telling: Telling,
  steps: readonly Step[],
  already: AlreadyTold,
): readonly Item[] {
  const ended = endedServices(steps);
  return steps.flatMap((step): Item[] => {
    const kind = kindOf(step);
    if (kind === undefined) return toldOther(telling, step);
    const newId = idIn(kind, step, step.news) || already.owner;
    switch (step.op) {
      case "create":
        return toldNew(telling, step, kind, newId, already);
      case "update":
        return toldUpdate(telling, step, kind, newId, already);
      case "replace":
        return [
          ...toldNew(telling, step, kind, newId, already),
          ...toldLeaving(telling, step, kind, ended, already),
        ];
      case "delete":
        return toldLeaving(telling, step, kind, ended, already);
      default:
        return [];
    }
  });
}

/** Without a refresh nobody has looked at Altinn, which is to be said where anything may be there. */
export function toldUnrefreshed({ language }: Telling, { steps, unchanged }: Run): Item[] {
  const isKept = (step: Step): boolean =>
    kindOf(step) !== undefined && (step.op === "update" || step.op === "replace");
  // One of those that do not change is the stack.
  const isThere = unchanged > 1 || steps.some(isKept);
  return !isThere || steps.some(({ op }) => op === "refresh")
    ? []
    : [{ section: "unseen", phrase: say(language, "notRefreshed") }];
}

function toldNew(
  telling: Telling,
  { news }: Step,
  kind: Kind,
  id: string,
  already: AlreadyTold,
): Item[] {
  if (already.isTakenOver(kind, id)) return [];
  const { language } = telling;
  const about = aboutOf(telling, kind, id);
  const made = (phrase: Phrase, details: readonly Phrase[] = []): Item[] => [
    { section: "made", about, phrase, details },
  ];
  const value = (key: string): Phrase => valueInWords(telling, key, news[key]);
  switch (kind) {
    case "ServiceOwner":
      return made(say(language, "madeServiceOwner", { name: value("name") }));
    case "Resource":
      return made(say(language, "madeResource", { title: titleInWords(telling, news) }));
    case "ResourcePolicy":
      if (isUnknown(news.xml)) return made(say(language, "madePolicyUnknown"));
      return already.hasAccess(titleOf(kind, id)) ? [] : made(say(language, "madePolicy"));
    case "BrokerResourceConfig": {
      const settings = settingsInWords(telling, news);
      const key = settings.length === 0 ? "madeConfig" : "madeConfigWith";
      return made(say(language, key), settings);
    }
    case "AccessList": {
      const { members } = news;
      return made(
        Array.isArray(members) && members.length > 0
          ? say(language, "madeAccessListWith", {
              members: organisations(telling, members.map(String).join(", ")),
            })
          : say(language, "madeAccessList"),
      );
    }
    case "AccessListConnection":
      return already.hasAccess(titleOf(kind, id))
        ? []
        : made(say(language, "madeConnection", { list: value("accessList") }));
  }
}

/** The service's title in the language of the telling. */
function titleInWords(telling: Telling, { title }: Values): Phrase {
  const texts = typeof title === "object" && title !== null ? (title as Values) : {};
  return valueInWords(telling, "title", texts[telling.language] ?? texts.nb ?? title);
}

function settingsInWords(telling: Telling, news: Values): Phrase[] {
  const settings = Object.entries(news).filter(
    ([key, value]) =>
      isArgument(key) && !["resourceId", "onDelete"].includes(key) && value !== null,
  );
  return settings.map(([field, value]) =>
    say(telling.language, "fieldIs", {
      field: fieldInWords(telling, field),
      value: valueInWords(telling, field, value),
    }),
  );
}

function toldUpdate(
  telling: Telling,
  { olds, news }: Step,
  kind: Kind,
  id: string,
  already: AlreadyTold,
): Item[] {
  const title = titleOf(kind, id);
  const about = aboutOf(telling, kind, id);
  const changes = (phrase: Phrase): Item => ({ section: "changes", about, phrase });
  const changed = changedArguments(olds, news);
  const told = changed
    .filter(({ field }) => !isToldAsAccess(kind, field, already.hasAccess(title)))
    .filter(({ field, path }) => !already.hasField(title, field) && !already.hasField(title, path))
    .map((one) => changes(changeInWords(telling, one)));
  if (kind === "ResourcePolicy" && olds.xml !== news.xml) {
    const policy = policyInWords(telling, olds, news, already.hasAccess(title));
    return [...told, ...(policy ? [changes(policy)] : [])];
  }
  if (changed.length > 0 || hasXmlChange(kind, olds, news)) return told;
  const what = kindInWords(telling, kind, id);
  return [changes(say(telling.language, "writtenAgain", { what }))];
}

const hasXmlChange = (kind: Kind, olds: Values, news: Values): boolean =>
  kind === "ResourcePolicy" && JSON.stringify(olds.access) !== JSON.stringify(news.access);

const isToldAsAccess = (kind: Kind, field: string, hasAccess: boolean): boolean =>
  hasAccess &&
  ((kind === "AccessList" && field === "members") ||
    (kind === "AccessListConnection" && field === "actions"));

function changeInWords(telling: Telling, { path, old, now }: Changed): Phrase {
  const { language } = telling;
  const [before, after] = bothInWords(telling, path, old, now);
  const field = fieldInWords(telling, path);
  const isGiven = (value: unknown): boolean => value !== undefined && value !== null;
  if (!isGiven(old)) return say(language, "fieldAdded", { field, new: after });
  return isGiven(now)
    ? say(language, "fieldChanges", { field, old: before, new: after })
    : say(language, "fieldRemoved", { field, old: before });
}

/** What is to be said of a policy that is uploaded, where no line does. */
function policyInWords(
  { language }: Telling,
  olds: Values,
  news: Values,
  hasAccess: boolean,
): Phrase | undefined {
  if (isUnknown(news.xml)) return say(language, "policyUnknown");
  if (hasAccess) return undefined;
  return say(
    language,
    [olds.access, news.access].some(isUnusual) ? "policyUntold" : "policyRewritten",
  );
}

const isUnusual = (access: unknown): boolean =>
  typeof access === "object" && access !== null && "unusual policy" in access;

/** Services whose registry resource a run closes or deletes: their policy and settings let nobody in any more. */
const endedServices = (steps: readonly Step[]): ReadonlySet<string> =>
  new Set(
    steps.flatMap((step) => {
      const { op, olds, retained } = step;
      const ends = !retained && (olds.onDelete === "close" || olds.onDelete === "delete");
      return op === "delete" && kindOf(step) === "Resource" && ends
        ? [idIn("Resource", step, olds)]
        : [];
    }),
  );

const WAYS: ReadonlyMap<string, readonly ["stays" | "loses", TextKey]> = new Map([
  ["withdraw", ["stays", "staysWithdrawn"]],
  ["close", ["loses", "closed"]],
  ["delete", ["loses", "deleted"]],
  ["keep", ["stays", "staysAsItIs"]],
]);

function toldLeaving(
  telling: Telling,
  step: Step,
  kind: Kind,
  ended: ReadonlySet<string>,
  already: AlreadyTold,
): Item[] {
  const { olds, retained } = step;
  const id = idIn(kind, step, olds);
  if (already.isLeaving(titleOf(kind, id))) return [];
  const [section, key] = wayOf(kind, olds, retained);
  const isPart = kind === "ResourcePolicy" || kind === "BrokerResourceConfig";
  if (isPart && ended.has(id)) return [];
  const list = literally(id.split("/")[0] ?? "");
  const about = aboutOf(telling, kind, id);
  const rest = key === "staysWithdrawn" ? [". ", ...whoStaysIn(telling, olds)] : [];
  return [{ section, about, phrase: say(telling.language, key, { list, rest }) }];
}

/** Whom a service that is withdrawn lets in, as it did before. */
const whoStaysIn = ({ language }: Telling, { accessListMode }: Values): Phrase =>
  say(language, accessListMode === "Enabled" ? "stillOnlyMembers" : "accessGoesOn");

function wayOf(
  kind: Kind,
  { onDelete }: Values,
  retained: boolean,
): readonly ["stays" | "loses", TextKey] {
  switch (kind) {
    case "ServiceOwner":
      return ["stays", "staysServiceOwner"];
    case "Resource":
      return WAYS.get(retained ? "keep" : String(onDelete)) ?? ["stays", "staysWithdrawn"];
    case "ResourcePolicy":
      return ["stays", "staysPolicy"];
    case "BrokerResourceConfig":
      return ["stays", "staysConfig"];
    case "AccessList":
      return retained || onDelete !== "delete" ? ["stays", "staysList"] : ["loses", "listDeleted"];
    case "AccessListConnection":
      return retained || onDelete === "keep"
        ? ["stays", "staysConnection"]
        : ["loses", "leavesConnection"];
  }
}

const OTHER_OPS: ReadonlyMap<string, TextKey> = new Map([
  ["create", "opCreate"],
  ["update", "opUpdate"],
  ["replace", "opReplace"],
  ["delete", "opDelete"],
]);

/** A resource of another package: that it changes, and no more. */
function toldOther({ language }: Telling, { op, type, name }: Step): Item[] {
  const key = OTHER_OPS.get(op);
  if (key === undefined || /^pulumi:(?:pulumi:Stack|providers:)/.test(type)) return [];
  const args = { name: literally(name), type: literally(type), op: say(language, key) };
  return [{ section: "others", phrase: say(language, "otherStep", args) }];
}
