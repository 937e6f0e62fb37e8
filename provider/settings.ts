import { homedir } from "node:os";
import { join } from "node:path";
import {
  environments,
  isEnvironmentName,
  type EnvironmentFacts,
  type EnvironmentName,
} from "./environments";
import { readProxy, type Proxy } from "./http/proxy";
import { isClientOfEnv, readClient, type ClientSettings } from "./settings-client";
import { Reader, type Env, type Named, type StackConfig } from "./settings-reader";

export type { ClientSettings, KeySetting } from "./settings-client";
export type { StackConfig } from "./settings-reader";

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
  /** Pulumi's own folder on this machine. */
  readonly pulumiHome: string;
  /** From the variables that curl and others know too; undefined when every call goes straight. */
  readonly proxy: Proxy | undefined;
  /** Client id and key both stand in the environment, which is always that of this run. */
  readonly credentialsFromEnvironment: boolean;
  /** Missing or contradictory credentials do not stop a run that needs no token: this throws when one is needed. */
  client(): ClientSettings;
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
  if (environment !== undefined && !isEnvironmentName(environment.value)) {
    reader.addProblem(
      `${environment.from} is "${environment.value}". Write one of ${Object.keys(environments).join(", ")}.`,
    );
  }
  const orgNumber = reader.required("orgNumber", "ALTINN_ORG_NUMBER", "991825827");
  const orgCode = reader.required("orgCode", "ALTINN_ORG_CODE", "ttd");
  judgeOrganisation(reader, orgNumber, orgCode);
  const addresses = readAddresses(reader, environment?.value);
  const onDelete = reader.fromEnv("ALTINN_ON_DELETE");
  if (onDelete && !ON_DELETE.includes(onDelete.value)) {
    reader.addProblem(
      `ALTINN_ON_DELETE is "${onDelete.value}". Write one of ${ON_DELETE.join(", ")}.`,
    );
  }
  const rest = {
    subscriptionKey: reader.preferEnvSecret("subscriptionKey", "ALTINN_SUBSCRIPTION_KEY")?.value,
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
  const proxy = readProxy(env);
  if (proxy.problem !== undefined) reader.addProblem(proxy.problem);
  const { problems } = reader;
  if (
    problems.length > 0 ||
    !environment ||
    !isEnvironmentName(environment.value) ||
    !orgNumber ||
    !orgCode ||
    !addresses
  ) {
    return { problems };
  }
  return {
    problems,
    settings: {
      environment: environment.value,
      facts: environments[environment.value],
      orgNumber: orgNumber.value,
      orgCode: orgCode.value.toLowerCase(),
      ...addresses,
      ...rest,
      pulumiHome: env.PULUMI_HOME || join(homedir(), ".pulumi"),
      proxy: proxy.proxy,
      credentialsFromEnvironment: isClientOfEnv(config, env),
      client: () => readClient(config, env),
    },
  };
}

/** Letters and digits, by the schema of Altinn's organisation list (Altinn/altinn-cdn, orgs/altinn-orgs.schema.v1.json). */
const ORG_CODE = /^[a-z0-9]+$/i;

function judgeOrganisation(
  reader: Reader,
  orgNumber: Named | undefined,
  orgCode: Named | undefined,
): void {
  const isNumber = orgNumber !== undefined && /^\d{9}$/.test(orgNumber.value);
  if (orgNumber && !isNumber) {
    reader.addProblem(
      `${orgNumber.from} is "${orgNumber.value}". Write the nine digits of the organisation number.`,
    );
  }
  if (orgCode && /^\d+$/.test(orgCode.value)) {
    reader.addProblem(
      `${orgCode.from} is "${orgCode.value}", a number. Write Altinn's short code of the organisation, such as ttd; its number belongs in altinn:orgNumber (ALTINN_ORG_NUMBER).`,
    );
  } else if (orgCode && !ORG_CODE.test(orgCode.value)) {
    reader.addProblem(
      `${orgCode.from} is "${orgCode.value}". Write Altinn's short code of the organisation as its organisation list has it, letters and digits such as ttd.`,
    );
  }
  if (isNumber && orgNumber.value !== "991825827" && orgCode?.value.toLowerCase() === "ttd") {
    reader.addProblem(
      `altinn:orgCode is "ttd" with altinn:orgNumber "${orgNumber.value}". Broker gives everything of ttd to 991825827 and would refuse this organisation for ever. Write your own code, or 991825827.`,
    );
  }
}

function readAddresses(
  reader: Reader,
  environment: string | undefined,
): Pick<Settings, "platformUrl" | "maskinportenUrl" | "maskinportenIssuer"> | undefined {
  const before = reader.problems.length;
  const given = {
    platformUrl: reader.url("platformUrl", "ALTINN_PLATFORM_URL"),
    maskinportenUrl: reader.url("maskinportenUrl", "ALTINN_MASKINPORTEN_URL"),
    issuer: reader.agreed("maskinportenIssuer", "ALTINN_MASKINPORTEN_ISSUER")?.value,
  };
  if (environment === undefined || !isEnvironmentName(environment)) return undefined;
  const facts: EnvironmentFacts = environments[environment];
  if (facts.production && Object.values(given).some((address) => address !== undefined)) {
    reader.addProblem(
      "altinn:environment is production, and an address is set as well (altinn:platformUrl, altinn:maskinportenUrl, altinn:maskinportenIssuer, or ALTINN_PLATFORM_URL, ALTINN_MASKINPORTEN_URL, ALTINN_MASKINPORTEN_ISSUER). Production has its own addresses; remove the setting.",
    );
    return undefined;
  }
  const platformUrl = given.platformUrl ?? facts.platformUrl;
  const maskinportenUrl = given.maskinportenUrl ?? facts.maskinportenUrl;
  if (platformUrl === undefined || maskinportenUrl === undefined) {
    // One that was given and refused has been told.
    if (reader.problems.length > before) return undefined;
    reader.addProblem(
      `altinn:environment is ${environment}, which has no address of its own. Set ALTINN_PLATFORM_URL and ALTINN_MASKINPORTEN_URL to those of the embedded Altinn (\`npx altinn-standin\` prints them), or choose tt02, Altinn's test environment.`,
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
