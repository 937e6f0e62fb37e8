import type { OrganisationList } from "../clients/organisation-list";
import { codesOf, numberOf } from "../clients/organisation-list";
import { ResourceRegistryClient } from "../clients/resource-registry";
import { ConfigError, messageOf } from "../errors";
import { HttpClient } from "../http/client";
import { httpSettings } from "../http-settings";
import { readSettings, type Settings } from "../settings";
import { isKeySet } from "../settings-client";
import { NO_STACK, type Env, type StackConfig } from "../settings-reader";
import { missingStack } from "../stack/missing-stack";
import { pulumiCli } from "../stack/pulumi-cli";
import { isObject, type JsonObject } from "../values/json";
import { readStackConfig } from "../stack/stack-config";

/* Where a command looks: for each environment the settings, and the organisation that is asked about. */

/** What a command was told. */
export interface Wanted {
  readonly env: Env;
  /** Folder of the Pulumi project. */
  readonly cwd: string;
  /** Whose configuration to read besides the environment. */
  readonly stack?: string | undefined;
  /** The configuration, where the caller has read it. */
  readonly config?: StackConfig | undefined;
  /** Names of environments; the settings' own when left out. */
  readonly environments?: readonly string[] | undefined;
  /** Code of the organisation; the settings' own when left out. */
  readonly org?: string | undefined;
  /** See `RetryRule`. */
  readonly pauseBetweenTries?: ((ms: number) => number) | undefined;
  /** Variables that an environment has instead of the usual ones: where tests have a second Altinn. */
  readonly elsewhere?: Readonly<Record<string, Env>> | undefined;
}

/** One environment, and the organisation in it. */
export interface Place {
  readonly settings: Settings;
  /** Altinn's organisation list; undefined when it could not be read. */
  readonly organisations: OrganisationList | undefined;
  /** Why nothing is asked that needs a key, a phrase; undefined when the key is there and is for this environment. */
  readonly withoutKey: string | undefined;
  /** Why a key that is set, and is for this environment, cannot be used, sentences; undefined when it can, and when none is set. */
  readonly keyProblem: string | undefined;
}

/**
 * The places in the order in which they were named, the settings' own one when none was.
 * @throws ConfigError for settings that are missing or wrong, all of them at once
 */
export async function placesOf(wanted: Wanted): Promise<Place[]> {
  const { env, cwd, stack, org } = wanted;
  const config =
    wanted.config ?? (stack === undefined ? NO_STACK : await configOf(cwd, env, stack));
  const own = config.get("altinn:environment")?.trim() ?? env.ALTINN_ENVIRONMENT?.trim();
  const names = wanted.environments ?? [undefined];
  const sources = names.map((name) => sourceOf(config, wanted, name, own));
  const problems = new Set<string>();
  const places: Place[] = [];
  for (const source of sources) {
    const missing = missingIn(source, wanted);
    const code = codeIn(source);
    const isOther = org !== undefined && code !== undefined && org.toLowerCase() !== code;
    const named = org ?? code ?? "";
    const isLookedUp = isOther || code === undefined || numberIn(source) === undefined;
    const found =
      missing.length > 0
        ? { problems: missing }
        : isLookedUp
          ? await ofOrganisation(source, named, wanted)
          : readSettings(source.config, source.env);
    if ("settings" in found && found.settings)
      places.push(await placeOf(found.settings, source, isOther, wanted));
    else found.problems.forEach((problem) => problems.add(problem));
  }
  if (problems.size > 0) throw new ConfigError([...problems].join(" "));
  return places;
}

/** What neither options nor settings say, sentences. */
function missingIn(source: Source, { org }: Wanted): string[] {
  return [
    ...(environmentIn(source) === undefined
      ? [
          "No environment is named. Write --environment tt02, or set ALTINN_ENVIRONMENT (altinn:environment of a stack).",
        ]
      : []),
    ...(org === undefined && codeIn(source) === undefined
      ? [
          "No organisation is named. Write --org with its code at Altinn, such as --org ttd, or set ALTINN_ORG_CODE (altinn:orgCode of a stack).",
        ]
      : []),
  ];
}

/** The `altinn:` settings of a stack. */
export async function configOf(cwd: string, env: Env, stack: string): Promise<StackConfig> {
  const cli = pulumiCli(cwd, env);
  const { config, problem } = await readStackConfig(cli, stack);
  if (config) return config;
  const missing = await missingStack(cli, stack);
  if (missing) throw new ConfigError(`${missing.seen} ${missing.todo}`);
  throw new ConfigError(
    `The configuration of the stack ${stack} could not be read: ${problem}. Make \`pulumi config --stack ${stack}\` work here, or leave --stack out and set the environment variables.`,
  );
}

interface Source {
  readonly config: StackConfig;
  readonly env: Env;
  /** The environment is another one than that of the settings, whose key is not for it. */
  readonly isOther: boolean;
}

const ADDRESSES = ["platformUrl", "maskinportenUrl", "maskinportenIssuer"];

/** Addresses belong to the environment that the settings name; another one has its own. */
function sourceOf(
  config: StackConfig,
  { env, elsewhere }: Wanted,
  name: string | undefined,
  own: string | undefined,
): Source {
  if (name === undefined || name === own) return { config, env, isOther: false };
  const isOther = own !== undefined && own !== "";
  const left = Object.entries(env).filter(
    ([variable]) =>
      !(isOther && /^ALTINN_(?:PLATFORM_URL|MASKINPORTEN_(?:URL|ISSUER))$/.test(variable)),
  );
  return {
    isOther,
    env: { ...Object.fromEntries(left), ...elsewhere?.[name], ALTINN_ENVIRONMENT: name },
    config:
      config === NO_STACK
        ? NO_STACK
        : {
            get: (key) =>
              key === "altinn:environment" ||
              (isOther && ADDRESSES.some((address) => key === `altinn:${address}`))
                ? undefined
                : config.get(key),
          },
  };
}

const settingIn = ({ config, env }: Source, variable: string, key: string): string | undefined =>
  env[variable]?.trim() || config.get(`altinn:${key}`)?.trim() || undefined;

const environmentIn = (source: Source): string | undefined =>
  settingIn(source, "ALTINN_ENVIRONMENT", "environment");
const codeIn = (source: Source): string | undefined =>
  settingIn(source, "ALTINN_ORG_CODE", "orgCode")?.toLowerCase();
const numberIn = (source: Source): string | undefined =>
  settingIn(source, "ALTINN_ORG_NUMBER", "orgNumber");

/** The settings as they would be for another organisation, whose number is looked up. */
async function ofOrganisation(
  source: Source,
  org: string,
  wanted: Wanted,
): Promise<ReturnType<typeof readSettings>> {
  const as = (code: string, number: string): ReturnType<typeof readSettings> =>
    readSettings(
      {
        get: (key) =>
          key === "altinn:orgCode" || key === "altinn:orgNumber"
            ? undefined
            : source.config.get(key),
      },
      { ...source.env, ALTINN_ORG_CODE: code, ALTINN_ORG_NUMBER: number },
    );
  // Any organisation will do to find the list.
  const { settings, problems } = as("ttd", "991825827");
  if (!settings) return { problems };
  const list = await registryOf(settings, wanted).organisations();
  const number = numberOf(list, org);
  if (number !== undefined) return as(org, number);
  const known = Object.keys(list).slice(0, 5).join(", ");
  return {
    problems: [
      `Altinn's organisation list (${settings.environment}) has no organisation with a number under the code "${org}". Check --org: it takes Altinn's short code, such as ${known}.`,
    ],
  };
}

const registryOf = (settings: Settings, { pauseBetweenTries }: Wanted): ResourceRegistryClient =>
  new ResourceRegistryClient(
    new HttpClient(httpSettings(settings, pauseBetweenTries)),
    settings.platformUrl,
  );

async function placeOf(
  settings: Settings,
  source: Source,
  isOther: boolean,
  wanted: Wanted,
): Promise<Place> {
  const organisations = await registryOf(settings, wanted)
    .organisations()
    .catch(() => undefined);
  const withoutKey = whyWithoutKey(settings, source, isOther);
  return {
    settings,
    organisations,
    withoutKey,
    keyProblem: problemOfKey(settings, source, isOther),
  };
}

function problemOfKey(settings: Settings, source: Source, isOther: boolean): string | undefined {
  const isAsked = !settings.withoutKey && !isOther && !source.isOther;
  if (!isAsked || !isKeySet(source.config, source.env)) return undefined;
  try {
    settings.client();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function whyWithoutKey(settings: Settings, source: Source, isOther: boolean): string | undefined {
  if (settings.withoutKey) return "ALTINN_WITHOUT_KEY is set";
  if (isOther) return `the key of the settings is not ${settings.orgCode}'s`;
  if (source.isOther) return "the key of the settings is for another environment";
  try {
    settings.client();
    return undefined;
  } catch (error) {
    return error instanceof ConfigError ? "no key is set" : "the key cannot be used";
  }
}

/** Whether a document belongs to the organisation: by its number, unless its code is another one of that number, or by its code. */
export function belongsTo(
  { settings, organisations }: Pick<Place, "settings" | "organisations">,
  document: JsonObject,
): boolean {
  const authority = isObject(document.hasCompetentAuthority) ? document.hasCompetentAuthority : {};
  const code = typeof authority.orgcode === "string" ? authority.orgcode.toLowerCase() : "";
  if (code === settings.orgCode) return true;
  if (authority.organization !== settings.orgNumber) return false;
  // Two codes of the list may have one number, such as digdir and ttd.
  return !codesOf(organisations ?? {}, settings.orgNumber).includes(code);
}
