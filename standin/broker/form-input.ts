import type { FastifyRequest } from "fastify";
import type { Broker } from "./broker";
import { checkInitialize, type InitializeInput } from "./initialize-input";
import type { FieldErrors } from "./json-input";
import { parseBoolean } from "./query";
import { receive, type Received } from "./upload";

/** Field names of the form's metadata, as the API spells them, to the names of the JSON model. */
const textFields: Readonly<Record<string, string>> = {
  filename: "fileName",
  resourceid: "resourceId",
  sendersfiletransferreference: "sendersFileTransferReference",
  sender: "sender",
  checksum: "checksum",
};

export interface FormInput {
  readonly input: InitializeInput;
  /** On the disk already; to be freed when it is not stored. */
  readonly file: Received;
}

/** A form that is refused, and what came of its file. */
export interface RefusedForm {
  readonly errors: FieldErrors;
  readonly file: Received | undefined;
}

/**
 * Reads the multipart form of initialize-and-upload as ASP.NET's form binding does: names without regard to case,
 * an empty text is null, `Metadata.Recipients` repeated or with indexes from 0.
 * @param request in a scope with @fastify/multipart
 */
export async function readForm(
  broker: Broker,
  request: FastifyRequest,
): Promise<FormInput | RefusedForm> {
  const { file, fields } = await readParts(broker, request);
  if (fields === undefined) {
    return { errors: { "": ["Failed to read the request form."] }, file };
  }
  const metadata = fields.flatMap(([name, value]) =>
    name.toLowerCase().startsWith("metadata.")
      ? [[name.slice("metadata.".length), value === "" ? null : value] as const]
      : [],
  );
  const errors: Record<string, readonly string[]> = {};
  if (file === undefined) {
    errors["FileTransfer"] = ["The FileTransfer field is required."];
  }
  if (metadata.length === 0) {
    errors["Metadata"] = ["The Metadata field is required."];
    return { errors, file };
  }
  const { values, disableVirusScan } = bind(metadata);
  if (disableVirusScan === undefined) {
    const sent = metadata.find(([name]) => name.toLowerCase() === "disablevirusscan")?.[1] ?? "";
    errors["Metadata.DisableVirusScan"] = [
      `The value '${sent}' is not valid for DisableVirusScan.`,
    ];
  }
  const checked = checkInitialize({ ...values, disableVirusScan });
  if ("errors" in checked) {
    for (const [key, messages] of Object.entries(checked.errors)) {
      errors[`Metadata.${key}`] = messages;
    }
    return { errors, file };
  }
  if (Object.keys(errors).length > 0 || file === undefined) {
    return { errors, file };
  }
  return { input: checked.input, file };
}

/** What a form has; no fields when it cannot be read. */
interface Parts {
  readonly file: Received | undefined;
  readonly fields: readonly (readonly [name: string, value: string])[] | undefined;
}

/**
 * The parts as they come: the first file of the right name goes to the disk, texts are kept.
 * @throws Error of the file system
 */
async function readParts(broker: Broker, request: FastifyRequest): Promise<Parts> {
  let file: Received | undefined;
  let failed: { readonly error: unknown } | undefined;
  const fields: (readonly [name: string, value: string])[] = [];
  let isReadable = request.raw.headers["content-length"] !== "0";
  try {
    for await (const part of request.parts()) {
      if (part.type === "field") {
        fields.push([part.fieldname, String(part.value)]);
      } else if (file === undefined && part.fieldname.toLowerCase() === "filetransfer") {
        file = await receive(broker, part.file).catch((error: unknown) => {
          failed = { error };
          return undefined;
        });
      } else {
        part.file.resume();
      }
    }
  } catch {
    isReadable = false;
  }
  if (failed) {
    throw failed.error;
  }
  return { file, fields: isReadable && file?.whole !== false ? fields : undefined };
}

type Entries = readonly (readonly [name: string, value: string | null])[];

/** @returns `disableVirusScan` undefined when it was sent as something else than a boolean */
function bind(entries: Entries): {
  readonly values: Record<string, unknown>;
  readonly disableVirusScan: boolean | null | undefined;
} {
  const values: Record<string, unknown> = {};
  const properties: Record<string, string | null> = {};
  const repeated: (string | null)[] = [];
  const indexed = new Map<number, string | null>();
  let disableVirusScan: boolean | null | undefined = null;
  for (const [name, value] of entries) {
    const lower = name.toLowerCase();
    const field = textFields[lower];
    const index = /^recipients\[(\d+)\]$/.exec(lower)?.[1];
    const property = /^propertylist(?:\.(.+)|\[(.+)\])$/is.exec(name);
    if (field !== undefined) {
      values[field] ??= value;
    } else if (lower === "recipients" || lower === "recipients[]") {
      repeated.push(value);
    } else if (index !== undefined) {
      indexed.set(Number(index), value);
    } else if (property) {
      properties[property[1] ?? property[2] ?? ""] ??= value;
    } else if (lower === "disablevirusscan" && value !== null) {
      disableVirusScan = parseBoolean(value);
    }
  }
  values["recipients"] = repeated.length > 0 ? repeated : fromZero(indexed);
  values["propertyList"] = properties;
  return { values, disableVirusScan };
}

/** The values at 0, 1, 2, ...; binding stops at the first gap. */
function fromZero<T>(indexed: ReadonlyMap<number, T>): T[] {
  const values: T[] = [];
  for (let index = 0; indexed.has(index); index += 1) {
    values.push(indexed.get(index) as T);
  }
  return values;
}
