import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { FieldErrors } from "./json-input";
import { parseBoolean, type QueryValues } from "./query";
import { parseTimestamp } from "./times";
import { recipientStatuses, transferStatuses, type TransferStatus } from "./transfer-status";

/** What `GET /filetransfer` filters on. Times are milliseconds since the epoch. */
export interface SearchInput {
  readonly resourceId: string;
  readonly status?: TransferStatus;
  /** 0, 1 or 2; makes `role` irrelevant. */
  readonly recipientStatus?: number;
  readonly role?: string;
  readonly from?: number;
  readonly to?: number;
  readonly orderAscending: boolean;
}

/** Checks the query, given by names in lower case. */
export function readSearch(
  values: QueryValues,
): { readonly input: SearchInput } | { readonly errors: FieldErrors } {
  const errors: Record<string, readonly string[]> = {};
  const read = <T>(name: string, parse: (text: string) => T | undefined): T | undefined => {
    const text = values[name.toLowerCase()];
    if (text === undefined) {
      return undefined;
    }
    const value = parse(text);
    if (value === undefined) {
      errors[name] = [`The value '${text}' is not valid.`];
    }
    return value;
  };
  const resourceId = read("resourceId", (text) => text);
  if (resourceId === undefined) {
    errors["resourceId"] = ["The resourceId field is required."];
  }
  const status = read("status", (text) => enumValue(text, transferStatuses));
  const recipientStatus = read("recipientStatus", (text) => {
    const names = recipientStatuses.map(([name]) => name);
    const name = enumValue(text, names);
    return name === undefined ? undefined : names.indexOf(name);
  });
  const role = read("role", (text) => enumValue(text, ["Sender", "Recipient"]));
  const from = read("from", parseTimestamp);
  const to = read("to", parseTimestamp);
  const orderAscending = read("orderAscending", parseBoolean);
  if (resourceId === undefined || Object.keys(errors).length > 0) {
    return { errors };
  }
  return {
    input: {
      resourceId,
      orderAscending: orderAscending ?? false,
      ...(status === undefined ? {} : { status }),
      ...(recipientStatus === undefined ? {} : { recipientStatus }),
      ...(role === undefined ? {} : { role }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
  };
}

/** Ids of at most 100 transfers of this actor (`0192:` form), the newest first unless asked otherwise. */
export function search(database: DatabaseSync, actor: string, input: SearchInput): string[] {
  const { resourceId, status, recipientStatus, role, from, to, orderAscending } = input;
  const conditions = ["t.resource_id = ?"];
  const parameters: SQLInputValue[] = [resourceId];
  const where = (condition: string, ...values: SQLInputValue[]) => {
    conditions.push(condition);
    parameters.push(...values);
  };
  const isRecipient = "t.seq IN (SELECT transfer FROM broker_recipient_status WHERE actor = ?)";
  if (recipientStatus !== undefined) {
    where(
      "(SELECT max(r.status) FROM broker_recipient_status r WHERE r.transfer = t.seq AND r.actor = ?) = ?",
      actor,
      recipientStatus,
    );
  } else if (role === "Sender") {
    where("t.sender = ?", actor);
  } else if (role === "Recipient") {
    where(isRecipient, actor);
  } else {
    where(`(t.sender = ? OR ${isRecipient})`, actor, actor);
  }
  if (status !== undefined) {
    where("t.status = ?", status);
  }
  const time = status === undefined ? "t.created" : "t.status_at";
  // Both ends given: they count as inside. One alone: it does not.
  const equal = from !== undefined && to !== undefined ? "=" : "";
  if (from !== undefined) {
    where(`${time} >${equal} ?`, from);
  }
  if (to !== undefined) {
    where(`${time} <${equal} ?`, to);
  }
  const order = orderAscending ? "ASC" : "DESC";
  const rows = database
    .prepare(
      `SELECT t.id FROM broker_transfer t WHERE ${conditions.join(" AND ")}
       ORDER BY t.created ${order}, t.seq ${order} LIMIT 100`,
    )
    .all(...parameters);
  return rows.map((row) => row["id"] as string);
}

/** A name without regard to case, or its number in the server's enum. */
function enumValue<T extends string>(text: string, names: readonly T[]): T | undefined {
  const lower = text.trim().toLowerCase();
  return (
    names.find((name) => name.toLowerCase() === lower) ??
    (/^\d+$/.test(lower) ? names[Number(lower)] : undefined)
  );
}
