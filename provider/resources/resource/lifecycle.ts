import { REGISTRY_WRITE_SCOPE, type RegistryDocument } from "../../clients/resource-registry";
import { RefusedError } from "../../errors";
import { note, warning } from "../../lines";
import { changedKeys } from "../../values/compare";
import { hasUnknown, isUnknown } from "../../values/unknown";
import {
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
import { filledIn, sameMember } from "./comparison";
import {
  describeDifferences,
  describeDrift,
  drifted,
  lookBeforehand,
  mayAdopt,
  mayTakeOver,
  rememberAdopt,
  uncompared,
  type Wanted,
} from "../take-over";
import {
  lineOfLeaving,
  takeOutOfUse,
  WAYS_TO_DELETE,
  wayRefused,
  type WayToDelete,
} from "./deletion";
import { connectedInWords } from "../access-list-mode";
import { accessChanges, happened, isByListsAlone, lineOfRun, type AccessChange } from "./access";
import { changedMembers, differsOnlyInWithdrawal, documentOf, inputsOf } from "./document";
import { asStored, notOurs, withOwner } from "./owner";
import { canonicalDocument, mayBeInForce, resourceFailures } from "./rules";
import { foreignScopeFailures, scopeReferences } from "./scope-prefixes";
import { misspeltFailures, resourceSettingWarnings } from "./warnings";
import { moved, outputsOf, RegistryWriter, titled } from "./writer";

const acknowledges = ({ acknowledge }: Values, code: string): boolean =>
  Array.isArray(acknowledge) && acknowledge.includes(code);

export const resourceLifecycle = (context: Context): Lifecycle => new ResourceLifecycle(context);

/**
 * A resource in Altinn's Resource Registry. Its identifier is fixed for ever, and burnt once deleted. PUT replaces the
 * whole document and tests ownership against the body only, so the stored owner is read and compared first.
 */
class ResourceLifecycle implements Lifecycle {
  /** What `read` has found that somebody did to access, by identifier. */
  private readonly atAltinn = new Map<string, readonly AccessChange[]>();

  private readonly writer: RegistryWriter;

  constructor(private readonly context: Context) {
    this.writer = new RegistryWriter(context);
  }

  idOf(inputs: Values): string {
    return String(inputs.identifier);
  }

  async check(olds: Values | undefined, news: Values): Promise<Checked> {
    const { context } = this;
    const { onDelete, failures } = checkOnDelete(olds, news, WAYS_TO_DELETE, "identifier");
    const refusedWay = wayRefused(onDelete, context.settings);
    const inputs: Values = { ...this.documentInputs(olds, news), onDelete };
    rememberAdopt(context, titled(inputs.identifier), news);
    if (!isUnknown(inputs.delegable))
      context.delegable.set(String(inputs.identifier), inputs.delegable !== false);
    context.accessListModes.set(String(inputs.identifier), inputs.accessListMode);
    const found = [
      ...failures,
      ...(refusedWay === undefined ? [] : [refusedWay]),
      ...(acknowledges(news, "unknown-member") ? [] : misspeltFailures(news)),
    ];
    if (olds === undefined) {
      found.push(...(await this.checkNew(inputs, found.length === 0)));
      return { inputs, failures: found };
    }
    const isNew = olds.identifier !== inputs.identifier;
    if (!isNew) await this.sayAccess(titled(inputs.identifier), olds, inputs);
    const broken = resourceFailures(this.owned(inputs), context.settings, isNew);
    if (changedMembers(inputs, olds).length === 0) this.warnOfRules(inputs.identifier, broken);
    else found.push(...broken, ...(await this.scopeFailures(inputs, [...found, ...broken])));
    return { inputs, failures: found };
  }

  diff(olds: Outputs, news: Values): Difference {
    const changed = changedKeys(without(olds, "server"), without(news, "adopt"), (key, a, b) =>
      sameMember(key, b, a),
    );
    if (changed.includes("identifier")) {
      const title = titled(olds.identifier);
      const isKept = this.context.retained.has(title);
      if (!isUnknown(news.identifier))
        this.context.say(
          note(
            title,
            `its identifier becomes ${String(news.identifier)}, which is another service: rights that were delegated and connected access lists do not come along, and senders and recipients must use the new one.`,
          ),
        );
      this.context.say(lineOfLeaving(title, isKept ? "keep" : this.wayOf(olds)));
      return { replaces: ["identifier"] };
    }
    if (isMarked(olds) || this.ownerChanges(olds, news)) return { changes: true };
    return changed.length === 0 ? { changes: false } : {};
  }

  /** An owner that only the settings say is no input, so a change of it is said here. */
  private ownerChanges(olds: Outputs, news: Values): boolean {
    const was = olds.hasCompetentAuthority ?? olds.server.hasCompetentAuthority;
    const is = this.owned(news).hasCompetentAuthority;
    if (was === undefined || isUnknown(is) || sameMember("hasCompetentAuthority", is, was))
      return false;
    this.context.say(
      note(
        titled(news.identifier),
        `its owner, hasCompetentAuthority, is ${JSON.stringify(was)} at Altinn, and becomes ${JSON.stringify(is)}. Check altinn:orgCode if that is not meant.`,
      ),
    );
    return true;
  }

  /** POST, or what to do when the identifier is taken. */
  async create(inputs: Values): Promise<Outputs> {
    const { known, registry, settings } = this.context;
    const id = String(inputs.identifier);
    // What is older than today's rules is refused by POST before it says that it is there.
    if (known.isThere(id) || resourceFailures(this.owned(inputs), settings).length > 0) {
      const live = await registry.getResource(id);
      if (live) return this.takeOver(this.wanted(inputs), inputs, live);
    }
    const made = await this.writer.make(inputs);
    if (made !== undefined) return made;
    const live = await registry.getResource(id);
    if (!live) {
      throw new RefusedError(
        `${titled(inputs.identifier)} was deleted earlier, and the Resource Registry never gives a deleted identifier out again. Choose another identifier.`,
      );
    }
    return this.takeOver(this.wanted(inputs), inputs, live);
  }

  async get(id: string): Promise<Outputs | undefined> {
    const live = await this.context.registry.getResource(id);
    if (!live) return undefined;
    return outputsOf({ ...without(live, "versionId"), onDelete: "keep" }, live);
  }

  async read(id: string, olds: Outputs): Promise<Found | undefined> {
    const live = await this.context.registry.getResource(id);
    if (!live) return undefined;
    const marks = marksOf(olds);
    // Nothing of ours is known to be there, so this is somebody else's: it is taken over, or not, like any other.
    if (marks.made === false && this.changedSince(olds, live).length > 0) return undefined;
    if (!isMarked(olds)) this.sayDrift(id, olds, live);
    const shown = "hasCompetentAuthority" in olds ? live : without(live, "hasCompetentAuthority");
    const inputs = {
      ...inputsOf(olds, shown as RegistryDocument),
      onDelete: olds.onDelete,
    };
    return { inputs, outputs: outputsOf(inputs, live, marks) };
  }

  async update(id: string, olds: Outputs, news: Values): Promise<Outputs> {
    const onlyOnDelete =
      changedMembers(this.document(news), this.document(asStored(olds))).length === 0;
    const whole = olds.server.versionId !== undefined;
    if (whole && onlyOnDelete && olds.onDelete !== news.onDelete)
      return { ...news, server: olds.server };
    const live = await this.context.registry.getResource(id);
    if (!live) return this.create(news);
    this.refuseOthers(id, live);
    if (marksOf(olds).made === false && this.changedSince(olds, live).length > 0)
      return this.takeOver(this.wanted(news), news, live);
    this.refuseWhenMoved(id, olds, news, live);
    return this.writer.settle(news, live);
  }

  async delete(id: string, olds: Outputs): Promise<void> {
    const title = titled(id);
    const way = this.wayOf(olds);
    if (way === "keep") {
      this.context.say(lineOfLeaving(title, way));
      return;
    }
    const live = await this.context.registry.getResource(id);
    if (!live) return;
    this.refuseOthers(id, live);
    await takeOutOfUse(this.context, title, live, way);
  }

  /** The members of the document as the program means them, with our defaults. */
  private documentInputs(olds: Values | undefined, news: Values): Values {
    const given = canonicalDocument(without(news, "adopt", "acknowledge"));
    return {
      resourceType: "BrokerService",
      status: "Completed",
      ...given,
      ...(olds === undefined && news.adopt !== undefined ? { adopt: news.adopt } : {}),
    };
  }

  private owned(inputs: Values): Values {
    return withOwner(inputs, this.context.settings);
  }

  /** The whole document that `inputs` stand for, without a name of the owner that they do not give. */
  private document(inputs: Values): RegistryDocument {
    return documentOf(this.owned(inputs), undefined);
  }

  private wayOf({ onDelete }: Values): WayToDelete {
    return (this.context.settings.onDelete ?? onDelete ?? "withdraw") as WayToDelete;
  }

  /** What a change from `before` to `after` does to who gets in, on top of the policy. */
  private async sayAccess(title: string, before: Values, after: Values): Promise<void> {
    const { context } = this;
    const id = String(after.identifier);
    const atAltinn = this.atAltinn.get(id) ?? [];
    for (const change of accessChanges(before, after)) {
      const lists = isByListsAlone(change) ? await connectedInWords(context, id) : undefined;
      context.say(lineOfRun(title, change, atAltinn, lists));
    }
  }

  /** What somebody else has done. */
  private sayDrift(id: string, olds: Outputs, live: RegistryDocument): void {
    const changes = accessChanges(olds, live);
    this.atAltinn.set(id, changes);
    const told: readonly string[] = changes.map(({ of }) => of);
    const others = this.changedSince(olds, live).filter((key) => !told.includes(key));
    const phrases = [
      ...changes.map(happened),
      ...describeDrift(others, live, filledIn(others, asStored(olds))),
    ];
    for (const phrase of phrases) this.context.say(drifted(titled(id), phrase));
  }

  /** While the resource is not in state. What is there already may be older than the rules of today. */
  private async checkNew(inputs: Values, mayLook: boolean): Promise<readonly string[]> {
    const { settings } = this.context;
    const { identifier } = inputs;
    const broken = resourceFailures(this.owned(inputs), settings);
    if (!mayLook) return broken;
    if (isUnknown(identifier) || !mayBeInForce(this.owned(inputs), settings))
      return [...broken, ...(await this.scopeFailures(inputs, broken))];
    const { refusals, live, unasked } = await this.look(inputs, broken.length === 0);
    if (unasked !== undefined) return broken.map((rule) => `${rule} And ${unasked}`);
    const rules =
      live === undefined ? broken : resourceFailures(this.owned(inputs), settings, false);
    const equal = live !== undefined && changedMembers(this.document(inputs), live).length === 0;
    if (!equal) {
      const found = [...rules, ...refusals];
      return [...found, ...(await this.scopeFailures(inputs, found))];
    }
    this.warnOfRules(identifier, rules);
    return refusals;
  }

  /** Asks for the token of the write to come, when nothing else is in its way and it depends on whose the token is. */
  private async scopeFailures(
    inputs: Values,
    found: readonly string[],
  ): Promise<readonly string[]> {
    const references = scopeReferences(inputs);
    if (found.length > 0 || references.length === 0) return [];
    const { refusals, scopePrefixes } = await this.context.beforeWriting(REGISTRY_WRITE_SCOPE);
    if (refusals.length > 0 || scopePrefixes === undefined) return refusals;
    return foreignScopeFailures(references, scopePrefixes);
  }

  private warnOfRules(identifier: unknown, broken: readonly string[]): void {
    for (const rule of broken)
      this.context.say(warning("in-force", titled(identifier), `it stays as it is. ${rule}`));
  }

  private wanted(inputs: Values): Wanted<RegistryDocument> {
    const { settings } = this.context;
    const wanted = this.document(inputs);
    const changed = (live: RegistryDocument) => changedMembers(wanted, live);
    return {
      title: titled(inputs.identifier),
      api: "the Resource Registry",
      read: () => this.known(String(inputs.identifier)),
      notOurs: (live) => notOurs(titled(live.identifier), live, settings),
      differences: (live) => {
        const keys = changed(live);
        return describeDifferences(keys, inputsOf(wanted, live), filledIn(keys, wanted));
      },
      isOurOwnDoing: (live) => differsOnlyInWithdrawal(changed(live), live),
      adopt: mayAdopt(this.context, titled(inputs.identifier), inputs),
    };
  }

  /** As a read; of many that are not there one list says so. What this run makes itself is not seen here. */
  private async known(identifier: string): Promise<RegistryDocument | undefined> {
    const { known, registry } = this.context;
    if (!(await known.mayExist(identifier))) return undefined;
    const live = await registry.getResource(identifier);
    known.saw(identifier, live !== undefined);
    return live;
  }

  /** The anonymous read that lets a preview show what a take-over would do. */
  private async look(
    inputs: Values,
    mayBeMade: boolean,
  ): Promise<{
    readonly refusals: readonly string[];
    readonly live?: RegistryDocument;
    /** Why nobody knows what is there, a sentence. */
    readonly unasked?: string;
  }> {
    const title = titled(inputs.identifier);
    const { context } = this;
    const wanted = this.wanted(inputs);
    const compared = hasUnknown(without(inputs, "adopt")) ? uncompared(wanted) : wanted;
    const verdict = await lookBeforehand(context, compared);
    if (verdict.is === "adopted" || verdict.is === "reopened")
      await this.sayAccess(title, verdict.live, inputs);
    if (verdict.is === "refused") return { refusals: [verdict.refusal], live: verdict.live };
    if (verdict.is === "unasked") return { refusals: [], unasked: verdict.why };
    if (verdict.is === "absent") {
      if (!mayBeMade) return { refusals: [] };
      for (const { code, text } of resourceSettingWarnings(inputs, context.settings))
        context.say(warning(code, title, text));
      context.say(
        note(
          title,
          "its identifier is fixed for ever, and once deleted it can never be used again. Check it before `up`.",
        ),
      );
      return { refusals: [] };
    }
    return { refusals: [], live: verdict.live };
  }

  private async takeOver(
    wanted: Wanted<RegistryDocument>,
    inputs: Values,
    live: RegistryDocument,
  ): Promise<Outputs> {
    if (mayTakeOver(this.context, wanted, live) !== "equal")
      await this.sayAccess(wanted.title, live, inputs);
    return this.writer.settle(inputs, live);
  }

  private changedSince(olds: Outputs, live: RegistryDocument): readonly string[] {
    return changedMembers(this.document(asStored(olds)), live);
  }

  /** Somebody wrote since the state was read: what they changed must not be overwritten unseen. */
  private refuseWhenMoved(id: string, olds: Outputs, news: Values, live: RegistryDocument): void {
    const { versionId } = olds.server;
    if (versionId !== undefined && versionId === live.versionId) return;
    if (changedMembers(this.document(news), live).length === 0) return;
    const changed = this.changedSince(olds, live);
    if (changed.length === 0) return;
    throw moved(id, changed);
  }

  private refuseOthers(id: string, live: RegistryDocument): void {
    const refusal = notOurs(titled(id), live, this.context.settings);
    if (refusal !== undefined) throw new RefusedError(refusal);
  }
}
