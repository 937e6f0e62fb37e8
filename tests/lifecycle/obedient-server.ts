import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpCall } from "../../provider/http/call";
import { HttpClient, type BearerSource } from "../../provider/http/client";

export type Reply = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that answers as a test says, and a client's calls to it. */
export interface ObedientServer {
  readonly url: string;
  /** What the next requests get; the last one stays. An empty list: 200 with `{}`. */
  replies: Reply[];
  readonly asked: readonly {
    readonly method: string;
    readonly path: string;
    readonly headers: IncomingMessage["headers"];
  }[];
  /** Milliseconds that the client was to wait between two tries; it did not. */
  readonly pauses: number[];
  client(more?: Partial<HttpClient["settings"]>, bearer?: BearerSource): HttpClient;
  call(more?: Partial<HttpCall>): HttpCall;
  write(more?: Partial<HttpCall>): HttpCall;
  /** Resolves when a request has come. */
  request(): Promise<void>;
  close(): Promise<void>;
}

export const status =
  (code: number, body = "", headers: Record<string, string> = {}): Reply =>
  (_request, response) => {
    response.writeHead(code, headers).end(body);
  };
export const cut: Reply = (request) => request.socket.destroy();
export const silent: Reply = () => undefined;

export const errorOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

export async function openServer(): Promise<ObedientServer> {
  const asked: ObedientServer["asked"][number][] = [];
  const pauses: number[] = [];
  const server: Server = createServer((request, response) => {
    const { method = "", url: path = "", headers } = request;
    asked.push({ method, path, headers });
    // The list stays as it is: it may be that of a table, whose test runs again.
    const [reply = status(200, "{}"), ...rest] = opened.replies;
    if (rest.length > 0) opened.replies = rest;
    request.resume().on("end", () => reply(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const opened: ObedientServer = {
    url,
    replies: [],
    asked,
    pauses,
    client: (more = {}, bearer = undefined) =>
      new HttpClient(
        {
          callTimeoutSeconds: 10,
          parallelCalls: 4,
          retry: { tries: 4, pause: (ms) => (pauses.push(ms), 0) },
          ...more,
        },
        bearer,
      ),
    call: (more = {}) => ({ method: "GET", url: `${url}/x?y=z`, answers: [200, 204], ...more }),
    write: (more = {}) => opened.call({ method: "POST", body: "{}", ...more }),
    request: () => new Promise((resolve) => server.once("request", () => resolve())),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return opened;
}
