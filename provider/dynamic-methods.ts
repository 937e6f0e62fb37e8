import { WRITE_SCOPES } from "./before-writing";
import {
  acknowledgedIn,
  acknowledgeFailures,
  acknowledgesElse,
  argumentsOf,
  carriedIn,
  inputsOf,
  PROVIDER,
  retainedIn,
  twinFailure,
  urnIn,
  withoutCarried,
} from "./carried-inputs";
import { DeletesInDoubt } from "./deletes-in-doubt";
import { AltinnError, mayHaveTakenEffect, PartialCreateError, RefusedError } from "./errors";
import { note, warning, type Line } from "./lines";
import { mistakenTexts } from "./mistaken-texts";
import type {
  Context,
  Difference,
  Kind,
  Lifecycle,
  Outputs,
  Recorded,
  Values,
} from "./resources/lifecycle";
import { without } from "./resources/lifecycle";
import { marksOf } from "./resources/marks";
import { telling, withLikelyCause, withWayAround } from "./telling";
import type { Settings } from "./settings";
import { changedKeys } from "./values/compare";
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
  /** Ids that `check` has seen in this process, for each kind, with the URN of the resource. */
  seen(kind: Kind): Map<string, unknown>;
}

const RECORDED = "recorded";
const MISTAKEN_TEXT = "mistaken-text";
/** Marks the outputs of an object that is only read. Keys with two underscores are hidden in diffs. */
const GET = "__get";

export function dynamicMethods(
  kind: Kind,
  make: (context: Context) => Lifecycle,
  session: Session,
): DynamicMethods {
  /** Ids that are in state, as far as this process has seen. */
  const managed = new Set<string>();
  let made: Lifecycle | undefined;
  const lifecycle = (): Lifecycle => (made ??= make(session.context()));
  const settings = (): Settings => session.context().settings;
  const title = (id: string): string => `${kind} ${id}`;
  const inDoubt = (): DeletesInDoubt => new DeletesInDoubt(settings(), kind);
  /** What Altinn has after a delete in doubt, as a refresh would find it; undefined where there was none. */
  const afterDoubt = async (id: string, before: Outputs): Promise<Outputs | undefined> => {
    if (!inDoubt().has(id)) return undefined;
    const found = await lifecycle().read(id, before);
    // Nothing of ours is there, so what comes there meanwhile is somebody else's.
    return found?.outputs ?? { ...before, server: { ...before.server, made: false } };
  };
  const likely =
    (of: "refresh" | "destroy") =>
    (error: unknown): unknown =>
      withLikelyCause(error, session.problems().length > 0 ? undefined : settings(), { of });
  const writeRefusals = async (): Promise<readonly string[]> =>
    (await session.context().beforeWriting(WRITE_SCOPES[kind])).refusals;

  const stored = (props: Values): Outputs => {
    const outputs = withoutCarried(without(props, PROVIDER, RECORDED, GET));
    return { ...outputs, server: isObject(outputs.server) ? outputs.server : {} };
  };
  const recorded = (): Recorded => ({
    environment: settings().environment,
    organization: settings().orgNumber,
  });
  /** `from` has what is carried past the lifecycle. */
  const outs = (outputs: Values, from: Values): Values =>
    jsonClean({ ...outputs, ...carriedIn(from), [RECORDED]: recorded() });
  const argumentsTo = (inputs: Values): Values => withoutCarried(argumentsOf(inputs));

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
    if (outputs) return { id, props: { ...outs(outputs, {}), [GET]: true } };
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

  /** A second time when the first one may have taken effect: every lifecycle looks first, and does what is not done. */
  const deleted = async (id: string, before: Outputs): Promise<void> => {
    const tried = (): Promise<void> => lifecycle().delete(id, before);
    const triedAgain = async (first: unknown): Promise<void> => {
      if (!mayHaveTakenEffect(first)) throw first;
      await tried().catch((again: unknown) => {
        throw inDoubt().failed(id, mayHaveTakenEffect(again) ? again : first);
      });
    };
    await tried().catch(triedAgain);
    inDoubt().settle(id);
  };

  /** What stands in state already is not refused, but warned about. */
  const refusedTexts = (wanted: Values, before: Values, of: string): string[] => {
    const isMeant = acknowledgedIn(wanted).includes(MISTAKEN_TEXT);
    // What rules come to holds their texts once more.
    const made = wanted.rules === undefined ? ["access"] : ["access", "xml"];
    const found = mistakenTexts(without(wanted, ...made), before).filter(
      ({ mayBeMeant }) => !(mayBeMeant && isMeant),
    );
    for (const { text, isStored } of found)
      if (isStored) session.context().say(warning(MISTAKEN_TEXT, of, text));
    return found
      .filter(({ isStored }) => !isStored)
      .map(({ text, mayBeMeant }) =>
        mayBeMeant ? `${text} Or write acknowledge: ["${MISTAKEN_TEXT}"] when it is meant.` : text,
      );
  };

  return {
    async check(olds, news) {
      const problems = session.problems();
      if (problems.length > 0) return { inputs: news, failures: problems.map(failure) };
      return telling(kind, async () => {
        const before = argumentsOf(olds);
        const isNew = Object.keys(before).length === 0;
        const wanted = argumentsOf(news);
        const id = lifecycle().idOf(wanted);
        // What is there at Altinn is the other one's doing, and nothing is said of it.
        const twin = twinFailure(title(id), news);
        if (twin !== undefined) return { inputs: news, failures: [failure(twin)] };
        // The engine asks about what it replaces as of something new; an identifier may stay all the same.
        if (!isNew) {
          managed.add(lifecycle().idOf(before));
          if (retainedIn(olds)) session.context().retained.add(title(lifecycle().idOf(before)));
        } else if (managed.has(id)) sayInPlace(session.context(), title(id));
        session.context().acknowledge(title(id), acknowledgedIn(wanted));
        // What a mistaken text breaks besides is not worth a second sentence.
        const mistaken = refusedTexts(wanted, before, title(id));
        if (mistaken.length > 0) return { inputs: news, failures: mistaken.map(failure) };
        const { inputs, failures } = await lifecycle().check(isNew ? undefined : before, wanted);
        const found = [...acknowledgeFailures(kind, news), ...failures];
        const all = isNew && found.length === 0 ? await writeRefusals() : found;
        if (all.length === 0 && !isUnknown(id)) session.seen(kind).set(id, urnIn(news));
        return { inputs: jsonClean(inputsOf(inputs, news)), failures: all.map(failure) };
      });
    },

    async diff(id, olds, news) {
      return telling(title(id), async () => {
        guard(id, olds);
        managed.add(id);
        const [before, wanted] = [stored(olds), argumentsTo(news)];
        const now = await afterDoubt(id, before);
        const difference = now
          ? eitherOf(lifecycle().diff(now, wanted), lifecycle().diff(before, wanted))
          : lifecycle().diff(before, wanted);
        // Without a key not everything is read.
        if (now && difference.changes === false && !settings().withoutKey) inDoubt().settle(id);
        const refusals = writes(difference, before, wanted) ? await writeRefusals() : [];
        if (refusals.length > 0) throw new RefusedError(refusals.join(" "));
        const { changes, replaces } = difference;
        const isChanged = changes === false && acknowledgesElse(olds, news) ? true : changes;
        return {
          ...(isChanged === undefined ? {} : { changes: isChanged }),
          ...(replaces ? { replaces: [...replaces] } : {}),
        };
      });
    },

    async create(inputs) {
      return telling(
        kind,
        async () => {
          const wanted = argumentsTo(inputs);
          const id = lifecycle().idOf(wanted);
          refuseWithoutKey("created", id);
          const outputs = await lifecycle().create(wanted);
          inDoubt().settle(id);
          return { id, outs: outs(outputs, inputs) };
        },
        (error) => partialCreation(error, inputs, outs),
      );
    },

    async read(id, props) {
      return telling(
        title(id),
        async () => {
          guard(id, props);
          if (isGet(props)) return got(id, await lifecycle().get(id));
          const before = stored(props);
          const found = await lifecycle().read(id, before);
          if (!found) {
            if (marksOf(before).made !== false) session.context().say(gone(title(id)));
            return {};
          }
          managed.add(id);
          const inputs = jsonClean({ ...found.inputs, ...carriedIn(props) });
          return { id, props: outs(found.outputs, props), inputs };
        },
        (error) => likely("refresh")(withWayAround(error)),
      );
    },

    async update(id, olds, news) {
      return telling(
        title(id),
        async () => {
          guard(id, olds);
          refuseWithoutKey("updated", id);
          const before = (await afterDoubt(id, stored(olds))) ?? stored(olds);
          const outputs = await lifecycle().update(id, before, argumentsTo(news));
          inDoubt().settle(id);
          return { outs: outs(outputs, news) };
        },
        (error) => partialCreation(error, news, outs),
      );
    },

    async delete(id, props) {
      return telling(
        title(id),
        async () => {
          guard(id, props);
          refuseWithoutKey("deleted", id);
          if (session.seen(kind).has(id)) {
            const isRenamed = urnIn(props) !== session.seen(kind).get(id);
            if (isRenamed) session.context().say(leftAlone(title(id)));
            return;
          }
          await deleted(id, stored(props));
        },
        likely("destroy"),
      );
    },
  };
}

function sayInPlace({ replacing, say }: Context, title: string): void {
  replacing.add(title);
  say(
    note(
      title,
      "this stack has it already. What the plan creates or replaces is changed in place, and nothing is deleted.",
    ),
  );
}

/** Of a resource that may have changed at Altinn: unchanged only when it differs neither from there nor from state. */
function eitherOf(live: Difference, inState: Difference): Difference {
  if (live.replaces ?? inState.replaces) return live.replaces ? live : inState;
  return { changes: live.changes !== false || inState.changes !== false };
}

const gone = (title: string): Line =>
  note(
    title,
    "it is in state and not at Altinn any more. What the program still has of it is made anew.",
  );

const leftAlone = (title: string): Line =>
  warning(
    "left-alone",
    title,
    "nothing is deleted, since the program still has it, under another name or parent. Use the resource option aliases when you rename or move a resource, so that it keeps its history.",
  );

/** Changed alone, these are stored, and nothing is written to Altinn. */
const STORED_ONLY: ReadonlySet<string> = new Set(["onDelete", "readyTimeoutSeconds"]);

const writes = ({ changes }: Difference, olds: Values, news: Values): boolean =>
  changes ??
  changedKeys(without(olds, "server"), without(news, "adopt")).some((key) => !STORED_ONLY.has(key));

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
  outs: (outputs: Values, from: Values) => Values,
): unknown {
  if (!(error instanceof PartialCreateError)) return error;
  return Object.assign(new AltinnError(error.code, error.message), {
    id: error.resourceId,
    properties: { ...outs(error.outputs, inputs), [PROVIDER]: inputs[PROVIDER] },
    reasons: [error.message],
  });
}
