import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import type { Fault } from "./faults";

const page = "<html><head><title>Gateway</title></head><body>This is no JSON.</body></html>";

/** Makes a response end as the fault says, whatever the handler sends. Works below fastify, on what would go out. */
export function breakAnswer(response: ServerResponse, fault: Fault): void {
  if (fault.reset === "after") {
    onAnswer(response, () => reset(response));
  } else if (fault.truncate) {
    cutHalfWay(response);
  } else if (fault.notJson) {
    onAnswer(response, (status, headers) => {
      response.writeHead(status, {
        ...headers,
        "content-type": "application/json; charset=utf-8",
        "content-length": String(Buffer.byteLength(page)),
      });
      response.end(page);
    });
  } else if (fault.bodyBytes !== undefined) {
    const { bodyBytes } = fault;
    onAnswer(response, (status, headers) => {
      response.writeHead(status === 204 ? 200 : status, {
        ...headers,
        "content-type": "application/json; charset=utf-8",
        "content-length": String(Math.max(bodyBytes, 2)),
      });
      pipeline(jsonText(bodyBytes), response, () => undefined);
    });
  } else if (fault.status !== undefined && fault.afterEffect) {
    const { status, headers, body = "" } = fault;
    onAnswer(response, () => {
      response.writeHead(status, { ...headers, "content-length": String(Buffer.byteLength(body)) });
      response.end(body);
    });
  }
}

/** A JSON string of so many bytes, its quotes counted, in parts that need little memory. */
function* jsonText(bytes: number): Generator<Buffer> {
  const part = Buffer.alloc(65_536, "x");
  yield Buffer.from('"');
  for (let left = bytes - 2; left > 0; left -= part.length) {
    yield part.subarray(0, left);
  }
  yield Buffer.from('"');
}

/** Ends the connection with a TCP reset, so that the client sees ECONNRESET and no answer. */
export function reset(response: ServerResponse): void {
  if (response.socket && "resetAndDestroy" in response.socket) {
    response.socket.resetAndDestroy();
  } else {
    response.destroy();
  }
}

/** Sends the head and half of the bytes that `Content-Length` announces, as they come, then cuts the connection. */
function cutHalfWay(response: ServerResponse): void {
  const { writeHead, write } = response;
  let left: number | undefined;
  // Kept back until the first byte, because a head that is written cannot be changed.
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    response.statusCode = status;
    for (const [name, value] of Object.entries((rest.at(-1) as object | undefined) ?? {})) {
      response.setHeader(name, value);
    }
    return response;
  }) as typeof writeHead;
  const send = (chunk: unknown, done: () => void): boolean => {
    const bytes = bytesOf(chunk);
    if (left === undefined) {
      const announced = Number(response.getHeader("content-length") ?? bytes.length);
      response.setHeader("content-length", String(Math.max(announced, 1)));
      left = Math.floor(announced / 2);
      response.writeHead = writeHead;
    }
    const part = bytes.subarray(0, left);
    left -= part.length;
    return write.call(response, part, "latin1", left > 0 ? done : () => response.destroy());
  };
  response.write = ((chunk: unknown, ...rest: unknown[]) => {
    const done = rest.at(-1);
    return send(chunk, typeof done === "function" ? (done as () => void) : () => undefined);
  }) as typeof write;
  response.end = ((chunk?: unknown) => {
    send(chunk, () => response.destroy());
    return response;
  }) as ServerResponse["end"];
}

const bytesOf = (chunk: unknown): Buffer =>
  typeof chunk === "string" || chunk instanceof Uint8Array
    ? Buffer.from(chunk as Uint8Array)
    : Buffer.alloc(0);

/** Lets the answer that the handler gives go nowhere, then calls `send` in place of sending it. */
function onAnswer(
  response: ServerResponse,
  send: (status: number, headers: Record<string, string | string[]>) => void,
): void {
  const { writeHead, write, end } = response;
  const headers: Record<string, string | string[]> = {};
  response.writeHead = ((status: number, ...rest: unknown[]) => {
    response.statusCode = status;
    for (const [name, value] of Object.entries((rest.at(-1) as object | undefined) ?? {})) {
      headers[name] = Array.isArray(value) ? value.map(String) : String(value);
    }
    return response;
  }) as typeof writeHead;
  response.write = ((...given: unknown[]) => {
    const done = given.at(-1);
    if (typeof done === "function") {
      process.nextTick(done as () => void);
    }
    return true;
  }) as typeof write;
  response.end = (() => {
    Object.assign(response, { writeHead, write, end });
    for (const name of response.getHeaderNames()) {
      headers[name] ??= response.getHeader(name) as string | string[];
      response.removeHeader(name);
    }
    delete headers["transfer-encoding"];
    send(response.statusCode, headers);
    return response;
  }) as typeof end;
}
