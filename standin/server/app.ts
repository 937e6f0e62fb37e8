import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Bearer } from "../altinn";
import type { AdvancingClock } from "../clock";
import { breakAnswer, reset } from "./broken-answer";
import type { ByRequest } from "./by-request";
import type { Fault } from "./faults";
import type { ServerCertificate } from "./tls";
import { sendEmpty } from "./problems";
import { causeOf, faultText } from "./refusal-cause";
import { unlogged, type RequestLog, type SeenRequest } from "./requests";
import { allowedMethods, type KnownRoutes } from "./route";

declare module "fastify" {
  interface FastifyRequest {
    /** This request's entry in the log. */
    seen: SeenRequest;
    /** Who sent it, once authentication has run; `none` before, and on a route without `bearer`. */
    caller: Bearer;
    /** Milliseconds that a fault puts this request's server clock off by; 0 without one. */
    clockSkewMs: number;
    /** What a test does when this request has been handled, before its answer goes out. */
    afterwards: RequestListener | undefined;
  }
  interface FastifyInstance {
    /** What `route` registered, to answer 405 with `Allow`. */
    knownRoutes: KnownRoutes;
    requestLog: RequestLog;
  }
  interface FastifyContextConfig {
    /** Answers for an error that the handler threw; a bare 500 without it. */
    failed?: (error: Error, request: FastifyRequest, reply: FastifyReply) => unknown;
  }
}

/** Called with a request, when it has arrived or when it has been handled; a promise is waited for. */
export type RequestListener = (request: SeenRequest) => void | Promise<void>;

export interface Surroundings {
  readonly server: SeenRequest["server"];
  readonly clock: AdvancingClock;
  readonly log: RequestLog;
  readonly faults: ByRequest<Fault>;
  /** Run when their requests have been handled, before the answers go out. */
  readonly afterwards: ByRequest<RequestListener>;
  /** Read at every request, so that listeners may come later. */
  readonly arrived: readonly RequestListener[];
  readonly answered: readonly (() => void)[];
  /** With it the server speaks https. */
  readonly certificate?: ServerCertificate | undefined;
}

/** Kestrel's limit for a request body, in bytes; a route may raise its own. */
const largestBody = 30_000_000;

/** The stand-in's own page: looking at it leaves no trace, sets nothing going and meets no fault. */
const ownPage = "/";

const nobody: Bearer = { kind: "none" };

/** A server with ASP.NET Core's manners: routing without regard to case, raw bodies, empty routing errors. */
export function createApp(surroundings: Surroundings): FastifyInstance {
  const { server, clock, log, faults, afterwards, arrived, answered } = surroundings;
  const app = fastify({
    https: surroundings.certificate ?? null,
    logger: false,
    bodyLimit: largestBody,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    return503OnClosing: false,
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, maxParamLength: 16_384 },
  }) as unknown as FastifyInstance;
  app.decorate("knownRoutes", []);
  app.decorate("requestLog", log);
  app.decorateRequest("seen", null as unknown as SeenRequest);
  app.decorateRequest("caller", null as never);
  app.decorateRequest("clockSkewMs", 0);
  app.decorateRequest("afterwards", undefined);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

  app.addHook("onRequest", (request, reply, done) => {
    const { raw } = request;
    const method = raw.method ?? "";
    const url = raw.url ?? "";
    request.caller = nobody;
    if (url === ownPage) {
      request.seen = unlogged(method, url);
      done();
      return;
    }
    request.seen = log.add(method, url, raw.headers);
    const met = faults.none ? undefined : faults.take(server, method, url);
    const fault = met?.what;
    if (met !== undefined) {
      request.seen.cause = faultText(met);
    }
    request.afterwards = afterwards.none ? undefined : afterwards.take(server, method, url)?.what;
    if (clock.aheadMs !== 0) {
      reply.header("date", new Date(clock.now()).toUTCString());
    }
    if (fault === undefined && arrived.length === 0) {
      done();
      return;
    }
    arrive(request, reply, fault).then((goOn) => {
      if (goOn) {
        done();
      }
    }, done);
  });

  app.addHook("onSend", (request, reply, payload, done) => {
    const { afterwards: act } = request;
    if (reply.statusCode >= 400) {
      request.seen.cause ??= causeOf(request, reply.statusCode, payload);
    }
    if (act === undefined) {
      done(null, payload);
      return;
    }
    request.afterwards = undefined;
    Promise.resolve(request.seen)
      .then(act)
      .then(() => done(null, payload), done);
  });

  app.addHook("onResponse", (request, reply, done) => {
    request.seen.status = reply.raw.statusCode;
    if (request.raw.url === ownPage) {
      done();
      return;
    }
    for (const listener of answered) {
      listener();
    }
    done();
  });

  async function arrive(
    request: FastifyRequest,
    reply: FastifyReply,
    fault: Fault | undefined,
  ): Promise<boolean> {
    for (const listener of arrived) {
      await listener(request.seen);
    }
    return fault === undefined || begin(fault, request, reply, clock);
  }

  app.setNotFoundHandler((request, reply) => {
    const allowed = allowedMethods(app.knownRoutes, request.raw.url ?? "");
    if (allowed.length === 0) {
      request.seen.cause ??= "no such path in Altinn's APIs as this stand-in has them";
      return sendEmpty(reply, 404);
    }
    request.seen.cause ??= `the path takes ${allowed.join(" and ")}, not ${request.method}`;
    return sendEmpty(reply.header("allow", allowed.join(", ")), 405);
  });

  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const { statusCode } = error;
    if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
      return sendEmpty(reply, statusCode);
    }
    request.seen.failure = error.stack ?? String(error);
    const { failed } = request.routeOptions.config;
    return failed ? failed(error, request, reply) : sendEmpty(reply, 500);
  });
  return app;
}

/** Does what a fault does before the handler; false when it has already answered. */
async function begin(
  fault: Fault,
  request: FastifyRequest,
  reply: FastifyReply,
  clock: AdvancingClock,
): Promise<boolean> {
  if (fault.clockSkewMs !== undefined) {
    request.clockSkewMs = fault.clockSkewMs;
    reply.header("date", new Date(clock.now() + fault.clockSkewMs).toUTCString());
  }
  if (fault.delayMs !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  }
  if (fault.reset === "before") {
    reply.hijack();
    reset(reply.raw);
    return false;
  }
  if (fault.status !== undefined && !fault.afterEffect) {
    reply
      .code(fault.status)
      .headers({ ...fault.headers })
      .send(fault.body ?? "");
    return false;
  }
  breakAnswer(reply.raw, fault);
  return true;
}
