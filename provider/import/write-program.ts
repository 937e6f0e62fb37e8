import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "../inventory/places";
import { programOf, type ProgramPart } from "../program-writer/program";
import type { OrganisationNames } from "../program-writer/rules-code";
import type { AllStacks, ServiceValues } from "../program-writer/values";
import { readProject } from "../stack/project";
import { isObject, jsonIn } from "../values/json";
import {
  allParts,
  editedFiles,
  editedParts,
  leftAlone,
  valueOf,
  writtenFrom,
  type EditedPart,
} from "./edited";
import type { ReadStack } from "./live";
import { MEMORY_FILE } from "./memory-file";
import { hashOf, memoryText, underName, withStack, type Memory } from "./memory";
import { newsOf, newsOfService } from "./news";
import { completedManifest, projectFiles } from "./project-files";
import { stackPlaceOf } from "./stack-place";
import { writeFiles, type Written } from "./write";

/** What was read, and where it goes. */
export interface ToWrite {
  readonly folder: string;
  readonly memory: Memory;
  /** Short name of the stack; empty without one. */
  readonly stack: string;
  readonly place: Place;
  readonly read: ReadStack;
  /** Identifiers of the services that were to be read; all when left out. */
  readonly asked: readonly string[] | undefined;
  /** Files that somebody edited are written anew as well. */
  readonly force: boolean;
}

/** A part of the program that somebody edited, which is left as it is. */
export interface LeftAlonePart {
  readonly part: ProgramPart;
  /** Such as an identifier, or `access list partners`. */
  readonly what: string;
  /** What was edited, removed or made by somebody, from the folder. */
  readonly files: readonly string[];
  /** In what Altinn has it otherwise than it was imported last, phrases. */
  readonly differences: readonly string[];
}

export interface WrittenProgram {
  /** The file that brings all together, from the folder. */
  readonly entry: string;
  readonly written: Written;
  readonly leftAlone: readonly LeftAlonePart[];
  /** What somebody edited and `force` wrote anew or took away, from the folder, sorted. */
  readonly thrownAway: readonly string[];
  /** Whether what is remembered has become something else. */
  readonly isRecordWritten: boolean;
  /** Lines that the entry file would have and that somebody's edited one has not. */
  readonly lackingLines: readonly string[];
  /** What the stacks have by what was read. */
  readonly stacks: AllStacks;
}

/** Writes the program and what is remembered of it. Parts that somebody edited stay as they are, whole. */
export function writeProgram(of: ToWrite): WrittenProgram {
  const { folder, memory, stack, place, read, asked, force } = of;
  const { values, unread } = read;
  const before = underName(memory.stacks, stack, stackPlaceOf(place.settings));
  const found = withStack(before, stack, { values, only: asked, unread });
  const entry = entryIn(folder, memory);
  const isAModule = isModule(folder);
  const program = (stacks: AllStacks) => {
    const organisations = namesIn(stacks, place, memory.organisations);
    return { ...programOf({ stacks, organisations, isModule: isAModule, entry }), organisations };
  };
  const wanted = program(found);
  const edited = editedParts(folder, allParts(program(before).parts, wanted.parts), {
    hashes: memory.files,
    wanted: wanted.files,
  });
  const isForced = (part: EditedPart): boolean => force && isAsked(part, of);
  const kept = edited.filter((part) => !isForced(part));
  const stacks = leftAlone(found, before, stack, kept);
  const { files, organisations } = program(stacks);
  const theirs = new Set(kept.flatMap(({ paths }) => paths));
  const forced = edited.filter(isForced);
  const ours = <T>(all: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([path]) => !theirs.has(path)));
  const project = projectFiles(folder);
  const manifest = completedManifest(folder);
  const forcedPaths = new Set(forced.flatMap(({ paths }) => paths));
  const isAll = force && asked === undefined;
  const thrownAway = [
    ...forced.flatMap((part) => part.edited),
    ...(isAll
      ? editedFiles(folder, [entry, "stack-values.ts"], { hashes: memory.files, wanted: files })
      : []),
  ].sort();
  const written = writeFiles(
    folder,
    {
      ...project,
      ...(manifest === undefined ? {} : { "package.json": manifest }),
      ...ours(files),
    },
    { ...ours(memory.files), ...hashesOf(folder, forced), ...manifestHash(folder, manifest) },
    (path) => isAll || forcedPaths.has(path),
  );
  const remembered = {
    ...written.hashes,
    ...Object.fromEntries(Object.entries(memory.files).filter(([path]) => theirs.has(path))),
  };
  const isOfProgram = ([path]: readonly [string, string]): boolean =>
    !(path in project) && path !== "package.json";
  const text = memoryText({
    stacks,
    organisations,
    files: Object.fromEntries(Object.entries(remembered).filter(isOfProgram)),
  });
  const record = writeFiles(folder, { [MEMORY_FILE]: text }, {}, () => true);
  return {
    entry,
    written,
    leftAlone: kept.flatMap((part) => named(part, of, before)),
    thrownAway,
    isRecordWritten: record.unchanged.length === 0,
    lackingLines: written.edited.includes(entry)
      ? lackingLines(files[entry] ?? "", join(folder, entry))
      : [],
    stacks: found,
  };
}

function lackingLines(wanted: string, file: string): string[] {
  const linesOf = (text: string): string[] => text.split("\n").map((line) => line.trim());
  const there = new Set(existsSync(file) ? linesOf(readFileSync(file, "utf8")) : []);
  return linesOf(wanted).filter((line) => /[\w]/.test(line) && !there.has(line));
}

/** With these hashes the files are taken for written by import: those of a part that is written anew. */
const hashesOf = (folder: string, parts: readonly EditedPart[]): Record<string, string> =>
  Object.fromEntries(
    parts
      .flatMap(({ edited }) => edited)
      .filter((path) => existsSync(join(folder, path)))
      .map((path) => [path, hashOf(readFileSync(join(folder, path)))]),
  );

const manifestHash = (folder: string, manifest: string | undefined): Record<string, string> =>
  manifest === undefined
    ? {}
    : { "package.json": hashOf(readFileSync(join(folder, "package.json"))) };

function isAsked({ kind, identifier }: ProgramPart, { asked, read }: ToWrite): boolean {
  if (kind === "owner") return asked === undefined;
  if (asked === undefined) return true;
  return kind === "list"
    ? Object.hasOwn(read.values.lists ?? {}, identifier)
    : asked.includes(identifier);
}

/** A part that is left alone, where it was looked at and is, or was, one of this stack. */
function named(part: EditedPart, of: ToWrite, before: AllStacks): LeftAlonePart[] {
  const { kind, identifier, edited } = part;
  const { values, unread } = of.read;
  const what =
    kind === "owner"
      ? "the registration in Broker"
      : kind === "list"
        ? `access list ${identifier}`
        : identifier;
  const looked = { owner: values.owner, list: values.lists, service: values.services }[kind];
  if (looked === undefined || !isAsked(part, of) || unread.includes(identifier)) return [];
  const now = valueOf(values, part);
  const own = valueOf(before[of.stack], part);
  const written = writtenFrom(before, of.stack, part);
  if (!now) {
    const gone = "it is not at Altinn any more, or is left out";
    return own ? [{ part, what, files: edited, differences: [gone] }] : [];
  }
  const differences = !written
    ? ["it is at Altinn, and import did not write the file, so what import writes does not call it"]
    : kind === "service"
      ? newsOfService(identifier, written, now as unknown as ServiceValues)
      : newsOf(written, now);
  return [{ part, what, files: edited, differences }];
}

/** `index.ts`, unless somebody has one of their own. */
function entryIn(folder: string, { files }: Memory): string {
  const own = join(folder, "index.ts");
  if (files["imported.ts"] !== undefined) return "imported.ts";
  if (files["index.ts"] !== undefined || !existsSync(own)) return "index.ts";
  return readFileSync(own, "utf8").trim() === "" ? "index.ts" : "imported.ts";
}

function isModule(folder: string): boolean {
  const own = join(folder, "package.json");
  const manifest = existsSync(own)
    ? jsonIn(readFileSync(own, "utf8"))
    : readProject(folder).project?.manifest;
  return isObject(manifest) && manifest.type === "module";
}

/** The names of the organisations that rules name, by the organisation list. */
function namesIn(
  stacks: AllStacks,
  { organisations }: Place,
  before: OrganisationNames,
): OrganisationNames {
  const listed = Object.values(organisations ?? {}).flatMap(({ orgnr, name }) => {
    const called = name?.nb ?? name?.en;
    return orgnr && called ? [[orgnr, called] as const] : [];
  });
  const known = new Map([...Object.entries(before), ...listed]);
  const numbers = Object.values(stacks)
    .flatMap(({ services }) => Object.values(services))
    .flatMap(({ policy }) => (policy && "rules" in policy ? policy.rules : []))
    .flatMap(({ subjects }) => subjects)
    .flatMap((subject) => (subject.type === "organization" ? [subject.number] : []));
  return Object.fromEntries(
    [...new Set(numbers)].sort().flatMap((number) => {
      const name = known.get(number);
      return name === undefined ? [] : [[number, name]];
    }),
  );
}
