import { sameJson } from "../../../provider/values/compare";
import { LIST } from "./asked";
import type { Outcome } from "./fake-engine";
import type { AtAltinn } from "./row";
import type { Met, Played, Run, Situation } from "./play";

/*
 * What must hold after a run that met trouble, and after the runs that follow it. Everything is compared with the same
 * situation without trouble.
 */

const WRITES = new Set(["POST", "PUT", "DELETE"]);
const IMPERATIVE = /\b(?:Check|Choose|Correct|Create|Remove|Run|Wait|Write|ask|grants|wait|run)\b/i;

export function judge(situation: Situation, clean: Played, played: Played, met?: Met): string[] {
  const { before, first, second, third, struck } = played;
  const problems: string[] = [];
  const must = (holds: boolean, otherwise: () => string): void => {
    if (!holds) problems.push(otherwise());
  };
  const same = (what: string, found: unknown, wanted: unknown): void =>
    must(sameJson(found, wanted), () => `${what}: ${differenceOf(found, wanted)}`);
  const nameMayLack =
    met !== undefined && situation.calls[met.at] === LIST && played.row.kind === "Resource";
  const back = met?.after === "the old program";
  const { told, others } = situation;
  const end = told ? clean.second : clean.first;
  const mayVary = [
    ...(nameMayLack ? (["name"] as const) : []),
    ...(back || told || others ? (["versions"] as const) : []),
  ];
  const altinn = (at: AtAltinn): unknown => without(at, ...mayVary);
  const endsAs = (run: Run, what: string, wanted: Played["before"] = end): void => {
    same(`${what}, at Altinn`, altinn(run.atAltinn), altinn(wanted.atAltinn));
    // A refused run may have been a partial creation before; then the program's inputs are in state, or a refresh found the
    // resource gone.
    const state = (of: Played["before"]): unknown =>
      situation.refused
        ? of.state.map(({ id }) => id)
        : nameMayLack
          ? without(of.state, "name")
          : of.state;
    const mayBeGone = met?.after === "a refresh" || situation.others;
    if (!situation.refused || !mayBeGone) same(`${what}, in state`, state(run), state(wanted));
  };
  const refusal = (outcome: Outcome): boolean =>
    situation.refused !== undefined && situation.refused.test(textOf(outcome));
  const endsWell = ({ outcome }: Run): boolean =>
    situation.refused ? refusal(outcome) : outcome.failed === undefined;

  const isTold = ({ outcome }: Run): boolean => told?.test(textOf(outcome)) ?? false;

  if (met) {
    must(struck !== undefined, () => "no call met it");
    const healed = !met.standing && struck && met.trouble.healed(played.row.callOf(struck));
    if (healed)
      must(
        endsWell(first) || isTold(first),
        () => `should have been healed: ${textOf(first.outcome)}`,
      );
    problems.push(...problemsOfError(situation, played, met).map((text) => `the error ${text}`));
  } else {
    const ends = told ? isTold(first) : endsWell(first);
    must(ends, () => textOf(first.outcome) || "no error");
    if (situation.refused && !others) same("refused, at Altinn", first.atAltinn, before.atAltinn);
  }

  if (endsWell(first)) {
    endsAs(first, "the run that ended well");
  } else {
    // What a run made and could not finish is in state, so that nothing made is forgotten.
    const madeSomething =
      !situation.arriving && !others && !sameJson(first.atAltinn, before.atAltinn);
    const program = situation.program(played.row);
    if (program !== undefined && before.state.length === 0 && madeSomething)
      must(first.state.length > 0, () => "something was made, and the state does not know of it");
    if (before.state.length > 0 && !clean.first.outcome.steps.includes("gone"))
      must(first.state.length > 0, () => "the state has lost the resource");
  }
  const gone = (run: Run): boolean => run.outcome.steps.includes("gone");
  must(!gone(first) || gone(clean.first), () => "taken as gone");

  must(endsWell(second), () => `the next run failed: ${textOf(second.outcome)}`);
  const wanted = back ? before : end;
  endsAs(second, "after the next run", wanted);

  must(endsWell(third), () => `the third run failed: ${textOf(third.outcome)}`);
  endsAs(third, "after the third run", wanted);
  must(!second.listedWrong && !third.listedWrong, () => "the old subjects are still listed");
  if (!situation.refused) {
    const written = third.seen.filter(
      ({ method, server }) => server === "platform" && WRITES.has(method),
    );
    same(
      "writes of the third run",
      written.map(({ method, path }) => `${method} ${path}`),
      [],
    );
    const idle = third.outcome.steps.every((step) => step === "read" || step === "same");
    must(idle, () => `the third run found changes: ${third.outcome.steps.join(", ")}`);
  }
  return problems;
}

function problemsOfError(situation: Situation, { row, first, struck }: Played, met: Met): string[] {
  const { failed } = first.outcome;
  const meant = situation.refused ?? situation.told;
  if (!failed || !struck || meant?.test(textOf(first.outcome))) return [];
  const problems: string[] = [];
  const text = textOf(first.outcome);
  const { status } = met.trouble.fault ?? {};
  const told =
    text.includes(`${struck.method} ${struck.path.split("?")[0] ?? ""} answered`) ||
    /[A-Z]+ \S+ (?:answered|got no answer)/.test(text) ||
    /`pulumi /.test(text) ||
    (row.callOf(struck).kind === "for a token" &&
      /Maskinporten refused a token for the scope \S+|token exchange at \S+ answered/.test(text));
  if (!told) problems.push(`does not name the call: ${text}`);
  if (
    status !== undefined &&
    !text.includes(String(status)) &&
    !/`pulumi /.test(text) &&
    !/Maskinporten refused/.test(text)
  )
    problems.push(`does not tell the status ${String(status)}: ${text}`);
  if (!IMPERATIVE.test(text)) problems.push(`shows no way out: ${text}`);
  if (text.includes("\n")) problems.push(`has several lines: ${text}`);
  // That would hide a refused token, not mend it.
  const tokenRefused =
    /Maskinporten refused a token|token exchange at \S+ answered 401|\/token answered 3\d\d|(?:\/token|\/exchange\/maskinporten) answered 4(?!29)\d\d/.test(
      text,
    );
  if (failed.method === "read" && !tokenRefused && !/use --refresh=false\.$/.test(text))
    problems.push(`of a read does not end with --refresh=false: ${text}`);
  if (tokenRefused && text.includes("--refresh=false"))
    problems.push(`of a refused token names --refresh=false: ${text}`);
  const secrets = [
    ...row.ground.keySecrets,
    ...first.seen.flatMap(({ assertion, issuedToken, authorization }) => [
      assertion,
      issuedToken,
      authorization?.replace("Bearer ", ""),
    ]),
  ];
  const everything = `${reachable(failed.error)}\n${first.warnings.join("\n")}\n${JSON.stringify(first.state)}`;
  if (secrets.some((secret) => secret && everything.includes(secret)))
    problems.push(`holds a secret: ${text}`);
  if (failed.method !== "check" && !isPrintedOnce(failed.error as Error, text))
    problems.push(`is printed twice, or with its stack: ${text}`);
  return problems;
}

/**
 * Pulumi's provider process prints this of what `read`, `diff` and `delete` throw; the engine prints the message. Where the
 * process is a real one the error knows what it printed.
 */
function isPrintedOnce(error: Error & { readonly printed?: () => string }, text: string): boolean {
  if (error.printed) return !error.printed().includes(text);
  const printed = `${String(error)}: ${error.stack ?? ""}`;
  return !printed.includes(text) && /^note: [^\n]* says why\.$/.test(printed);
}

const textOf = ({ failed }: Outcome): string =>
  failed === undefined
    ? ""
    : failed.error instanceof Error
      ? failed.error.message
      : String(failed.error);

/** Everything that can be read off an error, hidden properties, stack and cause included. */
export function reachable(value: unknown, seen = new Set<unknown>()): string {
  if (value === null || (typeof value !== "object" && typeof value !== "function"))
    return String(value);
  if (seen.has(value)) return "";
  seen.add(value);
  const keys = [...Object.getOwnPropertyNames(value), ...Object.getOwnPropertySymbols(value)];
  return keys
    .map((key) => `${String(key)} ${reachable((value as Record<PropertyKey, unknown>)[key], seen)}`)
    .join("\n");
}

/**
 * Less every member `name` (without Altinn's organisation list a new registry resource gets no owner name, and a warning says
 * so) or `versions` (a change that is taken back makes two).
 */
function without(
  at: AtAltinn | Played["before"]["state"],
  ...left: readonly ("name" | "versions")[]
): unknown {
  return JSON.parse(
    JSON.stringify(at, (key, value: unknown) =>
      left.some((name) => name === key) ? undefined : value,
    ),
  );
}

/** The members that differ, for a short message. */
function differenceOf(found: unknown, wanted: unknown, path = ""): string {
  const isTree = (value: unknown): value is Record<string, unknown> =>
    value !== null && typeof value === "object";
  if (!isTree(found) || !isTree(wanted))
    return `${path || "all"} is ${short(found)}, not ${short(wanted)}`;
  return [...new Set([...Object.keys(found), ...Object.keys(wanted)])]
    .filter((key) => !sameJson(found[key], wanted[key]))
    .map((key) => differenceOf(found[key], wanted[key], path ? `${path}.${key}` : key))
    .join("; ");
}

const short = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 160);
