import {
  aBoolean,
  aString,
  stringMap,
  strings,
  type FieldErrors,
  type Model,
  type Values,
} from "./json-input";

export const initializeModel: Model = {
  fileName: aString,
  resourceId: aString,
  sendersFileTransferReference: aString,
  sender: aString,
  recipients: strings,
  propertyList: stringMap,
  checksum: aString,
  disableVirusScan: aBoolean,
};

/** A valid request to initialize a transfer. */
export interface InitializeInput {
  readonly fileName: string;
  /** Without the urn prefix. */
  readonly resourceId: string;
  readonly sendersFileTransferReference: string;
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly propertyList: Readonly<Record<string, string>>;
  /** MD5 in hex as sent; a blank text for none, null when null was sent. */
  readonly checksum: string | null;
  readonly disableVirusScan: boolean;
}

const party = /^(?:\d{4}:\d{9}|urn:altinn:organization:identifier-no:\d{9})$/;
const resourcePrefix = "urn:altinn:resource:";
const partyForms =
  "countrycode:organizationnumber (e.g. 0192:910753614) or urn:altinn:organization:identifier-no:organizationnumber";

/** Checks what the attributes of `FileTransferInitalizeExt` check; the keys of the errors are its property names. */
export function checkInitialize(
  values: Values,
): { readonly input: InitializeInput } | { readonly errors: FieldErrors } {
  const errors: Record<string, readonly string[]> = {};
  const check = (field: string, problems: readonly (string | false)[]) => {
    const messages = problems.filter((problem) => problem !== false);
    if (messages.length > 0) {
      errors[field] = messages;
    }
  };
  const text = (name: string) => (name in values ? (values[name] as string | null) : "");

  const fileName = text("fileName");
  check("FileName", [required(fileName, "FileName"), length(fileName, "FileName", 255)]);
  const resourceId = text("resourceId");
  check("ResourceId", [
    required(resourceId, "ResourceId"),
    length(resourceId, "ResourceId", 255),
    !!resourceId?.trim() &&
      !isResourceId(resourceId) &&
      "The resource id must not contain a colon, except in the prefix urn:altinn:resource:",
  ]);
  const reference = text("sendersFileTransferReference");
  check("SendersFileTransferReference", [
    reference === null && missing("SendersFileTransferReference"),
    length(reference, "SendersFileTransferReference", 4096),
  ]);
  const sender = text("sender");
  check("Sender", [
    required(sender, "Sender"),
    !!sender && !party.test(sender) && `Organization numbers should be on the form ${partyForms}`,
  ]);
  const recipients =
    values["recipients"] === undefined ? [] : (values["recipients"] as (string | null)[] | null);
  check("Recipients", [
    recipients === null && missing("Recipients"),
    recipients?.length === 0 && "One or more recipients are required",
    recipients !== null &&
      !recipients.every(isParty) &&
      `Each recipient should be on the form ${partyForms}`,
  ]);
  const properties =
    values["propertyList"] === undefined
      ? {}
      : (values["propertyList"] as Record<string, string | null> | null);
  check("PropertyList", [properties ? propertyProblem(properties) : missing("PropertyList")]);
  const checksum = text("checksum");
  check("Checksum", [checksumProblem(checksum)]);

  if (Object.keys(errors).length > 0) {
    return { errors };
  }
  return {
    input: {
      fileName: fileName ?? "",
      resourceId: withoutResourcePrefix(resourceId ?? ""),
      sendersFileTransferReference: reference ?? "",
      sender: sender ?? "",
      recipients: (recipients ?? []) as string[],
      propertyList: (properties ?? {}) as Record<string, string>,
      checksum,
      disableVirusScan: values["disableVirusScan"] === true,
    },
  };
}

/** @throws TypeError for null, which the real attribute trips over as well */
function isParty(text: string | null): boolean {
  if (text === null) {
    throw new TypeError("Value cannot be null. (Parameter 'input')");
  }
  return party.test(text);
}

const missing = (field: string) => `The ${field} field is required.`;

const required = (value: string | null, field: string) => !value?.trim() && missing(field);

const length = (value: string | null, field: string, longest: number) =>
  value !== null &&
  (value.length < 1 || value.length > longest) &&
  `The field ${field} must be a string with a minimum length of 1 and a maximum length of ${longest}.`;

const withoutResourcePrefix = (id: string) =>
  id.startsWith(resourcePrefix) ? id.slice(resourcePrefix.length) : id;

function isResourceId(id: string): boolean {
  const bare = withoutResourcePrefix(id);
  return bare !== "" && !bare.includes(":");
}

/** @throws TypeError for a null value, which the real attribute trips over as well */
function propertyProblem(properties: Readonly<Record<string, string | null>>): string | false {
  const entries = Object.entries(properties);
  if (entries.length > 10) {
    return "PropertyList can contain at most 10 properties";
  }
  for (const [key, value] of entries) {
    if (key.length > 50) {
      return `PropertyList Key can not be longer than 50. Length:${key.length}, KeyValue:${key}`;
    }
    if (value === null) {
      throw new TypeError("Object reference not set to an instance of an object.");
    }
    if (value.length > 3000) {
      return `PropertyList Value can not be longer than 3000. Length:${value.length}, Value:${value}`;
    }
  }
  return false;
}

function checksumProblem(checksum: string | null): string | false {
  if (!checksum?.trim()) {
    return false;
  }
  if (checksum.length !== 32) {
    return "The checksum, if used, must be a MD5 hash with a length of 32 characters";
  }
  return (
    checksum !== checksum.toLowerCase() && "The checksum, if used, must be a MD5 hash in lower case"
  );
}
