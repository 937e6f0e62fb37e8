import type { Kind } from "../../../provider/resources/lifecycle";
import type { SeenRequest } from "../../../standin/server/requests";
import { FakeEngine, type Outcome } from "../scenarios/fake-engine";
import type { Service, Touched } from "./service";
import type { Program, Trouble, Up } from "./steps";

export const KINDS = [
  "ServiceOwner",
  "Resource",
  "ResourcePolicy",
  "BrokerResourceConfig",
] as const;

/** What became of a kind in a run; undefined: a resource that it waits for had failed, so nothing was tried. */
export type Outcomes = Readonly<Record<Kind, Outcome | undefined>>;

export interface Ran {
  readonly outcomes: Outcomes;
  readonly seen: readonly SeenRequest[];
  /** Kinds that somebody touched by hand while it ran, and those that say something else since. */
  readonly touched: ReadonlySet<Kind>;
  readonly changed: ReadonlySet<Kind>;
}

/** A stack of one service: its resources in state, and one provider process for each run. */
export class Stack {
  readonly engines: Readonly<Record<Kind, FakeEngine>>;

  constructor(readonly service: Service) {
    this.engines = Object.fromEntries(KINDS.map((kind) => [kind, new FakeEngine()])) as Record<
      Kind,
      FakeEngine
    >;
  }

  async up(
    program: Program,
    { refresh, adopt, together, troubles }: Omit<Up, "step">,
  ): Promise<Ran> {
    const { ground, owner } = this.service;
    const process = ground.newProcess("Resource", owner);
    const wanted = this.service.argumentsOf(program, adopt);
    const seen: SeenRequest[] = [];
    const meeting = new Meeting(this.service, troubles);
    ground.arrived = (request) => {
      seen.push(request);
      meeting.arrived(request);
    };
    const up = (kind: Kind): Promise<Outcome> =>
      this.engines[kind].up(process.methodsOf(kind), wanted[kind], { refresh });
    const outcomes = together
      ? Object.fromEntries(
          await Promise.all(KINDS.map(async (kind) => [kind, await up(kind)] as const)),
        )
      : await inOrder(up);
    await meeting.end();
    ground.arrived = () => undefined;
    return {
      outcomes: outcomes as unknown as Outcomes,
      seen,
      touched: meeting.touched,
      changed: meeting.changed,
    };
  }
}

/** Each waits for those before it, so one that fails is the last. */
async function inOrder(
  up: (kind: Kind) => Promise<Outcome>,
): Promise<Partial<Record<Kind, Outcome>>> {
  const outcomes: Partial<Record<Kind, Outcome>> = {};
  for (const kind of KINDS) {
    const outcome = await up(kind);
    outcomes[kind] = outcome;
    if (outcome.failed) break;
  }
  return outcomes;
}

/** The troubles of one run, each brought about at its request. */
class Meeting {
  readonly touched = new Set<Kind>();
  readonly changed = new Set<Kind>();
  #waiting: Extract<Trouble, { when: unknown }>[];
  readonly #losesFirstPut: boolean;
  readonly #atOnce: Promise<unknown>[] = [];

  constructor(
    readonly service: Service,
    troubles: readonly Trouble[],
  ) {
    const { standin } = service.ground;
    this.#waiting = [];
    this.#losesFirstPut = troubles.some((trouble) => "lostTo" in trouble);
    for (const trouble of troubles) {
      const matcher = service.matcherOf(trouble.at);
      if ("fault" in trouble) standin.failNext(matcher, trouble.fault, { times: trouble.times });
      else if ("halfUploads" in trouble) standin.failPolicyUploads(service.id, trouble.halfUploads);
      else if ("lostTo" in trouble) standin.loseFirstBrokerPut(service.id, trouble.lostTo);
      else if (trouble.when === "after")
        standin.after(matcher, () => {
          this.#touch(trouble);
        });
      else this.#waiting.push(trouble);
    }
  }

  #touch(trouble: Extract<Trouble, { when: unknown }>): void {
    this.#note(this.service.byHand(trouble.byHand));
  }

  #note({ kind, changed }: Touched): void {
    if (!kind) return;
    this.touched.add(kind);
    if (changed) this.changed.add(kind);
  }

  arrived({ method, path }: SeenRequest): void {
    const [where] = path.split("?");
    const met = this.#waiting.find(({ at }) => {
      const matcher = this.service.matcherOf(at);
      return matcher.method === method && matcher.path === where;
    });
    if (!met) return;
    this.#waiting = this.#waiting.filter((trouble) => trouble !== met);
    if (met.when === "before") this.#touch(met);
    else
      this.#atOnce.push(
        this.service.byRequest(met.byHand).then((touched) => {
          this.#note(touched);
        }),
      );
  }

  /** Nothing of it reaches the next run. */
  async end(): Promise<void> {
    await Promise.all(this.#atOnce);
    const { standin } = this.service.ground;
    standin.clearFaults();
    standin.failPolicyUploads(this.service.id, 0);
    const { changes } = standin.altinn.database
      .prepare("DELETE FROM broker_lost_first_put WHERE resource_id = ?")
      .run(this.service.id);
    if (this.#losesFirstPut && changes === 0) this.touched.add("BrokerResourceConfig");
  }
}
