import { withoutTokens } from "../errors";
import { isObject, jsonIn } from "../values/json";

/** What came back: status, headers in lower case, and the body as it came. */
export class HttpAnswer {
  constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, string>>,
    readonly body: Buffer,
  ) {}

  text(): string {
    return this.body.toString("utf8");
  }

  /** The body as JSON, or undefined when it is none. */
  json(): unknown {
    return jsonIn(this.text());
  }

  get isHtml(): boolean {
    return (
      /\bhtml\b/i.test(this.headers["content-type"] ?? "") ||
      /^\s*<(?:!doctype|html)\b/i.test(this.text())
    );
  }

  /** True for what a web server or an API gateway says of an address it does not know: no statement about an object. */
  get isFromElsewhere(): boolean {
    const body = this.json();
    return (
      this.isHtml ||
      (isObject(body) && typeof body.statusCode === "number" && body.status === undefined)
    );
  }

  /** Seconds that `Retry-After` asks to wait; it may be a number or a date (RFC 9110, section 10.2.3). */
  retryAfterSeconds(now = Date.now()): number | undefined {
    const header = this.headers["retry-after"];
    if (header === undefined) return undefined;
    if (/^\d+$/.test(header.trim())) return Number(header);
    const date = Date.parse(header);
    return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
  }
}

export interface ErrorWords {
  readonly serverCode: string | undefined;
  readonly text: string;
  readonly traceId: string | undefined;
}

const LONGEST_TEXT = 600;
const shortened = (text: string): string =>
  text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}...` : text;

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? withoutTokens(value) : undefined;

/** Any JSON value in a sentence: `String` fails on an object that has a `toString` of its own. */
const said = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

function validationWords(errors: unknown): string[] {
  if (!isObject(errors)) return [];
  return Object.entries(errors).map(
    ([key, messages]) =>
      `${key ? `${key}: ` : ""}${Array.isArray(messages) ? messages.map(said).join(" ") : said(messages)}`,
  );
}

function altinnValidationWords(errors: unknown): string[] {
  if (!Array.isArray(errors)) return [];
  return errors
    .filter(isObject)
    .map((error) =>
      [
        textOf(error.code),
        textOf(error.title),
        textOf(error.detail),
        Array.isArray(error.paths) ? error.paths.map(said).join(", ") : undefined,
      ]
        .filter(Boolean)
        .join(" "),
    );
}

/**
 * The server's code, words and trace id from any of the bodies that Altinn's APIs send: problem objects, ASP.NET and
 * Altinn validation problems, a bare JSON string, plain text, HTML from a gateway, or nothing.
 */
export function errorWords(answer: HttpAnswer): ErrorWords {
  const body = answer.json();
  if (typeof body === "string")
    return { serverCode: undefined, text: shortened(body), traceId: undefined };
  if (!isObject(body)) {
    const text = answer.isHtml ? "an HTML page" : answer.text().trim();
    return { serverCode: undefined, text: shortened(text), traceId: undefined };
  }
  const details = [
    ...validationWords(body.errors),
    ...altinnValidationWords(body.validationErrors),
  ];
  const words = [
    textOf(body.detail) ?? textOf(body.title) ?? textOf(body.error) ?? textOf(body.message),
    ...details,
  ].filter(Boolean);
  return {
    serverCode: textOf(body.code),
    text: shortened(words.join("; ")),
    traceId: textOf(body.traceId),
  };
}
