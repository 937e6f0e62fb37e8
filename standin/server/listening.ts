import { createServer as createHttpServer, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import type { ServerCertificate } from "./tls";

/** The address that is listened on when none is named; its IPv6 form is listened on too where the machine has it. */
export const LOOPBACK = "127.0.0.1";

/** Names of this machine to itself, as they stand in a URL. */
export const LOOPBACK_NAMES = ["localhost", LOOPBACK, "[::1]"] as const;

/** Where a server is reached. */
export interface Listening {
  /** Scheme, host and port, without a slash at the end. */
  readonly url: string;
  /** The same under each name of this machine; with another host, that host's alone. */
  readonly urls: readonly string[];
  close(): Promise<void>;
}

/**
 * Listens on a host's port. Clients differ in which address of `localhost` they try, some try one alone: on 127.0.0.1 the
 * same port of ::1 is taken too.
 * @param port 0 for a free one
 * @param name whose port it is, for the error of one that is taken
 */
export async function listen(
  app: FastifyInstance,
  host: string,
  port: number,
  name: string,
  certificate?: ServerCertificate,
): Promise<Listening> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw portError(error, name, host, port);
  }
  const taken = (app.server.address() as AddressInfo).port;
  const scheme = certificate ? "https" : "http";
  const url = `${scheme}://${nameInUrl(host)}:${taken}`;
  if (host !== LOOPBACK) {
    return { url, urls: [url], close: () => app.close() };
  }
  const pass: Parameters<typeof createHttpServer>[1] = (request, response) =>
    void app.server.emit("request", request, response);
  const second = certificate ? createHttpsServer(certificate, pass) : createHttpServer(pass);
  try {
    await listenAlso(second, taken, port !== 0);
  } catch (error) {
    await app.close();
    throw portError(error, name, "::1", port);
  }
  return {
    url,
    urls: LOOPBACK_NAMES.map((name) => `${scheme}://${name}:${taken}`),
    async close() {
      second.close();
      second.closeAllConnections();
      await app.close();
    },
  };
}

function portError(error: unknown, name: string, host: string, port: number): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "EADDRINUSE"
    ? new Error(
        `port ${port} of ${host}, for ${name}, is taken (${code}). Name another one, or 0`,
        {
          cause: error,
        },
      )
    : new Error(`${name} cannot listen on ${host}, port ${port}: ${message}`, { cause: error });
}

/** A machine without IPv6 has no ::1, and a free port of 127.0.0.1 may be another program's on ::1. */
function listenAlso(server: Server, port: number, wanted: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (wanted && error.code === "EADDRINUSE") {
        reject(error);
      } else {
        resolve();
      }
    });
    server.listen({ host: "::1", port }, resolve);
  });
}

/** What a client on this machine writes for a host: an address of all interfaces is 127.0.0.1 to it. */
function nameInUrl(host: string): string {
  if (host === "0.0.0.0" || host === "::") {
    return LOOPBACK;
  }
  return host.includes(":") ? `[${host}]` : host;
}
