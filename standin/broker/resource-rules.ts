import type { Environment } from "../altinn";
import { microsecondsPerDay, microsecondsPerHour, parseDuration, toMicroseconds } from "./duration";
import type { ErrorCode } from "./errors";
import {
  aBoolean,
  aString,
  anInt32,
  anInt64,
  type FieldErrors,
  type Model,
  type Values,
} from "./json-input";

/** Bytes that a malware scan takes; in production more than this needs approval. */
export const largestScanned = 50_000_000_000;

/** Bytes; the error's text says 100 GB. */
const largestSize = 1_677_721_600_000;

const longestTimeToLive = 365n * microsecondsPerDay;
const longestGracePeriod = 24n * microsecondsPerHour;

export const resourceModel: Model = {
  maxFileTransferSize: anInt64,
  fileTransferTimeToLive: aString,
  purgeFileTransferAfterAllRecipientsConfirmed: aBoolean,
  purgeFileTransferGracePeriod: aString,
  useManifestFileShim: aBoolean,
  externalServiceCodeLegacy: aString,
  externalServiceEditionCodeLegacy: anInt32,
  requiredParty: aString,
};

/** What one PUT asks for: a key that is absent or null leaves the stored value alone. Durations in microseconds. */
export interface ResourceChange {
  readonly maxFileTransferSize?: number;
  readonly fileTransferTimeToLive?: bigint;
  readonly purgeFileTransferAfterAllRecipientsConfirmed?: boolean;
  readonly purgeFileTransferGracePeriod?: bigint;
  readonly useManifestFileShim?: boolean;
  readonly externalServiceCodeLegacy?: string;
  readonly externalServiceEditionCodeLegacy?: number;
  readonly requiredParty?: string;
}

/** The rule on the whole request: turning the manifest shim on takes both codes, whatever is stored. */
export function shimErrors(values: Values): FieldErrors | undefined {
  if (values["useManifestFileShim"] !== true) {
    return undefined;
  }
  if ((values["externalServiceCodeLegacy"] ?? "") === "") {
    return { "": ["ExternalServiceCodeLegacy must be set and not be an empty string."] };
  }
  if ((values["externalServiceEditionCodeLegacy"] ?? 0) === 0) {
    return { "": ["ExternalServiceEditionCodeLegacy must be set and not be zero."] };
  }
  return undefined;
}

/**
 * Checks the values in the server's order and gives the change, or the code of the first failure.
 * @throws DurationOverflow for a duration that .NET cannot hold
 */
export function checkChange(
  values: Values,
  environment: Environment,
  approved: boolean,
): ResourceChange | ErrorCode {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
  const size = given["maxFileTransferSize"] as number | undefined;
  if (size !== undefined) {
    const code = sizeError(size, environment === "production" && !approved);
    if (code) {
      return code;
    }
  }
  for (const [field, longest, unreadable, tooLong] of [
    ["fileTransferTimeToLive", longestTimeToLive, "BRO-00014", "BRO-00015"],
    ["purgeFileTransferGracePeriod", longestGracePeriod, "BRO-00017", "BRO-00018"],
  ] as const) {
    const text = given[field];
    if (typeof text !== "string") {
      continue;
    }
    const ticks = parseDuration(text);
    if (ticks === undefined) {
      return unreadable;
    }
    if (ticks > longest * 10n) {
      return tooLong;
    }
    given[field] = toMicroseconds(ticks);
  }
  return given;
}

function sizeError(size: number, needsApproval: boolean): ErrorCode | undefined {
  if (size < 0) {
    return "BRO-00011";
  }
  if (size === 0) {
    return "BRO-00012";
  }
  if (needsApproval && size > largestScanned) {
    return "BRO-00013";
  }
  return size > largestSize ? "BRO-00022" : undefined;
}
