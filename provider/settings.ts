import {
  environments,
  isEnvironmentName,
  type EnvironmentFacts,
  type EnvironmentName,
} from "./environments";
import { ConfigError } from "./errors";

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

/** All settings of one process. Read once, from stack configuration and environment variables, by `readSettings` alone. */
export interface Settings {
  readonly environment: EnvironmentName;
  readonly facts: EnvironmentFacts;
  /** Nine digits. */
  readonly orgNumber: string;
  /** Altinn's short code of the organisation, in lower case. */
  readonly orgCode: string;
  /** Without a slash at the end. */
  readonly platformUrl: string;
  readonly maskinportenUrl: string;
  /** With the slash at the end, as Maskinporten compares it. */
  readonly maskinportenIssuer: string;
  readonly subscriptionKey: string | undefined;
  readonly adopt: boolean;
  /** A read-only run without credentials: no token is asked for, and every write is refused. */
  readonly withoutKey: boolean;
  readonly onDelete: string | undefined;
  readonly parallelCalls: number;
  readonly callTimeoutSeconds: number;
  /** Client id and key both stand in the environment, which is always that of this run. */
  readonly credentialsFromEnvironment: boolean;
  /** Missing or contradictory credentials do not stop a run that needs no token: this throws when one is needed. */
  client(): ClientSettings;
}

/** Stack configuration as the provider process or `pulumi.Config` hands it over: full keys, secrets in clear. */
export interface StackConfig {
  get(key: string): string | undefined;
}

type Env = Readonly<Record<string, string | undefined>>;

interface Named {
  readonly value: string;
  readonly from: string;
}

class Reader {
  readonly problems: string[] = [];

  constructor(
    readonly config: StackConfig,
    readonly env: Env,
  ) {}

  fromConfig(key: string): Named | undefined {
    const value = this.config.get(`altinn:${key}`)?.trim();
    return value === undefined || value === "" ? undefined : { value, from: `altinn:${key}` };
  }

  fromEnv(variable: string): Named | undefined {
    const value = this.env[variable]?.trim();
    return value === undefined || value === "" ? undefined : { value, from: variable };
  }

  /** Two different values are refused: nobody can know which one was meant. */
  agreed(key: string, variable: string): string | undefined {
    const [config, env] = [this.fromConfig(key), this.fromEnv(variable)];
    if (config && env && config.value !== env.value) {
      this.problems.push(
        `${config.from} is "${config.value}" in the stack configuration, but the environment variable ${env.from} is "${env.value}". Make them the same, or remove one.`,
      );
    }
    return (env ?? config)?.value;
  }

  required(key: string, variable: string, example: string): string | undefined {
    const value = this.agreed(key, variable);
    if (value === undefined) {
      this.problems.push(
        `altinn:${key} is not set. Set it with \`pulumi config set altinn:${key} ${example}\` or as the environment variable ${variable}.`,
      );
    }
    return value;
  }

  /** For values where the environment wins. */
  preferEnv(key: string, variable: string): Named | undefined {
    return this.fromEnv(variable) ?? this.fromConfig(key);
  }

  flag(key: string, variable: string): boolean {
    return this.#truth(this.preferEnv(key, variable));
  }

  /** A flag that is set in the environment only. */
  variable(name: string): boolean {
    return this.#truth(this.fromEnv(name));
  }

  #truth(found: Named | undefined): boolean {
    if (!found) return false;
    if (found.value === "true" || found.value === "false") return found.value === "true";
    this.problems.push(`${found.from} is "${found.value}". Write true or false.`);
    return false;
  }

  count(key: string, variable: string, range: readonly [number, number], fallback: number): number {
    const found = this.preferEnv(key, variable);
    if (!found) return fallback;
    const value = Number(found.value);
    if (Number.isInteger(value) && value >= range[0] && value <= range[1]) return value;
    this.problems.push(
      `${found.from} is "${found.value}". Write a whole number from ${String(range[0])} to ${String(range[1])}.`,
    );
    return fallback;
  }

  url(key: string, variable: string): string | undefined {
    const text = this.agreed(key, variable);
    if (text === undefined) return undefined;
    const url = URL.parse(text);
    const loopback = url !== null && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
    if (url === null || (url.protocol !== "https:" && !(url.protocol === "http:" && loopback))) {
      this.problems.push(
        `${variable} (or altinn:${key}) is "${text}". Write an https address; http is taken for this machine only, since tokens travel over it.`,
      );
      return undefined;
    }
    return text.replace(/\/+$/, "");
  }
}

const ON_DELETE = ["withdraw", "close", "delete", "keep"];

/**
 * Reads every setting. `settings` is absent when `problems` has entries: sentences that name the setting, its value and
 * where to set it.
 */
export function readSettings(
  config: StackConfig,
  env: Env,
): { readonly settings?: Settings; readonly problems: readonly string[] } {
  const reader = new Reader(config, env);
  const environment = reader.required("environment", "ALTINN_ENVIRONMENT", "tt02");
  if (environment !== undefined && !isEnvironmentName(environment)) {
    reader.problems.push(
      `altinn:environment is "${environment}". Write one of ${Object.keys(environments).join(", ")}.`,
    );
  }
  const orgNumber = reader.required("orgNumber", "ALTINN_ORG_NUMBER", "991825827");
  if (orgNumber !== undefined && !/^\d{9}$/.test(orgNumber)) {
    reader.problems.push(
      `altinn:orgNumber is "${orgNumber}". Write the nine digits of the organisation number.`,
    );
  }
  const orgCode = reader.required("orgCode", "ALTINN_ORG_CODE", "ttd")?.toLowerCase();
  if (orgCode === "ttd" && orgNumber !== undefined && orgNumber !== "991825827") {
    reader.problems.push(
      `altinn:orgCode is "ttd" with altinn:orgNumber "${orgNumber}". Broker gives everything of ttd to 991825827 and would refuse this organisation for ever. Write your own code, or 991825827.`,
    );
  }
  const addresses = readAddresses(reader, environment);
  const onDelete = reader.fromEnv("ALTINN_ON_DELETE");
  if (onDelete && !ON_DELETE.includes(onDelete.value)) {
    reader.problems.push(
      `ALTINN_ON_DELETE is "${onDelete.value}". Write one of ${ON_DELETE.join(", ")}.`,
    );
  }
  const rest = {
    subscriptionKey: reader.preferEnv("subscriptionKey", "ALTINN_SUBSCRIPTION_KEY")?.value,
    adopt: reader.flag("adopt", "ALTINN_ADOPT"),
    onDelete: onDelete?.value,
    withoutKey: reader.variable("ALTINN_WITHOUT_KEY"),
    parallelCalls: reader.count("parallelCalls", "ALTINN_PARALLEL_CALLS", [1, 64], 8),
    callTimeoutSeconds: reader.count(
      "callTimeoutSeconds",
      "ALTINN_CALL_TIMEOUT_SECONDS",
      [1, 600],
      30,
    ),
  };
  const { problems } = reader;
  if (
    problems.length > 0 ||
    !environment ||
    !isEnvironmentName(environment) ||
    !orgNumber ||
    !orgCode ||
    !addresses
  ) {
    return { problems };
  }
  return {
    problems,
    settings: {
      environment,
      facts: environments[environment],
      orgNumber,
      orgCode,
      ...addresses,
      ...rest,
      credentialsFromEnvironment:
        reader.fromEnv("MASKINPORTEN_CLIENT_ID") !== undefined &&
        (reader.fromEnv("MASKINPORTEN_JWK") ?? reader.fromEnv("MASKINPORTEN_PRIVATE_KEY")) !==
          undefined,
      client: () => readClient(reader),
    },
  };
}

function readAddresses(
  reader: Reader,
  environment: string | undefined,
): Pick<Settings, "platformUrl" | "maskinportenUrl" | "maskinportenIssuer"> | undefined {
  const given = {
    platformUrl: reader.url("platformUrl", "ALTINN_PLATFORM_URL"),
    maskinportenUrl: reader.url("maskinportenUrl", "ALTINN_MASKINPORTEN_URL"),
    issuer: reader.agreed("maskinportenIssuer", "ALTINN_MASKINPORTEN_ISSUER"),
  };
  if (environment === undefined || !isEnvironmentName(environment)) return undefined;
  const facts: EnvironmentFacts = environments[environment];
  if (facts.production && Object.values(given).some((address) => address !== undefined)) {
    reader.problems.push(
      "altinn:environment is production, and an address is set as well (altinn:platformUrl, altinn:maskinportenUrl, altinn:maskinportenIssuer, or ALTINN_PLATFORM_URL, ALTINN_MASKINPORTEN_URL, ALTINN_MASKINPORTEN_ISSUER). Production has its own addresses; remove the setting.",
    );
    return undefined;
  }
  const platformUrl = given.platformUrl ?? facts.platformUrl;
  const maskinportenUrl = given.maskinportenUrl ?? facts.maskinportenUrl;
  if (platformUrl === undefined || maskinportenUrl === undefined) {
    reader.problems.push(
      `altinn:environment is ${environment}, which has no address of its own. Set ALTINN_PLATFORM_URL and ALTINN_MASKINPORTEN_URL to those of the embedded Altinn (\`npm run up\` does), or choose tt02.`,
    );
    return undefined;
  }
  const issuer = given.issuer ?? maskinportenUrl;
  return {
    platformUrl,
    maskinportenUrl,
    maskinportenIssuer: issuer.endsWith("/") ? issuer : `${issuer}/`,
  };
}

/** The Maskinporten client, from the environment when anything of its key is there, else from the stack configuration. */
function readClient(reader: Reader): ClientSettings {
  const clientId = reader.preferEnv("clientId", "MASKINPORTEN_CLIENT_ID");
  if (!clientId) {
    throw new ConfigError(
      "MASKINPORTEN_CLIENT_ID is not set: the id of the Maskinporten client that acts for the service owner. Set it as an environment variable, or as altinn:clientId in the stack configuration.",
    );
  }
  const fromEnv = keyOf(
    reader.fromEnv("MASKINPORTEN_JWK"),
    reader.fromEnv("MASKINPORTEN_PRIVATE_KEY"),
    reader.fromEnv("MASKINPORTEN_KEY_ID"),
  );
  const key =
    fromEnv ??
    keyOf(
      reader.fromConfig("jwk"),
      reader.fromConfig("privateKey"),
      reader.preferEnv("keyId", "MASKINPORTEN_KEY_ID"),
    );
  if (!key) {
    throw new ConfigError(
      "No private key is set. Set the environment variable MASKINPORTEN_JWK (a private RSA JWK, as JSON or base64 of it), or MASKINPORTEN_PRIVATE_KEY (PEM) and MASKINPORTEN_KEY_ID; or altinn:jwk as a secret of the stack.",
    );
  }
  return { clientId: clientId.value, key };
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
