import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { messageOf } from "../errors";
import { refusalsOfPost } from "../resources/resource/document-rules";
import type { Finding } from "../resources/resource/document-type-rules";
import { documentWarnings } from "../resources/resource/warnings";
import { JsonBodyError, readJsonBytes } from "./documents-json";

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

/**
 * Prints one line of JSON for each `.json` file in `folder` and below, ordered by path:
 * `{"file":"a/b.json","accepted":false,"reasons":["title has no text in nn. ..."],"warnings":[]}`. Folders that begin with
 * a dot and `node_modules` are left out. Throws when `folder` cannot be read.
 */
export function documents(folder: string, print: (line: string) => void): void {
  const single = statSync(folder).isFile();
  for (const file of single ? [""] : jsonFiles(folder, "").sort()) {
    print(JSON.stringify({ file: file || basename(folder), ...lineOf(join(folder, file)) }));
  }
}

function lineOf(path: string): object {
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

/** Paths from `root`, with slashes. */
function jsonFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      return entry.name.startsWith(".") || entry.name === "node_modules"
        ? []
        : jsonFiles(root, path);
    }
    return /\.json$/i.test(entry.name) ? [path] : [];
  });
}
