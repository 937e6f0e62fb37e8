import { ConfigError } from "./errors";
import { NO_STACK, Reader, type Env, type Named, type StackConfig } from "./settings-reader";
import { withoutQuotes } from "./values/quotes";

/** Where the private key stands, still as text. It is read (and judged) when the first token is needed. */
export interface KeySetting {
  readonly form: "jwk" | "pem";
  readonly text: string;
  /** `kid` of a PEM key, or the one that overrides a JWK's own. */
  readonly keyId: string | undefined;
  /** Name of the setting that the text came from, for messages. */
  readonly from: string;
}

export interface ClientSettings {
  readonly clientId: string;
  readonly key: KeySetting;
}

/**
 * The Maskinporten client, from the environment when anything of its key is there, else from the stack configuration.
 * Throws a `ConfigError` for what is missing or contradictory.
 */
export function readClient(config: StackConfig, env: Env): ClientSettings {
  const reader = new Reader(config, env);
  const clientId = reader.preferEnv("clientId", "MASKINPORTEN_CLIENT_ID");
  const keyId = reader.preferEnvName("keyId", "MASKINPORTEN_KEY_ID");
  if (reader.problems.length > 0) throw new ConfigError(reader.problems.join(" "));
  const idOfEnv = reader.textFromEnv("MASKINPORTEN_KEY_ID") === undefined ? undefined : keyId;
  const key =
    keyOf(jwkOfEnv(reader), reader.textFromEnv("MASKINPORTEN_PRIVATE_KEY"), idOfEnv) ??
    keyOf(reader.textFromConfig("jwk"), reader.textFromConfig("privateKey"), keyId);
  if (clientId && key) return { clientId: clientId.value, key };
  const orInStack = (sentence: string): string => (config === NO_STACK ? "" : sentence);
  const missing = [
    ...(clientId
      ? []
      : [
          `MASKINPORTEN_CLIENT_ID is not set: the id of the Maskinporten client that acts for the service owner. Set it as an environment variable${orInStack(", or as altinn:clientId in the stack configuration")}.`,
        ]),
    ...(key
      ? []
      : [
          `No private key is set. Set the environment variable MASKINPORTEN_JWK (a private RSA JWK, as JSON or base64 of it), or MASKINPORTEN_PRIVATE_KEY (PEM) and MASKINPORTEN_KEY_ID${orInStack("; or altinn:jwk as a secret of the stack")}.`,
        ]),
  ];
  throw new ConfigError(missing.join(" "));
}

/** Whether client id and key both stand in the environment. */
export function isClientOfEnv(config: StackConfig, env: Env): boolean {
  const reader = new Reader(config, env);
  const isSet = (variable: string): boolean => reader.textFromEnv(variable) !== undefined;
  return isSet("MASKINPORTEN_CLIENT_ID") && KEY_VARIABLES.some(isSet);
}

/** Whether a private key is set anywhere, of whatever form. */
export function isKeySet(config: StackConfig, env: Env): boolean {
  const reader = new Reader(config, env);
  return (
    KEY_VARIABLES.some((variable) => reader.textFromEnv(variable) !== undefined) ||
    ["jwk", "privateKey"].some((key) => reader.textFromConfig(key) !== undefined)
  );
}

const KEY_VARIABLES = ["MASKINPORTEN_JWK", "MASKINPORTEN_CLIENT_JWK", "MASKINPORTEN_PRIVATE_KEY"];

/** The JWK under our own name or the one that nais gives it in every workload with a Maskinporten client. */
function jwkOfEnv(reader: Reader): Named | undefined {
  const own = reader.textFromEnv("MASKINPORTEN_JWK");
  const nais = reader.textFromEnv("MASKINPORTEN_CLIENT_JWK");
  if (own && nais && withoutQuotes(own.value) !== withoutQuotes(nais.value)) {
    throw new ConfigError(
      `${own.from} and ${nais.from} are both set and differ. Remove the one that is not meant; nais sets ${nais.from} by itself.`,
    );
  }
  return own ?? nais;
}

function keyOf(
  jwk: Named | undefined,
  pem: Named | undefined,
  keyId: Named | undefined,
): KeySetting | undefined {
  if (jwk && pem) {
    throw new ConfigError(
      `${jwk.from} and ${pem.from} are both set. Keep one: they may be different keys.`,
    );
  }
  if (jwk) return { form: "jwk", text: jwk.value, keyId: keyId?.value, from: jwk.from };
  if (pem) return { form: "pem", text: pem.value, keyId: keyId?.value, from: pem.from };
  return undefined;
}
