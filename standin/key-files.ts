import type { JsonWebKey } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { ReadyClient } from "./maskinporten/clients";
import { formsOf, isPrivate, readKey } from "./world/keys";

/** A client's private key in the forms that Maskinporten clients take, each a file that its owner alone reads. */
export interface KeyFiles {
  /** JWK (RFC 7517) as JSON. */
  readonly jwk: string;
  /** The JWK's JSON in base64, as `EncodedJwk` of Altinn's .NET client. */
  readonly base64: string;
  /** PKCS#8 in PEM. */
  readonly pem: string;
  /** Removes a temporary folder. */
  remove(): void;
}

const names = { jwk: "key.jwk", base64: "key.jwk.base64", pem: "key.pem" } as const;

/**
 * The key in a folder that was written before; undefined for a folder without the files of a key.
 * @throws Error for files that were not written by `writeKeyFiles`, which stay as they are
 */
export function readKeyFiles(folder: string): JsonWebKey | undefined {
  const there = Object.values(names).filter((name) => existsSync(join(folder, name)));
  if (there.length === 0) {
    return undefined;
  }
  const file = resolve(folder, names.jwk);
  try {
    const jwk = readKey(readFileSync(file, "utf8"));
    if (!isPrivate(jwk)) {
      throw new RangeError("is a public key");
    }
    return jwk;
  } catch (error) {
    throw new Error(
      `${resolve(folder)} has ${there.join(", ")}, but no private key of the stand-in's in ${names.jwk}: ${(error as Error).message}. They stay as they are; name another folder for the ready client's key`,
      { cause: error },
    );
  }
}

/**
 * Writes the files that are not there yet.
 * @param folder made when it is missing; left out: a temporary one
 * @throws Error for a file that is there with something else
 */
export function writeKeyFiles({ jwk }: ReadyClient, folder?: string): KeyFiles {
  const place =
    folder === undefined ? mkdtempSync(join(tmpdir(), "altinn-standin-key-")) : resolve(folder);
  mkdirSync(place, { recursive: true });
  const forms = formsOf(jwk);
  const write = (name: string, text: string): string => {
    const file = join(place, name);
    if (!existsSync(file)) {
      writeFileSync(file, text, { mode: 0o600, flag: "wx" });
    } else if (readFileSync(file, "utf8") !== text) {
      throw new Error(
        `${file} is another key than ${names.jwk} beside it. It stays as it is; name another folder for the ready client's key`,
      );
    }
    return file;
  };
  return {
    jwk: write(names.jwk, JSON.stringify(jwk)),
    base64: write(names.base64, forms.jwkBase64),
    pem: write(names.pem, forms.pem),
    remove() {
      if (folder === undefined) {
        rmSync(place, { recursive: true, force: true });
      }
    },
  };
}
