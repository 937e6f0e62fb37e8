import { startStandin, type Standin } from "../../standin/start";
import { judgeDocument } from "../../provider/cli/documents";

/** What a registry says of a document: the status, and the keys of `errors` in order of the alphabet. */
export interface Answer {
  readonly status: number;
  readonly keys: readonly string[];
}

/** What our own rules say, in the same words. */
export function verdictOf(bytes: Uint8Array): Answer {
  const { accepted, reasons } = judgeDocument(bytes);
  if (accepted !== (reasons.length === 0)) throw new Error("accepted and reasons disagree");
  const keys = new Set(reasons.map(({ key }) => key));
  const status = accepted ? 201 : (reasons[0]?.status ?? 0);
  return { status, keys: status === 400 || status === 401 ? [...keys].sort() : [] };
}

/** Embedded registries, a fresh one whenever an identifier was given out before: it is burnt then. */
export class Registries {
  #standin: Standin | undefined;
  #taken = new Set<unknown>();

  /** The answer to the bytes as a new resource, from the owner that they name and with all its scope prefixes. */
  async answerTo(bytes: Uint8Array): Promise<Answer> {
    const document = looselyRead(bytes);
    if (this.#standin === undefined || this.#taken.has(document.identifier)) await this.#renew();
    const standin = this.#standin as unknown as Standin;
    const answer = await fetch(`${standin.platformUrl}/resourceregistry/api/v1/resource`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${ownersToken(standin, document)}`,
        "content-type": "application/json",
      },
      body: Buffer.from(bytes),
    });
    const text = await answer.text();
    if (answer.status === 201) this.#taken.add(document.identifier);
    const tells = answer.status === 400 || answer.status === 401;
    const { errors } = (tells ? JSON.parse(text) : {}) as { errors?: object };
    return { status: answer.status, keys: Object.keys(errors ?? {}).sort() };
  }

  async close(): Promise<void> {
    await this.#standin?.close();
    this.#standin = undefined;
  }

  async #renew(): Promise<void> {
    await this.close();
    this.#taken = new Set();
    this.#standin = await startStandin();
  }
}

const SOMEBODY = "991825827";

interface Loose {
  readonly identifier?: unknown;
  readonly hasCompetentAuthority?: { readonly organization?: unknown } | null;
  readonly resourceReferences?: unknown;
}

function looselyRead(bytes: Uint8Array): Loose {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

function ownersToken(standin: Standin, document: Loose): string {
  const { organization } = document.hasCompetentAuthority ?? {};
  const named = typeof organization === "string" ? organization.trim() : "";
  const references = Array.isArray(document.resourceReferences) ? document.resourceReferences : [];
  const prefixes = (references as ({ reference?: unknown } | null)[])
    .map((each) => each?.reference)
    .filter((reference) => typeof reference === "string")
    .map((reference) => reference.split(":")[0]);
  return standin.token({
    organisation: SOMEBODY,
    scopes: ["altinn:serviceowner", "altinn:resourceregistry/resource.write"],
    claims: {
      consumer: { authority: "iso6523-actorid-upis", ID: `0192:${named || SOMEBODY}` },
      consumer_prefix: prefixes,
    },
  });
}
