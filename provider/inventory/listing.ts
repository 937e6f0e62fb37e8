import { pulumiCli } from "../stack/pulumi-cli";
import { readStackState, type StackState } from "../stack/stack-state";
import { namesIn } from "../clients/organisation-list";
import { ConfigError } from "../errors";
import { whoGetsIn, type WhoGetsIn } from "./access";
import { graveness, inSomeOnly, odditiesOf, policyFormOf, type Oddity } from "./oddities";
import { configOf as stackConfig, placesOf, type Wanted } from "./places";
import {
  takeInventory,
  type FoundService,
  type Inventory,
  type Look,
  type Progress,
} from "./services";

/** What `list --json` prints. Members may be added; none is renamed or taken out. */
export interface Listing {
  readonly organisation: { readonly number: string; readonly code: string };
  readonly environments: readonly ListedEnvironment[];
  readonly stack: string | null;
  /** Odd ones first, the gravest of all at the top, then by identifier; of one service environment by environment. */
  readonly services: readonly ListedService[];
  /** Services, each counted once for each environment. */
  readonly counts: { readonly services: number; readonly odd: number; readonly unread: number };
}

export interface ListedEnvironment {
  readonly environment: string;
  readonly services: number;
  /** Why Broker's settings, and access lists, were not looked at; null where they were. */
  readonly notLookedAt: { readonly broker: string | null; readonly lists: string | null };
  /** There is a key, and no token comes of it: `notLookedAt` says why. */
  readonly isKeyUseless: boolean;
}

type Unknown = "not looked at" | "unread";

/** One service in one environment. */
export interface ListedService {
  readonly environment: string;
  readonly identifier: string;
  readonly resourceType: string;
  /** Null where the document has none. */
  readonly status: string | null;
  readonly visible: boolean;
  readonly accessListMode: string;
  /** The registry's `versionId`, its running number over all resources and what is written of them; null where it gives none. */
  readonly version: number | null;
  readonly policy: "none" | "plain" | "unusual" | "unread";
  readonly broker: "none" | "configured" | "another's" | Unknown;
  /** Identifiers of the connected access lists. */
  readonly lists: readonly string[] | Unknown;
  /** The kinds of resources that the stack has of it; null without a stack, and for another environment than the stack's. */
  readonly managed: readonly string[] | null;
  /** Null where it was not asked for. */
  readonly access: WhoGetsIn | null;
  readonly odd: readonly Oddity[];
  /** Why something is unread, sentences. */
  readonly unread: readonly string[];
}

/** Reads what an organisation has, in one environment or several. */
export async function takeListing(
  wanted: Wanted & {
    readonly progress: Progress;
    /** Whether to say of each service who gets in; it asks nobody for that. */
    readonly access?: boolean | undefined;
  },
): Promise<Listing> {
  const places = await placesOf(wanted);
  const managed = await managedIn(wanted);
  const inventories: Inventory[] = [];
  for (const place of places)
    inventories.push(
      await takeInventory(place, { progress: wanted.progress, pause: wanted.pauseBetweenTries }),
    );
  const names = inventories.map(({ place }) => place.settings.environment);
  const having = (identifier: string): string[] =>
    inventories
      .filter(({ services }) => services.some((service) => service.identifier === identifier))
      .map(({ place }) => place.settings.environment);
  const rows = inventories.flatMap(({ place, services }) => {
    const organisations = namesIn(place.organisations ?? {}, "en");
    return services.map((service) => {
      const { environment } = place.settings;
      const has = having(service.identifier);
      const lacks = names.filter((name) => !has.includes(name));
      return rowOf(service, environment, {
        managed: managed?.environment === environment ? managed.state : undefined,
        more: lacks.length > 0 ? [inSomeOnly(has, lacks)] : [],
        access: wanted.access === true ? whoGetsIn(service, organisations) : null,
      });
    });
  });
  const [first] = inventories;
  if (first === undefined) throw new ConfigError("No environment was named.");
  const { orgNumber, orgCode } = first.place.settings;
  return {
    organisation: { number: orgNumber, code: orgCode },
    environments: inventories.map(({ place, services, notLookedAt, isKeyUseless }) => ({
      environment: place.settings.environment,
      services: services.length,
      notLookedAt: { broker: notLookedAt.broker ?? null, lists: notLookedAt.lists ?? null },
      isKeyUseless,
    })),
    stack: wanted.stack ?? null,
    services: inOrder(rows, names),
    counts: {
      services: rows.length,
      odd: rows.filter(({ odd }) => odd.length > 0).length,
      unread: rows.filter(({ unread }) => unread.length > 0).length,
    },
  };
}

/** What the stack manages, and in which environment. */
async function managedIn({
  stack,
  cwd,
  env,
}: Wanted): Promise<{ readonly environment: string; readonly state: StackState } | undefined> {
  if (stack === undefined) return undefined;
  const config = await stackConfig(cwd, env, stack);
  const { state, problem } = await readStackState(pulumiCli(cwd, env), stack);
  if (state === undefined)
    throw new ConfigError(`The state of the stack ${stack} could not be read: ${problem}.`);
  const environment = config.get("altinn:environment") ?? env.ALTINN_ENVIRONMENT ?? "";
  return { environment: environment.trim(), state };
}

const PARTS = ["Resource", "ResourcePolicy", "BrokerResourceConfig"];

const looked = <T, R>(look: Look<T>, of: (value: T) => R): R | Unknown =>
  look.is === "seen" ? of(look.value) : look.is;

function rowOf(
  service: FoundService,
  environment: string,
  {
    managed,
    more,
    access,
  }: Pick<ListedService, "access"> & {
    readonly managed: StackState | undefined;
    readonly more: readonly Oddity[];
  },
): ListedService {
  const { identifier, document, policy, config, lists } = service;
  return {
    environment,
    identifier,
    resourceType: String(document.resourceType),
    status: typeof document.status === "string" ? document.status : null,
    visible: document.visible !== false,
    accessListMode: String(document.accessListMode ?? "Disabled"),
    version: document.versionId ?? null,
    policy: policyFormOf(service),
    broker: looked(config, (value) =>
      value === undefined ? "none" : value === "another's" ? value : "configured",
    ),
    lists: looked(lists, (value) => value.map(({ list }) => list)),
    managed: managed ? PARTS.filter((kind) => managed.get(kind)?.has(identifier)) : null,
    access,
    odd: [...odditiesOf(service), ...more].sort((a, b) => graveness(a.code) - graveness(b.code)),
    unread: [policy, config, lists].flatMap((look) => (look.is === "unread" ? [look.why] : [])),
  };
}

/** Rows of one service stay together, where the gravest of its oddities in any environment puts it. */
function inOrder(rows: readonly ListedService[], names: readonly string[]): ListedService[] {
  const last = Number.POSITIVE_INFINITY;
  const grave = new Map<string, number>();
  for (const { identifier, odd } of rows) {
    const own = odd[0] === undefined ? last : graveness(odd[0].code);
    grave.set(identifier, Math.min(grave.get(identifier) ?? last, own));
  }
  const rank = (row: ListedService): number => grave.get(row.identifier) ?? last;
  return rows.toSorted(
    (a, b) =>
      compare(rank(a), rank(b)) ||
      compare(a.identifier, b.identifier) ||
      names.indexOf(a.environment) - names.indexOf(b.environment),
  );
}

const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
