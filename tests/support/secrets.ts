import { createPrivateKey } from "node:crypto";
import type { Standin } from "../../standin/start";

/** Something that no text may hold, and its name for whoever reads of a find. */
export interface Secret {
  readonly what: string;
  readonly text: string;
}

/** Members of a private RSA JWK that its public half does not have. */
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi"];

/** Shorter texts are found by chance. */
const SHORTEST = 12;

/** A key in every form in which it could be written, of which no part is public. */
export function formsOfKey(what: string, jwk: Readonly<Record<string, unknown>>): Secret[] {
  const found: Secret[] = [];
  const add = (form: string, text: string): void =>
    void found.push({ what: `${what}, ${form}`, text });
  for (const member of PRIVATE_MEMBERS) {
    const bytes = Buffer.from(String(jwk[member]), "base64url");
    add(member, String(jwk[member]));
    add(`${member} in base64`, bytes.toString("base64").replace(/=+$/, ""));
    add(`${member} in hexadecimals`, bytes.toString("hex"));
  }
  const key = createPrivateKey({ key: { ...jwk } as Record<string, string>, format: "jwk" });
  for (const type of ["pkcs1", "pkcs8"] as const) {
    const pem = key.export({ format: "pem", type }) as string;
    // The first lines hold the modulus, which is public; in other forms of the key it stands at other places.
    const lines = pem.split("\n").filter((line) => line.length > 40 && !line.startsWith("-----"));
    lines.forEach((line, at) => add(`line ${String(at + 1)} of ${type}`, line));
    add(`${type} in base64`, Buffer.from(pem).toString("base64").slice(0, 400));
    add(`${type} in base64url`, Buffer.from(pem).toString("base64url").slice(0, 400));
  }
  add("JWK in base64", Buffer.from(JSON.stringify(jwk)).toString("base64").slice(0, 400));
  add("JWK in base64url", Buffer.from(JSON.stringify(jwk)).toString("base64url").slice(0, 400));
  return found;
}

/** Every assertion and token that the stand-in saw or gave, as a whole and the signature alone. */
export function tokensOf({ requests }: Pick<Standin, "requests">): Secret[] {
  const seen = requests.flatMap(({ path, assertion, issuedToken, authorization }) =>
    [assertion, issuedToken, authorization?.replace(/^Bearer /, "")]
      .filter((token) => token !== undefined)
      .map((token) => ({ what: `token of ${path.split("?")[0] ?? ""}`, token })),
  );
  return seen.flatMap(({ what, token }) => {
    const signature = token.split(".")[2];
    return [
      { what, text: token },
      ...(signature === undefined ? [] : [{ what: `${what}, signature`, text: signature }]),
    ];
  });
}

/** A text that is not a key, such as a password, and the forms in which it travels. */
export function formsOfText(what: string, text: string, login = text): Secret[] {
  return [
    { what, text },
    { what: `${what} in base64`, text: Buffer.from(login).toString("base64").replace(/=+$/, "") },
    { what: `${what}, URL-encoded`, text: encodeURIComponent(text) },
  ];
}

/** Secrets that are to be found in texts: each as it is, in a JSON string and in a URL. */
export class Search {
  readonly #forms: readonly Secret[];

  constructor(secrets: readonly Secret[]) {
    const forms = secrets.flatMap(({ what, text }) =>
      [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text)].map((form) => ({
        what,
        text: form,
      })),
    );
    const once = new Map(forms.map((secret) => [secret.text, secret]));
    this.#forms = [...once.values()].filter(({ text }) => text.length >= SHORTEST);
  }

  /** How many texts are looked for. */
  get size(): number {
    return this.#forms.length;
  }

  /** Names of the secrets that stand in `text`. */
  hits(text: string): string[] {
    const found = this.#forms.filter((secret) => text.includes(secret.text));
    return [...new Set(found.map(({ what }) => what))];
  }
}
