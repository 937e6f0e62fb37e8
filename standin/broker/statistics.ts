import type { DatabaseSync } from "node:sqlite";
import type { FieldErrors } from "./json-input";
import { parseBoolean, type QueryValues } from "./query";

/** Which month, and which columns name somebody. */
export interface StatisticsInput {
  readonly year: number;
  /** 1 to 12 when it is valid. */
  readonly month: number;
  readonly resourceId?: string;
  readonly includeEndUser: boolean;
  readonly includeVendor: boolean;
}

/** Reads the query; a number that was not sent is 0. */
export function readStatistics(
  values: QueryValues,
): { readonly input: StatisticsInput } | { readonly errors: FieldErrors } {
  const errors: Record<string, readonly string[]> = {};
  const read = <T>(name: string, parse: (text: string) => T | undefined, otherwise: T): T => {
    const text = values[name.toLowerCase()];
    if (text === undefined) {
      return otherwise;
    }
    const value = parse(text);
    if (value === undefined) {
      errors[name] = [`The value '${text}' is not valid for ${name}.`];
    }
    return value ?? otherwise;
  };
  const year = read("Year", parseInt32, 0);
  const month = read("Month", parseInt32, 0);
  const includeEndUser = read("IncludeEndUser", parseBoolean, true);
  const includeVendor = read("IncludeVendor", parseBoolean, false);
  if (Object.keys(errors).length > 0) {
    return { errors };
  }
  const resourceId = values["resourceid"]?.trim() ?? "";
  return {
    input: {
      year,
      month,
      includeEndUser,
      includeVendor,
      ...(resourceId === "" ? {} : { resourceId }),
    },
  };
}

/** Whether .NET has the month and the one after it. */
export const isMonth = (year: number, month: number): boolean =>
  year >= 1 && year <= 9999 && month >= 1 && month <= 12 && !(year === 9999 && month === 12);

const columns = [
  "year",
  "month",
  "resourceId",
  "senderVendor",
  "recipientVendor",
  "sender",
  "recipient",
  "totalFileTransfers",
  "uploadCount",
  "totalTransferDownloadAttempts",
  "transfersWithDownloadConfirmed",
] as const;

/**
 * The service owner's transfers of one month as CSV, a line for each pair of sender and recipient that did something.
 * @param serviceOwner `0192:` form
 */
export function monthlyCsv(
  database: DatabaseSync,
  serviceOwner: string,
  input: StatisticsInput,
): string {
  const { year, month, resourceId, includeEndUser, includeVendor } = input;
  const from = startOf(year, month);
  const to = month === 12 ? startOf(year + 1, 1) : startOf(year, month + 1);
  const rows = database
    .prepare(
      `
      WITH activity AS (
        SELECT transfer, actor, sum(status = 1) AS attempts, max(status = 2) AS confirmed
        FROM broker_recipient_status WHERE at >= :from AND at < :to GROUP BY transfer, actor
      ), pair AS (
        SELECT t.resource_id AS resourceId,
          CASE WHEN :vendors THEN coalesce((SELECT max(vendor) FROM broker_transfer_status s
            WHERE s.transfer = t.seq), '') ELSE '' END AS senderVendor,
          CASE WHEN :vendors THEN coalesce((SELECT max(vendor) FROM broker_recipient_status r
            WHERE r.transfer = t.seq AND r.actor = a.actor), '') ELSE '' END AS recipientVendor,
          CASE WHEN :endUsers THEN t.sender ELSE '' END AS sender,
          CASE WHEN :endUsers THEN a.actor ELSE '' END AS recipient,
          t.created >= :from AND t.created < :to AS isNew,
          EXISTS (SELECT 1 FROM broker_transfer_status s WHERE s.transfer = t.seq
            AND s.status = 'Published' AND s.at >= :from AND s.at < :to) AS isPublished,
          a.attempts, a.confirmed
        FROM activity a
        JOIN broker_transfer t ON t.seq = a.transfer
        JOIN broker_resource r ON r.id = t.resource_id
        WHERE r.service_owner = :owner AND (:resource IS NULL OR t.resource_id = :resource)
      )
      SELECT resourceId, senderVendor, recipientVendor, sender, recipient,
        sum(isNew) AS totalFileTransfers, sum(isPublished) AS uploadCount,
        sum(attempts) AS totalTransferDownloadAttempts,
        sum(confirmed) AS transfersWithDownloadConfirmed
      FROM pair GROUP BY resourceId, senderVendor, recipientVendor, sender, recipient
      ORDER BY resourceId, sender, senderVendor, recipient, recipientVendor`,
    )
    .all({
      from,
      to,
      vendors: Number(includeVendor),
      endUsers: Number(includeEndUser),
      owner: serviceOwner,
      resource: resourceId ?? null,
    });
  const lines = rows.map((row) => {
    const cells: Readonly<Record<string, unknown>> = { ...row, year, month };
    return columns.map((column) => csvCell(String(cells[column]))).join(",");
  });
  return [columns.join(","), ...lines].map((line) => `${line}\n`).join("");
}

/** Name of the file that the CSV is offered as. */
export function csvName({ year, month, resourceId }: StatisticsInput): string {
  const resource = resourceId?.split(/[/\0]/).filter(Boolean).join("_") ?? "all-resources";
  const digits = (value: number, length: number) => String(value).padStart(length, "0");
  return `monthly_statistics_${resource}_${digits(year, 4)}-${digits(month, 2)}.csv`;
}

/** Milliseconds since the epoch; `Date.UTC` would take the years 0 to 99 for 1900 to 1999. */
const startOf = (year: number, month: number) => new Date(0).setUTCFullYear(year, month - 1, 1);

const csvCell = (value: string) =>
  /[,"\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

function parseInt32(text: string): number | undefined {
  const value = /^\s*[+-]?\d{1,10}\s*$/.test(text) ? Number(text) : NaN;
  return value >= -(2 ** 31) && value < 2 ** 31 ? value : undefined;
}
