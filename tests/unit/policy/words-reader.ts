/*
 * Reads the lines of `access` as a person does who knows nothing but what their table says: who asks,
 * for which party, for which actions, and is that person let in? Written apart from the product.
 */

export interface Asking {
  /** Organisation number in the token; undefined for a system user. */
  readonly organization?: string;
  /** The token was exchanged for one of Altinn's. */
  readonly exchanged?: boolean;
  /** Code of the service owner whose token it is. */
  readonly serviceOwner?: string;
  readonly systemUser?: string;
  /** Party that a holder of one of the policy's roles or packages has delegated for. */
  readonly delegatedBy?: string;
  /** Party that delegated all actions under an earlier policy. */
  readonly keptFrom?: string;
  /** Access lists that Altinn sees; it sees none when a party is named. */
  readonly lists?: readonly string[];
  /** The party acted for; undefined for a subscription to everything. */
  readonly party: string | undefined;
  /** More than one in one request, as Broker's search has it. */
  readonly actions: readonly string[];
}

/** `unsaid`: the lines say that they do not tell. */
export type Verdict = "in" | "out" | "unsaid";

export type Lines = Readonly<Record<string, string>>;

/** Words by which an entry says that someone may be let in, or refused, without a line. */
const LEAVES_OUT = /\bit names |\border of the rules/;
/** The same, for those to whom something was delegated. */
const LEAVES_OUT_DELEGATION = /\bwhether .* get |\bdenies system users /;

/** Which callers the level refuses, by its lines. */
function levelVerdict(lines: Lines, asking: Asking): "reached" | "refused" | "not told" {
  const level = lines["minimum authentication level"];
  if (level === undefined || /^\d$/.test(level)) return "reached";
  const forOwners = lines["minimum authentication level for organizations"];
  if (asking.serviceOwner === undefined || forOwners === undefined) return "refused";
  return /^[0-3]$/.test(forOwners) ? "not told" : "refused";
}

export function readLines(lines: Lines, asking: Asking): Verdict {
  const level = levelVerdict(lines, asking);
  if (level === "refused") return "out";
  const isDelegated = asking.delegatedBy !== undefined || asking.keptFrom !== undefined;
  const algorithm = lines["combining algorithm"] ?? "";
  // Delegated rights count where no rule speaks of the request, so they may outlive the algorithm.
  if (/unknown to Altinn/.test(algorithm)) return isDelegated ? "unsaid" : "out";

  const found = { in: false, last: false, denied: false, deniedUnless: false, doubt: false };
  let leavesOut = false;
  let hasDoubts = false;
  for (const [line, value] of Object.entries(lines)) {
    if (line.startsWith("cannot be put in words: ")) {
      hasDoubts = true;
      leavesOut ||= LEAVES_OUT.test(value) || (isDelegated && LEAVES_OUT_DELEGATION.test(value));
      continue;
    }
    const { doubt, prefix, key } = takeApart(line);
    hasDoubts ||= doubt;
    if (key === undefined || !speaksOf(key, asking) || !namesAction(value, key, asking)) continue;
    if (doubt) found.doubt = true;
    else if (prefix === "denied: ") found.denied = true;
    else if (prefix === "denied unless let in: ") found.deniedUnless = true;
    // Delegations come last: they count where no rule refuses anything of the request.
    else if (prefix === "unless denied: " || key.startsWith("system users ")) found.last = true;
    else found.in = true;
  }
  if (found.denied) return "out";
  if (found.in) return level === "reached" ? "in" : "unsaid";
  if (found.doubt || leavesOut) return "unsaid";
  if (found.deniedUnless) return "out";
  if (found.last) return level === "reached" ? "in" : "unsaid";
  // What was delegated stays, where the policy says nothing against it.
  if (asking.keptFrom === undefined || asking.keptFrom !== asking.party) return "out";
  return hasDoubts || level !== "reached" ? "unsaid" : "in";
}

const NO_CALLER =
  /^(?:nobody|combining algorithm|minimum authentication level(?: for organizations)?)$/;

function takeApart(line: string): { doubt: boolean; prefix: string; key: string | undefined } {
  const [, doubt, prefix = "", key = ""] =
    /^(in doubt: )?(unless denied: |denied unless let in: |denied: )?(.*)$/s.exec(line) ?? [];
  const speaks = !NO_CALLER.test(key) && !key.startsWith("nobody: ");
  return { doubt: doubt !== undefined, prefix, key: speaks ? key : undefined };
}

/** Broker asks for these; members of a list who are "not asked by Broker" have every other action. */
const NOT_ASKED = ", not asked by Broker";
const BY_BROKER = new Set(["read", "write"]);

function namesAction(value: string, key: string, { actions }: Asking): boolean {
  if (value === "every action") {
    return !key.includes(NOT_ASKED) || !actions.some((each) => BY_BROKER.has(each));
  }
  return value.split(", ").some((label) => {
    if (!label.endsWith(" together")) return actions.includes(label);
    const all = label.slice(0, -" together".length).split(" and ");
    return all.every((each) => actions.includes(each));
  });
}

/** A value in a line, bare or in quotes. */
const VALUE = String.raw`(?:"(?:[^"\\]|\\.)*"|[^\s",()]+)`;
const valueOf = (text: string): string =>
  text.startsWith('"') ? (JSON.parse(text) as string) : text;

/** The longest words of a kind come first. */
const WHO: [pattern: RegExp, holds: (value: string, asking: Asking) => boolean][] = [
  [
    new RegExp(`^organization (${VALUE}) with an exchanged token`),
    (number, asking) => asking.exchanged === true && asking.organization === number,
  ],
  [new RegExp(`^organization (${VALUE})`), (number, asking) => asking.organization === number],
  [new RegExp(`^service owner (${VALUE})`), (code, asking) => asking.serviceOwner === code],
  [new RegExp(`^system user (${VALUE})`), (uuid, asking) => asking.systemUser === uuid],
  [
    new RegExp(`^members of access list (${VALUE})`),
    (list, asking) => asking.lists?.includes(list) === true,
  ],
  [
    new RegExp(
      `^system users delegated by (?:role|external role ccr|external role cra|access package) (${VALUE})`,
    ),
    (_, asking) => asking.delegatedBy !== undefined && asking.delegatedBy === asking.party,
  ],
  [new RegExp(`^delegation by resource (${VALUE})`), () => false],
  [new RegExp(`^callers with \\S+ (${VALUE})(?: in any casing)?`), () => false],
];

const FOR_WHOM = new RegExp(`^ \\((?:for any party|on its own behalf|for party (${VALUE}))\\)`);
const LIMIT = new RegExp(
  `^, (?:at (?:resource|task|end event|app resource) ${VALUE}|where \\S+ ${VALUE}(?: in any casing)?)`,
);

/** Whether a line is about who asks; every part of it must be understood. */
function speaksOf(key: string, asking: Asking): boolean {
  let rest = key;
  let holds = true;
  if (rest.startsWith("anyone")) rest = rest.slice("anyone".length);
  else {
    for (;;) {
      const known = WHO.find(([pattern]) => pattern.test(rest));
      const [whole, value] = known?.[0].exec(rest) ?? [];
      if (!known || whole === undefined || value === undefined) {
        throw new Error(`who is meant by ${JSON.stringify(rest)} in ${JSON.stringify(key)}?`);
      }
      holds &&= known[1](valueOf(value), asking);
      rest = rest.slice(whole.length);
      if (!rest.startsWith(" and ")) break;
      rest = rest.slice(" and ".length);
    }
  }
  if (rest.startsWith(NOT_ASKED)) rest = rest.slice(NOT_ASKED.length);
  const [forWhom = "", party] = FOR_WHOM.exec(rest) ?? [];
  rest = rest.slice(forWhom.length);
  if (forWhom === " (on its own behalf)") {
    holds &&= asking.party !== undefined && asking.party === asking.organization;
  }
  if (party !== undefined) holds &&= asking.party === valueOf(party);
  // The only resource that is asked for is the one that the lines are about, and no part of it.
  for (let [found] = LIMIT.exec(rest) ?? []; found; [found] = LIMIT.exec(rest) ?? []) {
    holds = false;
    rest = rest.slice(found.length);
  }
  if (rest !== "") throw new Error(`what is meant by ${JSON.stringify(rest)} in ${key}?`);
  return holds;
}
