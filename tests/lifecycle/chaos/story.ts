import type { Kind, Values } from "../../../provider/resources/lifecycle";
import { sameJson } from "../../../provider/values/compare";
import type { Outcome, Step as EngineStep } from "../scenarios/fake-engine";
import type { Ground, Owner } from "../scenarios/ground";
import { meaningOfDocument, Service } from "./service";
import { KINDS, Stack, type Ran } from "./stack";
import type { Program, Step, Up } from "./steps";

/*
 * A story is played step by step, and after each run it is asked: does the state say what Altinn holds? Was anything lost,
 * or overwritten unseen? Whoever answers for the stack acts on refusals only when it is to be settled.
 */

const QUIET = { refresh: true, adopt: true, together: false, troubles: [] } as const;

/** What was so when a run began: what stood at Altinn, and what of it somebody had changed since it was last looked at. */
interface Before {
  readonly atAltinn: Readonly<Record<Kind, unknown>>;
  readonly unseen: ReadonlySet<Kind>;
}

/** Every refusal that a run without trouble may end in, and when. */
const REFUSALS: readonly (readonly [
  RegExp,
  (kind: Kind, up: Up, service: Service, before: Before) => boolean,
])[] = [
  [/exists already and differs from the program in/, (_kind, { adopt }) => !adopt],
  [/is left out now, but Broker cannot unset it/, (kind) => kind === "BrokerResourceConfig"],
  [
    /was changed at Altinn since it was last read/,
    (kind, { refresh }) => kind === "Resource" && !refresh,
  ],
  [/was deleted earlier/, (_kind, _up, service) => service.isBurnt()],
  // A field that the run did not write, and has not looked at before.
  [
    /was written, but Broker shows another value/,
    (kind, { refresh }, _service, { unseen }) =>
      kind === "BrokerResourceConfig" && !refresh && unseen.has(kind),
  ],
  [/^onDelete and identifier change together/, (kind) => kind === "Resource"],
  // With nothing that orders them, or without the resource in the program.
  [/ answered 4/, (_kind, _up, _service, before) => before.atAltinn.Resource === undefined],
  [
    / answered 4/,
    (kind, _up, _service, before) =>
      kind === "BrokerResourceConfig" && before.atAltinn.ServiceOwner === undefined,
  ],
];

export interface Counts {
  steps: number;
  runs: number;
  settled: number;
  failed: number;
}

export class Story {
  readonly service: Service;
  readonly stack: Stack;
  /** Kinds that somebody has changed by hand since the state was compared with Altinn. */
  readonly unseen = new Set<Kind>();
  program: Program = {
    ServiceOwner: {},
    Resource: {},
    ResourcePolicy: { organisations: [0], dress: 0 },
    BrokerResourceConfig: { maxFileTransferSize: 250 },
  };

  constructor(
    ground: Ground,
    owner: Owner,
    readonly counts: Counts,
  ) {
    this.service = new Service(ground, owner);
    this.stack = new Stack(this.service);
  }

  async play(steps: readonly Step[]): Promise<void> {
    for (const [index, step] of steps.entries()) {
      this.counts.steps += 1;
      try {
        await this.#step(step);
      } catch (error) {
        throw new Error(
          `step ${String(index + 1)} of ${String(steps.length)}, ${step.step}: ${String((error as Error).message)}`,
        );
      }
    }
  }

  async #step(step: Step): Promise<void> {
    switch (step.step) {
      case "program":
        this.program = { ...this.program, ...step.program };
        return;
      case "other identifier":
        this.service.move();
        this.unseen.clear();
        return;
      case "by hand": {
        const { kind, changed } = this.service.byHand(step.byHand);
        if (kind && changed) this.unseen.add(kind);
        return;
      }
      case "up":
        await this.#up(step);
        return;
      case "settle":
        await this.#settle(step.together);
    }
  }

  async #up(up: Up): Promise<Ran> {
    this.counts.runs += 1;
    const entries = KINDS.map((kind) => this.stack.engines[kind].entry);
    const before: Before = { atAltinn: this.service.all(), unseen: new Set(this.unseen) };
    const ran = await this.stack.up(this.program, up);
    KINDS.forEach((kind, at) => {
      const outcome = ran.outcomes[kind];
      const { entry } = this.stack.engines[kind];
      const was = entries[at];
      // What somebody did while it ran may have come after every look.
      if (outcome && looked(outcome)) this.unseen.delete(kind);
      if (ran.changed.has(kind)) this.unseen.add(kind);
      if (was && !entry && this.program[kind] !== undefined)
        must(outcome?.steps.includes("gone") ?? false, `${kind}: the state has lost it`);
      const isThere = this.service.all()[kind] !== undefined;
      if (
        !was &&
        !entry &&
        before.atAltinn[kind] === undefined &&
        isThere &&
        this.program[kind] !== undefined
      )
        must(
          ran.touched.has(kind),
          `${kind}: something was made, and the state does not know of it`,
        );
      if (outcome) this.#judge(kind, outcome, up, ran, before);
    });
    const overwritten =
      before.unseen.has("Resource") &&
      !up.refresh &&
      !up.adopt &&
      entries[1]?.id === this.service.id &&
      this.program.Resource !== undefined &&
      ran.seen.some(
        ({ method, path }) =>
          method === "PUT" &&
          path.endsWith(`/resource/${this.service.id}`) &&
          path.includes("resourceregistry"),
      );
    must(
      !overwritten || ran.touched.has("Resource"),
      "Resource: somebody else's change was overwritten unseen",
    );
    return ran;
  }

  #judge(kind: Kind, outcome: Outcome, up: Up, ran: Ran, before: Before): void {
    if (outcome.failed) {
      this.counts.failed += 1;
      if (up.troubles.length > 0) return;
      const text = (outcome.failed.error as Error).message;
      const allowed = REFUSALS.some(
        ([words, when]) => words.test(text) && when(kind, up, this.service, before),
      );
      must(allowed, `${kind}: failed without trouble: ${text}`);
      return;
    }
    if (this.unseen.has(kind) || ran.touched.size > 0) return;
    this.equal(kind, up.refresh);
  }

  /** State, program and Altinn are one. */
  equal(kind: Kind, looked: boolean): void {
    const engine = this.stack.engines[kind];
    must(engine.leaving.length === 0, `${kind}: one that was replaced is still in state`);
    const { entry } = engine;
    if (this.program[kind] === undefined) {
      must(entry === undefined, `${kind}: it is in state, and not in the program`);
      return;
    }
    must(entry !== undefined, `${kind}: it is not in state`);
    if (!entry) return;
    const { server, ...outputs } = entry.outputs;
    const { unconfirmed, made, ...known } = server as Values;
    must(
      unconfirmed === undefined && made === undefined,
      `${kind}: marked: ${JSON.stringify(server)}`,
    );
    must(entry.initErrors.length === 0, `${kind}: still a partial creation`);
    const wanted = this.service.argumentsOf(this.program, false)[kind] ?? {};
    const compare = {
      ServiceOwner: () => this.#ownerEquals(known),
      Resource: () => this.#documentEquals(outputs, looked ? known : {}, wanted),
      ResourcePolicy: () => this.#policyEquals(outputs, wanted),
      BrokerResourceConfig: () => this.#configurationEquals(outputs, known, wanted),
    }[kind];
    compare();
  }

  #ownerEquals(server: Values): void {
    same("ServiceOwner: its name", server.registeredName, this.service.registeredName());
  }

  #documentEquals(outputs: Values, server: Values, wanted: Values): void {
    const live = this.service.document() ?? {};
    const { onDelete: _o, recorded: _r, __provider: _p, ...document } = outputs;
    same("Resource: state", meaningOfDocument(document), meaningOfDocument(live));
    if (server.versionId !== undefined)
      same("Resource: version in state", server.versionId, live.versionId);
    const { onDelete: _d, ...said } = wanted;
    const { number: organization, code: orgcode } = this.service.owner;
    const authority = { organization, orgcode };
    const program = {
      resourceType: "BrokerService",
      status: "Completed",
      ...said,
      hasCompetentAuthority: authority,
    };
    same("Resource: Altinn", meaningOfDocument(live), meaningOfDocument(program));
  }

  #policyEquals(outputs: Values, wanted: Values): void {
    const live = this.service.policy() ?? "";
    same("ResourcePolicy: state", meaningOfPolicy(String(outputs.xml)), meaningOfPolicy(live));
    same("ResourcePolicy: Altinn", meaningOfPolicy(live), meaningOfPolicy(String(wanted.xml)));
    const listed = this.service.subjects().map((urn) => /\d{9}$/.exec(urn)?.[0]);
    same("ResourcePolicy: subjects", listed.sort(), meaningOfPolicy(live));
    const lines = Object.keys(outputs.access as Values).flatMap((key) => /\d{9}/.exec(key) ?? []);
    same("ResourcePolicy: access", lines.sort(), meaningOfPolicy(live));
  }

  #configurationEquals(outputs: Values, server: Values, wanted: Values): void {
    const live = this.service.configuration() ?? {};
    const { resourceId: _r, ...fields } = wanted;
    for (const [field, value] of Object.entries(live)) {
      const meant = meaningOfField(field, value);
      const held = field in outputs ? outputs[field] : server[field];
      same(`BrokerResourceConfig: ${field} in state`, meaningOfField(field, held), meant);
      if (field in fields)
        same(
          `BrokerResourceConfig: ${field} at Altinn`,
          meant,
          meaningOfField(field, fields[field]),
        );
    }
  }

  /** As somebody who answers for the stack brings it to rest. */
  async #settle(together: boolean): Promise<void> {
    const { service } = this;
    if (service.isBurnt()) {
      service.move();
      this.unseen.clear();
    }
    if (service.registeredName() === undefined && !this.program.ServiceOwner)
      this.program = { ...this.program, ServiceOwner: {} };
    if (service.document() === undefined && !this.program.Resource)
      this.program = { ...this.program, Resource: {} };
    // What is not there yet is made in order: nothing may hang on what is being made.
    const isThere = service.document() !== undefined && service.registeredName() !== undefined;
    const up: Up = { step: "up", ...QUIET, together: together && isThere };
    let ran = await this.#up(up);
    while (this.#answered(ran)) ran = await this.#up(up);
    for (const kind of KINDS) {
      const failed = ran.outcomes[kind]?.failed;
      must(
        failed === undefined,
        `${kind}: not settled: ${(failed?.error as Error | undefined)?.message ?? ""}`,
      );
      this.equal(kind, true);
    }
    this.counts.settled += 1;
    const again = await this.#up(up);
    for (const kind of KINDS) {
      const steps = again.outcomes[kind]?.steps ?? ["none"];
      must(
        steps.every((step) => step === "read" || step === "same"),
        `${kind}: not quiet: ${steps.join(", ")}`,
      );
    }
    const writes = again.seen.filter(({ method, path }) => method !== "GET" && path !== "/token");
    same(
      "writes of an unchanged run",
      writes.map(({ method, path }) => `${method} ${path}`),
      [],
    );
  }

  /** Changes the program as refusals ask for it; false when none did. */
  #answered({ outcomes }: Ran): boolean {
    const texts = KINDS.map((kind) => outcomes[kind]?.failed?.error as Error | undefined)
      .map((error) => error?.message ?? "")
      .join("\n");
    const { Resource, BrokerResourceConfig } = this.program;
    const held = (kind: Kind): Values => this.stack.engines[kind].entry?.inputs ?? {};
    const together = texts.includes("onDelete and identifier change together");
    if (together && Resource) {
      const { onDelete } = held("Resource");
      this.program = { ...this.program, Resource: { ...Resource, onDelete } };
    }
    const left = [...texts.matchAll(/(\w+) was \S+ and is left out now/g)].map(([, field = ""]) => [
      field,
      held("BrokerResourceConfig")[field],
    ]);
    if (left.length > 0 && BrokerResourceConfig) {
      const kept = { ...BrokerResourceConfig, ...Object.fromEntries(left) };
      this.program = { ...this.program, BrokerResourceConfig: kept };
    }
    return together || left.length > 0;
  }
}

const LOOKS: readonly EngineStep[] = ["read", "gone", "create", "replace"];
const looked = ({ steps }: Outcome): boolean => steps.some((step) => LOOKS.includes(step));

function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

const same = (what: string, found: unknown, wanted: unknown): void => {
  must(
    sameJson(found, wanted),
    `${what} is ${JSON.stringify(found)}, where there should be ${JSON.stringify(wanted)}`,
  );
};

/** Whom the policies of these stories let in; they differ in nothing else. */
const meaningOfPolicy = (xml: string): string[] => (xml.match(/(?<=>)\d{9}(?=<)/g) ?? []).sort();

const MICROSECONDS: Readonly<Record<string, string>> = {
  P7D: "604800000000",
  P30D: "2592000000000",
  PT720H: "2592000000000",
};

/** Broker's columns hold microseconds, and no difference between no party and an empty one is of any effect. */
function meaningOfField(field: string, value: unknown): unknown {
  if (value === undefined || value === null || value === "") return null;
  if (field === "requiredParty") return /\d{9}$/.exec(String(value))?.[0];
  if (field === "fileTransferTimeToLive") return MICROSECONDS[String(value)] ?? value;
  return value;
}
