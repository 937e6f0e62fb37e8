import type { ServiceKind } from "../../support/kinds";
import type { SeenRequest } from "../../../standin/server/requests";
import { FakeEngine, type Outcome } from "../scenarios/fake-engine";
import type { Service, Touched } from "./service";
import type { Program, Purpose, Trouble, Up } from "./steps";

export const KINDS = [
  "ServiceOwner",
  "Resource",
  "ResourcePolicy",
  "BrokerResourceConfig",
] as const;

/** What became of a kind in a run; undefined: a resource that it waits for had failed, so nothing was tried. */
export type Outcomes = Readonly<Record<ServiceKind, Outcome | undefined>>;

export interface Ran {
  readonly outcomes: Outcomes;
  readonly seen: readonly SeenRequest[];
  /** Kinds that somebody touched by hand while it ran. */
  readonly touched: ReadonlySet<ServiceKind>;
  /** Of those, kinds that say something else since, which no later request of the run looked at. */
  readonly overlooked: ReadonlySet<ServiceKind>;
}

/** A stack of one service: its resources in state, and one provider process for each run. */
export class Stack {
  readonly engines: Readonly<Record<ServiceKind, FakeEngine>>;

  constructor(readonly service: Service) {
    this.engines = Object.fromEntries(KINDS.map((kind) => [kind, new FakeEngine()])) as Record<
      ServiceKind,
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
      meeting.arrived(request, seen.length);
    };
    const up = (kind: ServiceKind): Promise<Outcome> =>
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
      overlooked: meeting.overlooked(),
    };
  }
}

/** Each waits for those before it, so one that fails is the last. */
async function inOrder(
  up: (kind: ServiceKind) => Promise<Outcome>,
): Promise<Partial<Record<ServiceKind, Outcome>>> {
  const outcomes: Partial<Record<ServiceKind, Outcome>> = {};
  for (const kind of KINDS) {
    const outcome = await up(kind);
    outcomes[kind] = outcome;
    if (outcome.failed) break;
  }
  return outcomes;
}

type Hand = Extract<Trouble, { when: unknown }>;

/** The troubles of one run, each brought about at its request. Requests are numbered from 1. */
class Meeting {
  readonly touched = new Set<ServiceKind>();
  /** The first request that can have seen the last change of a kind. */
  readonly #visibleTo = new Map<ServiceKind, number>();
  readonly #lastLook = new Map<ServiceKind, number>();
  readonly #atOnce: Promise<unknown>[] = [];
  #waiting: readonly Hand[] = [];
  #losesFirstPut = false;
  #requests = 0;

  constructor(
    readonly service: Service,
    troubles: readonly Trouble[],
  ) {
    for (const trouble of troubles) this.#bring(trouble);
  }

  #bring(trouble: Trouble): void {
    const { standin } = this.service.ground;
    const matcher = this.service.matcherOf(trouble.at);
    if ("fault" in trouble) standin.failNext(matcher, trouble.fault, { times: trouble.times });
    else if ("halfUploads" in trouble)
      standin.failPolicyUploads(this.service.id, trouble.halfUploads);
    else if ("lostTo" in trouble) {
      this.#losesFirstPut = true;
      standin.loseFirstBrokerPut(this.service.id, trouble.lostTo);
    } else if (trouble.when === "after")
      standin.after(matcher, () => {
        this.#note(this.service.byHand(trouble.byHand), this.#requests + 1);
      });
    else this.#waiting = [...this.#waiting, trouble];
  }

  #note({ kind, changed }: Touched, visibleTo: number): void {
    if (!kind) return;
    this.touched.add(kind);
    if (changed) this.#visibleTo.set(kind, visibleTo);
  }

  arrived({ method, path }: SeenRequest, number: number): void {
    this.#requests = number;
    const [where] = path.split("?");
    const is = (at: Purpose): boolean => {
      const matcher = this.service.matcherOf(at);
      return matcher.method === method && matcher.path === where;
    };
    for (const [purpose, kind] of LOOKS) if (is(purpose)) this.#lastLook.set(kind, number);
    if (this.#losesFirstPut && is("PUT configuration"))
      this.#note({ kind: "BrokerResourceConfig", changed: true }, number);
    const met = this.#waiting.find(({ at }) => is(at));
    if (!met) return;
    this.#waiting = this.#waiting.filter((trouble) => trouble !== met);
    if (met.when === "before") this.#note(this.service.byHand(met.byHand), number);
    else this.#atOnce.push(this.#doAtOnce(met));
  }

  /** Nobody can say which of the run's requests see it. */
  async #doAtOnce({ byHand }: Hand): Promise<void> {
    this.#note(await this.service.byRequest(byHand), Infinity);
  }

  overlooked(): ReadonlySet<ServiceKind> {
    const kinds = [...this.#visibleTo].filter(
      ([kind, visibleTo]) => (this.#lastLook.get(kind) ?? 0) < visibleTo,
    );
    return new Set(kinds.map(([kind]) => kind));
  }

  /** Nothing of it reaches the next run. */
  async end(): Promise<void> {
    await Promise.all(this.#atOnce);
    const { standin } = this.service.ground;
    standin.clearFaults();
    standin.failPolicyUploads(this.service.id, 0);
    standin.altinn.database.exec("DELETE FROM broker_lost_first_put");
  }
}

const LOOKS: readonly (readonly [Purpose, ServiceKind])[] = [
  ["GET resource", "Resource"],
  ["GET policy", "ResourcePolicy"],
  ["GET configuration", "BrokerResourceConfig"],
];
