import { ACCESS_LIST_SCOPE } from "../../clients/access-lists/calls";
import type { HeldList } from "../../clients/access-lists/held-list";
import type { Connection, FoundList } from "../../clients/access-lists/wire";
import { mayHaveTakenEffect, messageOf, PartialCreateError, RefusedError } from "../../errors";
import { sameJson } from "../../values/compare";
import { withoutNulls } from "../../values/json";
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
import { filtersAsKnown, filtersByLists, othersOf } from "../access-list-mode";
import { isMarked, marksOf, type Marks } from "../marks";
import { checkOnDelete } from "../on-delete";
import {
  drifted,
  lookBeforehand,
  mayAdopt,
  mayTakeOver,
  notLookedFor,
  rememberAdopt,
  uncompared,
  type Wanted,
} from "../take-over";
import { connectionFailures } from "./rules";
import {
  lineOfLeaving,
  linesOfRun,
  lineOfOthers,
  lineOfStaying,
  OTHERS_UNKNOWN,
  titled,
  withoutList,
  withoutMode,
  type Actions,
} from "./said";
import type { Pair } from "./when-removed";

export const accessListConnectionLifecycle = (context: Context): Lifecycle =>
  new AccessListConnectionLifecycle(context);

const pairOf = ({ accessList, resourceId }: Values): Pair => ({
  accessList: String(accessList),
  resourceId: String(resourceId),
});

/** Neither has a slash. */
function pairIn(id: string): Pair {
  const [accessList = "", resourceId = "", ...more] = id.split("/");
  if (accessList !== "" && resourceId !== "" && more.length === 0)
    return { accessList, resourceId };
  throw new RefusedError(
    `AccessListConnection ${id}: the id is no list and resource. Write it as {accessList}/{resourceId}, such as partners/ttd-licences.`,
  );
}

/** Sorted, each once; empty: every action. */
const actionsOf = ({ actions }: Values): Actions =>
  Array.isArray(actions) ? [...new Set(actions.map(String))].sort() : [];

const sameActions = (a: Values, b: Values): boolean => sameJson(actionsOf(a), actionsOf(b));

const inWords = (actions: Actions): string =>
  actions.length === 0 ? "every action" : actions.join(", ");

const connectionIn = (list: FoundList | undefined, { resourceId }: Pair): Connection | undefined =>
  list?.connections?.find(({ resource }) => resource === resourceId);

/** Actions as Altinn has them, null for all where the program names some; the same set stays as the program writes it. */
function outputsOf(managed: Values, live: Values, marks: Marks = {}): Outputs {
  const { actions: _actions, ...rest } = without(managed, "adopt", "server");
  const there = actionsOf(live);
  const actions = sameActions(managed, live) ? managed.actions : there.length > 0 ? there : null;
  return { ...rest, ...(actions === undefined ? {} : { actions }), server: { ...marks } };
}

/** While Altinn is not known to say anything else. */
const asProgram = (inputs: Values, marks: Marks): Outputs => ({
  ...without(inputs, "adopt", "server"),
  server: { ...marks },
});

/**
 * A list's connection to a registry resource: it lets the members in, with these actions, where `accessListMode` is Enabled.
 * PUT replaces all its actions. It is read with its list, whose version it shares.
 */
class AccessListConnectionLifecycle implements Lifecycle {
  /** Ids of which `diff` has said in this process what their members lose. */
  private readonly leaving = new Set<string>();
  /** Lists that are not at Altinn, nor known to be in the program. */
  private readonly unlisted = new Set<string>();
  /** Actions before somebody else changed them, by id, as far as `read` has found it. */
  private readonly before = new Map<string, Actions>();

  constructor(private readonly context: Context) {}

  idOf(inputs: Values): string {
    const { accessList, resourceId } = pairOf(inputs);
    return isUnknown(accessList) || isUnknown(resourceId)
      ? String(isUnknown(accessList) ? accessList : resourceId)
      : `${accessList}/${resourceId}`;
  }

  async check(olds: Values | undefined, news: Values): Promise<Checked> {
    const { onDelete, failures } = checkOnDelete(olds, news, ["delete"], "accessList");
    const { accessList, resourceId, actions } = withoutNulls(news) as Values;
    const inputs: Values = {
      accessList,
      resourceId,
      ...(actions === undefined ? {} : { actions }),
      onDelete,
      ...(olds === undefined && news.adopt !== undefined ? { adopt: news.adopt } : {}),
    };
    rememberAdopt(this.context, titled(pairOf(inputs)), news);
    const found = [...failures, ...connectionFailures(inputs)];
    if (found.length > 0 || isUnknown(accessList) || isUnknown(resourceId))
      return { inputs, failures: found };
    const isKnown = olds !== undefined && this.idOf(olds) === this.idOf(inputs);
    const filters =
      olds === undefined
        ? await filtersByLists(this.context, String(resourceId))
        : filtersAsKnown(this.context, String(resourceId));
    if (filters === false) this.context.say(withoutMode(pairOf(inputs)));
    if (isKnown) this.sayAccess(olds, inputs);
    return { inputs, failures: olds === undefined ? await this.lookBefore(inputs) : [] };
  }

  private membersOf({ accessList }: Values): readonly string[] | undefined {
    return this.context.listMembers.get(String(accessList));
  }

  /** What this run gives and takes; a list decides only where the service lets in members alone. */
  private sayAccess(before: Values | undefined, inputs: Values): void {
    const pair = pairOf(inputs);
    if (filtersAsKnown(this.context, pair.resourceId) === false || hasUnknown(inputs.actions))
      return;
    const [was, after] = [before && actionsOf(before), actionsOf(inputs)];
    const members = this.membersOf(inputs);
    const isUndone = sameJson(this.before.get(this.idOf(inputs)), after);
    for (const line of linesOfRun(pair, { was, after, members, isUndone })) this.context.say(line);
  }

  /** What a preview says of a connection that is not in state, and why it may not be taken over. */
  private async lookBefore(inputs: Values): Promise<readonly string[]> {
    const { context } = this;
    const wanted = this.wanted(inputs);
    if (context.settings.withoutKey) {
      context.say(notLookedFor(wanted.title));
      return [];
    }
    const { refusals, hasToken } = await context.beforeWriting(ACCESS_LIST_SCOPE);
    if (!hasToken) return refusals;
    const verdict = await lookBeforehand(context, hasUnknown(inputs) ? uncompared(wanted) : wanted);
    const pair = pairOf(inputs);
    if (verdict.is === "absent" && this.unlisted.has(pair.accessList))
      context.say(withoutList(pair));
    else if (verdict.is === "absent") this.sayAccess(undefined, inputs);
    if (verdict.is === "adopted") this.sayAccess({ ...verdict.live }, inputs);
    return verdict.is === "refused" ? [verdict.refusal] : [];
  }

  diff(olds: Outputs, news: Values): Difference {
    const replaces = ["accessList", "resourceId"].filter((key) => olds[key] !== news[key]);
    if (replaces.length > 0) {
      const isKnown = !replaces.some((key) => isUnknown(news[key]));
      if (isKnown && filtersAsKnown(this.context, String(olds.resourceId)) !== false) {
        this.leaving.add(this.idOf(olds));
        this.context.say(lineOfLeaving(pairOf(olds), OTHERS_UNKNOWN, this.membersOf(olds)));
      }
      return { replaces };
    }
    if (isMarked(olds)) return { changes: true };
    const isSame = !hasUnknown(news.actions) && sameActions(olds, news);
    return isSame ? { changes: false } : {};
  }

  create(inputs: Values): Promise<Outputs> {
    return this.holding(inputs, async (list) => {
      const live = await this.look(list, inputs);
      return live === undefined ? this.put(list, inputs, true) : this.takeOver(list, inputs, live);
    });
  }

  async get(id: string): Promise<Outputs | undefined> {
    const live = await this.find(pairIn(id));
    return live && outputsOf({ ...pairIn(id), onDelete: "delete" }, { actions: live.actions });
  }

  async read(id: string, olds: Outputs): Promise<Found | undefined> {
    const inputsOf = (outputs: Outputs): Values =>
      withoutNulls(without(outputs, "server")) as Values;
    if (this.context.settings.withoutKey)
      return notCompared(this.context, { inputs: inputsOf(olds), outputs: olds });
    const live = await this.find(pairIn(id));
    if (!live) return undefined;
    if (!isMarked(olds) && !sameActions(olds, { ...live })) {
      this.before.set(id, actionsOf(olds));
      this.context.say(drifted(titled(pairIn(id)), this.driftOf(olds, live)));
    }
    const outputs = outputsOf(olds, { ...live }, marksOf(olds));
    return { inputs: inputsOf(outputs), outputs };
  }

  async update(id: string, olds: Outputs, news: Values): Promise<Outputs> {
    const marks = marksOf(olds);
    if (!isMarked(olds) && sameActions(olds, news)) return asProgram(news, {});
    return this.holding(news, async (list) => {
      const live = await this.look(list, news);
      if (live === undefined) return this.put(list, news, true);
      if (marks.made === false) return this.takeOver(list, news, live);
      const isMoved = !sameActions(olds, { ...live }) && !sameActions(news, { ...live });
      if (isMoved && !isMarked(olds))
        throw new RefusedError(
          `${titled(pairIn(id))} was changed at Altinn since it was last read: ${this.driftOf(olds, live)}. Nothing was written. Run \`pulumi up --refresh\`, which compares it with the program anew.`,
        );
      return this.settle(list, news, live);
    });
  }

  async delete(id: string): Promise<void> {
    const pair = pairIn(id);
    if (this.context.settings.onDelete === "keep") {
      this.context.say(lineOfStaying(pair));
      return;
    }
    const wasThere = await this.holding({ ...pair }, async (list) => {
      if (connectionIn(await list.look("connections"), pair) === undefined) return false;
      await list.removeConnection(pair.resourceId);
      return true;
    });
    if (!wasThere) return;
    const { connectedLists } = this.context;
    connectedLists.went(pair.accessList, pair.resourceId);
    // Where a list decides nothing, nobody loses anything.
    if ((await filtersByLists(this.context, pair.resourceId)) === false) return;
    const others = await othersOf(connectedLists, pair.resourceId);
    this.context.say(
      this.leaving.has(id)
        ? lineOfOthers(pair, others)
        : lineOfLeaving(pair, others, this.membersOf({ ...pair })),
    );
  }

  private driftOf(was: Values, is: Connection): string {
    return `actions became ${inWords(is.actions)}; it was ${inWords(actionsOf(was))}`;
  }

  private holding<T>(inputs: Values, work: (list: HeldList) => Promise<T>): Promise<T> {
    return this.context.accessLists.holding(pairOf(inputs).accessList, work);
  }

  /** Undefined when there is none, or no such list. */
  private async find(pair: Pair): Promise<Connection | undefined> {
    const list = await this.context.accessLists.getList(pair.accessList, "connections");
    if (list === undefined && !this.context.listMembers.has(pair.accessList))
      this.unlisted.add(pair.accessList);
    return connectionIn(list, pair);
  }

  /** What is there of a connection that is about to be written; without its list it cannot be. */
  private async look(list: HeldList, inputs: Values): Promise<Connection | undefined> {
    const found = await list.look("connections");
    if (found) return connectionIn(found, pairOf(inputs));
    throw new RefusedError(
      `${titled(pairOf(inputs))}: there is no access list ${list.identifier}. Write an AccessList with this identifier, and give the connection its output identifier (or dependsOn), so that the list is made first. Nothing was written.`,
    );
  }

  private wanted(inputs: Values): Wanted<Connection> {
    const title = titled(pairOf(inputs));
    return {
      title,
      api: "the Resource Registry",
      read: () => this.find(pairOf(inputs)),
      differences: (live) =>
        sameActions(inputs, { ...live })
          ? []
          : [
              {
                of: "actions",
                detail: `is ${inWords(live.actions)}, program ${inWords(actionsOf(inputs))}`,
              },
            ],
      adopt: mayAdopt(this.context, title, inputs),
    };
  }

  private takeOver(list: HeldList, inputs: Values, live: Connection): Promise<Outputs> {
    if (mayTakeOver(this.context, this.wanted(inputs), live) !== "equal")
      this.sayAccess({ ...live }, inputs);
    return this.settle(list, inputs, live);
  }

  private async settle(list: HeldList, inputs: Values, live: Connection): Promise<Outputs> {
    return sameActions(inputs, { ...live })
      ? outputsOf(inputs, { ...live })
      : this.put(list, inputs, false);
  }

  /** Writes the connection and looks what is there then. */
  private async put(list: HeldList, inputs: Values, isNew: boolean): Promise<Outputs> {
    const pair = pairOf(inputs);
    const unconfirmed = ["actions"];
    const failed = (why: unknown, marks: Marks): PartialCreateError =>
      new PartialCreateError(this.idOf(inputs), asProgram(inputs, marks), messageOf(why));
    try {
      await list.putConnection({ resource: pair.resourceId, actions: actionsOf(inputs) });
    } catch (error) {
      if (!mayHaveTakenEffect(error)) throw error;
      throw failed(error, { ...(isNew ? { made: false } : {}), unconfirmed });
    }
    let live: Connection | undefined;
    try {
      live = connectionIn(await list.look("connections"), pair);
    } catch (error) {
      throw failed(error, { unconfirmed });
    }
    if (live) this.context.connectedLists.came(pair.accessList, pair.resourceId);
    if (live && sameActions(inputs, { ...live })) return outputsOf(inputs, { ...live });
    const shown = live ? `for ${inWords(live.actions)}` : "not at all";
    throw new PartialCreateError(
      this.idOf(inputs),
      live
        ? outputsOf(inputs, { ...live }, { unconfirmed })
        : asProgram(inputs, { made: false, unconfirmed }),
      `${titled(pair)} was written, but Altinn shows it ${shown}: somebody else wrote it, or the write was lost. Run \`pulumi up\` again: it looks, and writes what differs.`,
    );
  }
}
