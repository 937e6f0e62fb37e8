import type { AddressInfo } from "node:net";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { JsonTextError, scanJson } from "../server/json-scan";
import { problemJson, statusTitle } from "../server/problems";
import type { Standin } from "../standin";
import type { State } from "../state";
import { EntryError, mistakesIn, pathOf, type Mistake } from "../world/mistakes";
import { nearest } from "../world/nearest";
import { foreignRequest } from "./foreign-request";
import { openApi } from "./openapi";
import { Refused, type Controlled, type Operation } from "./operation";
import { operations } from "./operations";

export interface ControlServer {
  /** Without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

const loopback = "127.0.0.1";
const largestBody = 30_000_000;

/** Starts the control server of a stand-in, on 127.0.0.1 whatever the stand-in's own servers listen on. */
export async function startControl(
  standin: Standin,
  state: State,
  port: number,
): Promise<ControlServer> {
  const app = fastify({
    logger: false,
    bodyLimit: largestBody,
    forceCloseConnections: true,
    return503OnClosing: false,
  });
  let url = "";
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  app.addHook("onRequest", (request, reply, done) => {
    const why = foreignRequest(request.headers);
    if (why === undefined) {
      done();
    } else {
      sendProblem(reply, 403, why);
    }
  });
  app.setNotFoundHandler((request, reply) => {
    const path = (request.raw.url ?? "").split("?", 1)[0] ?? "";
    const taken = methodsOf(path);
    if (taken.length === 0) {
      return sendProblem(reply, 404, unknownPath(path));
    }
    const detail = `${path} takes ${taken.join(" and ")}, got ${request.method}`;
    return sendProblem(reply.header("allow", taken.join(", ")), 405, detail);
  });
  app.setErrorHandler((error, _request, reply) => sendError(reply, error as Error));
  app.get("/openapi.json", (_request, reply) =>
    reply.type("application/json").send(JSON.stringify(openApi(operations, url))),
  );
  for (const operation of operations) {
    serve(app, operation, { standin, state });
  }
  await app.listen({ host: loopback, port });
  url = `http://${loopback}:${(app.server.address() as AddressInfo).port}`;
  return { url, close: () => app.close() };
}

function serve(app: FastifyInstance, operation: Operation, controlled: Controlled): void {
  const { method, path, query: querySchema, body: bodySchema, answer } = operation;
  app.route({
    method,
    url: path.replace(/\{(\w+)\}/g, ":$1"),
    handler: (request, reply) => {
      const query = queryOf(request);
      if (querySchema) {
        refuseMistakes(mistakesIn(querySchema.partial(), query));
      }
      const body = bodySchema && bodyOf(request);
      if (bodySchema) {
        refuseMistakes(mistakesIn(bodySchema, body));
      }
      const path = request.params as Record<string, string>;
      const result = operation.run(controlled, { query, body, path });
      if (answer?.type === "text/plain") {
        return reply.type("text/plain; charset=utf-8").send(String(result));
      }
      return answer
        ? reply.code(answer.status).type("application/json").send(JSON.stringify(result))
        : reply.code(204).send();
    },
  });
}

function queryOf(request: FastifyRequest): Record<string, string> {
  const text = /\?(.*)/s.exec(request.raw.url ?? "")?.[1];
  return Object.fromEntries(new URLSearchParams(text));
}

function refuseMistakes(mistakes: readonly Mistake[]): void {
  if (mistakes.length > 0) {
    throw new EntryError(mistakes);
  }
}

/** @throws Refused for a body that is no JSON */
function bodyOf(request: FastifyRequest): unknown {
  const contentType = request.headers["content-type"] ?? "";
  if (!/^application\/json\s*(;|$)/i.test(contentType)) {
    throw new Refused(
      415,
      `the body must be JSON, with Content-Type: application/json, got ${contentType || "none"}`,
    );
  }
  const text = typeof request.body === "string" ? request.body : "";
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refused(400, `the body is no JSON: ${whereNoJson(text) ?? (error as Error).message}`);
  }
}

function whereNoJson(text: string): string | undefined {
  try {
    scanJson(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    const { path, line } = error.position;
    return `line ${line + 1}, ${path}: ${error.message}`;
  }
}

function methodsOf(path: string): string[] {
  const there = operations.filter((each) =>
    new RegExp(`^${each.path.replace(/\{\w+\}/g, "[^/]+")}$`).test(path),
  );
  return path === "/openapi.json" ? ["GET"] : [...new Set(there.map(({ method }) => method))];
}

function unknownPath(path: string): string {
  const known = [...new Set(operations.map((each) => each.path)), "/openapi.json"];
  const meant = nearest(path, known);
  const end = meant === undefined ? "." : `; did you mean ${meant}?`;
  return `there is nothing at ${path}${end} GET /openapi.json lists what there is.`;
}

function sendError(reply: FastifyReply, error: Error): FastifyReply {
  if (error instanceof EntryError) {
    const errors = error.mistakes.map(({ place, message }) => ({ path: pathOf(place), message }));
    return sendProblem(reply, 400, error.message, errors);
  }
  if (error instanceof Refused) {
    return error.body === undefined
      ? sendProblem(reply, error.status, error.message)
      : reply.code(error.status).type("application/json").send(JSON.stringify(error.body));
  }
  const { statusCode = 500 } = error as { statusCode?: number };
  const status = error instanceof RangeError ? 400 : statusCode;
  return sendProblem(reply, status, error.message);
}

function sendProblem(
  reply: FastifyReply,
  status: number,
  detail: string,
  errors?: readonly object[],
): FastifyReply {
  return reply
    .code(status)
    .header("content-type", problemJson)
    .send(JSON.stringify({ title: statusTitle(status), status, detail, errors }));
}
