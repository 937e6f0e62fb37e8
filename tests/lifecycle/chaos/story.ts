import type { Values } from "../../../provider/resources/lifecycle";
import type { ServiceKind } from "../../support/kinds";
import { sameJson } from "../../../provider/values/compare";
import type { Entry, Outcome } from "../scenarios/fake-engine";
import type { Ground, Owner } from "../scenarios/ground";
import { areEqual, must, same } from "./equality";
import { meaningOfDocument, meaningOfPolicy, settingsOf } from "./meaning";
import { Service } from "./service";
import { KINDS, Stack, type Ran } from "./stack";
import type { Program, Step, Up } from "./steps";

/*
 * A story is played step by step, and after each run it is asked: does the state say what Altinn holds? Was anything lost,
 * or overwritten unseen?
 */

const QUIET = { refresh: true, adopt: true, troubles: [] } as const;

/** What was so when a run began. */
interface Before {
  readonly atAltinn: Readonly<Record<ServiceKind, unknown>>;
  readonly entries: Readonly<Record<ServiceKind, Entry | undefined>>;
  /** Kinds that somebody had changed by hand since the state was compared with Altinn. */
  readonly unseen: ReadonlySet<ServiceKind>;
  readonly isBurnt: boolean;
}

/** Every refusal that a run without trouble may end in, and when. */
const REFUSALS: readonly (readonly [
  RegExp,
  (kind: ServiceKind, up: Up, before: Before) => boolean,
])[] = [
  [/exists already and differs from the program in/, (_kind, { adopt }) => !adopt],
  [/is left out now, but Broker cannot unset it/, (kind) => kind === "BrokerResourceConfig"],
  [
    /was changed at Altinn since it was last read/,
    (kind, { refresh }) => kind === "Resource" && !refresh,
  ],
  // A field that the run did not write, and has not looked at before.
  [
    /was written, but Broker shows another value/,
    (kind, { refresh }, { unseen }) =>
      kind === "BrokerResourceConfig" && !refresh && unseen.has(kind),
  ],
  [/was deleted earlier/, (_kind, _up, { isBurnt }) => isBurnt],
  [/^onDelete and identifier change together/, (kind) => kind === "Resource"],
  // With nothing that orders them, or without the resource in the program.
  [/ answered 4/, (_kind, _up, { atAltinn }) => atAltinn.Resource === undefined],
  [
    / answered 4/,
    (kind, _up, { atAltinn }) =>
      kind === "BrokerResourceConfig" && atAltinn.ServiceOwner === undefined,
  ],
];

export interface Counts {
  steps: number;
  runs: number;
  failed: number;
  settled: number;
}

export class Story {
  readonly #service: Service;
  readonly #stack: Stack;
  readonly #unseen = new Set<ServiceKind>();
  /** Fields of the configuration that this stack set, with their values. */
  readonly #setByUs = new Map<string, unknown>();
  #program: Program = {
    ServiceOwner: {},
    Resource: {},
    ResourcePolicy: { organisations: [0], dress: 0 },
    BrokerResourceConfig: { maxFileTransferSize: 250 },
  };

  /** What it said before its last edit. */
  #before: Program = this.#program;

  constructor(
    ground: Ground,
    owner: Owner,
    readonly counts: Counts,
  ) {
    this.#service = new Service(ground, owner);
    this.#stack = new Stack(this.#service);
  }

  async play(steps: readonly Step[]): Promise<void> {
    for (const [index, step] of steps.entries()) {
      this.counts.steps += 1;
      try {
        await this.#step(step);
      } catch (error) {
        const place = `step ${String(index + 1)} of ${String(steps.length)}, ${step.step}`;
        throw new Error(`${place}: ${(error as Error).message}`);
      }
    }
  }

  async #step(step: Step): Promise<void> {
    switch (step.step) {
      case "program":
        this.#before = this.#program;
        this.#program = { ...this.#program, ...step.program };
        return;
      case "set back":
        [this.#before, this.#program] = [this.#program, this.#before];
        return;
      case "other identifier":
        this.#move();
        return;
      case "by hand": {
        const { kind, changed } = this.#service.byHand(step.byHand);
        if (kind && changed) this.#unseen.add(kind);
        return;
      }
      case "up":
        await this.#up(step);
        return;
      case "settle":
        await this.#settle(step.together);
    }
  }

  #move(): void {
    this.#service.move();
    this.#unseen.clear();
    this.#setByUs.clear();
  }

  async #up(up: Up): Promise<Ran> {
    this.counts.runs += 1;
    const { engines } = this.#stack;
    const entries = Object.fromEntries(KINDS.map((kind) => [kind, engines[kind].entry]));
    const before: Before = {
      atAltinn: this.#service.all(),
      entries: entries as Before["entries"],
      unseen: new Set(this.#unseen),
      isBurnt: this.#service.isBurnt(),
    };
    const ran = await this.#stack.up(this.#program, up);
    this.#noteSettings(before, ran);
    for (const kind of KINDS) {
      const outcome = ran.outcomes[kind];
      if (!outcome) continue;
      if (outcome.steps.some((step) => LOOKS.has(step))) this.#unseen.delete(kind);
      if (ran.overlooked.has(kind) || (ran.touched.has(kind) && outcome.failed))
        this.#unseen.add(kind);
      this.#nothingIsLost(kind, outcome, before, ran);
      if (!ran.touched.has(kind)) this.#nothingIsOverwritten(kind, up, before);
      if (outcome.failed) this.#isAllowed(kind, outcome.failed.error as Error, up, before);
      else if (!this.#unseen.has(kind))
        areEqual(kind, this.#stack, this.#program, up.refresh && !ran.touched.has(kind));
    }
    for (const kind of ran.touched) if (!ran.outcomes[kind]) this.#unseen.add(kind);
    this.#nothingIsLeftSet(ran);
    return ran;
  }

  #nothingIsLost(
    kind: ServiceKind,
    outcome: Outcome,
    { atAltinn, entries }: Before,
    ran: Ran,
  ): void {
    const { entry } = this.#stack.engines[kind];
    if (entry || this.#program[kind] === undefined) return;
    const wasThere = atAltinn[kind] !== undefined || ran.touched.has(kind);
    if (entries[kind]) must(outcome.steps.includes("gone"), `${kind}: the state has lost it`);
    else if (!wasThere)
      must(
        this.#service.all()[kind] === undefined,
        `${kind}: something was made, and the state does not know of it`,
      );
  }

  /** What somebody else said is replaced only by a run that has shown it, or may adopt. */
  #nothingIsOverwritten(kind: ServiceKind, { refresh, adopt }: Up, before: Before): void {
    const was = before.atAltinn[kind] as Values | string | undefined;
    const entry = before.entries[kind];
    const isOurs = entry !== undefined && (entry.outputs.server as Values).made !== false;
    if (adopt || was === undefined || !before.unseen.has(kind) || (isOurs && refresh)) return;
    if (entry && entry.id !== this.#service.id) return;
    const now = this.#service.all()[kind];
    const message = `${kind}: somebody else's change was overwritten unseen`;
    if (kind === "Resource") {
      const { status, ...said } = was as Values;
      // A withdrawn one of ours is opened again, and one that leaves the program is taken out of use.
      if (status === "Withdrawn" || this.#program.Resource === undefined) return;
      must(sameJson(meaningOfDocument({ status, ...said }), now), message);
    } else if (kind === "ResourcePolicy" && !isOurs)
      must(sameJson(meaningOfPolicy(String(was)), meaningOfPolicy(String(now))), message);
    else if (kind === "BrokerResourceConfig" && !isOurs) {
      const values = settingsOf((now ?? {}) as Values);
      const kept = Object.entries(settingsOf(was as Values)).every(
        ([field, value]) => values[field] === value,
      );
      must(kept, message);
    }
  }

  #isAllowed(kind: ServiceKind, { message }: Error, up: Up, before: Before): void {
    this.counts.failed += 1;
    if (up.troubles.length > 0) return;
    const allowed = REFUSALS.some(([words, when]) => words.test(message) && when(kind, up, before));
    must(allowed, `${kind}: failed without trouble: ${message}`);
  }

  /** Remembers what this run set in the configuration, as far as nobody else did. */
  #noteSettings({ atAltinn }: Before, ran: Ran): void {
    const was = settingsOf((atAltinn.BrokerResourceConfig ?? {}) as Values);
    const is = settingsOf(this.#service.configuration() ?? {});
    for (const [field, value] of this.#setByUs)
      if (was[field] !== value || is[field] !== value) this.#setByUs.delete(field);
    if (ran.touched.has("BrokerResourceConfig")) this.#setByUs.clear();
    else
      for (const [field, value] of Object.entries(is))
        if (was[field] !== value) this.#setByUs.set(field, value);
  }

  /** A setting that is ours is in the program, or the run is refused. */
  #nothingIsLeftSet({ outcomes }: Ran): void {
    const outcome = outcomes.BrokerResourceConfig;
    if (!this.#stack.engines.BrokerResourceConfig.entry) this.#setByUs.clear();
    if (!outcome || outcome.failed || this.#unseen.has("BrokerResourceConfig")) return;
    const { BrokerResourceConfig: fields = {} } = this.#program;
    const left = [...this.#setByUs.keys()].filter((field) => !(field in fields));
    same("BrokerResourceConfig: fields left set", left, []);
  }

  /** As somebody who answers for the stack brings it to rest. */
  async #settle(together: boolean): Promise<void> {
    const service = this.#service;
    if (service.isBurnt()) this.#move();
    const isThere = service.document() !== undefined;
    const isRegistered = service.registeredName() !== undefined;
    const { ServiceOwner = isRegistered ? undefined : {}, Resource = isThere ? undefined : {} } =
      this.#program;
    this.#program = { ...this.#program, ServiceOwner, Resource };
    // What is not there yet is made in order: nothing may hang on what is being made.
    const up: Up = { step: "up", ...QUIET, together: together && isThere && isRegistered };
    let ran = await this.#up(up);
    while (this.#answered(ran)) ran = await this.#up(up);
    for (const kind of KINDS) {
      const error = ran.outcomes[kind]?.failed?.error as Error | undefined;
      must(error === undefined, `${kind}: not settled: ${error?.message ?? ""}`);
      areEqual(kind, this.#stack, this.#program, true);
    }
    this.counts.settled += 1;
    const { outcomes, seen } = await this.#up(up);
    for (const kind of KINDS) {
      const steps = outcomes[kind]?.steps ?? ["none"];
      must(
        steps.every((step) => step === "read" || step === "same"),
        `${kind}: not quiet: ${steps.join(", ")}`,
      );
    }
    const writes = seen.filter(({ method, path }) => method !== "GET" && path !== "/token");
    const told = writes.map(({ method, path }) => `${method} ${path}`);
    same("writes of an unchanged run", told, []);
  }

  /** Changes the program as refusals ask for it; false when none did. */
  #answered({ outcomes }: Ran): boolean {
    const texts = KINDS.map((kind) => outcomes[kind]?.failed?.error as Error | undefined)
      .map((error) => error?.message ?? "")
      .join("\n");
    const { Resource, BrokerResourceConfig } = this.#program;
    const held = (kind: ServiceKind): Values => this.#stack.engines[kind].entry?.inputs ?? {};
    const together = texts.includes("onDelete and identifier change together");
    if (together && Resource) {
      const { onDelete } = held("Resource");
      this.#program = { ...this.#program, Resource: { ...Resource, onDelete } };
    }
    const left = [...texts.matchAll(/(\w+) was \S+ and is left out now/g)].map(([, field = ""]) => [
      field,
      held("BrokerResourceConfig")[field],
    ]);
    if (left.length > 0 && BrokerResourceConfig) {
      const kept = { ...BrokerResourceConfig, ...Object.fromEntries(left) };
      this.#program = { ...this.#program, BrokerResourceConfig: kept };
    }
    return together || left.length > 0;
  }
}

const LOOKS: ReadonlySet<string> = new Set(["read", "gone", "create", "replace"]);
