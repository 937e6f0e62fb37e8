/** Groups of checks, in the order of Altinn's guide for service owners, which numbers five of them. */
export const STEPS = {
  tools: "Tools",
  settings: "Settings",
  organisation: "1. Service owner in Altinn",
  client: "2. Maskinporten client and scopes",
  resource: "3. Resource and policy in the Resource Registry",
  "service-owner": "4. Service owner in Broker",
  configuration: "5. Resource in Broker",
} as const;

export type Step = keyof typeof STEPS;

/** `not checked`: it could not be asked, or there was nothing to ask about. */
export type Status = "ok" | "warning" | "failure" | "not checked";

/** Who can do what is to be done. */
export type Who = "we" | "Digdir's self-service" | "Altinn";

/** What to do, each a sentence or a phrase. */
export interface Remedy {
  readonly todo: string;
  /** The file, variable, page or address. */
  readonly where: string;
  readonly who: Who;
}

/** What a check is about. */
export interface Subject {
  readonly step: Step;
  /** Stable within its step, such as `scope`. */
  readonly id: string;
  /** What it is called for people; with the scope or identifier that it is about. */
  readonly title: string;
  /** The scope or registry resource, where a step has one check for each. */
  readonly about?: string;
}

/** What became of one thing that must be true. */
export interface Check extends Subject {
  readonly status: Status;
  /** Sentences on what was seen; no token, key or other secret. */
  readonly seen: string;
  /** Absent for `ok`, and for what was not checked because of another check, which has it. */
  readonly remedy?: Remedy;
  /** The server's own code, such as `MP-200` or `BRO-07004`. */
  readonly code?: string;
  /** What the server calls this answer in its log. */
  readonly trace?: string;
}

/** What a server says of its answer, where it says it. */
export interface Said {
  readonly code?: string | undefined;
  readonly traceId?: string | undefined;
}

export const ok = (subject: Subject, seen: string): Check => ({ ...subject, status: "ok", seen });

const trouble =
  (status: Status) =>
  (subject: Subject, seen: string, remedy: Remedy, said: Said = {}): Check => ({
    ...subject,
    status,
    seen,
    remedy,
    ...(said.code === undefined ? {} : { code: said.code }),
    ...(said.traceId === undefined ? {} : { trace: said.traceId }),
  });

export const warning = trouble("warning");
export const failure = trouble("failure");
export const notChecked = trouble("not checked");

/** A check that another one's outcome made impossible, which has the remedy. `because` is a phrase without a full stop. */
export const heldUp = (subject: Subject, because: string): Check => ({
  ...subject,
  status: "not checked",
  seen: `Could not be asked, since ${because}.`,
});

/** A step as a whole, where there is nothing more exact to name. */
export const ofStep = (step: Step, title: string, about?: string): Subject => ({
  step,
  id: "all",
  title,
  ...(about === undefined ? {} : { about }),
});
