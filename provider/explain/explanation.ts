import { toldDrift, type Around } from "./drift";
import { titleOf, type Item } from "./items";
import { KINDS, saidIn, type Kind, type PrintedLine } from "./lines";
import { listed, literally, type Phrase } from "./phrase";
import { idIn, kindOf, toldSteps, toldUnrefreshed, type AlreadyTold } from "./plan";
import { isQuiet, type Run, type Step } from "./run";
import { SECTIONS, type Section } from "./sentences";
import { toldTakeOvers } from "./take-over";
import { isTextKey, say, type TextKey } from "./texts";
import { toldErrors } from "./told-errors";
import { toldLine } from "./told-lines";
import { forProgrammers, toldWarnings, warningsOfRun } from "./told-warnings";
import { andIn, type Telling } from "./who";

/** A run, told. */
export interface Explanation {
  readonly run: Pick<Run, "command" | "stack" | "failed"> & {
    /** Altinn's environment, such as `tt02`. */
    readonly environment: string | undefined;
  };
  /** One sentence: what is told below, or that nothing changes. */
  readonly heading: Phrase;
  /** Those that have something, in the order of {@link SECTIONS}. */
  readonly sections: readonly ToldSection[];
}

export interface ToldSection {
  readonly section: Section;
  readonly title: Phrase;
  readonly items: readonly Item[];
}

/** @param telling In which language, with which names of organisations. */
export function explanationOf(run: Run, telling: Telling): Explanation {
  const items = toldItems(run, telling);
  const sections = SECTIONS.map((section) => ({
    section,
    title: say(telling.language, titleKey(section, run)),
    items: itemsOf(
      telling,
      items.filter((item) => item.section === section),
    ),
  })).filter((section) => section.items.length > 0);
  const environment = run.config["altinn:environment"];
  const { command, stack, failed } = run;
  return {
    run: { command, stack, failed, environment },
    heading: headingOf(run, telling),
    sections,
  };
}

/** What was done is told as past. */
function titleKey(section: Section, { command }: Run): TextKey {
  const done = `${section}Done`;
  return command === "up" && isTextKey(done) ? done : section;
}

const itemsOf = (telling: Telling, found: readonly Item[]): Item[] => [
  ...merged(telling, found),
  ...forProgrammers(
    telling,
    found.filter(({ section }) => section === "warnings"),
  ),
];

/**
 * Ordered by what they are about, since the engine's order is that of time and another one in each run. What is said of several
 * in the same words is said once.
 */
function merged(telling: Telling, found: readonly Item[]): Item[] {
  const called = ({ about }: Item): string => JSON.stringify(about ?? "");
  const items = found.toSorted((a, b) =>
    called(a) < called(b) ? -1 : called(a) > called(b) ? 1 : 0,
  );
  const bySentence = new Map<string, { item: Item; abouts: Map<string, Phrase> }>();
  for (const item of items) {
    const { about, phrase, details } = item;
    const key = JSON.stringify([phrase, details ?? [], about === undefined]);
    const same = bySentence.get(key) ?? { item, abouts: new Map<string, Phrase>() };
    bySentence.set(key, same);
    if (about !== undefined) same.abouts.set(JSON.stringify(about), about);
  }
  return [...bySentence.values()].map(({ item, abouts }) =>
    abouts.size === 0 ? item : { ...item, about: listed([...abouts.values()], andIn(telling)) },
  );
}

function headingOf({ command, stack, failed, config, steps }: Run, { language }: Telling): Phrase {
  const environment = config["altinn:environment"];
  const args = {
    stack: stack === undefined ? say(language, "unnamedStack") : literally(stack),
    environment:
      environment === undefined
        ? []
        : say(language, "inEnvironment", { environment: literally(environment) }),
  };
  const isPreview = command === "preview";
  if (failed) return say(language, isPreview ? "failedPreview" : "failedUp", args);
  if (steps.every(isQuiet)) return say(language, isPreview ? "nothing" : "nothingDone", args);
  return say(language, isPreview ? "previewOf" : "upOf", args);
}

const ranked = <T>(values: readonly T[], kind: (value: T) => Kind | undefined): T[] =>
  values.toSorted((a, b) => rankOf(kind(a)) - rankOf(kind(b)));

const rankOf = (kind: Kind | undefined): number =>
  kind === undefined ? KINDS.length : KINDS.indexOf(kind);

function toldItems(run: Run, telling: Telling): readonly Item[] {
  const { lines: said, errors, otherWarnings } = saidIn(run);
  const lines = ranked(said, ({ kind }) => kind);
  const failures = toldErrors(telling, errors, run.steps);
  // Of a preview that failed nobody knows what it would have planned.
  if (run.failed && run.command === "preview") return failures;
  const takeOvers = toldTakeOvers(telling, lines, isToldIn(lines));
  const around: Around = {
    lines,
    updateOf: (title) => stepOf(run.steps, "update", title),
    refreshOf: (title) => stepOf(run.steps, "refresh", title),
  };
  const fields = new Set<string>();
  const [warnings, others] = [true, false].map((isWarning) =>
    lines.filter(({ begins }) => (begins === "warning") === isWarning),
  ) as [PrintedLine[], PrintedLine[]];
  const told = others.flatMap((line): Item[] => {
    if (takeOvers.of.has(line)) return [];
    const drift = toldDrift(telling, line, around);
    drift?.fields.forEach((field) => fields.add(fieldKey(line, field)));
    if (drift) return [...drift.items];
    const item = toldLine(telling, line);
    return item ? [item] : [];
  });
  const untold = otherWarnings.map((text): Item => ({
    section: "untold",
    phrase: literally(text),
  }));
  const already = alreadyTold(run, lines, fields);
  return [
    ...failures,
    ...told,
    ...toldWarnings(telling, warnings.filter(warningsOfRun(run.steps))),
    ...takeOvers.items,
    ...toldSteps(telling, ranked(run.steps, kindOf), already),
    ...toldUnrefreshed(telling, run),
    ...untold,
  ];
}

/** Whether lines say of a title that this one gains or loses access. */
const isToldIn =
  (lines: readonly PrintedLine[]) =>
  (title: string, who: string): boolean =>
    lines.some((line) => isAccess(line, title) && line.sentence.startsWith(`${who}: `));

const isAccess = ({ begins, kind, id }: PrintedLine, title: string): boolean =>
  (begins === "access given" || begins === "access taken") &&
  kind !== undefined &&
  titleOf(kind, id) === title;

const fieldKey = ({ kind, id }: PrintedLine, field: string): string =>
  `${kind ?? ""} ${id} ${field}`;

function stepOf(steps: readonly Step[], op: string, title: string): Step | undefined {
  return steps.find((step) => {
    const kind = kindOf(step);
    return step.op === op && kind && titleOf(kind, idIn(kind, step, step.news)) === title;
  });
}

function alreadyTold(
  run: Run,
  lines: readonly PrintedLine[],
  fields: ReadonlySet<string>,
): AlreadyTold {
  const of = (title: string) => (line: PrintedLine) =>
    line.kind !== undefined && titleOf(line.kind, line.id) === title;
  const owner =
    lines.find(({ kind }) => kind === "ServiceOwner")?.id ?? run.config["altinn:orgNumber"] ?? "";
  return {
    owner,
    isTakenOver: (kind, id) =>
      lines.some(
        (line) =>
          line.begins === "taken over" &&
          line.kind === kind &&
          (kind === "ServiceOwner" || line.id === id),
      ),
    isLeaving: (title) =>
      lines
        .filter(of(title))
        .some(({ begins, sentence }) => begins === "stays" || LEAVING.test(sentence)),
    hasAccess: (title) => lines.some((line) => isAccess(line, title)),
    hasField: (title, field) =>
      fields.has(`${title} ${field}`) ||
      lines
        .filter(of(title))
        .some(
          (line) =>
            (isAccess(line, title) && line.sentence.startsWith(`${field} `)) ||
            (field === "members" && WITHOUT_EFFECT.test(line.sentence)),
        ),
  };
}

/** Other lines that say what leaving the program means. */
const LEAVING =
  /^(?:accessListMode Enabled: .* The resource is withdrawn\.|everybody: the resource is deleted|its members: |members of \S+(?: \([^)]*\))?: \S+\. |it is deleted with its members\.)/;
const WITHOUT_EFFECT = /^members (?:come|go): .* This changes no access now: /;
