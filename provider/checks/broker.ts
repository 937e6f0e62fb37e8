import { BROKER_SCOPE, type BrokerClient, type BrokerConfig } from "../clients/broker";
import { ApiError } from "../errors";
import type { Settings } from "../settings";
import { failure, heldUp, ok, warning, type Check, type Remedy, type Subject } from "./check";
import { SERVICE_DESK } from "./places";
import type { Service } from "./services";
import { byError } from "./told";

/* Steps 4 and 5 of the guide: the service owner in Broker, and each service's settings there. */

const REGISTERED: Subject = { step: "service-owner", id: "registered", title: "Registration" };
const STORAGE: Subject = { step: "service-owner", id: "storage", title: "Storage" };
const ofConfiguration = (identifier: string): Subject => ({
  step: "configuration",
  id: "configured",
  title: `${identifier} in Broker`,
  about: identifier,
});

/** The provider that files with a virus scan need, which is all but those that Altinn approves. */
const SCANNED = "AltinnAzure";

const inProgram = (todo: string): Remedy => ({
  todo,
  where: "the program, then `pulumi up`",
  who: "we",
});

export async function serviceOwnerChecks(
  settings: Settings,
  broker: BrokerClient,
  {
    held,
    isMade,
    isNeeded,
  }: {
    /** Why Broker cannot be asked. */
    readonly held: string | undefined;
    /** The program registers it. */
    readonly isMade: boolean;
    /** Services are named that exist only when it is registered. */
    readonly isNeeded: boolean;
  },
): Promise<readonly Check[]> {
  if (held !== undefined) return [heldUp(REGISTERED, held), heldUp(STORAGE, held)];
  try {
    const found = await broker.getServiceOwner();
    if (found === undefined) {
      const seen = `${settings.orgNumber} is not registered in Broker`;
      if (isMade) {
        return [
          ok(REGISTERED, `${seen} yet: the next \`pulumi up\` does it, and waits for its storage.`),
        ];
      }
      const todo =
        "Put a ServiceOwner into the program and run `pulumi up`. The name it is given is for ever.";
      const tell = isNeeded ? failure : warning;
      return [
        tell(REGISTERED, `${seen} (BRO-07004).`, inProgram(todo), { code: "BRO-07004" }),
        heldUp(STORAGE, "it is made with the registration"),
      ];
    }
    const registered = ok(REGISTERED, `Registered as "${found.name}".`);
    const provider = found.storageProviders.find(({ type }) => type === SCANNED);
    if (provider === undefined) {
      return [
        registered,
        failure(
          STORAGE,
          `Broker has no storage for it yet (${SCANNED}), so every transfer is refused (BRO-00021).`,
          {
            todo: "It takes seconds to minutes after the registration. If it is longer ago, ask Altinn: nobody else can start it again.",
            where: SERVICE_DESK,
            who: "Altinn",
          },
          { code: "BRO-00021" },
        ),
      ];
    }
    if (provider.deploymentStatus !== "Ready") {
      return [
        registered,
        failure(
          STORAGE,
          `It is ${provider.deploymentStatus}, not Ready: something of it is gone in Azure.`,
          { todo: "Ask Altinn to mend the storage account.", where: SERVICE_DESK, who: "Altinn" },
        ),
      ];
    }
    return [registered, ok(STORAGE, "Ready.")];
  } catch (error) {
    return [
      refused(REGISTERED, settings, error),
      heldUp(STORAGE, "Broker did not say whether the organisation is registered"),
    ];
  }
}

export async function configurationCheck(
  settings: Settings,
  broker: BrokerClient,
  { identifier, makes }: Service,
  held: string | undefined,
): Promise<Check> {
  const about = ofConfiguration(identifier);
  if (held !== undefined) return heldUp(about, held);
  try {
    const config = await broker.getConfig(identifier);
    if (config === undefined) {
      if (makes.has("BrokerResourceConfig"))
        return ok(
          about,
          "Not configured yet: the next `pulumi up` does it, and opens the service.",
        );
      return failure(
        about,
        `${identifier} is not configured in Broker (BRO-00025), so every transfer is refused, as a missing right (BRO-00006).`,
        inProgram(
          `Put a BrokerResourceConfig for ${identifier} into the program and run \`pulumi up\`.`,
        ),
        { code: "BRO-00025" },
      );
    }
    if (config.useManifestFileShim) {
      return warning(
        about,
        `${settingsWords(config)} The manifest shim is on, which does nothing any more.`,
        inProgram("Write useManifestFileShim: false."),
      );
    }
    return ok(about, settingsWords(config));
  } catch (error) {
    if (error instanceof ApiError && error.serverCode === "BRO-00006") {
      return failure(
        about,
        `Broker has ${identifier} as another organisation's, which the first configuration has fixed for ever (BRO-00006).`,
        {
          todo: "Correct altinn:orgNumber, or name another identifier. If it is yours all the same, ask Altinn.",
          where: `the program and its settings; ${SERVICE_DESK}`,
          who: "we",
        },
        { code: error.serverCode, traceId: error.traceId },
      );
    }
    return refused(about, settings, error);
  }
}

function refused(about: Subject, settings: Settings, error: unknown): Check {
  const isBare = error instanceof ApiError && error.emptyBody;
  if (isBare && error.status === 403) {
    return failure(
      about,
      `Broker refuses the token (403): it does not carry exactly ${BROKER_SCOPE}. A longer scope that begins so does not count.`,
      {
        todo: `Ask for ${BROKER_SCOPE} itself, and put it on the client.`,
        where: SERVICE_DESK,
        who: "Altinn",
      },
    );
  }
  if (isBare && error.status === 401) {
    return failure(
      about,
      `Broker does not accept the token (401) that Altinn's exchange at ${settings.platformUrl} gave a moment ago.`,
      {
        todo: "Check that the address is Altinn's, where it is set. If it is, wait some minutes, run this again, and tell Altinn if it goes on.",
        where: SERVICE_DESK,
        who: "Altinn",
      },
    );
  }
  if (error instanceof ApiError && error.serverCode === "BRO-07001") {
    return failure(
      about,
      "Broker cannot tell from the token which organisation it is for (BRO-07001): it is a system user's, or names none.",
      {
        todo: "Use a plain Maskinporten client of the service owner, without system users.",
        where: "Samarbeidsportalen",
        who: "Digdir's self-service",
      },
      { code: error.serverCode, traceId: error.traceId },
    );
  }
  return byError(about, error, { where: settings.platformUrl, who: "Altinn" });
}

function settingsWords(config: BrokerConfig): string {
  const size =
    config.maxFileTransferSize === null
      ? "files of any size that Broker takes"
      : `files up to ${config.maxFileTransferSize.toLocaleString("en-US")} bytes`;
  const life = config.fileTransferTimeToLive ?? "Broker's 30 days";
  return `Configured: ${size}, kept for ${life}.`;
}
