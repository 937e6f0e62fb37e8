import type { BrokerConfigField } from "../../clients/broker";
import type { Settings } from "../../settings";
import { sameJson } from "../../values/compare";
import {
  durationMeant,
  sameDuration,
  TICKS_PER_DAY,
  TICKS_PER_HOUR,
  ticksOfXsdDuration,
} from "../../values/duration";
import { isUnknown } from "../../values/unknown";
import type { Values } from "../lifecycle";
import { tooLongFailures } from "../resource/rules";

/*
 * What Broker's ConfigureResourceHandler and its table refuse, and what it takes although it breaks the service. Source:
 * Altinn/altinn-broker.
 */

export const CONFIG_FIELDS: readonly BrokerConfigField[] = [
  "maxFileTransferSize",
  "fileTransferTimeToLive",
  "purgeFileTransferAfterAllRecipientsConfirmed",
  "purgeFileTransferGracePeriod",
  "useManifestFileShim",
  "externalServiceCodeLegacy",
  "externalServiceEditionCodeLegacy",
  "requiredParty",
];

const LARGEST_SIZE = 1_677_721_600_000;
const LONGEST_SERVICE_CODE = 7;
/** PostgreSQL keeps microseconds, in ticks of 100 ns. */
const TICKS_KEPT = 10n;
const LARGEST_INT = 2_147_483_647;

const DURATIONS: ReadonlySet<string> = new Set([
  "fileTransferTimeToLive",
  "purgeFileTransferGracePeriod",
]);

/**
 * What Broker compares of a required party: what follows the last `:`, when that is nine digits, and "" for nobody.
 * Undefined: no sender and no recipient can be it. Source: Altinn/altinn-broker, InitializeFileTransferHandler.
 */
function partyMeant(value: unknown): string | undefined {
  const text = value ?? "";
  if (typeof text !== "string") return undefined;
  return text.trim() === "" ? "" : /^(?:.*:)?(\d{9})$/.exec(text)?.[1];
}

const sameParty = (a: unknown, b: unknown): boolean => {
  const meant = partyMeant(a);
  return meant === undefined ? a === b : meant === partyMeant(b);
};

/** True when both values of `field` mean the same to Broker. Null and a missing value are one. */
export function sameField(field: string, a: unknown, b: unknown): boolean {
  if ((a ?? null) === null && (b ?? null) === null) return true;
  if (DURATIONS.has(field)) return sameDuration(a, b);
  if (field === "requiredParty") return sameParty(a, b);
  if (field === "externalServiceCodeLegacy") return sameJson(a ?? "", b ?? "");
  return sameJson(a, b);
}

/** Names of the fields of `wanted` that are otherwise in `live`. */
export const differingFields = (wanted: Values, live: Values): string[] =>
  Object.keys(wanted).filter((field) => !sameField(field, wanted[field], live[field]));

/** What the columns of a fresh row hold that are never null. */
const FRESH: Values = {
  purgeFileTransferAfterAllRecipientsConfirmed: true,
  useManifestFileShim: false,
};

/** True when each field is as wanted or as in a fresh row: the first PUT inserts the row, and then sets field by field. */
export const isHalfDone = (wanted: Values, live: Values): boolean =>
  differingFields(wanted, live).every((field) => sameField(field, live[field], FRESH[field]));

/** What Broker does while nothing is set, in words for a difference. */
export const UNSET: Readonly<Record<string, string>> = {
  fileTransferTimeToLive: "not set (Broker's default today: P30D)",
  purgeFileTransferGracePeriod: "not set (Broker's default today: PT2H)",
};

/** Broker cannot unset a field; this is what comes nearest to its default, where anything does. */
const NEAREST: Readonly<Record<BrokerConfigField, string>> = {
  maxFileTransferSize: 'a large number, up to 1677721600000 (Broker has no value for "no limit")',
  fileTransferTimeToLive: '"P30D", the default',
  purgeFileTransferAfterAllRecipientsConfirmed: "true, the default",
  purgeFileTransferGracePeriod: '"PT2H", the default',
  useManifestFileShim: "false, the default",
  externalServiceCodeLegacy: '""',
  externalServiceEditionCodeLegacy: "the number it has (nothing comes near to none)",
  requiredParty: '"", which means nobody',
};

export function removedFieldFailures(olds: Values | undefined, news: Values): string[] {
  if (olds === undefined || olds.resourceId !== news.resourceId) return [];
  return CONFIG_FIELDS.filter(
    (field) => news[field] === undefined && !sameField(field, olds[field], undefined),
  ).map(
    (field) =>
      `${field} was ${JSON.stringify(olds[field])} and is left out now, but Broker cannot unset it. Write ${NEAREST[field]}, or keep it as it is at Altinn with ignoreChanges: ["${field}"].`,
  );
}

/** Sentences, one for each broken rule, each beginning with the path of its property; unknown values are not judged. */
export function configFailures(inputs: Values, settings: Settings): string[] {
  const fields = CONFIG_FIELDS.filter(
    (field) => inputs[field] !== undefined && !isUnknown(inputs[field]),
  );
  return [
    ...tooLongFailures(inputs.resourceId, "resourceId"),
    ...fields.flatMap((field) =>
      fieldFailures(field, inputs[field], inputs, settings).map(
        (reason) => `${field} is ${JSON.stringify(inputs[field])}. ${reason}`,
      ),
    ),
  ];
}

function fieldFailures(
  field: BrokerConfigField,
  value: unknown,
  inputs: Values,
  settings: Settings,
): string[] {
  switch (field) {
    case "maxFileTransferSize":
      return isWhole(value, 1, LARGEST_SIZE)
        ? []
        : [`Write whole bytes from 1 to ${String(LARGEST_SIZE)}.`];
    case "fileTransferTimeToLive":
      return durationFailures(value, {
        zero: false,
        limit: 365n * TICKS_PER_DAY,
        words: "365 days",
        example: "P30D",
      });
    case "purgeFileTransferGracePeriod":
      return durationFailures(value, {
        zero: true,
        limit: 24n * TICKS_PER_HOUR,
        words: "24 hours",
        example: "PT2H",
      });
    case "purgeFileTransferAfterAllRecipientsConfirmed":
      return typeof value === "boolean" ? [] : ["Write true or false."];
    case "useManifestFileShim":
      return typeof value === "boolean" ? shimFailures(value, inputs) : ["Write true or false."];
    case "externalServiceCodeLegacy":
      return serviceCodeFailures(value);
    case "externalServiceEditionCodeLegacy":
      return isWhole(value, -LARGEST_INT - 1, LARGEST_INT)
        ? []
        : ["Write a whole number of 32 bits."];
    case "requiredParty":
      return partyFailures(value, settings);
  }
}

/** For a number, as YAML makes it of digits, where Broker takes a text. */
const lacksQuotes = (value: number): string => `It lacks quotes: write "${String(value)}".`;

/** What no text may hold that Broker is to keep; undefined when it holds none. */
function unkept(text: string): string | undefined {
  if (text.includes("\0")) return "Broker's database keeps no NUL character. Take it out.";
  return /\p{Surrogate}/u.test(text)
    ? "It holds half a character, which Broker does not read. Correct it."
    : undefined;
}

function partyFailures(value: unknown, { orgNumber }: Pick<Settings, "orgNumber">): string[] {
  if (typeof value === "number" && /^\d{9}$/.test(String(value))) return [lacksQuotes(value)];
  const digits = typeof value === "string" ? value.replace(/\s/g, "") : undefined;
  if (typeof value === "string" && partyMeant(value) !== undefined) {
    const reason = unkept(value);
    return reason === undefined ? [] : [reason];
  }
  if (digits !== undefined && partyMeant(digits) !== undefined)
    return [`Write it without blanks: "${digits}".`];
  return [
    `It is no organisation: Broker would refuse every transfer. Write nine digits, such as "${orgNumber}", or "" for nobody.`,
  ];
}

const isWhole = (value: unknown, least: number, most: number): boolean =>
  typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;

interface DurationRule {
  readonly zero: boolean;
  /** In ticks. */
  readonly limit: bigint;
  readonly words: string;
  readonly example: string;
}

/** Names the duration that was meant, when Broker would take it. */
function unreadDuration(value: unknown, rule: DurationRule): string {
  const meant = typeof value === "string" ? durationMeant(value) : undefined;
  const isTaken = meant !== undefined && durationFailures(meant, rule).length === 0;
  const hasMark = typeof value === "string" && value.includes("\ufeff");
  const is = hasMark
    ? "It holds a byte order mark, which nobody sees and Broker does not take."
    : "It is no ISO 8601 duration as Broker reads them.";
  return `${is} Write ${isTaken ? `"${meant}"` : `one such as "${rule.example}"`}.`;
}

function durationFailures(value: unknown, rule: DurationRule): string[] {
  const ticks = typeof value === "string" ? ticksOfXsdDuration(value) : undefined;
  if (ticks === undefined) return [unreadDuration(value, rule)];
  if (ticks < 0n)
    return [
      `It is negative, so every new transfer would expire at once. Write one such as "${rule.example}".`,
    ];
  if (ticks === 0n && !rule.zero)
    return [
      `It is zero, so every new transfer would expire at once. Write one such as "${rule.example}".`,
    ];
  if (ticks > rule.limit) return [`Broker takes at most ${rule.words}.`];
  return ticks % TICKS_KEPT === 0n
    ? []
    : ["Broker keeps microseconds, and would show another one. Write at most six decimals."];
}

function serviceCodeFailures(value: unknown): string[] {
  if (typeof value === "number") return [lacksQuotes(value)];
  if (typeof value !== "string") return ['Write a text, such as "4752".'];
  const reason = unkept(value);
  if (reason !== undefined) return [reason];
  return [...value].length <= LONGEST_SERVICE_CODE
    ? []
    : [
        `Broker keeps at most ${String(LONGEST_SERVICE_CODE)} characters, and a longer one breaks off the change half-way.`,
      ];
}

function shimFailures(shim: boolean, inputs: Values): string[] {
  if (!shim) return [];
  const code = inputs.externalServiceCodeLegacy;
  const edition = inputs.externalServiceEditionCodeLegacy;
  const whole =
    (isUnknown(code) || (typeof code === "string" && code !== "")) &&
    (isUnknown(edition) || (typeof edition === "number" && edition !== 0));
  return whole
    ? []
    : [
        "Broker wants externalServiceCodeLegacy and externalServiceEditionCodeLegacy in the same request, stored ones do not help. Write both.",
      ];
}
