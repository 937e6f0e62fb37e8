import type { BrokerConfig } from "../../clients/broker";
import { mayHaveTakenEffect, messageOf, PartialCreateError, RefusedError } from "../../errors";
import { changedKeys } from "../../values/compare";
import { withoutNulls } from "../../values/json";
import { isUnknown } from "../../values/unknown";
import { CONFIG_FIELDS, configFailures, removedFieldFailures, sameField } from "./rules";
import { configSettingWarnings } from "./warnings";
import {
  notCompared,
  only,
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
import { identifierFailures } from "../identifier";
import { describeDifferences, mayTakeOver, type Wanted } from "../take-over";

const fieldsOf = (values: Values): Values => only(values, CONFIG_FIELDS);

const titled = (resourceId: unknown): string => `BrokerResourceConfig ${String(resourceId)}`;

/** Under `server` stands what the program does not manage, so that a change is shown once. */
const outputsOf = (inputs: Values, live: BrokerConfig): Outputs => ({
  ...without(inputs, "adopt"),
  server: without({ ...live }, ...Object.keys(inputs)),
});

export const brokerResourceConfigLifecycle = (context: Context): Lifecycle =>
  new BrokerResourceConfigLifecycle(context);

/**
 * Broker's settings of one resource. PUT is a patch: a field that is left out keeps its value, and none can be unset. The
 * first PUT opens the service and fixes its owner for ever. There is no delete.
 */
class BrokerResourceConfigLifecycle implements Lifecycle {
  constructor(private readonly context: Context) {}

  idOf(inputs: Values): string {
    return String(inputs.resourceId);
  }

  async check(olds: Values | undefined, news: Values): Promise<Checked> {
    const { settings } = this.context;
    const { onDelete, failures } = checkOnDelete(olds, news, ["forget"], "resourceId");
    const given = withoutNulls(news) as Values;
    const inputs: Values = {
      resourceId: news.resourceId,
      ...fieldsOf(given),
      onDelete,
      ...(olds === undefined && news.adopt !== undefined ? { adopt: news.adopt } : {}),
    };
    const found = [
      ...failures,
      ...identifierFailures(news.resourceId, "resourceId"),
      ...configFailures(inputs, settings),
      ...removedFieldFailures(olds, inputs),
    ];
    if (olds === undefined && found.length === 0 && !isUnknown(inputs.resourceId)) {
      this.context.warn(
        `${titled(inputs.resourceId)}: the first configuration opens the service in Broker and fixes its owner, ${settings.orgNumber}, for ever.`,
      );
    }
    for (const text of configSettingWarnings(inputs, settings))
      this.context.warn(`${titled(inputs.resourceId)}: ${text}`);
    return { inputs, failures: found };
  }

  diff(olds: Outputs, news: Values): Difference {
    if (olds.resourceId !== news.resourceId) return { replaces: ["resourceId"] };
    const changed = changedKeys(without(olds, "server"), without(news, "adopt"), sameField);
    return changed.length === 0 ? { changes: false } : {};
  }

  async create(inputs: Values): Promise<Outputs> {
    const wanted = this.wanted(inputs);
    const live = await wanted.read();
    if (live && mayTakeOver(wanted, live) === "equal") return outputsOf(inputs, live);
    return this.put(inputs, fieldsOf(inputs), {});
  }

  async get(id: string): Promise<Outputs | undefined> {
    const live = await this.context.broker.getConfig(id);
    if (!live) return undefined;
    return outputsOf(
      { resourceId: id, ...(withoutNulls(live) as Values), onDelete: "forget" },
      live,
    );
  }

  async read(id: string, olds: Outputs): Promise<Found | undefined> {
    if (this.context.settings.withoutKey)
      return notCompared(this.context, { inputs: without(olds, "server"), outputs: olds });
    const live = await this.context.broker.getConfig(id);
    if (!live) return undefined;
    const all = live as unknown as Values;
    const fields = Object.entries(fieldsOf(olds)).map(([field, value]) => [
      field,
      sameField(field, value, all[field]) ? value : all[field],
    ]);
    const inputs = {
      ...without(olds, "server"),
      ...(withoutNulls(Object.fromEntries(fields)) as Values),
    };
    return { inputs, outputs: outputsOf(inputs, live) };
  }

  async update(_id: string, olds: Outputs, news: Values): Promise<Outputs> {
    const wanted = fieldsOf(news);
    const changed = Object.keys(wanted).filter(
      (field) => !sameField(field, wanted[field], olds[field]),
    );
    const neverWritten = Object.keys({ ...fieldsOf(olds), ...olds.server }).length === 0;
    if (!neverWritten && changed.length === 0) return { ...news, server: olds.server };
    return this.put(news, withShimCodes(only(wanted, changed), wanted), olds.server);
  }

  async delete(id: string): Promise<void> {
    this.context.warn(
      `${titled(id)} stays: Broker has no way to remove a configuration, and the service stays open. Pulumi has forgotten it.`,
    );
  }

  private wanted(inputs: Values): Wanted<BrokerConfig> {
    const { broker, settings } = this.context;
    const fields = fieldsOf(inputs);
    return {
      title: titled(inputs.resourceId),
      api: "Broker",
      read: () => broker.getConfig(String(inputs.resourceId)),
      differences: (config) => {
        const live = config as unknown as Values;
        const differing = Object.keys(fields).filter(
          (field) => !sameField(field, fields[field], live[field]),
        );
        return describeDifferences(differing, live, fields);
      },
      adopt: inputs.adopt === true || settings.adopt,
    };
  }

  /**
   * PUT, GET. When it is not known whether the fields arrived they are left out of state, so that the next `up` sends them,
   * a program that was set back included.
   */
  private async put(inputs: Values, fields: Values, server: Values): Promise<Outputs> {
    const resourceId = String(inputs.resourceId);
    let sent = false;
    try {
      await this.context.broker.putConfig(resourceId, fields);
      sent = true;
      return outputsOf(inputs, await this.mustBeThere(resourceId));
    } catch (error) {
      if (!sent && !mayHaveTakenEffect(error)) throw error;
      const known = without(inputs, "adopt", ...Object.keys(fields));
      throw new PartialCreateError(resourceId, { ...known, server }, messageOf(error));
    }
  }

  private async mustBeThere(resourceId: string): Promise<BrokerConfig> {
    const live = await this.context.broker.getConfig(resourceId);
    if (live) return live;
    throw new RefusedError(
      `${titled(resourceId)} was written, but Broker does not show it. Run \`pulumi up\` again.`,
    );
  }
}

/** Broker wants both codes in the request that turns the shim on, even when it has them already. */
function withShimCodes(changed: Values, wanted: Values): Values {
  if (changed.useManifestFileShim !== true) return changed;
  return {
    ...changed,
    ...only(wanted, ["externalServiceCodeLegacy", "externalServiceEditionCodeLegacy"]),
  };
}
