import { mayHaveTakenEffect, messageOf, PartialCreateError, RefusedError } from "../errors";
import { isUnknown } from "../values/unknown";
import {
  without,
  type Checked,
  type Context,
  type Difference,
  type Found,
  type Lifecycle,
  type Outputs,
  type Values,
} from "./lifecycle";
import { checkOnDelete } from "./on-delete";
import {
  accessOf,
  accessTakenAway,
  isSamePolicy,
  policyInputs,
  type Access,
  type PolicyInputs,
} from "./policy-inputs";
import { identifierFailures } from "./resource-rules";
import { adoptNeeded } from "./taking-over";

/*
 * The access policy of a registry resource: who may send, receive and subscribe. The registry keeps the uploaded bytes as
 * they are, replaces them whole, and offers no way to remove them.
 */

/** What `check` keeps only while the policy is not in state. */
const TAKE_OVER_ONLY = ["adopt", "accessBeforeTakeover"];

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
    const [was, is] = [accessOf(live, String(inputs.resourceId)), (inputs.access ?? {}) as Access];
    const lines = [
      ...accessTakenAway(was, is).map(
        (key) => `${key}: ${String(was[key])} (would be ${is[key] ?? "gone"})`,
      ),
      ...accessTakenAway(is, was).map(
        (key) => `${key}: ${was[key] ?? "nothing"} (would be ${String(is[key])})`,
      ),
    ];
    return adoptNeeded(titled(inputs.resourceId), lines.length > 0 ? [...new Set(lines)] : ["xml"]);
  }

  /** The live text before the policy is in state; undefined when there is none or it could not be asked for. */
  async function liveBeforehand(resourceId: unknown): Promise<string | undefined> {
    try {
      return await registry.getPolicy(String(resourceId));
    } catch (error) {
      context.warn(
        `${titled(resourceId)}: the Resource Registry could not be asked whether it exists already. ${messageOf(error)}`,
      );
      return undefined;
    }
  }

  /** A refusal stops a change, never what is in force already and stays. */
  function judged(made: PolicyInputs, inForce: unknown, title: string): readonly string[] {
    if (made.refusals.length === 0 || !isSamePolicy(inForce, made.xml)) return made.refusals;
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

  function warnOfRemoval(title: string, before: Values | undefined, made: PolicyInputs): void {
    const gone = accessTakenAway((before?.access ?? {}) as Access, made.access);
    if (gone.some((key) => key.startsWith("system users"))) {
      context.warn(
        `${title}: access is taken away from ${gone.join("; ")}. Rights already delegated to system users stay until they are revoked in Altinn.`,
      );
    }
  }

  return {
    idOf: (inputs) => String(inputs.resourceId),

    async check(olds, news): Promise<Checked> {
      const { onDelete, failures } = checkOnDelete(olds, news, ["keep"], "resourceId");
      const title = titled(news.resourceId);
      const made = policyInputs(olds, news, context.delegable.get(String(news.resourceId)));
      const inputs: Values = {
        resourceId: news.resourceId,
        xml: made.xml,
        access: made.access,
        onDelete,
      };
      const found = [
        ...failures,
        ...identifierFailures(news.resourceId, "resourceId"),
        ...made.failures,
      ];
      if (found.length > 0) return { inputs, failures: [...found, ...made.refusals] };
      if (olds !== undefined) {
        const refusals = judged(made, olds.xml, title);
        if (refusals.length === 0) warnOfRemoval(title, olds, made);
        return { inputs, failures: refusals };
      }
      const adopt = news.adopt === undefined ? {} : { adopt: news.adopt };
      if (isUnknown(news.resourceId))
        return { inputs: { ...inputs, ...adopt }, failures: made.refusals };
      const live = await liveBeforehand(news.resourceId);
      const refusals = judged(made, live, title);
      if (live === undefined || isUnknown(made.xml) || isSamePolicy(live, made.xml)) {
        return { inputs: { ...inputs, ...adopt }, failures: refusals };
      }
      if (!mayAdopt(inputs) && news.adopt !== true) {
        return { inputs, failures: [...refusals, refusalToTakeOver(inputs, live)] };
      }
      const before = accessOf(live, String(news.resourceId));
      if (refusals.length === 0) warnOfRemoval(title, { access: before }, made);
      return { inputs: { ...inputs, ...adopt, accessBeforeTakeover: before }, failures: refusals };
    },

    diff(olds, news): Difference {
      if (olds.resourceId !== news.resourceId) return { replaces: ["resourceId"] };
      return isSamePolicy(olds.xml, news.xml) && olds.onDelete === news.onDelete
        ? { changes: false }
        : {};
    },

    async create(inputs): Promise<Outputs> {
      const live = await registry.getPolicy(String(inputs.resourceId));
      if (isSamePolicy(live, inputs.xml)) return outputsOf(inputs);
      if (live !== undefined && !mayAdopt(inputs)) {
        throw new RefusedError(`${refusalToTakeOver(inputs, live)} Nothing was written.`);
      }
      return upload(inputs);
    },

    async get(id): Promise<Outputs | undefined> {
      const xml = await registry.getPolicy(id);
      return xml === undefined
        ? undefined
        : { resourceId: id, xml, access: accessOf(xml, id), onDelete: "keep", server: {} };
    },

    async read(id, olds): Promise<Found | undefined> {
      const live = await registry.getPolicy(id);
      if (live === undefined) return undefined;
      const same = isSamePolicy(olds.xml, live);
      const inputs: Values = {
        ...without(olds, "server"),
        xml: same ? olds.xml : live,
        access: same ? olds.access : accessOf(live, id),
      };
      if (!same) {
        const gone = accessTakenAway((olds.access ?? {}) as Access, inputs.access as Access);
        if (gone.length > 0) {
          context.warn(
            `${titled(id)} gives less access than it did: ${gone.join("; ")}. \`up\` gives it back. If somebody closed it on purpose, change the program first.`,
          );
        }
      }
      return { inputs, outputs: { ...inputs, server: {} } };
    },

    async update(_id, olds, news): Promise<Outputs> {
      return isSamePolicy(olds.xml, news.xml) ? outputsOf(news) : upload(news);
    },

    async delete(id): Promise<void> {
      context.warn(
        `${titled(id)} stays uploaded, so access stays as it is: the Resource Registry has no way to remove a policy. Pulumi has forgotten it.`,
      );
    },
  };
}
