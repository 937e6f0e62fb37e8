import type { DynamicMethods } from "../../../provider/dynamic-methods";
import type { Values } from "../../../provider/resources/lifecycle";
import { sameJson } from "../../../provider/values/compare";

/*
 * What Pulumi's engine and its dynamic provider process do with one resource of a program, as far as a provider can tell:
 * which method is called with what, and what stays in state after it. Source: pulumi/pulumi, pkg/resource/deploy (step.go,
 * step_generator.go) and sdk/nodejs/cmd/dynamic-provider.
 */

/** A resource in state. `initErrors` are the reasons of a partial creation; they force an update at the next run. */
export interface Entry {
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
  readonly initErrors: readonly string[];
}

export type Step = "read" | "gone" | "create" | "update" | "replace" | "delete" | "same";

export interface Outcome {
  /** Steps that ended well, in order. */
  readonly steps: readonly Step[];
  /** What stopped the run, and in which method of the provider. */
  readonly failed?: { readonly method: keyof DynamicMethods; readonly error: unknown };
}

const PROVIDER = { __provider: "exports.handler = () => shell" };

/** The stack of a program with one resource. */
export class FakeEngine {
  entry: Entry | undefined;
  /** Replaced, and still to be deleted. */
  leaving: readonly Entry[] = [];
  #steps: Step[] = [];
  #method: keyof DynamicMethods = "check";

  /** Which method of the provider is under way, or was the last. */
  get method(): keyof DynamicMethods {
    return this.#method;
  }

  /**
   * `pulumi up` with `program` as the resource's arguments, or without the resource when undefined. It stops at the first
   * error.
   */
  async up(
    methods: DynamicMethods,
    program: Values | undefined,
    { refresh = false } = {},
  ): Promise<Outcome> {
    this.#steps = [];
    try {
      if (refresh) await this.#refresh(methods);
      if (program !== undefined) await this.#follow(methods, { ...program, ...PROVIDER });
      await this.#deleteReplaced(methods);
      if (program === undefined && this.entry) {
        await this.#delete(methods, this.entry);
        this.entry = undefined;
      }
      return { steps: this.#steps };
    } catch (error) {
      return { steps: this.#steps, failed: { method: this.#method, error } };
    }
  }

  async #refresh(methods: DynamicMethods): Promise<void> {
    if (this.entry) {
      this.entry = await this.#read(methods, this.entry);
      this.#steps.push(this.entry ? "read" : "gone");
    }
    const leaving = await Promise.all(this.leaving.map((entry) => this.#read(methods, entry)));
    this.leaving = leaving.filter((entry) => entry !== undefined);
  }

  /** A refresh forgets that a creation was partial. */
  async #read(methods: DynamicMethods, entry: Entry): Promise<Entry | undefined> {
    this.#method = "read";
    const { id, props, inputs } = wire(await methods.read(entry.id, wire(entry.outputs)));
    if (!id) return undefined;
    return {
      id,
      inputs: inputs ? { ...inputs, ...PROVIDER } : entry.inputs,
      outputs: { ...props, ...PROVIDER },
      initErrors: [],
    };
  }

  async #follow(methods: DynamicMethods, news: Values): Promise<void> {
    const old = this.entry;
    const inputs = await this.#check(methods, old?.inputs ?? {}, news);
    if (!old) {
      await this.#create(methods, inputs);
      this.#steps.push("create");
      return;
    }
    this.#method = "diff";
    const { changes, replaces = [] } = await methods.diff(old.id, wire(old.outputs), wire(inputs));
    if (replaces.length > 0) {
      const anew = await this.#check(methods, {}, news);
      await this.#create(methods, anew, () => {
        this.leaving = [...this.leaving, old];
      });
      this.#steps.push("replace");
    } else if ((changes ?? !sameJson(old.inputs, inputs)) || old.initErrors.length > 0) {
      this.#method = "update";
      const update = async () => {
        const { outs } = await methods.update(old.id, wire(old.outputs), wire(inputs));
        return { id: old.id, outs };
      };
      await this.#keep(inputs, update, { failedInputs: old.inputs });
      this.#steps.push("update");
    } else {
      this.entry = { ...old, inputs };
      this.#steps.push("same");
    }
  }

  async #check(methods: DynamicMethods, olds: Values, news: Values): Promise<Values> {
    this.#method = "check";
    const { inputs, failures } = await methods.check(wire(olds), wire(news));
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    return { ...wire(inputs), ...PROVIDER };
  }

  async #create(methods: DynamicMethods, inputs: Values, made?: () => void): Promise<void> {
    this.#method = "create";
    await this.#keep(inputs, () => methods.create(wire(inputs)), { made });
  }

  /**
   * Stores what `work` answers, or what a partial creation says; after a partial update the old inputs stay. Any other error
   * leaves the state as it was.
   */
  async #keep(
    inputs: Values,
    work: () => Promise<{ readonly id: string; readonly outs: Values }>,
    { made, failedInputs = inputs }: { made?: (() => void) | undefined; failedInputs?: Values },
  ): Promise<void> {
    try {
      const { id, outs } = wire(await work());
      made?.();
      this.entry = { id, inputs, outputs: { ...outs, ...PROVIDER }, initErrors: [] };
    } catch (error) {
      const { id, properties, reasons } = error as Partial<{
        id: string;
        properties: Values;
        reasons: string[];
      }>;
      if (id) {
        made?.();
        const outputs = wire(properties ?? {});
        this.entry = { id, inputs: failedInputs, outputs, initErrors: reasons ?? [] };
      }
      throw error;
    }
  }

  async #deleteReplaced(methods: DynamicMethods): Promise<void> {
    for (const entry of this.leaving) {
      await this.#delete(methods, entry);
      this.leaving = this.leaving.filter((other) => other !== entry);
    }
  }

  async #delete(methods: DynamicMethods, entry: Entry): Promise<void> {
    this.#method = "delete";
    await methods.delete(entry.id, wire(entry.outputs));
    this.#steps.push("delete");
  }
}

/** A copy as the engine's transport makes it, which fails on anything but JSON values. */
function wire<T>(value: T): T {
  const copied = (part: unknown, path: string): unknown => {
    if (part === null || typeof part === "string" || typeof part === "boolean") return part;
    if (typeof part === "number" && Number.isFinite(part)) return part;
    if (Array.isArray(part)) return part.map((each, at) => copied(each, `${path}[${String(at)}]`));
    if (typeof part !== "object" || part instanceof Date || part instanceof Map)
      throw new TypeError(`${path} is no JSON value`);
    return Object.fromEntries(
      Object.entries(part).map(([key, inner]) => [key, copied(inner, `${path}.${key}`)]),
    );
  };
  return copied(value, "value") as T;
}
