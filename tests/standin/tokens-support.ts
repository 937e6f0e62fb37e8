import {
  createPrivateKey,
  generateKeyPairSync,
  randomUUID,
  sign,
  X509Certificate,
} from "node:crypto";
import type { JsonWebKey, KeyObject } from "node:crypto";
import type { ReadyClient, Standin } from "../../standin/index";
import { writeCertificate } from "../../standin/server/certificate";

type Json = Record<string, unknown>;

export interface GrantOptions {
  /** Merged over the good header; undefined removes. */
  readonly header?: Json;
  /** Merged over the good claims; undefined removes. */
  readonly claims?: Json;
  readonly signWith?: JsonWebKey;
}

/** A good assertion of the client, with changes. `now` is the stand-in's time. */
export function assertion(
  standin: Standin,
  client: ReadyClient,
  options: GrantOptions = {},
): string {
  const now = Math.floor(standin.altinn.clock.now() / 1000);
  const header: Json = { alg: "RS256", kid: client.kid, ...options.header };
  const claims = {
    aud: standin.maskinportenIssuer,
    iss: client.clientId,
    scope: "altinn:serviceowner",
    iat: now,
    exp: now + 60,
    jti: randomUUID(),
    ...options.claims,
  };
  const data = [header, claims].map(encode).join(".");
  const hash = /^RS(\d+)$/.exec(String(header["alg"]))?.[1] ?? "256";
  const key = createPrivateKey({ key: options.signWith ?? client.jwk, format: "jwk" });
  return `${data}.${sign(`RSA-SHA${hash}`, Buffer.from(data), key).toString("base64url")}`;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

export interface TokenAnswer {
  readonly status: number;
  readonly json: Json;
  /** Claims of the access token; empty for a refusal. */
  readonly claims: Json;
  readonly token: string;
  /** `MP-nnn` of `error_uri`. */
  readonly code: string | undefined;
}

const grantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** Sends a form to the token endpoint. */
export async function ask(
  standin: Standin,
  form: string | Record<string, string>,
): Promise<TokenAnswer> {
  const answer = await fetch(`${standin.maskinportenUrl}/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: typeof form === "string" ? form : new URLSearchParams(form).toString(),
  });
  const json = (await answer.json()) as Json;
  const token = String(json["access_token"] ?? "");
  const uri = json["error_uri"] as string | undefined;
  return {
    status: answer.status,
    json,
    token,
    claims: token === "" ? {} : decode(token),
    code: uri?.startsWith(`${standin.maskinportenIssuer}errors/`)
      ? uri.split("/").at(-1)
      : undefined,
  };
}

export const send = (standin: Standin, text: string): Promise<TokenAnswer> =>
  ask(standin, { grant_type: grantType, assertion: text });

/** Sends a good grant with changes. */
export const grant = (
  standin: Standin,
  client: ReadyClient,
  options: GrantOptions = {},
): Promise<TokenAnswer> => send(standin, assertion(standin, client, options));

export const decode = (token: string): Json =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) as Json;

/** Calls the exchange. */
export async function exchange(
  standin: Standin,
  token: string | undefined,
  path = "maskinporten",
  headers: Record<string, string> = {},
): Promise<{ readonly status: number; readonly text: string; readonly type: string | null }> {
  const answer = await fetch(`${standin.platformUrl}/authentication/api/v1/exchange/${path}`, {
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
  });
  return {
    status: answer.status,
    text: await answer.text(),
    type: answer.headers.get("content-type"),
  };
}

const day = 24 * 60 * 60 * 1000;

/** Certificate authorities and the enterprise certificates that they issue. */
export class Authority {
  private readonly keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  readonly der: Buffer;

  constructor(
    readonly commonName: string,
    private readonly parent?: Authority,
  ) {
    this.der = writeCertificate({
      subject: { commonName },
      publicKey: this.keys.publicKey,
      issuer: { commonName: parent?.commonName ?? commonName },
      issuerKey: parent?.keys.privateKey ?? this.keys.privateKey,
      authority: true,
      notBefore: new Date(Date.now() - 30 * day),
      notAfter: new Date(Date.now() + 30 * day),
    });
  }

  get pem(): string {
    return new X509Certificate(this.der).toString();
  }

  issue(publicKey: KeyObject, serialNumber: string, from = -1, to = 1): string {
    return writeCertificate({
      subject: { commonName: "Enterprise", serialNumber },
      publicKey,
      issuer: { commonName: this.commonName },
      issuerKey: this.keys.privateKey,
      authority: false,
      notBefore: new Date(Date.now() + from * day),
      notAfter: new Date(Date.now() + to * day),
    }).toString("base64");
  }
}
