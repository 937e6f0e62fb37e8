import type { FastifyReply, FastifyRequest } from "fastify";
import { mediaType } from "../server/route";

/** A string result as ASP.NET negotiates it: bare text, or a JSON string for a client that asks for JSON. */
export function sendText(request: FastifyRequest, reply: FastifyReply, text: string): FastifyReply {
  const type = negotiated(request.headers.accept);
  return reply
    .header("content-type", `${type}; charset=utf-8`)
    .send(type === "text/plain" ? text : JSON.stringify(text));
}

/** What each entry of `Accept` gets; another one, such as `application/problem+json`, gets nothing. */
const made: ReadonlyMap<string, string> = new Map([
  ["text/plain", "text/plain"],
  ["text/*", "text/plain"],
  ["application/json", "application/json"],
  ["application/*", "application/json"],
  ["text/json", "text/json"],
]);

/** The best entry that can be made. An entry for everything makes ASP.NET drop the header, and it never answers 406. */
function negotiated(accept: string | undefined): string {
  const entries = (accept ?? "").split(",").map((entry) => ({
    type: mediaType(entry),
    quality: Number(/;\s*q=([\d.]+)/i.exec(entry)?.[1] ?? 1),
  }));
  if (entries.some((each) => each.type === "*/*")) {
    return "text/plain";
  }
  const best = entries
    .filter((each) => each.quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .find((each) => made.has(each.type));
  return made.get(best?.type ?? "") ?? "text/plain";
}
