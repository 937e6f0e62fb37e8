import type { ServerResponse } from "node:http";
import type { Fault } from "./faults";

const page = "<html><head><title>Gateway</title></head><body>This is no JSON.</body></html>";

/** Makes a response end as the fault says, whatever the handler sends. Works below fastify, on what would go out. */
export function breakAnswer(response: ServerResponse, fault: Fault): void {
  if (fault.reset === "after") {
    onAnswer(response, () => reset(response));
  } else if (fault.truncate) {
    onAnswer(response, (status, headers, body) => {
      response.writeHead(status, {
        ...headers,
        "content-length": String(Math.max(body.length, 1)),
      });
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
    });
  } else if (fault.notJson) {
    onAnswer(response, (status, headers) => {
      response.writeHead(status, {
        ...headers,
        "content-type": "application/json; charset=utf-8",
        "content-length": String(Buffer.byteLength(page)),
      });
      response.end(page);
    });
  } else if (fault.status !== undefined && fault.afterEffect) {
    const { status, headers, body = "" } = fault;
    onAnswer(response, () => {
      response.writeHead(status, { ...headers, "content-length": String(Buffer.byteLength(body)) });
      response.end(body);
    });
  }
}

/** Ends the connection with a TCP reset, so that the client sees ECONNRESET and no answer. */
export function reset(response: ServerResponse): void {
  if (response.socket && "resetAndDestroy" in response.socket) {
    response.socket.resetAndDestroy();
  } else {
    response.destroy();
  }
}

/** Collects the answer that the handler gives, then calls `send` with it in place of sending it. */
function onAnswer(
  response: ServerResponse,
  send: (status: number, headers: Record<string, string | string[]>, body: Buffer) => void,
): void {
  const { writeHead, write, end } = response;
  const chunks: Buffer[] = [];
  const headers: Record<string, string | string[]> = {};
  const keep = (chunk: unknown): void => {
    if (typeof chunk === "string" || chunk instanceof Uint8Array) {
      chunks.push(Buffer.from(chunk as Uint8Array));
    }
  };
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    response.statusCode = status;
    for (const [name, value] of Object.entries((rest.at(-1) as object | undefined) ?? {})) {
      headers[name] = Array.isArray(value) ? value.map(String) : String(value);
    }
    return response;
  }) as typeof writeHead;
  response.write = ((chunk: unknown, ...rest: unknown[]) => {
    keep(chunk);
    const done = rest.at(-1);
    if (typeof done === "function") {
      process.nextTick(done as () => void);
    }
    return true;
  }) as typeof write;
  response.end = ((chunk?: unknown) => {
    keep(chunk);
    Object.assign(response, { writeHead, write, end });
    for (const name of response.getHeaderNames()) {
      headers[name] ??= response.getHeader(name) as string | string[];
      response.removeHeader(name);
    }
    delete headers["transfer-encoding"];
    send(response.statusCode, headers, Buffer.concat(chunks));
    return response;
  }) as typeof end;
}
