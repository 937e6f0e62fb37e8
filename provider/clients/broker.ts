import { z } from "zod";
import { ApiError, messageOf } from "../errors";
import type { HttpCall } from "../http/call";
import { unreadable, type HttpClient } from "../http/client";
import { ticksOfTimeSpan, xsdDurationOf } from "../values/duration";

/** Exact scope that Broker wants for service owner and resource; no prefix of it will do. */
export const BROKER_SCOPE = "altinn:serviceowner";

const serviceOwnerWire = z.object({
  name: z.string(),
  storageProviders: z.array(
    z.object({
      type: z.string(),
      deploymentStatus: z.string(),
      deploymentEnvironment: z.string().nullish(),
    }),
  ),
});

const timeSpan = z.string().refine((text) => ticksOfTimeSpan(text) !== undefined, "a TimeSpan");
const configWire = z.object({
  maxFileTransferSize: z.number().nullish(),
  fileTransferTimeToLive: timeSpan.nullish(),
  purgeFileTransferAfterAllRecipientsConfirmed: z.boolean(),
  purgeFileTransferGracePeriod: timeSpan.nullish(),
  useManifestFileShim: z.boolean().nullish(),
  externalServiceCodeLegacy: z.string().nullish(),
  externalServiceEditionCodeLegacy: z.number().nullish(),
  requiredParty: z.string().nullish(),
});

/** What Broker holds of a service owner. */
export interface RegisteredServiceOwner {
  readonly name: string;
  readonly storageProviders: readonly {
    readonly type: string;
    readonly deploymentStatus: string;
  }[];
}

/** Broker's settings of one resource. Sizes in bytes, durations as xsd:duration; null is Broker's own default. */
export interface BrokerConfig {
  readonly maxFileTransferSize: number | null;
  readonly fileTransferTimeToLive: string | null;
  readonly purgeFileTransferAfterAllRecipientsConfirmed: boolean;
  readonly purgeFileTransferGracePeriod: string | null;
  readonly useManifestFileShim: boolean;
  readonly externalServiceCodeLegacy: string | null;
  readonly externalServiceEditionCodeLegacy: number | null;
  readonly requiredParty: string | null;
}

export type BrokerConfigField = keyof BrokerConfig;

/** What is there after a write without a good answer, and what became of that write, in words. */
export interface FoundConfig {
  readonly live: BrokerConfig;
  readonly lost: string;
}

/** Broker API: service owner and resource configuration. Source: Altinn/altinn-broker, controllers of the same names. */
export class BrokerClient {
  constructor(
    readonly http: HttpClient,
    readonly platformUrl: string,
  ) {}

  #call(
    method: HttpCall["method"],
    path: string,
    answers: readonly number[],
    body?: unknown,
  ): HttpCall {
    return {
      method,
      url: `${this.platformUrl}/broker/api/v1/${path}`,
      headers: {
        Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      scope: BROKER_SCOPE,
      answers,
      wayOut,
    };
  }

  /**
   * The caller's own registration, or undefined when it has none (BRO-07004).
   *
   * @param signal Ends the call, as one without an answer.
   */
  async getServiceOwner(signal?: AbortSignal): Promise<RegisteredServiceOwner | undefined> {
    const get = this.#call("GET", "serviceowner", [200]);
    const call = signal === undefined ? get : { ...get, signal };
    const answer = await absent("BRO-07004", this.http.send(call));
    if (!answer) return undefined;
    const parsed = serviceOwnerWire.safeParse(answer.json());
    if (!parsed.success) throw unreadable(call, answer, "a service owner");
    const { name, storageProviders } = parsed.data;
    return {
      name,
      storageProviders: storageProviders.map(({ type, deploymentStatus }) => ({
        type,
        deploymentStatus,
      })),
    };
  }

  /** Registers the caller. `exists`: somebody (perhaps a try of ours whose answer was lost) had done it before. */
  async postServiceOwner(name: string): Promise<"created" | "exists"> {
    try {
      const answer = await this.http.sendOnce(
        this.#call("POST", "serviceowner", [200, 201, 204, 409], { name }),
        async () => (await this.getServiceOwner()) !== undefined,
      );
      return answer === undefined || answer.status === 409 ? "exists" : "created";
    } catch (error) {
      // Two first calls race: the loser hits the primary key and is answered 500.
      if (!(error instanceof ApiError) || error.status !== 500) throw error;
      const registered = await this.getServiceOwner().catch(() => undefined);
      if (registered) return "exists";
      throw error;
    }
  }

  /** The resource's settings, or undefined when it has not been configured (BRO-00025, a 400). */
  async getConfig(resourceId: string): Promise<BrokerConfig | undefined> {
    const call = this.#call("GET", `resource/${encodeURIComponent(resourceId)}`, [200]);
    const answer = await absent("BRO-00025", this.http.send(call));
    if (!answer) return undefined;
    const parsed = configWire.safeParse(answer.json());
    if (!parsed.success) throw unreadable(call, answer, "a resource configuration");
    const wire = parsed.data;
    return {
      maxFileTransferSize: wire.maxFileTransferSize ?? null,
      fileTransferTimeToLive: xsdOf(wire.fileTransferTimeToLive),
      purgeFileTransferAfterAllRecipientsConfirmed:
        wire.purgeFileTransferAfterAllRecipientsConfirmed,
      purgeFileTransferGracePeriod: xsdOf(wire.purgeFileTransferGracePeriod),
      useManifestFileShim: wire.useManifestFileShim ?? false,
      externalServiceCodeLegacy: wire.externalServiceCodeLegacy ?? null,
      externalServiceEditionCodeLegacy: wire.externalServiceEditionCodeLegacy ?? null,
      requiredParty: wire.requiredParty ?? null,
    };
  }

  /** Sets the given fields and leaves the others: despite its verb the PUT is a patch. */
  async putConfig(resourceId: string, fields: Partial<BrokerConfig>): Promise<void> {
    await this.http.send({ ...this.#put(resourceId, fields), repeatable: true });
  }

  /**
   * The PUT that opens the service. After a try without a good answer it is sent again only while nothing is there: what is
   * there by then may be somebody else's.
   * @returns undefined when it was answered well, else what is there after a try that was not
   */
  async putFirstConfig(
    resourceId: string,
    fields: Partial<BrokerConfig>,
  ): Promise<FoundConfig | undefined> {
    let found: FoundConfig | undefined;
    await this.http.sendOnce(this.#put(resourceId, fields), async (lost) => {
      const live = await this.getConfig(resourceId);
      found = live && { live, lost: messageOf(lost) };
      return live !== undefined;
    });
    return found;
  }

  #put(resourceId: string, fields: Partial<BrokerConfig>): HttpCall {
    return this.#call("PUT", `resource/${encodeURIComponent(resourceId)}`, [200, 204], fields);
  }
}

const xsdOf = (text: string | null | undefined): string | null => {
  const ticks = text === null || text === undefined ? undefined : ticksOfTimeSpan(text);
  return ticks === undefined ? null : xsdDurationOf(ticks);
};

/** "Not there" is a value: the one code that means it, with a status of a refusal for good, and no other refusal. */
async function absent<T>(serverCode: string, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const isRefusal = error instanceof ApiError && [400, 404].includes(error.status);
    if (isRefusal && error.serverCode === serverCode) return undefined;
    throw error;
  }
}

const WAYS_OUT: Readonly<Record<string, string>> = {
  "BRO-00005":
    "Broker does not find the resource in the Resource Registry. Create the registry resource first (dependsOn), with an organisation and an orgcode.",
  "BRO-00006":
    "The resource belongs to another organisation, in the Resource Registry or in Broker, where the owner is fixed by the first configuration. Check altinn:orgNumber and the identifier.",
  "BRO-00013":
    "In production more than 50,000,000,000 bytes needs Altinn's approval for the resource (file transfers without virus scan). Ask Altinn, or write a smaller maxFileTransferSize.",
  "BRO-00024":
    "Register the organisation first: add a ServiceOwner and let the configuration depend on it (dependsOn).",
  "BRO-07001":
    "The token names no organisation. Use a plain Maskinporten client of the service owner.",
};

const wayOut = (_status: number, serverCode = ""): string | undefined =>
  Object.hasOwn(WAYS_OUT, serverCode) ? WAYS_OUT[serverCode] : undefined;
