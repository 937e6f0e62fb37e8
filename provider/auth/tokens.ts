import { RefusedError, TokenError, messageOf } from "../errors";
import type { BearerSource, HttpClient } from "../http/client";
import type { Settings } from "../settings";
import { organisationOf } from "./claims";
import { TokenExchange } from "./exchange";
import { jose } from "./jose";
import { readKey } from "./key";
import { isRefusal, MaskinportenClient } from "./maskinporten";
import type { SigningKey } from "./signing-key";

/** A token is renewed this long before its end, but never earlier than half its life: two-minute tokens are normal. */
const RENEW_BEFORE_SECONDS = 60;

/** Key of a refusal that no scope changes: of the key, the client's settings, or whom the client acts for. */
const EVERY_SCOPE = "";

interface Refused {
  readonly error: Error;
  told: boolean;
}

interface Kept {
  readonly token: string;
  readonly renewAtMs: number;
}

/**
 * Altinn tokens for one client: one Maskinporten token and one exchange per scope set and process, however many
 * resources ask. A refusal is asked for once and told in full once.
 */
export class TokenSource implements BearerSource {
  readonly #maskinporten: MaskinportenClient;
  readonly #exchange: TokenExchange;
  readonly #kept = new Map<string, Kept>();
  readonly #pending = new Map<string, Promise<Kept>>();
  readonly #refused = new Map<string, Refused>();
  #key: SigningKey | undefined;
  #renewals = new Set<string>();

  /** `http` carries no bearer source: it is what tokens are fetched with. */
  constructor(
    http: HttpClient,
    readonly settings: Settings,
    /** Which client to act as; the settings' own when left out. */
    readonly client: Settings["client"] = settings.client,
    /** Organisation that the token must be for: nine digits. */
    readonly expectedOrganisation: string | "any" = settings.orgNumber,
  ) {
    this.#maskinporten = new MaskinportenClient(http, settings.maskinportenUrl);
    this.#exchange = new TokenExchange(http, settings.platformUrl);
  }

  async token(scope: string): Promise<string> {
    const refused = this.#refused.get(EVERY_SCOPE) ?? this.#refused.get(scope);
    if (refused) throw this.#again(scope, refused);
    const kept = this.#kept.get(scope);
    if (kept && Date.now() < kept.renewAtMs) return kept.token;
    return (await this.#fetchOnce(scope)).token;
  }

  async renew(scope: string, refused: string): Promise<boolean> {
    const kept = this.#kept.get(scope);
    if (kept && kept.token !== refused) return true;
    if (this.#pending.has(scope)) {
      await this.#fetchOnce(scope);
      return true;
    }
    if (this.#renewals.has(scope)) return false;
    this.#renewals.add(scope);
    this.#kept.delete(scope);
    await this.#fetchOnce(scope);
    return true;
  }

  /** Nine digits of the organisation that the client's token is for. */
  async organisation(scope: string): Promise<string> {
    return organisationOf(await this.token(scope)) ?? "";
  }

  async #fetchOnce(scope: string): Promise<Kept> {
    const underWay = this.#pending.get(scope);
    if (underWay) {
      return underWay.catch((error: unknown) => {
        const refused = this.#refused.get(EVERY_SCOPE) ?? this.#refused.get(scope);
        throw refused ? this.#again(scope, refused) : error;
      });
    }
    const pending = this.#fetch(scope).finally(() => this.#pending.delete(scope));
    this.#pending.set(scope, pending);
    return pending;
  }

  async #fetch(scope: string): Promise<Kept> {
    try {
      const { clientId, key } = this.client();
      this.#key ??= readKey(key);
      const grant = { clientId, key: this.#key, issuer: this.settings.maskinportenIssuer, scope };
      const token = await this.#exchange.exchange(await this.#maskinporten.token(grant));
      this.#checkOrganisation(token);
      const kept = { token, renewAtMs: renewalOf(token) };
      this.#kept.set(scope, kept);
      return kept;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const final = isFinal(error);
      if (!isRefusal(error) && !final) throw new TokenError(error.message, { passing: true });
      const key = final ? EVERY_SCOPE : scope;
      const refused = this.#refused.get(key) ?? {
        error: final || error instanceof TokenError ? error : new TokenError(error.message),
        told: false,
      };
      this.#refused.set(key, refused);
      throw this.#again(scope, refused);
    }
  }

  #again(scope: string, refused: Refused): Error {
    if (!refused.told) {
      refused.told = true;
      return refused.error;
    }
    return new TokenError(
      `There is no token for the scope ${scope}, for the reason given above (${brief(refused.error)}).`,
      { repeated: true },
    );
  }

  #checkOrganisation(token: string): void {
    const found = organisationOf(token);
    if (this.expectedOrganisation === "any" || found === this.expectedOrganisation) return;
    throw new RefusedError(
      `The Maskinporten client acts for organisation ${found ?? "unknown"}, but altinn:orgNumber is ${this.expectedOrganisation}. Nothing was written. Use the client of ${this.expectedOrganisation}, or correct altinn:orgNumber.`,
    );
  }
}

const isFinal = (error: Error): boolean =>
  error instanceof RefusedError || error.name === "KeyError" || error.name === "ConfigError";

const brief = (error: Error): string => {
  const first = messageOf(error).split(". ")[0] ?? "";
  return first.length > 120 ? `${first.slice(0, 120)}...` : first;
};

/** When to renew, from the token's own `exp` and `iat`: Altinn gives no `expires_in`. */
function renewalOf(token: string): number {
  const { exp, iat } = jose().decodeJwt(token);
  const now = Date.now();
  if (exp === undefined) return now;
  const lifeSeconds = exp - (iat ?? Math.floor(now / 1000));
  return now + (lifeSeconds - Math.min(RENEW_BEFORE_SECONDS, lifeSeconds / 2)) * 1000;
}
