import { readFileSync } from "node:fs";
import { messageOf } from "../errors";
import { refusalsOfPost } from "../resources/resource/document-rules";
import type { Finding } from "../resources/resource/document-type-rules";
import { documentWarnings } from "../resources/resource/warnings";
import { JsonBodyError, readJsonBytes } from "./documents-json";
import { filesIn, type FilesStatus } from "./files";

/** What the Resource Registry would answer to a file as the body of `POST /resourceregistry/api/v1/resource`. */
export interface DocumentVerdict {
  /** True for status 201 to the owner that the document names, while the identifier is free. */
  readonly accepted: boolean;
  /** Empty when accepted. */
  readonly reasons: readonly Finding[];
  /** Sentences about what is taken and may not be meant. */
  readonly warnings: readonly string[];
}

/** Kestrel's limit for a body, in bytes. */
const LARGEST_BODY = 30_000_000;

/** Judges the bytes of one file, by the registry's rules alone: no settings, nothing is called. */
export function judgeDocument(bytes: Uint8Array): DocumentVerdict {
  const refused = (reason: Finding): DocumentVerdict => ({
    accepted: false,
    reasons: [reason],
    warnings: [],
  });
  if (bytes.length > LARGEST_BODY) {
    const text = `The file has ${String(bytes.length)} bytes. The registry takes at most ${String(LARGEST_BODY)} (status 413).`;
    return refused({ key: "", status: 413, text });
  }
  if (bytes.length === 0) {
    const text = "The file is empty. Write one resource, as one object.";
    return refused({ key: "", status: 400, text });
  }
  if (isUtf16(bytes)) {
    const text = "The file is saved as UTF-16, which is no JSON to the registry. Save it as UTF-8.";
    return refused({ key: "$", status: 400, text });
  }
  let value: unknown;
  try {
    value = readJsonBytes(bytes);
  } catch (error) {
    if (error instanceof JsonBodyError) return refused(error.finding);
    throw error;
  }
  const reasons = refusalsOfPost(value);
  const warnings = documentWarnings(value);
  return { accepted: reasons.length === 0, reasons, warnings };
}

/** By its byte order mark, or by the zero beside the first character, with which no JSON in UTF-8 begins. */
const isUtf16 = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) ||
  (first === 0xfe && second === 0xff) ||
  (first === 0) !== (second === 0);

export interface DocumentsCommand {
  /** Files and folders. */
  readonly paths: readonly string[];
  readonly print: (line: string) => void;
}

/**
 * Prints one line of JSON for each file that is named, and each `.json` file in a folder that is, or below it:
 * `{"file":"a/b.json","accepted":false,"reasons":["title has no text in nn. ..."],"warnings":[]}`.
 * @throws NothingToLookAtError, before anything is printed
 */
export function documents({ paths, print }: DocumentsCommand): FilesStatus {
  const verdicts = filesIn(paths, [".json"]).map(({ name: file, path }) => {
    const verdict = verdictOn(path);
    print(JSON.stringify({ file, ...verdict }));
    return verdict;
  });
  return verdicts.every(({ accepted }) => accepted) ? 0 : 1;
}

function verdictOn(path: string): {
  readonly accepted: boolean;
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
} {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const reason = `The file cannot be read. ${messageOf(error)}`;
    return { accepted: false, reasons: [reason], warnings: [] };
  }
  const { accepted, reasons, warnings } = judgeDocument(bytes);
  return { accepted, reasons: reasons.map(({ text }) => text), warnings };
}
