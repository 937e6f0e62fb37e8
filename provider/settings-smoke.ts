import { ConfigError } from "./errors";
import type { ClientSettings } from "./settings-client";
import { notToBeShown, type Env } from "./settings-reader";

/** Who takes part in a transfer of the smoke check. */
export type Part = "sender" | "recipient";

/**
 * The client that the environment names for a part of the smoke check; undefined where it names none, and the service owner's
 * own acts. Throws a `ConfigError` for one half without the other.
 */
export function readSmokeClient(env: Env, part: Part): (() => ClientSettings) | undefined {
  const PART = part.toUpperCase();
  const names = { id: `ALTINN_SMOKE_${PART}_CLIENT_ID`, jwk: `ALTINN_SMOKE_${PART}_JWK` };
  const [clientId, text] = [env[names.id]?.trim(), env[names.jwk]?.trim()];
  if (!clientId && !text) return undefined;
  if (!clientId || !text) {
    throw new ConfigError(
      `${clientId ? names.id : names.jwk} is set without ${clientId ? names.jwk : names.id}. Set both, or neither.`,
    );
  }
  const problem = notToBeShown({ value: clientId, from: names.id });
  if (problem !== undefined) throw new ConfigError(problem);
  return () => ({ clientId, key: { form: "jwk", text, keyId: undefined, from: names.jwk } });
}
