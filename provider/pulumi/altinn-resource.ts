import * as pulumi from "@pulumi/pulumi";
import { warning, type Warned } from "../lines";
import type { Kind } from "../resources/lifecycle";
import { nearest } from "../values/nearest";
import { known } from "./known";
import { checkOptions } from "./options";
import { copyOfPlain, isPlain } from "./plain";
import { twinOf } from "./twins";

/** What the classes have in common: arguments that every one takes. */
export interface CommonArgs {
  acknowledge?: pulumi.Input<pulumi.Input<string>[]>;
  adopt?: pulumi.Input<boolean>;
  onDelete?: string;
}

/** What a class is, beside its arguments and outputs. */
export interface ResourceClass<Args> {
  readonly kind: Kind;
  readonly provider: pulumi.dynamic.ResourceProvider;
  /** What the program may give besides `acknowledge` and `onDelete`; undefined where the provider judges the names. */
  readonly names?: readonly (keyof Args & string)[];
  /** What the provider could not tell any more, since only text reaches it: sentences, each beginning with the argument. */
  refusalsOf?(args: Args): readonly string[];
  /** Names of the outputs that repeat arguments. */
  readonly outputs: readonly string[];
  /** What there can be but one of; undefined for what the settings say. */
  identifierOf(args: Args): pulumi.Input<string> | undefined;
  readonly onDelete: string;
  /** What leaving the program means, a sentence, and whether the engine leaves it as it is. */
  whenRemoved(
    onDelete: string,
    args: Args,
  ): { readonly sentence: pulumi.Input<string>; readonly retained: boolean };
  /** Arguments that everybody can read at Altinn: a secret mark on one is dropped, with a warning. */
  publicOf(args: Args): readonly string[];
  /** The arguments as the provider gets them, with our defaults. Keys with two underscores are hidden in diffs. */
  inputsOf(args: Args): Readonly<Record<string, unknown>>;
  /** Inputs whose differences say no more than others do. */
  hiddenDiffs?(args: Args): readonly string[];
  /** Arguments that a warning is about, each group by itself: one unknown argument must not hide the others' warnings. */
  groupsOf(args: Args): readonly (readonly string[])[];
  warningsOf(values: Readonly<Record<string, unknown>>): readonly Warned[];
  /** Warnings about what the program has beside it, or has not. */
  warningsOfProgram?(args: Args): Promise<readonly Warned[]>;
}

/** A resource at Altinn, as the program states it. */
export abstract class AltinnResource<Args extends CommonArgs> extends pulumi.dynamic.Resource {
  /** @internal */
  protected constructor(
    of: ResourceClass<Args>,
    name: string,
    args: Args | undefined,
    opts: pulumi.CustomResourceOptions = {},
  ) {
    checkOptions(of.kind, name, opts);
    if (args !== undefined) checkArguments(of, name, args);
    const open = args === undefined ? undefined : unmarked(of, args);
    const props = { ...seedsOf(of), ...(open === undefined ? {} : propsOf(of, name, open, opts)) };
    const options = open === undefined ? opts : optionsOf(of, open, opts);
    super(of.provider, name, props, options, "altinn", of.kind);
    if (args !== undefined && open !== undefined) void warn(of, name, { args, open }, this);
  }
}

function checkArguments<Args extends object>(
  of: ResourceClass<Args>,
  resource: string,
  args: Args,
): void {
  const refusals = [...unknownNames(of, args), ...(of.refusalsOf?.(args) ?? [])];
  if (refusals.length > 0)
    throw new pulumi.RunError(`${of.kind} "${resource}": ${refusals.join(" ")}`);
}

/** TypeScript looks at literals alone; what is spread from YAML, JSON or another object is looked at here. */
function unknownNames<Args extends object>(
  { kind, names }: ResourceClass<Args>,
  args: Args,
): string[] {
  if (names === undefined) return [];
  const known = [...names, "acknowledge", "onDelete"];
  return Object.entries(args).flatMap(([name, value]) => {
    if (known.includes(name) || value === undefined) return [];
    const [near] = nearest(name, known, (each) => [each], 1);
    return [
      `${name} is no argument of ${/^[AEIOU]/.test(kind) ? "an" : "a"} ${kind}. ${near === undefined ? `It has ${known.join(", ")}` : `Write ${near}`}.`,
    ];
  });
}

/** Only a seeded key becomes an output. A resource that is only read (`get`) has nothing else. */
const seedsOf = <Args>({ outputs }: ResourceClass<Args>): Record<string, undefined> =>
  Object.fromEntries(
    [...outputs, "acknowledge", "onDelete", "whenRemoved", "server", "recorded"].map((key) => [
      key,
      undefined,
    ]),
  );

/** The arguments without a secret mark on what everybody can read. */
function unmarked<Args extends object>(of: ResourceClass<Args>, args: Args): Args {
  const given = args as Readonly<Record<string, unknown>>;
  const open = of
    .publicOf(args)
    .filter((key) => given[key] !== undefined)
    .map((key) => [
      key,
      isPlain(given[key]) ? copyOfPlain(given[key]) : pulumi.unsecret(pulumi.output(given[key])),
    ]);
  return { ...args, ...Object.fromEntries(open) };
}

/** What the user says of `retainOnDelete` wins. */
function whenRemoved<Args extends CommonArgs>(
  of: ResourceClass<Args>,
  args: Args,
  { retainOnDelete }: pulumi.CustomResourceOptions,
): ReturnType<ResourceClass<Args>["whenRemoved"]> {
  const { onDelete = of.onDelete } = args;
  return retainOnDelete === undefined
    ? of.whenRemoved(onDelete, args)
    : { ...of.whenRemoved(retainOnDelete ? "keep" : onDelete, args), retained: retainOnDelete };
}

function propsOf<Args extends CommonArgs>(
  of: ResourceClass<Args>,
  name: string,
  args: Args,
  opts: pulumi.CustomResourceOptions,
): Record<string, unknown> {
  const { acknowledge, adopt, onDelete = of.onDelete } = args;
  const { sentence, retained } = whenRemoved(of, args, opts);
  return {
    ...of.inputsOf(args),
    ...(acknowledge === undefined ? {} : { acknowledge }),
    ...(adopt === undefined ? {} : { __adopt: adopt }),
    onDelete,
    whenRemoved: sentence,
    ...(retained ? { __retained: true } : {}),
    __twin: twinOf(of.kind, of.identifierOf(args), name),
    __urn: urnOf(`pulumi-nodejs:dynamic/altinn:${of.kind}`, name, opts),
  };
}

/** As Pulumi's `createUrn` makes it, which takes five outputs for a text that is known at once where there is no parent. */
function urnOf(
  type: string,
  name: string,
  { parent }: pulumi.CustomResourceOptions,
): pulumi.Input<string | undefined> {
  if (!parent) return `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${type}::${name}`;
  // As a promise: an output would make the resource depend on its parent, which waits for its children.
  return known(pulumi.createUrn(name, type, parent));
}

function optionsOf<Args extends CommonArgs>(
  of: ResourceClass<Args>,
  args: Args,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  const { retained } = whenRemoved(of, args, opts);
  const hidden = of.hiddenDiffs?.(args) ?? [];
  return {
    ...opts,
    // Said only when it is so: false would be shown as a change of the option.
    ...(retained ? { retainOnDelete: true } : {}),
    ...(hidden.length === 0 ? {} : { hideDiffs: [...(opts.hideDiffs ?? []), ...hidden] }),
  };
}

async function warn<Args extends CommonArgs>(
  of: ResourceClass<Args>,
  name: string,
  { args, open }: { readonly args: Args; readonly open: Args },
  resource: pulumi.Resource,
): Promise<void> {
  const given = args as Readonly<Record<string, unknown>>;
  const say = async ({ code, text }: Warned): Promise<void> => {
    const acknowledged: readonly string[] = (await known(args.acknowledge)) ?? [];
    if (acknowledged.includes(code)) return;
    const title = `${of.kind} ${(await known(of.identifierOf(args))) ?? `"${name}"`}`;
    void pulumi.log.warn(warning(code, title, text).text, resource);
  };
  for (const group of of.groupsOf(args)) {
    const { plain, later } = whenKnown(group, open as typeof given);
    if (Object.keys(later).length === 0) of.warningsOf(plain).forEach(say);
    else
      pulumi.unsecret(pulumi.output(later)).apply((resolved) => {
        of.warningsOf({ ...plain, ...(resolved as Record<string, unknown>) }).forEach(say);
      });
  }
  (await of.warningsOfProgram?.(args))?.forEach(say);
  for (const key of of.publicOf(args))
    if (!isPlain(given[key]) && (await pulumi.isSecret(pulumi.output(given[key]))))
      say({
        code: "secret-dropped",
        text: `${key} is marked as a secret, but everybody can read it at Altinn. The mark is dropped; keep secrets out of it.`,
      });
}

/** The arguments of a group that are given: what is known at once, and what an output or a promise holds. */
function whenKnown(
  group: readonly string[],
  given: Readonly<Record<string, unknown>>,
): { readonly plain: Record<string, unknown>; readonly later: Record<string, unknown> } {
  const plain: Record<string, unknown> = {};
  const later: Record<string, unknown> = {};
  for (const key of group) {
    if (!isPlain(given[key])) later[key] = given[key];
    else if (given[key] !== undefined) plain[key] = given[key];
  }
  return { plain, later };
}

/** Every argument by itself. */
export const eachOf = (args: object): string[][] => Object.keys(args).map((key) => [key]);
