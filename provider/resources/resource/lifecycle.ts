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
import { checkOnDelete } from "../on-delete";
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
import { takeOutOfUse, WAYS_TO_DELETE, wayRefused, type WayToDelete } from "./deletion";
import { canonicalDocument, resourceFailures } from "./rules";
import { resourceSettingWarnings } from "./warnings";
import { adoptNeeded, describeDifferences } from "../take-over";

/*
 * A resource in Altinn's Resource Registry. Its identifier is fixed for ever, and burnt once deleted. PUT replaces the
 * whole document and tests ownership against the body only, so the stored owner is read and compared first.
 */

const OUTPUT_ONLY = ["server", "onDelete"];

export function resourceLifecycle(context: Context): Lifecycle {
  const { registry, settings } = context;
  const titled = (identifier: unknown): string => `Resource ${String(identifier)}`;

  /** What taking over `live` would mean: `refusal` says why it must not be. */
  function takeOver(
    inputs: Values,
    live: RegistryDocument,
  ): { refusal?: string; reopened: boolean; changed: string[] } {
    const title = titled(inputs.identifier);
    if (!isOurs(live, settings)) {
      const { organization, orgcode } = authorityOf(live);
      return {
        refusal: `${title} belongs to organisation ${String(organization)} (${String(orgcode)}), not to ${settings.orgNumber} (${settings.orgCode}). It is never taken over; choose another identifier.`,
        reopened: false,
        changed: [],
      };
    }
    const wanted = documentOf(inputs, undefined);
    const changed = changedMembers(wanted, live);
    if (changed.length === 0) return { reopened: false, changed };
    if (differsOnlyInWithdrawal(changed, live)) return { reopened: true, changed };
    if (inputs.adopt === true || settings.adopt) return { reopened: false, changed };
    return {
      refusal: adoptNeeded(title, describeDifferences(changed, live, wanted)),
      reopened: false,
      changed,
    };
  }

  /** The anonymous read that lets a preview show what a take-over would do. */
  async function lookBeforehand(inputs: Values): Promise<string[]> {
    const title = titled(inputs.identifier);
    let live: RegistryDocument | undefined;
    try {
      live = await registry.getResource(String(inputs.identifier));
    } catch (error) {
      context.warn(
        `${title}: the Resource Registry could not be asked whether it exists already. ${messageOf(error)}`,
      );
      return [];
    }
    if (!live) {
      context.warn(
        `${title}: the identifier is fixed for ever. Once deleted it can never be used again, in any environment that allows deleting.`,
      );
      return [];
    }
    if (hasUnknown(without(inputs, "adopt"))) return [];
    const { refusal, reopened, changed } = takeOver(inputs, live);
    if (refusal !== undefined) return [refusal];
    if (reopened) context.warn(`${title} was withdrawn; \`up\` opens it again.`);
    else if (changed.length > 0)
      context.warn(`${title} exists already; \`up\` changes ${changed.join(", ")} (adopt).`);
    return [];
  }

  const outputsOf = (inputs: Values, live: RegistryDocument | undefined): Outputs => ({
    ...without(inputs, "adopt"),
    server: live?.versionId === undefined ? {} : { versionId: live.versionId },
  });

  /** Writes the whole document unless it says what is there already; true when it was written. */
  async function write(inputs: Values, live: RegistryDocument): Promise<boolean> {
    const document = documentOf(inputs, authorityOf(live).name);
    if (changedMembers(document, live).length === 0) return false;
    await registry.putResource(document, (now) => changedMembers(document, now).length === 0);
    return true;
  }

  async function nameForNew(inputs: Values): Promise<unknown> {
    if (isObject(inputs.hasCompetentAuthority) && inputs.hasCompetentAuthority.name !== undefined)
      return undefined;
    return context.organisationName();
  }

  /** Puts `outputs` in state when `work` fails after a write that may have taken effect; the next run looks what is there. */
  async function keeping<T>(
    outputs: Outputs,
    work: () => Promise<T>,
    sentBefore = false,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!sentBefore && !mayHaveTakenEffect(error)) throw error;
      throw new PartialCreateError(String(outputs.identifier), outputs, messageOf(error));
    }
  }

  /** Makes the live document say what `inputs` say, and answers what is in state then. */
  async function settle(
    inputs: Values,
    live: RegistryDocument,
    server: Values = {},
  ): Promise<Outputs> {
    const kept = { ...outputsOf(inputs, undefined), server };
    if (!(await keeping(kept, () => write(inputs, live)))) return outputsOf(inputs, live);
    return keeping(kept, async () => outputsOf(inputs, await mustBeThere(inputs.identifier)), true);
  }

  /** POST, or what to do when the identifier is taken. */
  async function make(inputs: Values): Promise<Outputs> {
    const document = documentOf(inputs, await nameForNew(inputs));
    const kept = outputsOf(inputs, undefined);
    const made = await keeping(kept, () => registry.postResource(document));
    if (made === "created") {
      const written = async (): Promise<Outputs> =>
        outputsOf(inputs, await mustBeThere(inputs.identifier));
      return keeping(kept, written, true);
    }
    const live = await registry.getResource(document.identifier);
    const title = titled(inputs.identifier);
    if (!live) {
      throw new RefusedError(
        `${title} was deleted earlier, and the Resource Registry never gives a deleted identifier out again. Choose another identifier.`,
      );
    }
    const { refusal, reopened } = takeOver(inputs, live);
    if (refusal !== undefined) throw new RefusedError(refusal);
    if (reopened) context.warn(`${title} was withdrawn, is open again.`);
    return settle(inputs, live);
  }

  /** Somebody wrote since the state was read: what they changed must not be overwritten unseen. */
  function refuseWhenMoved(id: string, olds: Outputs, news: Values, live: RegistryDocument): void {
    const { versionId } = olds.server;
    if (versionId === undefined || versionId === live.versionId) return;
    if (changedMembers(documentOf(news, undefined), live).length === 0) return;
    const moved = changedMembers(documentOf(olds, undefined), live);
    if (moved.length === 0) return;
    throw new RefusedError(
      `${titled(id)} was changed at Altinn since it was last read, in ${moved.join(", ")}. Nothing was written. See what it was with \`pulumi preview --refresh --diff\`, then run \`pulumi up --refresh\`.`,
    );
  }

  async function mustBeThere(identifier: unknown): Promise<RegistryDocument> {
    const live = await registry.getResource(String(identifier));
    if (live) return live;
    throw new RefusedError(
      `${titled(identifier)} was written, but the Resource Registry does not show it. Run \`pulumi up\` again.`,
    );
  }

  return {
    idOf: (inputs) => String(inputs.identifier),

    async check(olds, news): Promise<Checked> {
      const { onDelete, failures } = checkOnDelete(olds, news, WAYS_TO_DELETE, "identifier");
      const refusedWay = wayRefused(onDelete, settings);
      const given = canonicalDocument(withoutNulls(without(news, "adopt")) as Values);
      const authority = isObject(given.hasCompetentAuthority) ? given.hasCompetentAuthority : {};
      const inputs: Values = {
        resourceType: "BrokerService",
        status: "Completed",
        ...given,
        hasCompetentAuthority:
          given.hasCompetentAuthority === undefined || isObject(given.hasCompetentAuthority)
            ? { organization: settings.orgNumber, orgcode: settings.orgCode, ...authority }
            : given.hasCompetentAuthority,
        onDelete,
        ...(olds === undefined && news.adopt !== undefined ? { adopt: news.adopt } : {}),
      };
      if (!isUnknown(inputs.delegable))
        context.delegable.set(String(inputs.identifier), inputs.delegable !== false);
      const isNew = olds?.identifier !== inputs.identifier;
      const broken = resourceFailures(inputs, settings, isNew);
      const found = [...failures, ...(refusedWay === undefined ? [] : [refusedWay])];
      const stays = olds !== undefined && changedMembers(inputs, olds).length === 0;
      if (stays)
        for (const rule of broken)
          context.warn(`${titled(inputs.identifier)} is in force as it is: ${rule}`);
      else found.push(...broken);
      if (olds === undefined && found.length === 0 && !isUnknown(inputs.identifier)) {
        for (const text of resourceSettingWarnings(inputs, settings))
          context.warn(`${titled(inputs.identifier)}: ${text}`);
        found.push(...(await lookBeforehand(inputs)));
      }
      return { inputs, failures: found };
    },

    diff(olds, news): Difference {
      const changed = changedKeys(without(olds, "server"), without(news, "adopt"), (key, a, b) =>
        key === "onDelete" ? sameJson(a, b) : sameMember(key, b, a),
      );
      if (changed.length === 0) return { changes: false };
      return changed.includes("identifier") ? { replaces: ["identifier"] } : {};
    },

    create: make,

    async get(id): Promise<Outputs | undefined> {
      const live = await registry.getResource(id);
      if (!live) return undefined;
      return outputsOf({ ...without(live, "versionId"), onDelete: "keep" }, live);
    },

    async read(id, olds): Promise<Found | undefined> {
      const live = await registry.getResource(id);
      if (!live) return undefined;
      const closed = accessClosed(olds, live);
      if (closed.length > 0) {
        context.warn(
          `${titled(id)} gives less access than it did: ${closed.join(", ")}. \`up\` gives it back. If somebody closed it on purpose, change the program first.`,
        );
      }
      const inputs = { ...inputsOf(without(olds, ...OUTPUT_ONLY), live), onDelete: olds.onDelete };
      return { inputs, outputs: outputsOf(inputs, live) };
    },

    async update(id, olds, news): Promise<Outputs> {
      const onlyOnDelete =
        changedMembers(documentOf(news, undefined), without(olds, "server")).length === 0;
      const whole = olds.server.versionId !== undefined;
      if (whole && onlyOnDelete && olds.onDelete !== news.onDelete)
        return { ...news, server: olds.server };
      const live = await registry.getResource(id);
      if (!live) return make(news);
      if (!isOurs(live, settings)) throw new RefusedError(takeOver(news, live).refusal ?? "");
      refuseWhenMoved(id, olds, news, live);
      return settle(news, live, olds.server);
    },

    async delete(id, olds): Promise<void> {
      const title = titled(id);
      const way = (settings.onDelete ?? olds.onDelete ?? "withdraw") as WayToDelete;
      if (way === "keep") {
        context.warn(`${title} stays as it is at Altinn (keep). Pulumi has forgotten it.`);
        return;
      }
      const live = await registry.getResource(id);
      if (!live) return;
      if (!isOurs(live, settings)) throw new RefusedError(takeOver(olds, live).refusal ?? "");
      await takeOutOfUse(context, title, live, way);
    },
  };
}
