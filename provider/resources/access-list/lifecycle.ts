import { ACCESS_LIST_SCOPE } from "../../clients/access-lists/calls";
import type { HeldList } from "../../clients/access-lists/held-list";
import type { FoundList } from "../../clients/access-lists/wire";
import { RefusedError } from "../../errors";
import { note, stays } from "../../lines";
import { changedKeys, sameJson } from "../../values/compare";
import { withoutNulls } from "../../values/json";
import { hasCheckDigit } from "../../values/organisation-number";
import { hasUnknown, isUnknown } from "../../values/unknown";
import {
  notCompared,
  without,
  type Checked,
  type Context,
  type Difference,
  type Found,
  type Lifecycle,
  type Outputs,
  type Values,
} from "../lifecycle";
import { isMarked, marksOf } from "../marks";
import { checkOnDelete } from "../on-delete";
import {
  describeDrift,
  drifted,
  lookBeforehand,
  mayAdopt,
  mayTakeOver,
  notLookedFor,
  rememberAdopt,
  uncompared,
  type Wanted,
} from "../take-over";
import {
  changeInWords,
  hasChange,
  isExact,
  isSameSet,
  memberChange,
  memberDrift,
  membersIn,
  NO_CHANGE,
  type MemberChange,
} from "./members";
import { differences, managedKeys, outputsOf, titled } from "./outputs";
import { accessListFailures } from "./rules";
import { linesOfDeletion, linesOfMembers, servicesOf, type Services } from "./said";
import { lineOfLeaving, WAYS_TO_DELETE, type WayToDelete } from "./when-removed";
import { look, make, settle } from "./writer";

export const accessListLifecycle = (context: Context): Lifecycle =>
  new AccessListLifecycle(context);

/** Members are a set. */
const sameArgument = (key: string, a: unknown, b: unknown): boolean =>
  key === "members" && Array.isArray(a) && Array.isArray(b)
    ? isSameSet(a.map(String), b.map(String))
    : sameJson(a, b);

/** Whether members that the program did not manage come under its rule, by which they may have to go. */
const beginsToRule = (olds: Values, news: Values): boolean =>
  membersIn(news) !== undefined &&
  (membersIn(olds) === undefined || (!isExact(olds) && isExact(news)));

/**
 * A list of organisations, which a connection lets into a service. The registry keeps members by party, shows them a hundred
 * at a time, and gives list, members and connections one version together. A deleted list can be made again.
 */
class AccessListLifecycle implements Lifecycle {
  /** Asked for once in a run, by list. */
  private readonly services = new Map<string, Promise<Services>>();
  /** What `read` has found that somebody did to the members, by list. */
  private readonly atAltinn = new Map<string, MemberChange>();

  constructor(private readonly context: Context) {}

  idOf(inputs: Values): string {
    return String(inputs.identifier);
  }

  async check(olds: Values | undefined, news: Values): Promise<Checked> {
    const { onDelete, failures } = checkOnDelete(olds, news, WAYS_TO_DELETE, "identifier");
    const {
      identifier,
      name,
      description = "",
      members,
      membership = "exact",
    } = withoutNulls(news) as Values;
    const inputs: Values = {
      identifier,
      name,
      description,
      ...(members === undefined ? {} : { members }),
      membership,
      onDelete,
      ...(olds === undefined && news.adopt !== undefined ? { adopt: news.adopt } : {}),
    };
    rememberAdopt(this.context, titled(identifier), news);
    const found = [...failures, ...accessListFailures(inputs)];
    if (found.length > 0 || isUnknown(identifier)) return { inputs, failures: found };
    const named = membersIn(inputs);
    const told = named === undefined || hasUnknown(named) ? [] : named;
    this.context.listMembers.set(this.idOf(inputs), told);
    const isNew = olds === undefined;
    if (!isNew && olds.identifier !== identifier) return { inputs, failures: found };
    if (!isNew && !beginsToRule(olds, inputs)) {
      await this.sayChange(olds, inputs);
      return { inputs, failures: found };
    }
    const keys = isNew ? managedKeys(inputs) : ["members"];
    return { inputs, failures: await this.lookBefore(this.wanted(inputs, keys), inputs) };
  }

  /** What a preview says of a list that is not in state, or of members that were not, and why they may not be taken over. */
  private async lookBefore(wanted: Wanted<FoundList>, inputs: Values): Promise<readonly string[]> {
    const { context } = this;
    if (context.settings.withoutKey) {
      context.say(notLookedFor(wanted.title));
      return [];
    }
    const { refusals, hasToken } = await context.beforeWriting(ACCESS_LIST_SCOPE);
    if (!hasToken) return refusals;
    const verdict = await lookBeforehand(context, hasUnknown(inputs) ? uncompared(wanted) : wanted);
    if (verdict.is === "adopted") await this.sayMembers(inputs, verdict.live);
    return verdict.is === "refused" ? [verdict.refusal] : [];
  }

  /** What members who come and go gain and lose, where the program names others than before. */
  private async sayChange(olds: Values, inputs: Values): Promise<void> {
    if (hasUnknown(inputs.members) || sameArgument("members", olds.members, inputs.members)) return;
    // What others have added is in no state.
    const live = isExact(inputs) ? undefined : await this.lookAtMembers(inputs);
    await this.sayMembers(inputs, live ?? { members: membersIn(olds) ?? [] }, olds);
  }

  /** A look that fails is told by whoever needs it. */
  private async lookAtMembers(inputs: Values): Promise<FoundList | undefined> {
    const { accessLists, beforeWriting, settings } = this.context;
    if (settings.withoutKey || !(await beforeWriting(ACCESS_LIST_SCOPE)).hasToken) return undefined;
    return accessLists.getList(this.idOf(inputs), "members").catch(() => undefined);
  }

  private async sayMembers(
    inputs: Values,
    live: Pick<FoundList, "members">,
    before?: Values,
  ): Promise<void> {
    const { come, go } = memberChange(inputs, live, before);
    // No organisation has a number with a wrong check digit, so nobody gains by it.
    const change = { come: come.filter(hasCheckDigit), go };
    if (!hasChange(change)) return;
    const id = this.idOf(inputs);
    const services = this.services.get(id) ?? servicesOf(this.context, id);
    this.services.set(id, services);
    const atAltinn = this.atAltinn.get(id) ?? NO_CHANGE;
    for (const line of linesOfMembers(id, change, await services, atAltinn)) this.context.say(line);
  }

  diff(olds: Outputs, news: Values): Difference {
    const title = titled(olds.identifier);
    if (olds.identifier !== news.identifier) {
      if (!isUnknown(news.identifier)) {
        this.context.say(
          note(
            title,
            `its identifier becomes ${String(news.identifier)}, which is another list: the connections of this one do not come along.`,
          ),
        );
        const isKept = this.context.retained.has(title);
        this.context.say(lineOfLeaving(title, isKept ? "keep" : this.wayOf(olds)));
      }
      return { replaces: ["identifier"] };
    }
    const left = membersIn(olds);
    if (left !== undefined && news.members === undefined)
      this.context.say(
        stays(
          title,
          `its members, ${String(left.length)} of them in the program until now, stay on the list and keep their access. The program manages them no more; to empty the list, write members: [].`,
        ),
      );
    if (isMarked(olds)) return { changes: true };
    const changed = changedKeys(without(olds, "server"), without(news, "adopt"), sameArgument);
    return changed.length === 0 ? { changes: false } : {};
  }

  create(inputs: Values): Promise<Outputs> {
    return this.holding(inputs, async (list) => {
      const live = await look(list, inputs);
      return live === undefined ? this.make(list, inputs) : this.takeOver(list, inputs, live);
    });
  }

  async get(id: string): Promise<Outputs | undefined> {
    const live = await this.context.accessLists.getList(id, "members");
    if (!live) return undefined;
    const all = { identifier: id, members: live.members, membership: "exact", onDelete: "keep" };
    return outputsOf(all, live);
  }

  async read(id: string, olds: Outputs): Promise<Found | undefined> {
    const { accessLists, settings } = this.context;
    const inputsOf = (outputs: Outputs): Values => without(outputs, "server");
    if (settings.withoutKey)
      return notCompared(this.context, { inputs: inputsOf(olds), outputs: olds });
    const live = await accessLists.getList(id, olds.members === undefined ? "texts" : "members");
    if (!live) return undefined;
    if (!isMarked(olds)) this.sayDrift(id, olds, live);
    const outputs = outputsOf(olds, live, marksOf(olds));
    return { inputs: inputsOf(outputs), outputs };
  }

  async update(id: string, olds: Outputs, news: Values): Promise<Outputs> {
    const marked = isMarked(olds);
    if (!marked && !this.needsAltinn(olds, news)) return { ...without(news, "adopt"), server: {} };
    return this.holding(news, async (list) => {
      const live = await look(list, news);
      if (live === undefined) return this.make(list, news);
      if (marksOf(olds).made === false && !isHalfMade(news, live))
        return this.takeOver(list, news, live);
      if (!marked) {
        this.refuseWhenMoved(id, olds, news, live);
        if (beginsToRule(olds, news))
          await this.mayTake(this.wanted(news, ["members"]), news, live);
      }
      return settle(list, news, live, olds);
    });
  }

  async delete(id: string, olds: Outputs): Promise<void> {
    const title = titled(id);
    const way = this.wayOf(olds);
    if (way === "delete") {
      const found = await this.holding({ identifier: id }, async (list) => {
        const live = await list.look("connections");
        if (live !== undefined) await list.remove();
        return live;
      });
      if (found === undefined) return;
      for (const line of await linesOfDeletion(this.context, id, found.connections ?? []))
        this.context.say(line);
      return;
    }
    this.context.say(lineOfLeaving(title, way));
  }

  /** What is stored alone needs no call: `onDelete`, members that are managed no more, and a rule by which fewer have to go. */
  private needsAltinn(olds: Outputs, news: Values): boolean {
    const { members } = news;
    return (
      olds.name !== news.name ||
      olds.description !== news.description ||
      (members !== undefined &&
        (!sameArgument("members", olds.members, members) || beginsToRule(olds, news)))
    );
  }

  private holding<T>(inputs: Values, work: (list: HeldList) => Promise<T>): Promise<T> {
    return this.context.accessLists.holding(this.idOf(inputs), work);
  }

  private async make(list: HeldList, inputs: Values): Promise<Outputs> {
    const made = await make(list, inputs);
    if (made !== undefined && isHalfMade(inputs, made)) return settle(list, inputs, made);
    const live = made ?? (await look(list, inputs));
    if (live !== undefined) return this.takeOver(list, inputs, live);
    throw new RefusedError(
      `${titled(list.identifier)} was made and deleted by somebody else while this run was about to make it. Nothing was written. Run \`pulumi up\` again.`,
    );
  }

  private async takeOver(list: HeldList, inputs: Values, live: FoundList): Promise<Outputs> {
    await this.mayTake(this.wanted(inputs), inputs, live);
    return settle(list, inputs, live);
  }

  private async mayTake(wanted: Wanted<FoundList>, inputs: Values, live: FoundList): Promise<void> {
    if (mayTakeOver(this.context, wanted, live) !== "equal") await this.sayMembers(inputs, live);
  }

  private wanted(inputs: Values, keys = managedKeys(inputs)): Wanted<FoundList> {
    const { accessLists } = this.context;
    const title = titled(inputs.identifier);
    return {
      title,
      api: "the Resource Registry",
      read: () =>
        accessLists.getList(this.idOf(inputs), keys.includes("members") ? "members" : "texts"),
      differences: (live) => differences(inputs, live, keys),
      adopt: mayAdopt(this.context, title, inputs),
    };
  }

  /** `ALTINN_ON_DELETE` may be about registry resources alone. */
  private wayOf({ onDelete }: Values): WayToDelete {
    const override = WAYS_TO_DELETE.find((way) => way === this.context.settings.onDelete);
    return override ?? (onDelete as WayToDelete);
  }

  /** What somebody else has done. */
  private sayDrift(id: string, olds: Outputs, live: FoundList): void {
    this.atAltinn.set(id, memberDrift(olds, live));
    for (const phrase of driftOf(olds, live)) this.context.say(drifted(titled(id), phrase));
  }

  /** Somebody wrote since the state was read: what they changed must not be taken back unseen. */
  private refuseWhenMoved(id: string, olds: Outputs, news: Values, live: FoundList): void {
    if (differences(news, live, managedKeys(news)).length === 0) return;
    const drift = driftOf(olds, live);
    if (drift.length === 0) return;
    throw new RefusedError(
      `${titled(id)} was changed at Altinn since it was last read: ${drift.join("; ")}. Nothing was written. Run \`pulumi up --refresh\`, which compares it with the program anew.`,
    );
  }
}

/** A list is made with its texts, and members come a part at a time: what is there may be what an earlier try has made. */
const isHalfMade = (inputs: Values, live: FoundList): boolean =>
  inputs.name === live.name &&
  inputs.description === live.description &&
  memberChange({ ...inputs, membership: "exact" }, live).go.length === 0;

/** What somebody has done since, phrases. */
function driftOf(state: Outputs, live: FoundList): string[] {
  const texts = (["name", "description"] as const).filter((key) => state[key] !== live[key]);
  const members = memberDrift(state, live);
  return [
    ...describeDrift(texts, { ...live }, state),
    ...(hasChange(members) ? [changeInWords(members, "past")] : []),
  ];
}
