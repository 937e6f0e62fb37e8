import { stripVTControlCharacters } from "node:util";
import { z } from "zod";
import { messageOf } from "../errors";
import type { Diagnostic, Run, Step } from "./run";

/*
 * Reads what the Pulumi CLI prints with `--json`. `preview` prints one document; `up` prints events, one a line, after the
 * document of its preview unless that is skipped; with PULUMI_ENABLE_STREAMING_JSON_PREVIEW `preview` prints events too.
 * Seen with CLI 3.259.0.
 */

/** The input is nothing that `pulumi preview --json` or `pulumi up --json` prints. The message says what to give instead. */
export class UnreadableRunError extends Error {}

const values = z.record(z.string(), z.unknown()).nullish();
const changes = z.looseObject({ same: z.number().nullish() }).nullish();
const state = z.looseObject({
  id: z.string().nullish(),
  inputs: values,
  retainOnDelete: z.boolean().nullish(),
});
const plannedStep = z.looseObject({
  op: z.string(),
  urn: z.string(),
  oldState: state.nullish(),
  newState: state.nullish(),
});
const diagnostic = z.looseObject({
  message: z.string().nullish(),
  severity: z.string().nullish(),
  urn: z.string().nullish(),
});
const digest = z.looseObject({
  config: values,
  steps: z.array(plannedStep).nullish(),
  diagnostics: z.array(diagnostic).nullish(),
  changeSummary: changes,
});
const metadata = z.looseObject({
  op: z.string(),
  urn: z.string(),
  old: state.nullish(),
  new: state.nullish(),
});
const event = z.looseObject({
  preludeEvent: z.looseObject({ config: values }).optional(),
  diagnosticEvent: diagnostic.optional(),
  resourcePreEvent: z.looseObject({ metadata, planning: z.boolean().nullish() }).optional(),
  resOutputsEvent: z.looseObject({ metadata, planning: z.boolean().nullish() }).optional(),
  resOpFailedEvent: z.looseObject({ metadata }).optional(),
  summaryEvent: z
    .looseObject({
      isPreview: z.boolean().nullish(),
      result: z.string().nullish(),
      resourceChanges: changes,
    })
    .optional(),
});
type Event = z.infer<typeof event>;

const EVENTS = [
  "preludeEvent",
  "diagnosticEvent",
  "resourcePreEvent",
  "resOutputsEvent",
  "resOpFailedEvent",
  "summaryEvent",
  "cancelEvent",
];

const WHAT_TO_GIVE =
  "Give it what `pulumi preview --json` or `pulumi up --json` prints, as in `pulumi preview --json | npx --no altinn-broker explain`.";

/** @throws UnreadableRunError */
export function readRun(printed: string): Run {
  const text = printed.replace(/^\ufeff/, "").trim();
  if (text === "")
    throw new UnreadableRunError(
      `There was nothing to read. If a command before it failed, its error stands above. ${WHAT_TO_GIVE}`,
    );
  const documents = documentsIn(text);
  const events = documents.filter(isEvent);
  if (events.length > 0) return runOfEvents(events.map((one) => parsed(event, one)));
  const [only] = documents;
  if (documents.length === 1 && isDigest(only)) return runOfDigest(parsed(digest, only));
  throw new UnreadableRunError(`It is JSON, and no preview of Pulumi. ${WHAT_TO_GIVE}`);
}

/** The documents of a text: one, or the document of a preview and then one a line. What is no JSON between events is left out. */
function documentsIn(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch (error) {
    const end = /^\}\r?$/m.exec(text);
    const whole = text.startsWith("{\n") || text.startsWith("{\r") ? end : null;
    const rest = whole ? text.slice(whole.index + whole[0].length) : text;
    const lines = rest
      .split("\n")
      .map(jsonIn)
      .filter((line) => line !== undefined);
    if (lines.some(isEvent)) return lines;
    throw new UnreadableRunError(`It is no JSON (${messageOf(error)}). ${WHAT_TO_GIVE}`);
  }
}

function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const has = (value: unknown, keys: readonly string[]): boolean =>
  typeof value === "object" && value !== null && keys.some((key) => key in value);

const isEvent = (value: unknown): boolean => has(value, EVENTS);
const isDigest = (value: unknown): boolean => has(value, ["steps", "changeSummary", "diagnostics"]);

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new UnreadableRunError(
    `It is no preview of Pulumi: ${issue?.path.join(".") ?? ""} is not as the CLI writes it. ${WHAT_TO_GIVE}`,
  );
}

function runOfDigest({ config, steps, diagnostics, changeSummary }: z.infer<typeof digest>): Run {
  const told = (diagnostics ?? []).map(diagnosticOf);
  const planned = (steps ?? []).map((step) =>
    stepOf(step.op, step.urn, step.oldState, step.newState),
  );
  return {
    command: "preview",
    stack: stackOf((steps ?? []).map(({ urn }) => urn)),
    config: plain(config),
    steps: planned,
    unchanged: changeSummary?.same ?? 0,
    diagnostics: told,
    failed: told.some(isError),
  };
}

function runOfEvents(events: readonly Event[]): Run {
  const summary = events.find((one) => one.summaryEvent)?.summaryEvent;
  const isPreview =
    summary?.isPreview ?? events.some((one) => one.resourcePreEvent?.planning === true);
  const done = events.flatMap((one) => one.resOutputsEvent ?? []);
  const begun = events.flatMap((one) => one.resourcePreEvent ?? []);
  const diagnostics = events
    .flatMap(({ diagnosticEvent }) => (diagnosticEvent === undefined ? [] : [diagnosticEvent]))
    .map(diagnosticOf);
  const failed =
    summary?.result === "failed" ||
    events.some((one) => one.resOpFailedEvent) ||
    diagnostics.some(isError);
  return {
    command: isPreview ? "preview" : "up",
    stack: stackOf(begun.map(({ metadata: { urn } }) => urn)),
    config: plain(events.find((one) => one.preludeEvent)?.preludeEvent?.config),
    steps: done.map(({ metadata: { op, urn, old, new: made } }) => stepOf(op, urn, old, made)),
    unchanged: summary?.resourceChanges?.same ?? 0,
    diagnostics,
    failed,
  };
}

const isError = ({ severity }: Diagnostic): boolean => severity === "error";

function diagnosticOf({ message, severity, urn }: z.infer<typeof diagnostic>): Diagnostic {
  const resource = named(urn ?? "");
  return {
    severity: severity ?? "",
    text: stripVTControlCharacters(message ?? "").trim(),
    ...(resource.type === "" || resource.type === "pulumi:pulumi:Stack" ? {} : { resource }),
  };
}

/** `urn:pulumi:{stack}::{project}::{types, joined by $}::{name}` */
function named(urn: string): Pick<Step, "type" | "name"> {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1) ?? "", name: name.join("::") };
}

function stepOf(
  op: string,
  urn: string,
  old: z.infer<typeof state> | null | undefined,
  made: z.infer<typeof state> | null | undefined,
): Step {
  return {
    op,
    ...named(urn),
    id: (old ?? made)?.id ?? undefined,
    olds: old?.inputs ?? {},
    news: op === "delete" ? {} : (made?.inputs ?? {}),
    retained: old?.retainOnDelete === true,
  };
}

const stackOf = (urns: readonly string[]): string | undefined =>
  /^urn:pulumi:([^:]+)::/.exec(urns[0] ?? "")?.[1];

const plain = (config: Readonly<Record<string, unknown>> | null | undefined) =>
  Object.fromEntries(
    Object.entries(config ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
