import type { JsonWebKey } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { newPrivateJwk } from "../maskinporten/clients";
import { isPrivate, pemOf, readKey, thumbprint } from "./keys";
import { EntryError, type Place } from "./mistakes";
import type { ClientKey } from "./schema";

/** The files that a world names. A key that is to be made is written by `write` alone, once the world has no mistakes. */
export class WorldFiles {
  private readonly toWrite = new Map<string, JsonWebKey>();

  /** @param folder from which the files are looked for */
  constructor(private readonly folder: string) {}

  /** @throws EntryError for a file that is not there or holds no key */
  key({ jwk, file, make }: ClientKey): JsonWebKey {
    if (jwk !== undefined) {
      return jwk;
    }
    const path = resolve(this.folder, file ?? "");
    const content = this.read(path, ["key", "file"], make ?? false);
    if (content === undefined) {
      const made = this.toWrite.get(path) ?? newKey();
      this.toWrite.set(path, made);
      return made;
    }
    let read: JsonWebKey;
    try {
      read = readKey(content.toString("utf8"));
    } catch (error) {
      return refuse(["key", "file"], `${(error as Error).message}, in ${path}`);
    }
    if (make && !isPrivate(read)) {
      const message = `must not be true for a public key, which ${path} holds: what is made is a private one`;
      return refuse(["key", "make"], message);
    }
    return read;
  }

  /** The text of a policy, with the byte order mark that it may have. */
  text(file: string): string {
    const path = resolve(this.folder, file);
    const content = this.read(path, ["file"], false);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
    } catch {
      return refuse(["file"], `must be in UTF-8, and ${path} is not`);
    }
  }

  /** Writes the keys that were made, for their owner alone. */
  write(): void {
    for (const [path, jwk] of this.toWrite) {
      mkdirSync(dirname(path), { recursive: true });
      const isJwk = [".json", ".jwk"].includes(extname(path));
      const text = isJwk ? `${JSON.stringify(jwk, null, 2)}\n` : pemOf(jwk);
      writeFileSync(path, text, { mode: 0o600, flag: "wx" });
    }
  }

  private read(path: string, place: Place, mayBeMissing: boolean): Buffer | undefined {
    try {
      return readFileSync(path);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === "ENOENT" && mayBeMissing) {
        return undefined;
      }
      const hint = code === "ENOENT" && place[0] === "key" ? '; "make": true makes the key' : "";
      const why = code === "ENOENT" ? `there is no file ${path}` : message;
      return refuse(place, `cannot be read: ${why}${hint}`);
    }
  }
}

/** A private key with its thumbprint for a `kid`. */
export function newKey(): JsonWebKey {
  const jwk = newPrivateJwk();
  return { ...jwk, kid: thumbprint(jwk), alg: "RS256", use: "sig" };
}

function refuse(place: Place, message: string): never {
  throw new EntryError([{ place, message }]);
}
