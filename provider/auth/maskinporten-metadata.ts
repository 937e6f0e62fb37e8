import { z } from "zod";
import { unreadable, type HttpClient } from "../http/client";
import type { HttpCall } from "../http/call";

/** What Maskinporten says of itself (RFC 8414), to anybody. */
export interface MaskinportenMetadata {
  /** With the slash at the end. */
  readonly issuer: string;
  /** Milliseconds that its clock is ahead of ours, to a second or so; undefined when its answer has no date. */
  readonly aheadMs: number | undefined;
}

const wire = z.object({ issuer: z.string() });

/** Throws what the address answers instead. */
export async function readMetadata(
  http: HttpClient,
  maskinportenUrl: string,
): Promise<MaskinportenMetadata> {
  const call: HttpCall = {
    method: "GET",
    url: `${maskinportenUrl}/.well-known/oauth-authorization-server`,
    headers: { Accept: "application/json" },
    answers: [200],
  };
  const before = Date.now();
  const answer = await http.send(call);
  const now = (before + Date.now()) / 2;
  const parsed = wire.safeParse(answer.json());
  if (!parsed.success) throw unreadable(call, answer, "Maskinporten's metadata");
  const date = Date.parse(answer.headers.date ?? "");
  const kept = Number(answer.headers.age ?? 0) * 1000;
  // The date is in whole seconds, and a cache leaves it as it was.
  const theirs = date + kept + 500;
  const aheadMs = Number.isNaN(theirs) ? undefined : theirs - now;
  return { issuer: parsed.data.issuer, aheadMs };
}
