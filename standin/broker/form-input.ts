import { checkInitialize, type InitializeInput } from "./initialize-input";
import type { FieldErrors } from "./json-input";
import { parseBoolean } from "./query";

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
  readonly file: Buffer;
}

/**
 * Reads the multipart form of initialize-and-upload as ASP.NET's form binding does: names without regard to case,
 * an empty text is null, `Metadata.Recipients` repeated or with indexes from 0.
 * @param contentType header of the request, with the boundary
 */
export async function readForm(
  bytes: Uint8Array,
  contentType: string | undefined,
): Promise<FormInput | { readonly errors: FieldErrors }> {
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(bytes), {
      headers: { "content-type": contentType ?? "multipart/form-data" },
    }).formData();
  } catch {
    return { errors: { "": ["Failed to read the request form."] } };
  }
  const file = [...form].find(
    ([name, value]) => name.toLowerCase() === "filetransfer" && typeof value !== "string",
  )?.[1];
  const metadata = [...form].flatMap(([name, value]) =>
    typeof value === "string" && name.toLowerCase().startsWith("metadata.")
      ? [[name.slice("metadata.".length), value === "" ? null : value] as const]
      : [],
  );
  const errors: Record<string, readonly string[]> = {};
  if (file === undefined || typeof file === "string") {
    errors["FileTransfer"] = ["The FileTransfer field is required."];
  }
  if (metadata.length === 0) {
    errors["Metadata"] = ["The Metadata field is required."];
    return { errors };
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
    return { errors };
  }
  if (Object.keys(errors).length > 0 || file === undefined || typeof file === "string") {
    return { errors };
  }
  return { input: checked.input, file: Buffer.from(await file.arrayBuffer()) };
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
