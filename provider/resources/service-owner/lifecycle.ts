import { BROKER_SCOPE, type RegisteredServiceOwner } from "../../clients/broker";
import {
  ApiError,
  mayHaveTakenEffect,
  messageOf,
  NoResponseError,
  PartialCreateError,
  RefusedError,
  TokenError,
} from "../../errors";
import { note, stays, warning } from "../../lines";
import { isUnknown } from "../../values/unknown";
import {
  notCompared,
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
import { describeDifferences, lookBeforehand, notLookedFor } from "../take-over";
import { serviceOwnerFailures } from "./rules";

export const READY_TIMEOUT_SECONDS = 300;
const SCANNED_PROVIDER = "AltinnAzure";
/** Look every second at first, then every five. */
const QUICK_LOOKS = 15;
const QUICK_PAUSE_MS = 1_000;
const SLOW_PAUSE_MS = 5_000;
/** What the last look has at least, when the pauses before it took all the time. */
const LAST_LOOK_MS = 1_000;

const isReady = (live: RegisteredServiceOwner | undefined): boolean =>
  live?.storageProviders.some(
    ({ type, deploymentStatus }) => type === SCANNED_PROVIDER && deploymentStatus === "Ready",
  ) ?? false;

/** Broker promises no order; one of our own makes no drift. */
const inOrder = (providers: RegisteredServiceOwner["storageProviders"]): typeof providers =>
  providers.toSorted(
    (a, b) => compareText(a.type, b.type) || compareText(a.deploymentStatus, b.deploymentStatus),
  );

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const serverOf = (live: RegisteredServiceOwner, marks: Marks = {}): Values => ({
  registeredName: live.name,
  storageProviders: inOrder(live.storageProviders),
  ready: isReady(live),
  ...marks,
});

/** After a POST that Broker has not shown: under which name it is registered, if it is, is not known. */
const UNSEEN: Values = {
  storageProviders: [],
  ready: false,
  made: false,
  unconfirmed: ["name"],
};

export const serviceOwnerLifecycle = (context: Context): Lifecycle =>
  new ServiceOwnerLifecycle(context);

/**
 * An organisation's registration in Broker. The API can make and read it: no update, no delete, and the name is fixed by
 * the first POST. Provisioning of its storage runs on after POST; a transfer is refused until it has a provider.
 */
class ServiceOwnerLifecycle implements Lifecycle {
  private readonly title: string;

  constructor(private readonly context: Context) {
    this.title = `ServiceOwner ${context.settings.orgNumber}`;
  }

  idOf(): string {
    return this.context.settings.orgNumber;
  }

  async check(olds: Values | undefined, news: Values): Promise<Checked> {
    const { onDelete, failures } = checkOnDelete(olds, news, ["forget"], "name");
    const found = [...failures, ...serviceOwnerFailures(news)];
    const { readyTimeoutSeconds } = news;
    const timeout = readyTimeoutSeconds === undefined ? {} : { readyTimeoutSeconds };
    const inputs = { name: news.name, onDelete, ...timeout };
    if (olds !== undefined || found.length > 0) return { inputs, failures: found };
    return { inputs, failures: await this.look(inputs) };
  }

  /** What a preview says of a registration that is not in state. One under another name is taken over all the same. */
  private async look(inputs: Values): Promise<readonly string[]> {
    const { context, title } = this;
    if (context.settings.withoutKey) {
      context.say(notLookedFor(title));
      return [];
    }
    const { refusals, hasToken } = await context.beforeWriting(BROKER_SCOPE);
    if (!hasToken) return refusals;
    const verdict = await lookBeforehand<RegisteredServiceOwner>(context, {
      title,
      api: "Broker",
      read: () => context.broker.getServiceOwner(),
      differences: ({ name }) =>
        isUnknown(inputs.name) || name === inputs.name
          ? []
          : describeDifferences(["name"], { name }, inputs),
      adopt: false,
      taken: "as it is",
    });
    if (verdict.is === "absent")
      context.say(
        note(
          title,
          `Broker keeps ${isUnknown(inputs.name) ? "the name" : `the name ${JSON.stringify(inputs.name)}`} for ever once it is registered: no API changes it or removes the registration. Check it before \`up\`.`,
        ),
      );
    if (verdict.is === "equal" && !isUnknown(inputs.name))
      this.warnOfOtherName({ ...inputs, server: serverOf(verdict.live) });
    return [];
  }

  diff(olds: Outputs, news: Values): Difference {
    const registered = olds.server.registeredName;
    const known = registered !== undefined && !isUnknown(news.name);
    if (known && news.name !== olds.name && news.name !== registered) {
      throw new RefusedError(
        `${this.title} is registered as ${JSON.stringify(registered)}, and Broker cannot change that name. Write name: ${JSON.stringify(registered)}.`,
      );
    }
    if (olds.server.ready !== true || isMarked(olds)) return { changes: true };
    const same =
      olds.onDelete === news.onDelete &&
      olds.readyTimeoutSeconds === news.readyTimeoutSeconds &&
      !isUnknown(news.name) &&
      news.name === olds.name;
    return same ? { changes: false } : {};
  }

  async create(inputs: Values): Promise<Outputs> {
    const outputs = await this.establish(inputs, inputs.name);
    this.warnOfOtherName(outputs);
    return outputs;
  }

  async get(id: string): Promise<Outputs | undefined> {
    const { broker, settings } = this.context;
    if (id !== settings.orgNumber) {
      throw new RefusedError(
        `ServiceOwner ${id} cannot be read: Broker shows an organisation its own registration only, and this stack acts for ${settings.orgNumber}.`,
      );
    }
    const live = await broker.getServiceOwner();
    return live && { name: live.name, onDelete: "forget", server: serverOf(live) };
  }

  async read(_id: string, olds: Outputs): Promise<Found | undefined> {
    const { broker, settings } = this.context;
    const { server: _server, ...managed } = olds;
    if (settings.withoutKey) return notCompared(this.context, { inputs: managed, outputs: olds });
    const live = await broker.getServiceOwner();
    if (!live) return undefined;
    return { inputs: managed, outputs: { ...managed, server: serverOf(live, marksOf(olds)) } };
  }

  async update(_id: string, olds: Outputs, news: Values): Promise<Outputs> {
    const marked = isMarked(olds);
    if (olds.server.ready === true && !marked) return { ...news, server: olds.server };
    const outputs = await this.establish(news, news.name);
    if (olds.server.registeredName === undefined || marked) this.warnOfOtherName(outputs);
    return outputs;
  }

  async delete(): Promise<void> {
    this.context.say(
      stays(
        this.title,
        "it stays registered in Broker, with its storage: the API has no way to remove it. A later `pulumi up` takes it over.",
      ),
    );
  }

  /** Registers when needed and waits; a failure after the POST keeps the registration in state. */
  private async establish(inputs: Values, accepted: unknown): Promise<Outputs> {
    const { orgNumber } = this.context.settings;
    const outputs = (live: RegisteredServiceOwner | undefined): Outputs => ({
      ...inputs,
      name: accepted,
      server: live ? serverOf(live) : UNSEEN,
    });
    const seconds =
      typeof inputs.readyTimeoutSeconds === "number"
        ? inputs.readyTimeoutSeconds
        : READY_TIMEOUT_SECONDS;
    let live = await this.registered(inputs, seconds);
    try {
      live = await this.waitUntilReady(live, seconds);
    } catch (error) {
      throw new PartialCreateError(orgNumber, outputs(live), messageOf(error));
    }
    if (live === undefined)
      throw new PartialCreateError(
        orgNumber,
        outputs(live),
        `${this.title} was registered, but Broker does not show it. Run \`pulumi up\` again: it looks, and registers when needed.`,
      );
    if (isReady(live)) return outputs(live);
    const seen =
      live.storageProviders.map((p) => `${p.type} ${p.deploymentStatus}`).join(", ") || "none yet";
    throw new PartialCreateError(
      orgNumber,
      outputs(live),
      `${this.title} is registered, but after ${String(seconds)} seconds its storage is not ready (storage providers: ${seen}). Run \`pulumi up\` again: it goes on waiting. If it takes hours, ask Altinn (servicedesk@altinn.no); nothing can be restarted from here.`,
    );
  }

  /** The registration that is there; undefined when this has just made it. No look takes longer than the wait may. */
  private async registered(
    inputs: Values,
    seconds: number,
  ): Promise<RegisteredServiceOwner | undefined> {
    const { broker, deadline, settings } = this.context;
    const live = await broker.getServiceOwner(deadline(seconds * 1000));
    if (live) return live;
    try {
      await broker.postServiceOwner(String(inputs.name));
    } catch (error) {
      if (!mayHaveTakenEffect(error)) throw error;
      throw new PartialCreateError(
        settings.orgNumber,
        { ...inputs, server: UNSEEN },
        messageOf(error),
      );
    }
    return undefined;
  }

  /**
   * Looks until the scanned provider is ready or the time is up, which ends a look under way; an answer of 5xx while waiting
   * is waited out. Undefined: Broker has not shown the registration; an answer that it is not there ends the wait, since
   * nothing will change it.
   */
  private async waitUntilReady(
    start: RegisteredServiceOwner | undefined,
    seconds: number,
  ): Promise<RegisteredServiceOwner | undefined> {
    let live = start;
    const startMs = Date.now();
    let pausedMs = 0;
    const leftMs = (): number => seconds * 1000 - Math.max(pausedMs, Date.now() - startMs);
    for (let looks = 0; !isReady(live); looks++) {
      if (looks > 0) {
        const pauseMs = looks <= QUICK_LOOKS ? QUICK_PAUSE_MS : SLOW_PAUSE_MS;
        if (pauseMs > leftMs()) return live;
        await this.context.pause(pauseMs);
        pausedMs += pauseMs;
      }
      const look = await this.patientLook(this.context.deadline(Math.max(LAST_LOOK_MS, leftMs())));
      if (look === "not there") return undefined;
      live = look ?? live;
    }
    return live;
  }

  /** Undefined: the look failed in a way that passes. */
  private async patientLook(
    deadline: AbortSignal,
  ): Promise<RegisteredServiceOwner | "not there" | undefined> {
    try {
      return (await this.context.broker.getServiceOwner(deadline)) ?? "not there";
    } catch (error) {
      if (
        error instanceof NoResponseError ||
        (error instanceof ApiError && error.status >= 500) ||
        (error instanceof TokenError && error.passing)
      )
        return undefined;
      throw error;
    }
  }

  private warnOfOtherName({ name, server }: Outputs): void {
    if (server.registeredName === name) return;
    this.context.say(
      warning(
        "registered-name",
        this.title,
        `Broker has it as ${JSON.stringify(server.registeredName)}, and cannot change that to ${JSON.stringify(name)}. Write name: ${JSON.stringify(server.registeredName)}.`,
      ),
    );
  }
}
