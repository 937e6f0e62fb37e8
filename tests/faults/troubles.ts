import { troublesOf, type CallInRun, type Trouble } from "../lifecycle/scenarios/troubles";
import { openFront } from "./front";

/* The faults that every call of every operation meets through the real process. */

export interface FaultAtCall {
  readonly trouble: Trouble;
  /** Met by one request, by every one for the same from then on, or each in a row of its own. */
  readonly lives: readonly ("once" | "standing")[];
  /** Which calls can meet it; every one when left out. */
  at?(call: CallInRun, purpose: string): boolean;
}

const always = (): boolean => true;
const never = (): boolean => false;
const withToken = ({ kind }: CallInRun): boolean => kind === "with a token";
const aboutTokens = ({ kind }: CallInRun): boolean => kind !== "anonymous";

/** Milliseconds for which nobody listens: the second pause between tries outlasts it. */
const OUTAGE_MS = 1_000;
/** So far ahead every token has expired; they live for two minutes to half an hour. */
const HOURS_MS = 7_200_000;

const problem = (status: number, title: string): Trouble => ({
  title: `${String(status)} ${title}`,
  fault: {
    status,
    headers: { "content-type": "application/problem+json" },
    body: JSON.stringify({ title, status, detail: "Not like this" }),
  },
  healed: never,
});

/** Those that the table of lifecycles has as well. */
const shared: Readonly<Record<string, FaultAtCall["lives"]>> = {
  "401 without a body": ["once", "standing"],
  "401 with a body": ["once"],
  "403": ["once"],
  "404 page of a gateway": ["once"],
  "429 with Retry-After": ["once", "standing"],
  "500": ["once", "standing"],
  "503": ["once", "standing"],
  "502 after the effect": ["once", "standing"],
  "reset before the effect": ["once", "standing"],
  "reset after the effect": ["once", "standing"],
  "truncated body": ["once", "standing"],
  "body that is no JSON": ["once"],
  "sign-in page with 200": ["once"],
  "no answer in time": ["once", "standing"],
};

const nobodyListens: Trouble = {
  title: "nobody listens",
  healed: always,
  async around({ standin }, { at, standing }) {
    const front = await openFront(standin);
    let reopening: NodeJS.Timeout | undefined;
    let answered = 0;
    const shuts = (): void => {
      if (standing) return;
      reopening = setTimeout(() => void front.open(), OUTAGE_MS);
    };
    if (at === 0) await front.shut().then(shuts);
    else
      standin.after(
        {},
        () => {
          answered += 1;
          if (answered !== at) return;
          front.shutAfterAnswer();
          shuts();
        },
        { standing: true },
      );
    return {
      env: {
        ALTINN_PLATFORM_URL: front.platformUrl,
        ALTINN_MASKINPORTEN_URL: front.maskinportenUrl,
        ALTINN_MASKINPORTEN_ISSUER: standin.maskinportenIssuer,
      },
      async end() {
        clearTimeout(reopening);
        await front.close();
      },
    };
  },
};

const more: readonly FaultAtCall[] = [
  { trouble: nobodyListens, lives: ["once", "standing"] },
  {
    trouble: { title: "404 without a body", fault: { status: 404 }, healed: never },
    lives: ["once"],
    // To a read of an object, and to the deletion of a registry resource, it is an answer: there is none.
    at: ({ method, kind }, purpose) =>
      (method !== "GET" && purpose !== "DELETE registry resource") || kind === "for a token",
  },
  {
    trouble: problem(409, "Conflict"),
    lives: ["once"],
    // Here it is an answer: the identifier is taken, by a resource or by one that was deleted.
    at: (_call, purpose) => purpose !== "POST registry resource",
  },
  { trouble: problem(412, "Precondition Failed"), lives: ["once"] },
  {
    trouble: {
      title: "429 with Retry-After as a date",
      get fault() {
        const then = new Date(Date.now() + 2_000).toUTCString();
        return { status: 429, headers: { "retry-after": then } };
      },
      healed: always,
    },
    lives: ["once", "standing"],
  },
  {
    trouble: {
      title: "500 after the effect",
      fault: { status: 500, afterEffect: true },
      healed: ({ method }) => method === "GET",
    },
    lives: ["once", "standing"],
  },
  {
    trouble: { title: "502", fault: { status: 502 }, healed: always },
    lives: ["once", "standing"],
  },
  {
    trouble: { title: "100 MB", fault: { bodyBytes: 100_000_000 }, healed: always },
    lives: ["once", "standing"],
  },
  { trouble: { title: "empty 200", fault: { status: 200 }, healed: never }, lives: ["once"] },
  {
    trouble: {
      title: "redirect",
      fault: { status: 302, headers: { location: "http://127.0.0.1:1/sign-in" } },
      healed: never,
    },
    lives: ["once"],
  },
  {
    trouble: {
      title: "token expires on the way",
      fault: { clockSkewMs: HOURS_MS },
      healed: always,
    },
    lives: ["once"],
    at: withToken,
  },
  ...[40_000, -40_000].flatMap((clockSkewMs): FaultAtCall[] => {
    const title = `clock 40 s ${clockSkewMs > 0 ? "ahead" : "behind"}`;
    const trouble: Trouble = { title, fault: { clockSkewMs }, healed: always };
    return [{ trouble, lives: ["once", "standing"], at: aboutTokens }];
  }),
];

export const faults: readonly FaultAtCall[] = [
  ...troublesOf("each")
    .filter(({ title }) => title in shared)
    .map((trouble) => ({ trouble, lives: shared[trouble.title] ?? [] })),
  ...more,
];

/** Every server's clock is off, from the run's first call to its last. */
export const clocksOff: readonly Trouble[] = [40_000, -40_000].map((clockSkewMs) => ({
  title: `every clock 40 s ${clockSkewMs > 0 ? "ahead" : "behind"}`,
  fault: { clockSkewMs },
  everywhere: true,
  healed: always,
}));
