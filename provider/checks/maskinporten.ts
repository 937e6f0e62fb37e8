import { organisationOf, supplierOf } from "../auth/claims";
import { readKey } from "../auth/key";
import { MaskinportenClient } from "../auth/maskinporten";
import { readMetadata, type MaskinportenMetadata } from "../auth/maskinporten-metadata";
import { ConfigError, KeyError, TokenError, type TokenRefusal } from "../errors";
import type { HttpClient } from "../http/client";
import { readSmokeClient } from "../settings-smoke";
import type { Settings } from "../settings";
import type { Env } from "../settings-reader";
import {
  failure,
  heldUp,
  notChecked,
  ok,
  warning,
  type Check,
  type Remedy,
  type Subject,
} from "./check";
import { selfService, SERVICE_DESK, settingsPlace, SHELL } from "./places";
import {
  LIST_SCOPE,
  NEAR_LIST_SCOPES,
  NEEDED_SCOPES,
  SMOKE_SCOPES,
  type WantedScope,
} from "./scopes";
import type { UsableClient } from "./settings";
import { byError, isPassing, saidBy, toldOf } from "./told";

/* Step 2 of the guide, as far as Maskinporten knows: clock, client, key, each scope, and whom the client acts for. */

const subject = (id: string, title: string): Subject => ({ step: "client", id, title });
const REACHED = subject("maskinporten", "Maskinporten");
const CLOCK = subject("clock", "Clock");
const CLIENT = subject("client", "Client and key at Maskinporten");
const ORGANISATION = subject("organisation", "Whom the client acts for");
const ofScope = ({ scope }: WantedScope): Subject => ({
  ...subject("scope", `Scope ${scope}`),
  about: scope,
});

/** Maskinporten refuses what is further apart; its dates are in whole seconds. */
const CLOCK_TOLERANCE_SECONDS = 10;

export interface MaskinportenToCheck {
  readonly settings: Settings;
  readonly usable: UsableClient | undefined;
  readonly http: HttpClient;
  readonly env: Env;
  readonly stack: string | undefined;
  readonly withLists: boolean;
}

export interface CheckedMaskinporten {
  readonly checks: readonly Check[];
  /** Maskinporten tokens of the service owner's own client, by scope; those of the smoke check left out. */
  readonly tokens: ReadonlyMap<string, string>;
  /** The client acts for the organisation of the settings, by itself. */
  readonly isOurs: boolean;
}

export async function maskinportenChecks(given: MaskinportenToCheck): Promise<CheckedMaskinporten> {
  const { settings, usable, http } = given;
  const wanted = [...NEEDED_SCOPES, ...(given.withLists ? [LIST_SCOPE] : [])];
  const smoke = [SMOKE_SCOPES.sender, SMOKE_SCOPES.recipient];
  const all = [...wanted, ...smoke];
  const reached = await reachedCheck(settings, http);
  const held = (because: string): readonly Check[] =>
    [CLIENT, ...all.map(ofScope), ORGANISATION].map((about) => heldUp(about, because));
  const none = { tokens: new Map<string, string>(), isOurs: false };
  if (reached.metadata === undefined)
    return { checks: [...reached.checks, ...held("Maskinporten did not answer")], ...none };
  if (reached.metadata.issuer !== settings.maskinportenIssuer)
    return {
      checks: [...reached.checks, ...held("it would be meant for another Maskinporten")],
      ...none,
    };
  if (usable === undefined)
    return { checks: [...reached.checks, ...held("there is no client and key")], ...none };

  const asking = new Asking(given, usable);
  const scopes: Check[] = [];
  for (const scope of wanted) scopes.push(await asking.check(scope));
  scopes.push(await asking.checkAsPart("sender"), await asking.checkAsPart("recipient"));
  const organisation = asking.organisationCheck();
  return {
    checks: [...reached.checks, asking.clientCheck(), ...scopes, organisation],
    tokens: asking.tokens,
    isOurs: organisation.status === "ok",
  };
}

async function reachedCheck(
  settings: Settings,
  http: HttpClient,
): Promise<{ readonly checks: readonly Check[]; readonly metadata?: MaskinportenMetadata }> {
  const { maskinportenUrl, maskinportenIssuer } = settings;
  let metadata: MaskinportenMetadata;
  try {
    metadata = await readMetadata(http, maskinportenUrl);
  } catch (error) {
    const { seen, todo } = toldOf(error);
    const remedy: Remedy = { todo, where: maskinportenUrl, who: "we" };
    return {
      checks: [
        notChecked(REACHED, seen, remedy, saidBy(error)),
        heldUp(CLOCK, "Maskinporten did not answer"),
      ],
    };
  }
  const { issuer } = metadata;
  const reached =
    issuer === maskinportenIssuer
      ? ok(REACHED, `${maskinportenUrl} answers, and is ${issuer}.`)
      : failure(
          REACHED,
          `${maskinportenUrl} calls itself ${issuer}, and what is asked of it is meant for ${maskinportenIssuer}, which it refuses (MP-110).`,
          {
            todo: "Take altinn:maskinportenIssuer (ALTINN_MASKINPORTEN_ISSUER) out, or write the first of the two addresses there, with its slash.",
            where: SHELL,
            who: "we",
          },
          { code: "MP-110" },
        );
  return { checks: [reached, clockCheck(metadata)], metadata };
}

function clockCheck({ aheadMs }: MaskinportenMetadata): Check {
  const remedy: Remedy = {
    todo: "Set the clock right, by NTP.",
    where: "this machine, and wherever Pulumi runs",
    who: "we",
  };
  if (aheadMs === undefined)
    return notChecked(CLOCK, "Maskinporten's answer has no date to compare with.", remedy);
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (seconds <= CLOCK_TOLERANCE_SECONDS)
    return ok(CLOCK, "This machine's clock and Maskinporten's agree.");
  return warning(
    CLOCK,
    `This machine's clock is ${String(seconds)} seconds ${aheadMs > 0 ? "behind" : "ahead of"} Maskinporten's, which refuses more than ${String(CLOCK_TOLERANCE_SECONDS)}. These commands allow for it; other programs do not.`,
    remedy,
  );
}

/** Asks for one scope after another, and remembers what says something of the client as such. */
class Asking {
  readonly tokens = new Map<string, string>();
  /** Of any scope, to read from it whom the client acts for. */
  #sample: string | undefined;
  readonly #maskinporten: MaskinportenClient;
  /** Maskinporten has judged a scope, so it knows client and key. */
  #known = false;
  #stopped: { readonly error: unknown } | undefined;

  constructor(
    readonly given: MaskinportenToCheck,
    readonly usable: UsableClient,
  ) {
    const { http, settings } = given;
    this.#maskinporten = new MaskinportenClient(http, settings.maskinportenUrl);
  }

  async check(wanted: WantedScope): Promise<Check> {
    if (this.#stopped) return heldUp(ofScope(wanted), this.#whyStopped());
    try {
      const token = await this.#token(wanted.scope);
      this.#sample ??= token;
      if (wanted.needed) this.tokens.set(wanted.scope, token);
      this.#known = true;
      return granted(wanted, "");
    } catch (error) {
      const refusal = error instanceof TokenError ? error.refusal : undefined;
      const ofClient =
        refusal === undefined ||
        refusal.about === "client" ||
        (refusal.about === "type" && !this.#known);
      if (ofClient) {
        this.#stopped = { error };
        return heldUp(ofScope(wanted), this.#whyStopped());
      }
      this.#known = true;
      return this.#refused(wanted, refusal, this.usable.client.clientId);
    }
  }

  /** A scope of the smoke check, as the client that acts in it. */
  async checkAsPart(part: "sender" | "recipient"): Promise<Check> {
    const wanted = SMOKE_SCOPES[part];
    const { env, settings } = this.given;
    const at = `as the ${part}'s client`;
    try {
      const client = readSmokeClient(env, part)?.();
      if (client === undefined) return await this.check(wanted);
      const key = readKey(client.key);
      const issuer = settings.maskinportenIssuer;
      await this.#maskinporten.token({
        clientId: client.clientId,
        key,
        issuer,
        scope: wanted.scope,
      });
      return granted(wanted, ` ${at} ${client.clientId}`);
    } catch (error) {
      const about = ofScope(wanted);
      if (error instanceof ConfigError || error instanceof KeyError || !isPassing(error)) {
        const { seen, todo } = toldOf(error);
        const said = saidBy(error);
        return warning(
          about,
          `${seen} It is needed for ${wanted.neededFor}.`,
          { todo, where: SHELL, who: "we" },
          said,
        );
      }
      return byError(about, error, { where: settings.maskinportenUrl, who: "we" });
    }
  }

  clientCheck(): Check {
    const { client, key } = this.usable;
    const { settings } = this.given;
    if (!this.#stopped)
      return ok(CLIENT, `Maskinporten knows client ${client.clientId} and its key ${key.kid}.`);
    const { error } = this.#stopped;
    const refusal = error instanceof TokenError ? error.refusal : undefined;
    if (refusal === undefined)
      return byError(CLIENT, error, { where: settings.maskinportenUrl, who: "we" });
    const asked = `It was asked with client ${client.clientId} and key id ${key.kid} (from ${key.from}).`;
    return failure(
      CLIENT,
      `${refusal.cause === "" ? "Maskinporten refuses client or key." : refusal.cause} ${words(refusal)} ${asked}`,
      { todo: refusal.wayOut, where: this.#placeOf(refusal), who: whoMends(refusal) },
      refusal,
    );
  }

  organisationCheck(): Check {
    const token = this.#sample;
    if (token === undefined) return heldUp(ORGANISATION, "there is no token to read it from");
    const { settings, stack } = this.given;
    const organisation = organisationOf(token);
    const supplier = supplierOf(token);
    const remedy: Remedy = {
      todo: `Use a client of ${settings.orgNumber} itself, or correct altinn:orgNumber (ALTINN_ORG_NUMBER).`,
      where: `${settingsPlace(stack)}; clients are made in ${selfService(settings)}`,
      who: "we",
    };
    if (supplier !== undefined) {
      return failure(
        ORGANISATION,
        `The token is for ${organisation ?? "nobody"} and was given to a supplier, ${supplier}, that acts for it. Altinn registers what a service owner's own client makes.`,
        remedy,
      );
    }
    if (organisation !== settings.orgNumber) {
      return failure(
        ORGANISATION,
        `The client acts for organisation ${organisation ?? "unknown"}, and the settings say ${settings.orgNumber}.`,
        remedy,
      );
    }
    return ok(
      ORGANISATION,
      `Organisation ${organisation}, as the settings say, with no supplier between.`,
    );
  }

  #token(scope: string): Promise<string> {
    const { clientId } = this.usable.client;
    const issuer = this.given.settings.maskinportenIssuer;
    return this.#maskinporten.token({ clientId, key: this.usable.key, issuer, scope });
  }

  #whyStopped(): string {
    return isPassing(this.#stopped?.error)
      ? "Maskinporten gave no answer to it"
      : "Maskinporten refuses client or key";
  }

  async #refused(wanted: WantedScope, refusal: TokenRefusal, clientId: string): Promise<Check> {
    const about = ofScope(wanted);
    const { settings } = this.given;
    const told = wanted.needed ? failure : warning;
    const neededFor = `It is needed for ${wanted.neededFor}.`;
    if (refusal.about === "grant") {
      return told(
        about,
        `Not granted to the organisation: Altinn has not given this scope to ${settings.orgNumber}, or has withdrawn it. ${words(refusal)} ${neededFor}`,
        {
          todo: `Ask for ${wanted.scope} for organisation ${settings.orgNumber}${environmentWords(settings)}.`,
          where: SERVICE_DESK,
          who: "Altinn",
        },
        refusal,
      );
    }
    if (refusal.about === "type") {
      const remedy: Remedy = {
        todo: refusal.wayOut,
        where: selfService(settings),
        who: "Digdir's self-service",
      };
      return told(about, `${refusal.cause} ${words(refusal)} ${neededFor}`, remedy, refusal);
    }
    const [near, why] = (wanted === LIST_SCOPE ? await this.#nearListScope() : undefined) ?? [];
    const onClient = near === undefined ? "" : ` The client has ${near}, ${why ?? ""}.`;
    const inPlace = near === undefined ? "" : `, spelt so, in place of ${near}`;
    return told(
      about,
      `Not on the client ${clientId}.${onClient} ${words(refusal)} ${neededFor}`,
      {
        todo: `Add ${wanted.scope} to the client${inPlace}. If it cannot be chosen there, Altinn has not granted it to the organisation: ask ${SERVICE_DESK} first.`,
        where: selfService(settings),
        who: "Digdir's self-service",
      },
      refusal,
    );
  }

  /** What the client has in place of the scope of access lists. */
  async #nearListScope(): Promise<(typeof NEAR_LIST_SCOPES)[number] | undefined> {
    for (const near of NEAR_LIST_SCOPES) {
      const has = await this.#token(near[0]).then(
        () => true,
        // Maskinporten looks whether the client has it before it looks whether it was granted.
        (error: unknown) => error instanceof TokenError && error.refusal?.about === "grant",
      );
      if (has) return near;
    }
    return undefined;
  }

  #placeOf({ code }: TokenRefusal): string {
    const { settings, stack } = this.given;
    return code === "MP-110" || code === "MP-100"
      ? settingsPlace(stack)
      : `${selfService(settings)}, and ${settingsPlace(stack)}`;
  }
}

const granted = ({ scope, neededFor }: WantedScope, asked: string): Check =>
  ok(
    ofScope({ scope, neededFor, needed: true }),
    `Maskinporten gives a token for it${asked}. It is for ${neededFor}.`,
  );

const words = ({ error, description }: TokenRefusal): string =>
  `Maskinporten says ${error}: "${description.replace(/ *\((?:trace_id|correlation id): [^)]*\)/, "")}".`;

const whoMends = ({ code, cause }: TokenRefusal): Remedy["who"] =>
  code === "MP-121" || code === "MP-201" || cause.includes("enterprise certificate")
    ? "Digdir's self-service"
    : "we";

const environmentWords = ({ environment }: Settings): string =>
  environment === "local" ? "" : `, in ${environment}`;
