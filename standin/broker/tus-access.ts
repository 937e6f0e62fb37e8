import type { FastifyRequest } from "fastify";
import type { Bearer } from "../altinn";
import type { Claims } from "../server/route";
import type { Broker } from "./broker";
import { callerOrganisation, withoutPrefix } from "./caller";
import { tokenRules } from "./endpoint";
import type { ErrorCode } from "./errors";
import { readGuid } from "./guid";
import { takesUpload } from "./transfer-status";
import type { Transfer } from "./transfers";
import type { TusSession, TusStore } from "./tus-store";
import { checkUpload } from "./upload";

export type TusIntent = "create" | "write" | "info" | "delete";

/** The method that a TUS request means: `X-HTTP-Method-Override` counts before its own (protocol 1.0.0, "Headers"). */
export function tusMethod({ raw, method }: FastifyRequest): string {
  const override = raw.headers["x-http-method-override"];
  return typeof override === "string" && override !== "" ? override.toUpperCase() : method;
}

/** Who may do what with an upload, and for how long a token that has expired will still do. */
export class TusAccess {
  constructor(
    private readonly broker: Broker,
    private readonly uploads: TusStore,
  ) {}

  /**
   * Broker's usual rules, but PATCH, HEAD and DELETE go on with an active upload after the token has expired.
   * ASSUMPTION: a method that is overridden does not count here.
   */
  authenticate(request: FastifyRequest): Bearer {
    const { altinn, transfers } = this.broker;
    const { headers } = request.raw;
    const rules = tokenRules(this.broker);
    const bearer = altinn.bearer(headers, rules, request.clockSkewMs);
    if (bearer.kind !== "invalid" || !["PATCH", "HEAD", "DELETE"].includes(request.method)) {
      return bearer;
    }
    const expired = altinn.bearer(headers, { ...rules, ignoreExpiry: true }, request.clockSkewMs);
    const id = readGuid((request.params as { tusId?: string }).tusId ?? "");
    const transfer = id === undefined ? undefined : transfers.get(id);
    return expired.kind === "valid" && transfer && this.isActive(transfer, expired.claims)
      ? expired
      : bearer;
  }

  /** The transfer, or the code of what forbids it. */
  authorize(claims: Claims, id: string, intent: TusIntent, now: number): Transfer | ErrorCode {
    const { transfers, access } = this.broker;
    const known = transfers.get(id);
    if (intent === "write" && known && this.isActive(known, claims)) {
      return this.goOn(known, claims, now);
    }
    if (intent === "info") {
      if (!known) {
        return "BRO-00001";
      }
      return this.isActive(known, claims) || access.asSender(claims, known.resourceId, known.sender)
        ? known
        : "BRO-00006";
    }
    const transfer = checkUpload(this.broker, claims, id, undefined, now);
    return typeof transfer === "string" || intent === "delete"
      ? transfer
      : this.goOn(transfer, claims, now);
  }

  private goOn(transfer: Transfer, claims: Claims, now: number): Transfer {
    const session = sessionOf(transfer, claims);
    if (session) {
      this.uploads.keepSession(session, now);
    }
    return transfer;
  }

  /** The caller has worked on this upload within 24 hours, or is its sender while somebody has. */
  private isActive(transfer: Transfer, claims: Claims): boolean {
    const now = this.broker.altinn.clock.now();
    if (!takesUpload(transfer.status) && transfer.status !== "UploadProcessing") {
      return false;
    }
    const session = sessionOf(transfer, claims);
    return (
      (session !== undefined && this.uploads.hasSession(session, now)) ||
      (callerOrganisation(claims) === withoutPrefix(transfer.sender) &&
        this.uploads.hasLive(transfer.seq, now))
    );
  }
}

function sessionOf(transfer: Transfer, claims: Claims): TusSession | undefined {
  const client = claims["sid"] ?? claims["client_id"] ?? claims["sub"];
  return typeof client === "string" && client !== ""
    ? { transfer: transfer.seq, client, organisation: callerOrganisation(claims) ?? "" }
    : undefined;
}
