import type { RegisteredServiceOwner } from "../../clients/broker";
import {
  ApiError,
  mayHaveTakenEffect,
  messageOf,
  NoResponseError,
  PartialCreateError,
  RefusedError,
  TokenError,
} from "../../errors";
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
import { checkOnDelete } from "../on-delete";
import { serviceOwnerFailures } from "./rules";

/*
 * An organisation's registration in Broker. The API can make and read it: no update, no delete, and the name is fixed by
 * the first POST. Provisioning of its storage runs on after POST; a transfer is refused until it has a provider.
 */

export const READY_TIMEOUT_SECONDS = 300;
const SCANNED_PROVIDER = "AltinnAzure";
/** Look every second at first, then every five. */
const QUICK_LOOKS = 15;
const QUICK_PAUSE_MS = 1_000;
const SLOW_PAUSE_MS = 5_000;

const isReady = ({ storageProviders }: RegisteredServiceOwner): boolean =>
  storageProviders.some(
    ({ type, deploymentStatus }) => type === SCANNED_PROVIDER && deploymentStatus === "Ready",
  );

const serverOf = (live: RegisteredServiceOwner): Values => ({
  registeredName: live.name,
  storageProviders: live.storageProviders,
  ready: isReady(live),
});

export function serviceOwnerLifecycle(context: Context): Lifecycle {
  const { broker, settings } = context;
  const title = `ServiceOwner ${settings.orgNumber}`;

  /** Looks until the scanned provider is ready or the time is up; an answer of 5xx while waiting is waited out. */
  async function waitUntilReady(
    start: RegisteredServiceOwner,
    seconds: number,
  ): Promise<RegisteredServiceOwner> {
    let live = start;
    const startMs = Date.now();
    let pausedMs = 0;
    for (let looks = 0; !isReady(live); looks++) {
      if (looks > 0) {
        const pauseMs = looks <= QUICK_LOOKS ? QUICK_PAUSE_MS : SLOW_PAUSE_MS;
        const spentMs = Math.max(pausedMs, Date.now() - startMs);
        if (spentMs + pauseMs > seconds * 1000) return live;
        await context.pause(pauseMs);
        pausedMs += pauseMs;
      }
      live = (await patientLook()) ?? live;
    }
    return live;
  }

  async function patientLook(): Promise<RegisteredServiceOwner | undefined> {
    try {
      return await broker.getServiceOwner();
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

  /** Registers when needed and waits; a failure after the POST keeps the registration in state. */
  async function establish(inputs: Values, accepted: unknown): Promise<Outputs> {
    const outputs = (live: RegisteredServiceOwner): Outputs => ({
      ...inputs,
      name: accepted,
      server: serverOf(live),
    });
    let live = await broker.getServiceOwner();
    if (!live) {
      live = { name: String(inputs.name), storageProviders: [] };
      try {
        await broker.postServiceOwner(live.name);
      } catch (error) {
        if (!mayHaveTakenEffect(error)) throw error;
        // Under which name it is registered, if it is, is not known, so another one may still be given.
        const unsure = { ...inputs, server: { storageProviders: [], ready: false } };
        throw new PartialCreateError(settings.orgNumber, unsure, messageOf(error));
      }
    }
    const seconds =
      typeof inputs.readyTimeoutSeconds === "number"
        ? inputs.readyTimeoutSeconds
        : READY_TIMEOUT_SECONDS;
    try {
      live = await waitUntilReady(live, seconds);
    } catch (error) {
      throw new PartialCreateError(settings.orgNumber, outputs(live), messageOf(error));
    }
    if (isReady(live)) return outputs(live);
    const seen =
      live.storageProviders.map((p) => `${p.type} ${p.deploymentStatus}`).join(", ") || "none yet";
    throw new PartialCreateError(
      settings.orgNumber,
      outputs(live),
      `${title} is registered, but after ${String(seconds)} seconds its storage is not ready (storage providers: ${seen}). Run \`pulumi up\` again: it goes on waiting. If it takes hours, ask Altinn (servicedesk@altinn.no); nothing can be restarted from here.`,
    );
  }

  function warnOfOtherName({ name, server }: Outputs): void {
    if (server.registeredName === name) return;
    context.warn(
      `${title} was registered before, as ${JSON.stringify(server.registeredName)}; Broker cannot change that to ${JSON.stringify(name)}. Nothing was changed, and this is not shown again.`,
    );
  }

  return {
    idOf: () => settings.orgNumber,

    async check(olds, news): Promise<Checked> {
      const { onDelete, failures } = checkOnDelete(olds, news, ["forget"], "name");
      const found = [...failures, ...serviceOwnerFailures(news)];
      if (
        olds === undefined &&
        typeof news.name === "string" &&
        !isUnknown(news.name) &&
        found.length === 0
      ) {
        context.warn(
          `${title}: Broker keeps the name "${news.name}" for ever once it is registered; no API changes it or removes the registration.`,
        );
      }
      const timeout =
        news.readyTimeoutSeconds === undefined
          ? {}
          : { readyTimeoutSeconds: news.readyTimeoutSeconds };
      return { inputs: { name: news.name, onDelete, ...timeout }, failures: found };
    },

    diff(olds, news): Difference {
      const registered = olds.server.registeredName;
      const known = registered !== undefined && !isUnknown(news.name);
      if (known && news.name !== olds.name && news.name !== registered) {
        throw new RefusedError(
          `${title} is registered as ${JSON.stringify(registered)}, and Broker cannot change that name. Write name: ${JSON.stringify(registered)}.`,
        );
      }
      if (olds.server.ready !== true) return { changes: true };
      const same =
        olds.onDelete === news.onDelete &&
        olds.readyTimeoutSeconds === news.readyTimeoutSeconds &&
        !isUnknown(news.name) &&
        news.name === olds.name;
      return same ? { changes: false } : {};
    },

    async create(inputs): Promise<Outputs> {
      const outputs = await establish(inputs, inputs.name);
      warnOfOtherName(outputs);
      return outputs;
    },

    async get(id): Promise<Outputs | undefined> {
      if (id !== settings.orgNumber) {
        throw new RefusedError(
          `ServiceOwner ${id} cannot be read: Broker shows an organisation its own registration only, and this stack acts for ${settings.orgNumber}.`,
        );
      }
      const live = await broker.getServiceOwner();
      return live && { name: live.name, onDelete: "forget", server: serverOf(live) };
    },

    async read(_id, olds): Promise<Found | undefined> {
      const { server: _server, ...managed } = olds;
      if (settings.withoutKey) return notCompared(context, { inputs: managed, outputs: olds });
      const live = await broker.getServiceOwner();
      if (!live) return undefined;
      return { inputs: managed, outputs: { ...managed, server: serverOf(live) } };
    },

    async update(_id, olds, news): Promise<Outputs> {
      if (olds.server.ready === true) return { ...news, server: olds.server };
      const outputs = await establish(news, news.name);
      if (olds.server.registeredName === undefined) warnOfOtherName(outputs);
      return outputs;
    },

    async delete(): Promise<void> {
      context.warn(
        `${title} stays registered in Broker, with its storage: the API has no way to remove it. Pulumi has forgotten it; a later \`pulumi up\` takes it over.`,
      );
    },
  };
}
