import { mayHaveTakenEffect, messageOf, PartialCreateError, RefusedError } from "../../errors";
import { sameJson } from "../../values/compare";
import { isUnknown } from "../../values/unknown";
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
import { accessOfText } from "../../policy";
import { policyChange } from "./change";
import { acknowledgeFailures, isSamePolicy, policyInputs, type PolicyInputs } from "./inputs";
import { identifierFailures } from "../identifier";
import { adoptNeeded } from "../take-over";

/*
 * The access policy of a registry resource: who may send, receive and subscribe. The registry keeps the uploaded bytes as
 * they are, replaces them whole, and offers no way to remove them.
 */

/** What `check` keeps only while the policy is not in state. */
const TAKE_OVER_ONLY = ["adopt", "accessBeforeTakeover"];

/** The text that Altinn decides by now. */
interface InForce {
  /** Undefined when there is none, or when nobody knows. */
  readonly xml: string | undefined;
  /** Why nobody knows, from "the Resource Registry" on. */
  readonly unasked?: string;
}

export function resourcePolicyLifecycle(context: Context): Lifecycle {
  const { registry, settings } = context;
  const titled = (resourceId: unknown): string => `ResourcePolicy ${String(resourceId)}`;
  const mayAdopt = (inputs: Values): boolean => inputs.adopt === true || settings.adopt;
  const outputsOf = (inputs: Values): Outputs => ({
    ...without(inputs, ...TAKE_OVER_ONLY),
    server: {},
  });

  /** What a take-over would change, in words. */
  function refusalToTakeOver(inputs: Values, live: string): string {
    const change = policyChange(live, String(inputs.xml), String(inputs.resourceId));
    const differences = [
      ...change.taken.map((line) => `${line} (would be taken away)`),
      ...change.given.map((line) => `${line} (would be given)`),
      ...(change.untold === undefined ? [] : [`who gets in (${change.untold})`]),
      ...change.other,
    ];
    const sameAccess = "how it is written; nobody gains or loses access by it";
    return adoptNeeded(
      titled(inputs.resourceId),
      differences.length > 0 ? differences : [sameAccess],
    );
  }

  /** The live text while the policy is not in state, or why it could not be asked for. */
  async function liveBeforehand(resourceId: unknown): Promise<InForce> {
    try {
      return { xml: await registry.getPolicy(String(resourceId)) };
    } catch (error) {
      const unasked = `the Resource Registry could not be asked whether it exists already. ${messageOf(error)}`;
      context.warn(`${titled(resourceId)}: ${unasked}`);
      return { xml: undefined, unasked };
    }
  }

  /** A refusal stops a change, never what is in force already and stays. */
  function judged(made: PolicyInputs, inForce: InForce, news: Values): readonly string[] {
    const title = titled(news.resourceId);
    if (made.refusals.length === 0) return [];
    const { unasked } = inForce;
    if (unasked !== undefined) return made.refusals.map((refusal) => `${refusal} And ${unasked}`);
    if (!isSamePolicy(inForce.xml, made.xml, news.resourceId)) return made.refusals;
    for (const refusal of made.refusals) context.warn(`${title} is in force as it is: ${refusal}`);
    return [];
  }

  /**
   * When it is not known whether the upload arrived, the text and its words are left out of state: the next run uploads
   * again, a program that was set back included, and a refresh shows what is really there.
   */
  async function upload(inputs: Values): Promise<Outputs> {
    const resourceId = String(inputs.resourceId);
    try {
      await registry.putPolicy(resourceId, String(inputs.xml));
      return outputsOf(inputs);
    } catch (error) {
      if (!mayHaveTakenEffect(error)) throw error;
      const known = without(inputs, ...TAKE_OVER_ONLY, "xml", "access");
      throw new PartialCreateError(resourceId, { ...known, server: {} }, messageOf(error));
    }
  }

  /** What somebody else has done to who gets in. */
  function warnOfDrift(id: string, before: string, live: string): void {
    const { given, taken, untold } = policyChange(before, live, id);
    if (untold !== undefined) {
      context.warn(
        `${titled(id)} was changed at Altinn, and whether access grew cannot be told. \`up\` puts it back. If it was changed on purpose, change the program first.`,
      );
    }
    if (given.length > 0) {
      context.warn(
        `${titled(id)} gives more access than it did: ${given.join("; ")}. \`up\` takes it away. If somebody opened it on purpose, change the program first.`,
      );
    }
    if (taken.length > 0) {
      context.warn(
        `${titled(id)} gives less access than it did: ${taken.join("; ")}. \`up\` gives it back. If somebody closed it on purpose, change the program first.`,
      );
    }
  }

  /** What a change of the policy takes away for good or not, and what nobody can tell of it. */
  function warnOfChange(before: unknown, made: PolicyInputs, resourceId: unknown): void {
    const { xml } = made;
    if (typeof before !== "string" || typeof xml !== "string" || isUnknown(xml)) return;
    if (isSamePolicy(before, xml, resourceId)) return;
    const change = policyChange(before, xml, String(resourceId));
    if (change.untold !== undefined)
      context.warn(`${titled(resourceId)} changes, and ${change.untold}.`);
    if (change.afterwards.length === 0) return;
    context.warn(
      `${titled(resourceId)}: access is taken away from ${change.taken.join("; ")}. ${change.afterwards.join(" ")}`,
    );
  }

  return {
    idOf: (inputs) => String(inputs.resourceId),

    async check(olds, news): Promise<Checked> {
      const { onDelete, failures } = checkOnDelete(olds, news, ["keep"], "resourceId");
      const made = policyInputs(olds, news, context.delegable.get(String(news.resourceId)));
      const inputs: Values = {
        resourceId: news.resourceId,
        xml: made.xml,
        access: made.access,
        onDelete,
        ...(news.acknowledge === undefined ? {} : { acknowledge: news.acknowledge }),
      };
      const found = [
        ...failures,
        ...identifierFailures(news.resourceId, "resourceId"),
        ...acknowledgeFailures(news.acknowledge),
        ...made.failures,
      ];
      if (found.length > 0) return { inputs, failures: [...found, ...made.refusals] };
      for (const warning of made.warnings) context.warn(`${titled(news.resourceId)}: ${warning}`);
      if (olds !== undefined) {
        // After an upload of which nobody knows whether it arrived, the text is not in state.
        const xml = typeof olds.xml === "string" ? olds.xml : undefined;
        const isUncertain = xml === undefined && made.refusals.length > 0;
        const inForce = isUncertain ? await liveBeforehand(news.resourceId) : { xml };
        const refusals = judged(made, inForce, news);
        if (refusals.length === 0) warnOfChange(olds.xml, made, news.resourceId);
        return { inputs, failures: refusals };
      }
      const adopt = news.adopt === undefined ? {} : { adopt: news.adopt };
      if (isUnknown(news.resourceId))
        return { inputs: { ...inputs, ...adopt }, failures: made.refusals };
      const inForce = await liveBeforehand(news.resourceId);
      const live = inForce.xml;
      const refusals = judged(made, inForce, news);
      const same = isSamePolicy(live, made.xml, news.resourceId);
      if (live === undefined || isUnknown(made.xml) || same) {
        return { inputs: { ...inputs, ...adopt }, failures: refusals };
      }
      if (!mayAdopt(inputs) && news.adopt !== true) {
        return { inputs, failures: [...refusals, refusalToTakeOver(inputs, live)] };
      }
      const before = accessOfText(live, String(news.resourceId)).lines;
      if (refusals.length === 0) warnOfChange(live, made, news.resourceId);
      return { inputs: { ...inputs, ...adopt, accessBeforeTakeover: before }, failures: refusals };
    },

    diff(olds, news): Difference {
      if (olds.resourceId !== news.resourceId) return { replaces: ["resourceId"] };
      const same =
        isSamePolicy(olds.xml, news.xml, news.resourceId) &&
        olds.onDelete === news.onDelete &&
        sameJson(olds.acknowledge, news.acknowledge);
      return same ? { changes: false } : {};
    },

    async create(inputs): Promise<Outputs> {
      const live = await registry.getPolicy(String(inputs.resourceId));
      if (isSamePolicy(live, inputs.xml, inputs.resourceId)) return outputsOf(inputs);
      if (live !== undefined && !mayAdopt(inputs)) {
        throw new RefusedError(`${refusalToTakeOver(inputs, live)} Nothing was written.`);
      }
      return upload(inputs);
    },

    async get(id): Promise<Outputs | undefined> {
      const xml = await registry.getPolicy(id);
      return xml === undefined
        ? undefined
        : {
            resourceId: id,
            xml,
            access: accessOfText(xml, id).lines,
            onDelete: "keep",
            server: {},
          };
    },

    async read(id, olds): Promise<Found | undefined> {
      const live = await registry.getPolicy(id);
      if (live === undefined) return undefined;
      const same = isSamePolicy(olds.xml, live, id);
      const inputs: Values = {
        ...without(olds, "server"),
        xml: same ? olds.xml : live,
        access: same ? olds.access : accessOfText(live, id).lines,
      };
      if (!same && typeof olds.xml === "string") warnOfDrift(id, olds.xml, live);
      return { inputs, outputs: { ...inputs, server: {} } };
    },

    async update(_id, olds, news): Promise<Outputs> {
      return isSamePolicy(olds.xml, news.xml, news.resourceId) ? outputsOf(news) : upload(news);
    },

    async delete(id): Promise<void> {
      context.warn(
        `${titled(id)} stays uploaded, so access stays as it is: the Resource Registry has no way to remove a policy. Pulumi has forgotten it.`,
      );
    },
  };
}
