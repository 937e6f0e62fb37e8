import type { RegistryDocument } from "../../clients/resource-registry";
import { mayHaveTakenEffect, messageOf, PartialCreateError, RefusedError } from "../../errors";
import { changedKeys, sameJson } from "../../values/compare";
import { isObject, withoutNulls } from "../../values/json";
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
import { isMarked, marksOf, type Marks } from "../marks";
import { checkOnDelete } from "../on-delete";
import { describeDifferences, lookBeforehand, mayTakeOver, type Wanted } from "../take-over";
import { takeOutOfUse, WAYS_TO_DELETE, wayRefused, type WayToDelete } from "./deletion";
import {
  accessClosed,
  authorityOf,
  changedMembers,
  differsOnlyInWithdrawal,
  documentOf,
  inputsOf,
  isOurs,
  sameMember,
} from "./document";
import { canonicalDocument, mayBeInForce, resourceFailures } from "./rules";
import { resourceSettingWarnings } from "./warnings";

const OUTPUT_ONLY = ["server", "onDelete"];

const titled = (identifier: unknown): string => `Resource ${String(identifier)}`;

const outputsOf = (
  inputs: Values,
  live: RegistryDocument | undefined,
  marks: Marks = {},
): Outputs => ({
  ...without(inputs, "adopt"),
  server: { ...marks, ...(live?.versionId === undefined ? {} : { versionId: live.versionId }) },
});

const moved = (identifier: unknown, members: readonly string[]): RefusedError =>
  new RefusedError(
    `${titled(identifier)} was changed at Altinn since it was last read, in ${members.join(", ")}. Nothing was written. See what it was with \`pulumi preview --refresh --diff\`, then run \`pulumi up --refresh\`.`,
  );

export const resourceLifecycle = (context: Context): Lifecycle => new ResourceLifecycle(context);

/**
 * A resource in Altinn's Resource Registry. Its identifier is fixed for ever, and burnt once deleted. PUT replaces the
 * whole document and tests ownership against the body only, so the stored owner is read and compared first.
 */
class ResourceLifecycle implements Lifecycle {
  constructor(private readonly context: Context) {}

  idOf(inputs: Values): string {
    return String(inputs.identifier);
  }

  async check(olds: Values | undefined, news: Values): Promise<Checked> {
    const { context } = this;
    const { onDelete, failures } = checkOnDelete(olds, news, WAYS_TO_DELETE, "identifier");
    const refusedWay = wayRefused(onDelete, context.settings);
    const inputs: Values = { ...this.documentInputs(olds, news), onDelete };
    if (!isUnknown(inputs.delegable))
      context.delegable.set(String(inputs.identifier), inputs.delegable !== false);
    const found = [...failures, ...(refusedWay === undefined ? [] : [refusedWay])];
    if (olds === undefined) {
      found.push(...(await this.checkNew(inputs, found.length === 0)));
      return { inputs, failures: found };
    }
    const isNew = olds.identifier !== inputs.identifier;
    const broken = resourceFailures(inputs, context.settings, isNew);
    if (changedMembers(inputs, olds).length > 0) found.push(...broken);
    else this.warnOfRules(inputs.identifier, broken);
    return { inputs, failures: found };
  }

  diff(olds: Outputs, news: Values): Difference {
    const changed = changedKeys(
      without(olds, "server", "adopt"),
      without(news, "adopt"),
      (key, a, b) => (key === "onDelete" ? sameJson(a, b) : sameMember(key, b, a)),
    );
    if (changed.includes("identifier")) return { replaces: ["identifier"] };
    if (isMarked(olds)) return { changes: true };
    return changed.length === 0 ? { changes: false } : {};
  }

  /** POST, or what to do when the identifier is taken. */
  async create(inputs: Values): Promise<Outputs> {
    const { registry, settings } = this.context;
    // What is older than today's rules is refused by POST before it says that it is there.
    if (resourceFailures(inputs, settings).length > 0) {
      const older = await registry.getResource(String(inputs.identifier));
      if (older) return this.takeOver(this.wanted(inputs), inputs, older);
    }
    const document = documentOf(inputs, await this.nameForNew(inputs));
    // With `adopt`, which the next run does not learn from the program any more.
    const unmade = {
      ...outputsOf(inputs, undefined, { made: false }),
      ...(inputs.adopt === undefined ? {} : { adopt: inputs.adopt }),
    };
    const made = await this.keeping(unmade, () => registry.postResource(document));
    if (made === "created")
      return this.keeping(outputsOf(inputs, undefined), () => this.written(inputs), true);
    const live = await registry.getResource(document.identifier);
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
    const closed = accessClosed(olds, live);
    if (closed.length > 0) {
      this.context.warn(
        `${titled(id)} gives less access than it did: ${closed.join(", ")}. \`up\` gives it back. If somebody closed it on purpose, change the program first.`,
      );
    }
    const inputs = { ...inputsOf(without(olds, ...OUTPUT_ONLY), live), onDelete: olds.onDelete };
    return { inputs, outputs: outputsOf(inputs, live, marks) };
  }

  async update(id: string, olds: Outputs, news: Values): Promise<Outputs> {
    const onlyOnDelete =
      changedMembers(documentOf(news, undefined), without(olds, "server")).length === 0;
    const whole = olds.server.versionId !== undefined;
    if (whole && onlyOnDelete && olds.onDelete !== news.onDelete)
      return { ...news, server: olds.server };
    const live = await this.context.registry.getResource(id);
    if (!live) return this.create(news);
    this.refuseOthers(id, live);
    if (marksOf(olds).made === false && this.changedSince(olds, live).length > 0)
      return this.takeOver(this.wanted({ ...news, adopt: olds.adopt }), news, live);
    this.refuseWhenMoved(id, olds, news, live);
    return this.settle(news, live);
  }

  async delete(id: string, olds: Outputs): Promise<void> {
    const title = titled(id);
    const way = (this.context.settings.onDelete ?? olds.onDelete ?? "withdraw") as WayToDelete;
    if (way === "keep") {
      this.context.warn(`${title} stays as it is at Altinn (keep). Pulumi has forgotten it.`);
      return;
    }
    const live = await this.context.registry.getResource(id);
    if (!live) return;
    this.refuseOthers(id, live);
    await takeOutOfUse(this.context, title, live, way);
  }

  /** The members of the document as the program means them, with our defaults. */
  private documentInputs(olds: Values | undefined, news: Values): Values {
    const { settings } = this.context;
    const given = canonicalDocument(withoutNulls(without(news, "adopt")) as Values);
    const authority = isObject(given.hasCompetentAuthority) ? given.hasCompetentAuthority : {};
    return {
      resourceType: "BrokerService",
      status: "Completed",
      ...given,
      hasCompetentAuthority:
        given.hasCompetentAuthority === undefined || isObject(given.hasCompetentAuthority)
          ? { organization: settings.orgNumber, orgcode: settings.orgCode, ...authority }
          : given.hasCompetentAuthority,
      ...(olds === undefined && news.adopt !== undefined ? { adopt: news.adopt } : {}),
    };
  }

  /** While the resource is not in state. What is there already may be older than the rules of today. */
  private async checkNew(inputs: Values, mayLook: boolean): Promise<readonly string[]> {
    const { settings } = this.context;
    const { identifier } = inputs;
    const broken = resourceFailures(inputs, settings);
    if (!mayLook || isUnknown(identifier) || !mayBeInForce(inputs, settings)) return broken;
    const { refusals, live, unasked } = await this.look(inputs, broken.length === 0);
    if (unasked !== undefined) return broken.map((rule) => `${rule} And ${unasked}`);
    if (live === undefined) return [...broken, ...refusals];
    const rules = resourceFailures(inputs, settings, false);
    const equal = changedMembers(documentOf(inputs, undefined), live).length === 0;
    if (!equal) return [...rules, ...refusals];
    this.warnOfRules(identifier, rules);
    return refusals;
  }

  private warnOfRules(identifier: unknown, broken: readonly string[]): void {
    for (const rule of broken)
      this.context.warn(`${titled(identifier)} is in force as it is: ${rule}`);
  }

  private wanted(inputs: Values): Wanted<RegistryDocument> {
    const { registry, settings } = this.context;
    const wanted = documentOf(inputs, undefined);
    const changed = (live: RegistryDocument) => changedMembers(wanted, live);
    return {
      title: titled(inputs.identifier),
      api: "the Resource Registry",
      read: () => registry.getResource(String(inputs.identifier)),
      notOurs: (live) => (isOurs(live, settings) ? undefined : this.belongsToOthers(live)),
      differences: (live) => describeDifferences(changed(live), live, wanted),
      isOurOwnDoing: (live) => differsOnlyInWithdrawal(changed(live), live),
      adopt: inputs.adopt === true || settings.adopt,
    };
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
    // What is not known yet cannot be compared.
    const verdict = await lookBeforehand(
      context,
      hasUnknown(without(inputs, "adopt"))
        ? { ...wanted, notOurs: () => undefined, differences: () => [] }
        : wanted,
    );
    if (verdict.is === "refused") return { refusals: [verdict.refusal], live: verdict.live };
    if (verdict.is === "unasked") return { refusals: [], unasked: verdict.why };
    if (verdict.is === "absent") {
      if (!mayBeMade) return { refusals: [] };
      for (const text of resourceSettingWarnings(inputs, context.settings))
        context.warn(`${title}: ${text}`);
      context.warn(
        `${title}: the identifier is fixed for ever. Once deleted it can never be used again, in any environment that allows deleting.`,
      );
      return { refusals: [] };
    }
    if (verdict.is === "reopened") context.warn(`${title} was withdrawn; \`up\` opens it again.`);
    if (verdict.is === "adopted") {
      const changed = changedMembers(documentOf(inputs, undefined), verdict.live);
      context.warn(`${title} exists already; \`up\` changes ${changed.join(", ")} (adopt).`);
    }
    return { refusals: [], live: verdict.live };
  }

  private async takeOver(
    wanted: Wanted<RegistryDocument>,
    inputs: Values,
    live: RegistryDocument,
  ): Promise<Outputs> {
    if (mayTakeOver(wanted, live) === "reopened")
      this.context.warn(`${wanted.title} was withdrawn, is open again.`);
    return this.settle(inputs, live);
  }

  /** Writes the whole document unless it says what is there already; true when it was written. */
  private async write(inputs: Values, live: RegistryDocument): Promise<boolean> {
    const document = documentOf(inputs, authorityOf(live).name);
    if (changedMembers(document, live).length === 0) return false;
    await this.context.registry.putResource(document, (now) => {
      if (changedMembers(document, now).length === 0) return true;
      const changed = changedMembers(live, now);
      if (changed.length > 0) throw moved(inputs.identifier, changed);
      return false;
    });
    return true;
  }

  private async nameForNew(inputs: Values): Promise<unknown> {
    if (isObject(inputs.hasCompetentAuthority) && inputs.hasCompetentAuthority.name !== undefined)
      return undefined;
    return this.context.organisationName();
  }

  /** Puts `outputs` in state when `work` fails after a write that may have taken effect; the next run looks what is there. */
  private async keeping<T>(
    outputs: Outputs,
    work: () => Promise<T>,
    sentBefore = false,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof PartialCreateError) throw error;
      if (!sentBefore && !mayHaveTakenEffect(error)) throw error;
      throw new PartialCreateError(String(outputs.identifier), outputs, messageOf(error));
    }
  }

  /** Makes the live document say what `inputs` say, and answers what is in state then. */
  private async settle(inputs: Values, live: RegistryDocument): Promise<Outputs> {
    // With the version that was looked at: whoever writes after it is seen by the next run.
    const kept = outputsOf(inputs, live);
    if (!(await this.keeping(kept, () => this.write(inputs, live)))) return kept;
    return this.keeping(kept, () => this.written(inputs), true);
  }

  /** What is there after a write of `inputs`. The version of what somebody else has written since is not ours to keep. */
  private async written(inputs: Values): Promise<Outputs> {
    const live = await this.mustBeThere(inputs.identifier);
    const wanted = documentOf(inputs, undefined);
    const changed = changedMembers(wanted, live);
    if (changed.length === 0) return outputsOf(inputs, live);
    const told = describeDifferences(changed, live, wanted).join("; ");
    throw new PartialCreateError(
      String(inputs.identifier),
      outputsOf(inputs, undefined),
      `${titled(inputs.identifier)} was written, but the Resource Registry shows something else in ${told}: somebody else has written it since. See what it is with \`pulumi preview --refresh --diff\`, then run \`pulumi up --refresh\`.`,
    );
  }

  private changedSince(olds: Outputs, live: RegistryDocument): readonly string[] {
    return changedMembers(documentOf(olds, undefined), live);
  }

  /** Somebody wrote since the state was read: what they changed must not be overwritten unseen. */
  private refuseWhenMoved(id: string, olds: Outputs, news: Values, live: RegistryDocument): void {
    const { versionId } = olds.server;
    if (versionId !== undefined && versionId === live.versionId) return;
    if (changedMembers(documentOf(news, undefined), live).length === 0) return;
    const changed = this.changedSince(olds, live);
    if (changed.length === 0) return;
    throw moved(id, changed);
  }

  private refuseOthers(id: string, live: RegistryDocument): void {
    if (!isOurs(live, this.context.settings))
      throw new RefusedError(this.belongsToOthers({ ...live, identifier: id }));
  }

  private belongsToOthers(live: RegistryDocument): string {
    const { orgNumber, orgCode } = this.context.settings;
    const { organization, orgcode } = authorityOf(live);
    const code = typeof orgcode === "string" && orgcode !== "" ? ` (${orgcode})` : "";
    const owner =
      typeof organization === "string" && organization !== ""
        ? `organisation ${organization}${code}`
        : `another owner, whose number it does not say${code}`;
    return `${titled(live.identifier)} belongs to ${owner}, not to ${orgNumber} (${orgCode}). It is never taken over; choose another identifier.`;
  }

  private async mustBeThere(identifier: unknown): Promise<RegistryDocument> {
    const live = await this.context.registry.getResource(String(identifier));
    if (live) return live;
    throw new RefusedError(
      `${titled(identifier)} was written, but the Resource Registry does not show it. Run \`pulumi up\` again.`,
    );
  }
}
