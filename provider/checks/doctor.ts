import { AccessListsClient } from "../clients/access-lists/client";
import { BROKER_SCOPE, BrokerClient } from "../clients/broker";
import { namesIn } from "../clients/organisation-list";
import { ResourceRegistryClient } from "../clients/resource-registry";
import { HttpClient } from "../http/client";
import { httpSettings } from "../http-settings";
import { readSettings, type Settings } from "../settings";
import { NO_STACK, type Env } from "../settings-reader";
import { missingStack } from "../stack/missing-stack";
import { readProject } from "../stack/project";
import { pulumiCli } from "../stack/pulumi-cli";
import { readStackConfig } from "../stack/stack-config";
import { readStackProgram, type ReadProgram } from "../stack/stack-program";
import { exchangeChecks, subscriptionKeyCheck } from "./altinn";
import { configurationCheck, serviceOwnerChecks } from "./broker";
import { heldUp, ofStep, STEPS, type Check, type Step } from "./check";
import { maskinportenChecks } from "./maskinporten";
import { organisationChecks } from "./organisation";
import { programChecks, unnamedChecks } from "./program";
import { resourceChecks, type Registry } from "./registry";
import { LIST_SCOPE } from "./scopes";
import { servicesOf, type Service } from "./services";
import { settingsChecks, type UsableClient } from "./settings";
import { toolChecks } from "./tools";

/** What to look at. */
export interface Examination {
  readonly env: Env;
  /** Where the Pulumi project is looked for, upwards. */
  readonly cwd: string;
  /** Whose configuration to read, and whose services to look at. */
  readonly stack?: string | undefined;
  /** Identifiers of the services to look at, instead of those of the stack. */
  readonly only?: readonly string[] | undefined;
  /** Whether access lists are used, where no stack says it. */
  readonly lists?: boolean | undefined;
  /** See `RetryRule`. */
  readonly pauseBetweenTries?: ((ms: number) => number) | undefined;
  /** Of the Node that runs this; another one in tests. */
  readonly nodeVersion?: string | undefined;
  /** Told what is looked at now, a few words. */
  readonly progress?: (words: string) => void;
}

/** What was looked at, and what became of it. */
export interface Diagnosis {
  /** Undefined when the settings are refused. */
  readonly settings: Pick<Settings, "environment" | "orgNumber" | "orgCode"> | undefined;
  readonly stack: string | undefined;
  readonly services: readonly string[];
  /** In the order of {@link STEPS}. */
  readonly checks: readonly Check[];
}

/** Looks at all that must be true before the first `up`. Writes nothing anywhere. */
export async function diagnose(given: Examination): Promise<Diagnosis> {
  const { env, cwd, stack, only, progress = () => undefined } = given;
  const project = readProject(cwd);
  const cli = pulumiCli(cwd, env);
  progress("Node, Pulumi and the project");
  const nodeVersion = given.nodeVersion ?? process.versions.node;
  const checks: Check[] = await toolChecks({ project, cli, cwd, nodeVersion });

  progress("settings");
  const config = stack === undefined ? undefined : await readStackConfig(cli, stack);
  const isUnread = stack !== undefined && config?.config === undefined;
  const missing = isUnread ? await missingStack(cli, stack) : undefined;
  const read = readSettings(config?.config ?? NO_STACK, env);
  const {
    settings,
    usable,
    checks: ofSettings,
  } = settingsChecks({
    settings: read.settings,
    problems: read.problems,
    stack,
    stackProblem: config?.problem,
    missing,
  });
  checks.push(...ofSettings);

  // What reads no configuration, or is set wrong, cannot run.
  const canRun = config?.config !== undefined && settings !== undefined;
  if (canRun) progress(`the program of ${String(stack)}, by a preview`);
  const program = canRun && stack !== undefined ? await readStackProgram(cli, stack) : undefined;
  const services = servicesOf(only, program?.program);
  checks.push(
    ...programChecks(stack, program, config?.problem),
    ...(settings
      ? await asked({ given, settings, usable, program, services, progress })
      : unasked(services)),
    ...(services.length === 0 ? unnamedChecks(stack, program) : []),
  );
  return {
    settings: read.settings,
    stack,
    services: services.map(({ identifier }) => identifier),
    checks: inOrder(checks),
  };
}

const NOT_OURS = "the client does not act for the organisation of the settings by itself";

interface Asked {
  readonly given: Examination;
  readonly settings: Settings;
  readonly usable: UsableClient | undefined;
  readonly program: ReadProgram | undefined;
  readonly services: readonly Service[];
  readonly progress: (words: string) => void;
}

/** What Maskinporten and Altinn have to say. */
async function asked(all: Asked): Promise<Check[]> {
  const { given, settings, usable, program, services, progress } = all;
  const { env, stack } = given;
  const http = httpSettings(settings, given.pauseBetweenTries);
  const anonymous = new HttpClient(http);
  const registry = new ResourceRegistryClient(anonymous, settings.platformUrl);
  const withLists = given.lists === true || program?.program?.hasAccessLists === true;

  progress("Altinn's organisation list");
  const organisation = await organisationChecks(settings, registry, stack);
  const checks: Check[] = [...organisation.checks];
  checks.push(await subscriptionKeyCheck(settings, http, organisation));
  progress("Maskinporten");
  const maskinporten = await maskinportenChecks({
    settings,
    usable,
    http: anonymous,
    env,
    stack,
    withLists,
  });
  checks.push(...maskinporten.checks);
  progress("Altinn's token exchange");
  const exchange = await exchangeChecks(settings, anonymous, {
    tokens: maskinporten.tokens,
    list: organisation.list,
    held: !maskinporten.isOurs
      ? NOT_OURS
      : organisation.isListed
        ? undefined
        : "the organisation list does not have code and number of the settings",
  });
  checks.push(...exchange.checks);

  const { tokens } = exchange;
  const client = new HttpClient(http, tokens);
  const broker = new BrokerClient(client, settings.platformUrl);
  const held = !tokens.has(BROKER_SCOPE)
    ? `there is no Altinn token for ${BROKER_SCOPE}`
    : maskinporten.isOurs
      ? undefined
      : NOT_OURS;
  progress("Broker");
  checks.push(
    ...(await serviceOwnerChecks(settings, broker, {
      held,
      isMade: program?.program?.makesServiceOwner === true,
      isNeeded: given.only !== undefined,
    })),
  );
  const lists =
    tokens.has(LIST_SCOPE.scope) && maskinporten.isOurs
      ? new AccessListsClient(client, settings.platformUrl, settings.orgCode)
      : undefined;
  const names = namesIn(organisation.list ?? {}, "en");
  const place = { settings, isListed: organisation.isListed, registry, lists, withLists, names };
  checks.push(...(await serviceChecks(services, { place, broker, held, progress })));
  return checks;
}

/** Steps 3 and 5 of each service; they wait for answers side by side. */
async function serviceChecks(
  services: readonly Service[],
  {
    place,
    broker,
    held,
    progress,
  }: {
    readonly place: Registry;
    readonly broker: BrokerClient;
    readonly held: string | undefined;
    readonly progress: (words: string) => void;
  },
): Promise<Check[]> {
  let done = 0;
  const tell = (): void => {
    progress(`services, ${String(done)} of ${String(services.length)}`);
  };
  if (services.length > 0) tell();
  const each = await Promise.all(
    services.map(async (service) => {
      const resource = await resourceChecks(place, service);
      const because = resource.held ?? held;
      const configured = await configurationCheck(place.settings, broker, service, because);
      done += 1;
      tell();
      return [...resource.checks, configured];
    }),
  );
  return each.flat();
}

/** What each step would have asked. */
function unasked(services: readonly Service[]): Check[] {
  const steps: readonly (readonly [Step, string])[] = [
    ["organisation", "Altinn's organisation list"],
    ["client", "Client, key and scopes"],
    ["service-owner", "Registration and storage"],
  ];
  const ofServices = services.flatMap(({ identifier }) => [
    ofStep("resource", `Resource and policy of ${identifier}`, identifier),
    ofStep("configuration", `${identifier} in Broker`, identifier),
  ]);
  return [...steps.map(([step, title]) => ofStep(step, title)), ...ofServices].map((about) =>
    heldUp(about, "the settings are not right"),
  );
}

function inOrder(checks: readonly Check[]): Check[] {
  return Object.keys(STEPS).flatMap((step) => checks.filter((check) => check.step === step));
}
