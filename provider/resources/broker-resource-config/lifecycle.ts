import { BROKER_SCOPE, type BrokerConfig, type FoundConfig } from "../../clients/broker";
import { mayHaveTakenEffect, messageOf, PartialCreateError, RefusedError } from "../../errors";
import { note, stays, warning, type Line } from "../../lines";
import type { Settings } from "../../settings";
import { changedKeys } from "../../values/compare";
import { withoutNulls } from "../../values/json";
import { hasUnknown, isUnknown } from "../../values/unknown";
import {
  CONFIG_FIELDS,
  configFailures,
  differingFields,
  isHalfDone,
  removedFieldFailures,
  sameField,
  UNSET,
} from "./rules";
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
import { checkOnDelete, whatOfAccess } from "../on-delete";
import { identifierFailures } from "../identifier";
import { isMarked, marksOf, type Marks } from "../marks";
import {
  describeDifferences,
  describeDrift,
  drifted,
  inWords,
  judge,
  lookBeforehand,
  mayAdopt,
  mayTakeOver,
  notLookedFor,
  rememberAdopt,
  uncompared,
  type Wanted,
} from "../take-over";

const fieldsOf = (values: Values): Values => only(values, CONFIG_FIELDS);

const titled = (resourceId: unknown): string => `BrokerResourceConfig ${String(resourceId)}`;

/**
 * The managed fields as Broker shows them, null included; one that means the same as in `managed` stays as it is written
 * there. Under `server` stands what the program does not manage, so that a change is shown once.
 */
function outputsOf(managed: Values, live: BrokerConfig, marks: Marks = {}): Outputs {
  const all: Values = { ...live };
  const fields = Object.entries(fieldsOf(managed)).map(([field, value]) => [
    field,
    sameField(field, value, all[field]) ? value : all[field],
  ]);
  return {
    ...without(managed, "adopt", "server"),
    ...Object.fromEntries(fields),
    server: { ...without(all, ...Object.keys(managed)), ...marks },
  };
}

/** As `sameField`, but an argument that begins or ceases to be managed is a change. */
const sameArgument = (field: string, a: unknown, b: unknown): boolean =>
  (a === undefined) === (b === undefined) && sameField(field, a, b);

const inputsOf = (outputs: Outputs): Values => withoutNulls(without(outputs, "server")) as Values;

/** What state holds while nobody knows what Broker does: the program's values, and marks in `server`. */
const inDoubt = (inputs: Values, server: Values): Outputs => ({
  ...without(inputs, "adopt"),
  server,
});

/** After a first PUT of which nothing is known to be there. */
const unmade = (inputs: Values): Outputs =>
  inDoubt(inputs, { made: false, unconfirmed: Object.keys(fieldsOf(inputs)) });

const stayingLine = (resourceId: unknown, settings: Settings): Line =>
  stays(
    titled(resourceId),
    `its configuration stays in Broker, which has no way to remove one. ${whatOfAccess(settings, "The service stays open.")}`,
  );

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
    rememberAdopt(this.context, titled(inputs.resourceId), news);
    const found = [
      ...failures,
      ...identifierFailures(news.resourceId, "resourceId"),
      ...configFailures(inputs, settings),
      ...removedFieldFailures(olds, inputs),
    ];
    for (const { code, text } of configSettingWarnings(inputs, settings))
      this.context.say(warning(code, titled(inputs.resourceId), text));
    if (olds !== undefined || found.length > 0 || isUnknown(inputs.resourceId))
      return { inputs, failures: found };
    return { inputs, failures: await this.look(inputs) };
  }

  /** What a preview says of a configuration that is not in state, and why it may not be taken over. */
  private async look(inputs: Values): Promise<readonly string[]> {
    const { context } = this;
    const wanted = this.wanted(inputs);
    // Without a registry resource there is nothing in Broker.
    if (!(await context.known.mayExist(this.idOf(inputs)))) {
      this.sayFirst(wanted.title);
      return [];
    }
    if (context.settings.withoutKey) {
      context.say(notLookedFor(wanted.title));
      return [];
    }
    const { refusals, hasToken } = await context.beforeWriting(BROKER_SCOPE);
    if (!hasToken) return refusals;
    const verdict = await lookBeforehand(context, hasUnknown(inputs) ? uncompared(wanted) : wanted);
    if (verdict.is === "absent") this.sayFirst(wanted.title);
    return verdict.is === "refused" ? [verdict.refusal] : [];
  }

  private sayFirst(title: string): void {
    const { settings } = this.context;
    this.context.say(
      note(
        title,
        `the first configuration opens the service in Broker and fixes its owner, ${settings.orgNumber}, for ever. Check the identifier and altinn:orgNumber before \`up\`.`,
      ),
    );
  }

  diff(olds: Outputs, news: Values): Difference {
    if (olds.resourceId !== news.resourceId) {
      // Where the registry resource is replaced, nobody knows yet whether its identifier is another one.
      if (!isUnknown(news.resourceId))
        this.context.say(stayingLine(olds.resourceId, this.context.settings));
      return { replaces: ["resourceId"] };
    }
    if (isMarked(olds)) return { changes: true };
    const changed = changedKeys(without(olds, "server"), without(news, "adopt"), sameArgument);
    if (changed.length === 0) return { changes: false };
    // What Broker does not have, a refresh leaves out of the inputs: they may be equal to a program that manages it no more.
    const isGivenUp = changed.some((key) => olds[key] === null && news[key] === undefined);
    return isGivenUp ? { changes: true } : {};
  }

  async create(inputs: Values): Promise<Outputs> {
    const wanted = this.wanted(inputs);
    const live = await wanted.read();
    if (live === undefined) return this.open(inputs);
    if (mayTakeOver(this.context, wanted, live) === "equal") return outputsOf(inputs, live);
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
      return notCompared(this.context, { inputs: inputsOf(olds), outputs: olds });
    const live = await this.context.broker.getConfig(id);
    if (!live) return undefined;
    if (!isMarked(olds)) this.sayDrift(id, olds, { ...live });
    const outputs = outputsOf(olds, live, marksOf(olds));
    return { inputs: inputsOf(outputs), outputs };
  }

  async update(_id: string, olds: Outputs, news: Values): Promise<Outputs> {
    const { made, unconfirmed } = marksOf(olds);
    const fields = fieldsOf(news);
    if (made === undefined && unconfirmed === undefined) {
      const changed = Object.keys(fields).filter(
        (field) => !sameArgument(field, fields[field], olds[field]),
      );
      if (changed.length > 0) return this.put(news, only(fields, changed), olds.server);
      const left = without(fieldsOf(olds), ...Object.keys(fields));
      return { ...without(news, "adopt"), server: { ...olds.server, ...left } };
    }
    const wanted = this.wanted(news);
    const live = await wanted.read();
    if (live === undefined) return this.open(news);
    this.refuseLeftOut(news, only({ ...live }, unconfirmed ?? []));
    // What is there after a create that came to nothing may be somebody else's.
    if (made === false && !isHalfDone(fields, { ...live })) mayTakeOver(this.context, wanted, live);
    const differing = differingFields(fields, { ...live });
    if (differing.length === 0) return outputsOf(news, live);
    return this.put(news, only(fields, differing), {
      ...live,
      ...(made === false ? { made } : {}),
    });
  }

  async delete(id: string): Promise<void> {
    this.context.say(stayingLine(id, this.context.settings));
  }

  /**
   * A field that a lost write has set, and that the program does not give any more. `check` may not know of it: after an
   * update that failed the engine keeps the inputs of the run before.
   */
  private refuseLeftOut(news: Values, unconfirmed: Values): void {
    const left = removedFieldFailures({ ...unconfirmed, resourceId: news.resourceId }, news);
    if (left.length === 0) return;
    throw new RefusedError(
      `${titled(news.resourceId)} was written by a run that failed, and Broker has it: ${left.join(" ")} Nothing was written. To use ignoreChanges, run \`pulumi up --refresh\`.`,
    );
  }

  /** What somebody else has done. */
  private sayDrift(id: string, olds: Outputs, live: Values): void {
    const was = fieldsOf(olds);
    for (const phrase of describeDrift(differingFields(was, live), live, was, UNSET))
      this.context.say(drifted(titled(id), phrase));
  }

  private wanted(inputs: Values): Wanted<BrokerConfig> {
    const { broker } = this.context;
    const fields = fieldsOf(inputs);
    return {
      title: titled(inputs.resourceId),
      api: "Broker",
      read: () => broker.getConfig(String(inputs.resourceId)),
      differences: (config) => {
        const live = { ...config };
        return describeDifferences(differingFields(fields, live), live, fields, UNSET);
      },
      adopt: mayAdopt(this.context, titled(inputs.resourceId), inputs),
    };
  }

  /**
   * The first PUT. When another first PUT comes between, a slow try of ours included, Broker answers 500 although the row is
   * there: what is there then is looked at, and is done, finished, or somebody else's.
   */
  private async open(inputs: Values): Promise<Outputs> {
    const fields = fieldsOf(inputs);
    const id = this.idOf(inputs);
    let found: FoundConfig | undefined;
    try {
      found = await this.context.broker.putFirstConfig(id, fields);
    } catch (error) {
      if (!mayHaveTakenEffect(error)) throw error;
      found = await this.afterLostFirstPut(inputs, messageOf(error));
    }
    return found ? this.finish(inputs, found) : this.confirm(inputs, fields, {});
  }

  private async afterLostFirstPut(inputs: Values, lost: string): Promise<FoundConfig> {
    const failed = (why: string) => new PartialCreateError(this.idOf(inputs), unmade(inputs), why);
    const live = await this.wanted(inputs)
      .read()
      .catch((error: unknown) => {
        throw failed(`${lost} What is there now could not be read: ${messageOf(error)}`);
      });
    if (live === undefined) throw failed(lost);
    return { live, lost };
  }

  /** Makes `live`, which was not there before our first PUT, what the program says, unless somebody else made it. */
  private async finish(inputs: Values, { live, lost }: FoundConfig): Promise<Outputs> {
    const fields = fieldsOf(inputs);
    const all = { ...live };
    if (differingFields(fields, all).length === 0) return outputsOf(inputs, live);
    const verdict = judge(this.wanted(inputs), live);
    if (verdict.is === "refused" && !isHalfDone(fields, all))
      throw new RefusedError(
        `${verdict.refusal} It was configured while this run was about to do it, whose own PUT failed: ${lost}`,
      );
    try {
      await this.send(inputs, fields);
    } catch (error) {
      throw new PartialCreateError(this.idOf(inputs), unmade(inputs), messageOf(error));
    }
    return this.confirm(inputs, fields, {});
  }

  /** Writes `fields` to what is there. `server` is what state says under that name while nothing is confirmed. */
  private async put(inputs: Values, fields: Values, server: Values): Promise<Outputs> {
    const others = without(server, "unconfirmed", ...Object.keys(inputs));
    try {
      await this.send(inputs, fields);
    } catch (error) {
      if (!mayHaveTakenEffect(error)) throw error;
      const unconfirmed = Object.keys(fields);
      throw new PartialCreateError(
        this.idOf(inputs),
        inDoubt(inputs, { ...others, unconfirmed }),
        messageOf(error),
      );
    }
    return this.confirm(inputs, fields, without(others, "made"));
  }

  private send(inputs: Values, fields: Values): Promise<void> {
    const sent = withShimCodes(fields, fieldsOf(inputs));
    return this.context.broker.putConfig(this.idOf(inputs), sent);
  }

  /** The GET after a good answer. It must show every managed field as the program says. */
  private async confirm(inputs: Values, sent: Values, others: Values): Promise<Outputs> {
    const id = this.idOf(inputs);
    const wanted = this.wanted(inputs);
    const unconfirmed = Object.keys(sent);
    let live: BrokerConfig | undefined;
    try {
      live = await wanted.read();
    } catch (error) {
      const marks = unconfirmed.length > 0 ? { unconfirmed } : { made: false };
      throw new PartialCreateError(id, inDoubt(inputs, { ...others, ...marks }), messageOf(error));
    }
    if (live === undefined)
      throw new PartialCreateError(
        id,
        inDoubt(inputs, { made: false, unconfirmed }),
        `${wanted.title} was written, but Broker does not show it. Run \`pulumi up\` again.`,
      );
    const differing = differingFields(fieldsOf(inputs), { ...live });
    if (differing.length === 0) return outputsOf(inputs, live);
    throw new PartialCreateError(
      id,
      outputsOf(inputs, live, { unconfirmed: differing }),
      `${wanted.title} was written, but Broker shows another value of ${inWords(wanted.differences(live))}: somebody else wrote it, or the write was lost. Run \`pulumi up\` again: it looks, and writes what differs.`,
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
