import * as z from "zod";
import { entry } from "../world/entry";
import type { SeenRequest } from "../server/requests";
import type { Operation } from "./operation";

const shownRequest = z.object({
  time: z.string().describe("By the stand-in's clock, when it arrived."),
  server: z.enum(["platform", "maskinporten"]),
  method: z.string(),
  path: z.string().describe("With its query, as sent."),
  status: z.int().describe("0 without an answer."),
  cause: z.string().optional().describe("Why it was refused, or the fault that it met."),
  failure: z
    .string()
    .optional()
    .describe("Stack of what the stand-in threw: a mistake of its own."),
  authorization: z.string().optional().describe("With secrets=true, as the members that follow."),
  subscriptionKey: z.string().optional(),
  assertion: z.string().optional(),
  issuedToken: z.string().optional(),
  body: z.string().optional().describe("Up to 64 KiB, in base64."),
});

/** A number as a query has it. */
const statusText = z.string().regex(/^\d{1,3}$/, "must be a status such as 403");

export const requestOperations: readonly Operation[] = [
  {
    method: "GET",
    path: "/requests",
    summary:
      "What was requested of the platform and of Maskinporten, oldest first, each refusal with its cause. Without secrets unless they are asked for.",
    query: entry({
      server: z.enum(["platform", "maskinporten"]).optional(),
      method: z.string().optional().describe("In any case."),
      path: z.string().optional().describe("A part of path and query."),
      status: statusText.optional(),
      last: z
        .string()
        .regex(/^[1-9]\d{0,5}$/, "must be a number from 1 upwards")
        .optional()
        .describe("So many of those, the latest; all by default."),
      secrets: z.enum(["true", "false"]).optional().describe("Tokens, assertions and bodies too."),
    }),
    answer: { status: 200, schema: z.array(shownRequest), words: "The requests" },
    run({ standin }, { query }) {
      const { server, method, path, status, last, secrets } = query;
      const found = standin.requests.filter(
        (each) =>
          (server === undefined || each.server === server) &&
          (method === undefined || each.method === method.toUpperCase()) &&
          (path === undefined || each.path.includes(path)) &&
          (status === undefined || each.status === Number(status)),
      );
      return found
        .slice(last === undefined ? 0 : -Number(last))
        .map((each) => shown(each, secrets === "true"));
    },
  },
  {
    method: "DELETE",
    path: "/requests",
    summary: "Forgets what was requested.",
    run({ state }) {
      state.log.clear();
    },
  },
];

function shown(seen: SeenRequest, withSecrets: boolean): z.infer<typeof shownRequest> {
  const { time, server, method, path, status, cause, failure } = seen;
  const plain = { time: new Date(time).toISOString(), server, method, path, status };
  const secrets = {
    authorization: seen.authorization,
    subscriptionKey: seen.subscriptionKey,
    assertion: seen.assertion,
    issuedToken: seen.issuedToken,
    body: seen.body?.toString("base64"),
  };
  return { ...plain, cause, failure, ...(withSecrets ? secrets : {}) };
}
