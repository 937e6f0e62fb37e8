import { request } from "node:http";
import { startStandin, type Standin, type StandinOptions } from "../../standin/index";

export interface ControlAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it freely
  readonly json: any;
}

export const startControlled = (options: StandinOptions = {}): Promise<Standin> =>
  startStandin({ ...options, controlPort: 0 });

/** One call of the control server; a body is sent as JSON. */
export async function control(
  standin: Standin,
  call: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<ControlAnswer> {
  const [method = "", path = ""] = call.split(" ");
  const answer = await fetch(`${String(standin.controlUrl)}${path}`, {
    method,
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const type = answer.headers.get("content-type");
  const json: unknown = /json/.test(type ?? "") ? JSON.parse(text) : undefined;
  return { status: answer.status, type, text, json };
}

/** A GET with headers that `fetch` does not let through. */
export function rawGet(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers: { ...headers } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => (text += chunk));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.on("error", reject);
    sent.end();
  });
}
