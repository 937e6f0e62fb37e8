import { AltinnError, messageOf, PartialCreateError, RefusedError } from "./errors";
import type { Context, Kind, Lifecycle, Outputs, Recorded, Values } from "./resources/lifecycle";
import { without } from "./resources/lifecycle";
import type { Settings } from "./settings";
import { isObject, jsonClean } from "./values/json";
import { isUnknown } from "./values/unknown";

/*
 * A lifecycle in the terms of Pulumi's dynamic provider process: `__provider` in and out, `recorded` beside the outputs,
 * failures without a property (the engine would print its value), and errors in the shapes that the process understands.
 */

/** The method names and shapes of `pulumi.dynamic.ResourceProvider`, which this module does not import. */
export interface DynamicMethods {
  check(
    olds: Values,
    news: Values,
  ): Promise<{ inputs: Values; failures: { property: string; reason: string }[] }>;
  diff(id: string, olds: Values, news: Values): Promise<{ changes?: boolean; replaces?: string[] }>;
  create(inputs: Values): Promise<{ id: string; outs: Values }>;
  read(id: string, props: Values): Promise<{ id?: string; props?: Values; inputs?: Values }>;
  update(id: string, olds: Values, news: Values): Promise<{ outs: Values }>;
  delete(id: string, props: Values): Promise<void>;
}

/** What one process remembers. */
export interface Session {
  /** Settings that are missing or contradict each other, as sentences. */
  problems(): readonly string[];
  context(): Context;
  /** Ids that `check` has seen in this process, for each kind. */
  seen(kind: Kind): Set<string>;
}

const PROVIDER = "__provider";
const RECORDED = "recorded";
/** Marks the outputs of an object that is only read. Keys with two underscores are hidden in diffs. */
const GET = "__get";

export function dynamicMethods(
  kind: Kind,
  make: (context: Context) => Lifecycle,
  session: Session,
): DynamicMethods {
  let made: Lifecycle | undefined;
  const lifecycle = (): Lifecycle => (made ??= make(session.context()));
  const settings = (): Settings => session.context().settings;

  const stored = (props: Values): Outputs => {
    const outputs = without(props, PROVIDER, RECORDED, GET);
    return { ...outputs, server: isObject(outputs.server) ? outputs.server : {} };
  };
  const recorded = (): Recorded => ({
    environment: settings().environment,
    organization: settings().orgNumber,
  });
  const outs = (outputs: Values): Values => jsonClean({ ...outputs, [RECORDED]: recorded() });

  /** A stack whose settings now name another place must not touch what it made elsewhere. */
  const guard = (id: string, props: Values): void => {
    const was = props[RECORDED];
    if (!isObject(was)) return;
    const now = recorded();
    if (was.environment === now.environment && was.organization === now.organization) return;
    throw new RefusedError(
      `${kind} ${id} was made in ${String(was.environment)} for organisation ${String(was.organization)}, but the settings now say ${now.environment} and ${now.organization}. Set altinn:environment and altinn:orgNumber back, or use a new stack for the other place; nothing was touched.`,
    );
  };

  /** An object that the program only reads has no inputs, so a refresh finds nothing to compare. */
  const got = (id: string, outputs: Outputs | undefined): { id: string; props: Values } => {
    if (outputs) return { id, props: { ...outs(outputs), [GET]: true } };
    throw new RefusedError(
      `${kind} ${id} is not there, so it cannot be read. Check the id and altinn:environment, or make it.`,
    );
  };

  /** A run without credentials writes nothing, and does not begin what it cannot end. */
  const refuseWithoutKey = (act: string, id: string): void => {
    if (!settings().withoutKey) return;
    throw new RefusedError(
      `${kind} ${id} is not ${act}: ALTINN_WITHOUT_KEY is set, which is for read-only runs such as previews of pull requests. Nothing was written; unset it to write.`,
    );
  };

  return {
    async check(olds, news) {
      const problems = session.problems();
      if (problems.length > 0) return { inputs: news, failures: problems.map(failure) };
      return telling(async () => {
        const before = without(olds, PROVIDER);
        const wanted = without(news, PROVIDER);
        const { inputs, failures } = await lifecycle().check(
          Object.keys(before).length > 0 ? before : undefined,
          wanted,
        );
        if (failures.length === 0) {
          const id = lifecycle().idOf(inputs);
          if (!isUnknown(id)) session.seen(kind).add(id);
        }
        return { inputs: jsonClean(inputs), failures: failures.map(failure) };
      });
    },

    async diff(id, olds, news) {
      return telling(async () => {
        guard(id, olds);
        const { changes, replaces } = lifecycle().diff(stored(olds), without(news, PROVIDER));
        return {
          ...(changes === undefined ? {} : { changes }),
          ...(replaces ? { replaces: [...replaces] } : {}),
        };
      });
    },

    async create(inputs) {
      return telling(
        async () => {
          const wanted = without(inputs, PROVIDER);
          refuseWithoutKey("created", lifecycle().idOf(wanted));
          return { id: lifecycle().idOf(wanted), outs: outs(await lifecycle().create(wanted)) };
        },
        (error) => partialCreation(error, inputs, outs),
      );
    },

    async read(id, props) {
      return telling(
        async () => {
          guard(id, props);
          if (isGet(props)) return got(id, await lifecycle().get(id));
          const found = await lifecycle().read(id, stored(props));
          if (!found) return {};
          return { id, props: outs(found.outputs), inputs: jsonClean(found.inputs) };
        },
        (error) => withWayAround(error),
      );
    },

    async update(id, olds, news) {
      return telling(
        async () => {
          guard(id, olds);
          refuseWithoutKey("updated", id);
          return {
            outs: outs(await lifecycle().update(id, stored(olds), without(news, PROVIDER))),
          };
        },
        (error) => partialCreation(error, news, outs),
      );
    },

    async delete(id, props) {
      return telling(async () => {
        guard(id, props);
        refuseWithoutKey("deleted", id);
        if (session.seen(kind).has(id)) {
          session
            .context()
            .warn(
              `${kind} ${id} is left alone: the program still has it, under another name. Use the resource option aliases when you rename or move a resource, so that it keeps its history.`,
            );
          return;
        }
        await lifecycle().delete(id, stored(props));
      });
    },
  };
}

/** `read` of an object that `new X(name, undefined, { id })` names gets the class's empty arguments. */
const isGet = (props: Values): boolean => props[GET] === true || props[RECORDED] === undefined;

/** With a property the engine would print the property's value, a whole policy or a secret included. */
const failure = (reason: string): { property: string; reason: string } => ({
  property: "",
  reason,
});

/** What the dynamic provider process takes for an object that exists but is not whole. */
function partialCreation(
  error: unknown,
  inputs: Values,
  outs: (outputs: Values) => Values,
): unknown {
  if (!(error instanceof PartialCreateError)) return error;
  return Object.assign(new AltinnError(error.code, error.message), {
    id: error.resourceId,
    properties: { ...outs(error.outputs), [PROVIDER]: inputs[PROVIDER] },
    reasons: [error.message],
  });
}

function withWayAround(error: unknown): unknown {
  const text = messageOf(error);
  if (text.includes("--refresh=false")) return error;
  return new AltinnError(
    error instanceof AltinnError ? error.code : "API_REFUSED",
    `${text} Nothing was taken as deleted. To plan without comparing, use --refresh=false.`,
  );
}

/** Runs `work`; its error reaches the engine as one line, unless ALTINN_DEBUG asks for the stack. */
async function telling<T>(
  work: () => Promise<T>,
  shape: (error: unknown) => unknown = (error) => error,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw oneLine(shape(error));
  }
}

function oneLine(error: unknown): unknown {
  if (!(error instanceof Error) || process.env.ALTINN_DEBUG) return error;
  const text = error.message;
  Object.defineProperty(error, "stack", { value: text, configurable: true });
  Object.defineProperty(error, "toString", { value: () => text, configurable: true });
  return error;
}
