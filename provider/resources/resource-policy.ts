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
import { identifierFailures } from "./resource-rules";
import { adoptNeeded } from "./taking-over";

/*
 * The access policy of a registry resource: who may send, receive and subscribe. The registry keeps the uploaded bytes as
 * they are, replaces them whole, and offers no way to remove them.
 */

const samePolicy = (a: unknown, b: unknown): boolean => a === b;

export function resourcePolicyLifecycle(context: Context): Lifecycle {
  const { registry, settings } = context;
  const titled = (resourceId: unknown): string => `ResourcePolicy ${String(resourceId)}`;
  const mayAdopt = (inputs: Values): boolean => inputs.adopt === true || settings.adopt;
  const outputsOf = (inputs: Values): Outputs => ({ ...without(inputs, "adopt"), server: {} });
  const refusal = (resourceId: unknown): string => adoptNeeded(titled(resourceId), ["xml"]);

  async function lookBeforehand(inputs: Values): Promise<string[]> {
    const title = titled(inputs.resourceId);
    let live: string | undefined;
    try {
      live = await registry.getPolicy(String(inputs.resourceId));
    } catch (error) {
      context.warn(
        `${title}: the Resource Registry could not be asked whether it exists already. ${messageOf(error)}`,
      );
      return [];
    }
    if (live === undefined || isUnknown(inputs.xml) || samePolicy(live, inputs.xml)) return [];
    if (!mayAdopt(inputs)) return [refusal(inputs.resourceId)];
    context.warn(`${title} exists already and differs; \`up\` replaces it (adopt).`);
    return [];
  }

  async function upload(inputs: Values): Promise<Outputs> {
    await registry.putPolicy(String(inputs.resourceId), String(inputs.xml));
    return outputsOf(inputs);
  }

  return {
    idOf: (inputs) => String(inputs.resourceId),

    async check(olds, news): Promise<Checked> {
      const { onDelete, failures } = checkOnDelete(olds, news, ["keep"], "resourceId");
      const inputs: Values = {
        resourceId: news.resourceId,
        xml: news.xml,
        onDelete,
        ...(olds === undefined && news.adopt !== undefined ? { adopt: news.adopt } : {}),
      };
      const found = [
        ...failures,
        ...identifierFailures(news.resourceId, "resourceId"),
        ...xmlFailures(news.xml),
      ];
      if (olds === undefined && found.length === 0 && !isUnknown(inputs.resourceId)) {
        found.push(...(await lookBeforehand(inputs)));
      }
      return { inputs, failures: found };
    },

    diff(olds, news): Difference {
      if (olds.resourceId !== news.resourceId) return { replaces: ["resourceId"] };
      return samePolicy(olds.xml, news.xml) && olds.onDelete === news.onDelete
        ? { changes: false }
        : {};
    },

    async create(inputs): Promise<Outputs> {
      const live = await registry.getPolicy(String(inputs.resourceId));
      if (samePolicy(live, inputs.xml)) return outputsOf(inputs);
      if (live !== undefined && !mayAdopt(inputs))
        throw new RefusedError(`${refusal(inputs.resourceId)} Nothing was written.`);
      try {
        return await upload(inputs);
      } catch (error) {
        if (!mayHaveTakenEffect(error)) throw error;
        throw new PartialCreateError(
          String(inputs.resourceId),
          outputsOf(inputs),
          messageOf(error),
        );
      }
    },

    async read(id, olds): Promise<Found | undefined> {
      const live = await registry.getPolicy(id);
      if (live === undefined) return undefined;
      const inputs = {
        ...without(olds, "server"),
        xml: samePolicy(olds.xml, live) ? olds.xml : live,
      };
      return { inputs, outputs: { ...inputs, server: {} } };
    },

    async update(_id, olds, news): Promise<Outputs> {
      const onlyOnDelete = samePolicy(olds.xml, news.xml) && olds.onDelete !== news.onDelete;
      return onlyOnDelete ? outputsOf(news) : upload(news);
    },

    async delete(id): Promise<void> {
      context.warn(
        `${titled(id)} stays uploaded, so access stays as it is: the Resource Registry has no way to remove a policy. Pulumi has forgotten it.`,
      );
    },
  };
}

function xmlFailures(xml: unknown): string[] {
  if (isUnknown(xml) || (typeof xml === "string" && xml.trim() !== "")) return [];
  return ["xml is missing. Write the XACML 3.0 policy as text, for instance with readFileSync."];
}
