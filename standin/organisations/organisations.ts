import { randomInt } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { Organisation, Organisations } from "../altinn";
import { wellKnown } from "./well-known";

export function createTables(database: DatabaseSync): void {
  database.exec(`CREATE TABLE IF NOT EXISTS organisations (
    code TEXT PRIMARY KEY, number TEXT NOT NULL, nb TEXT NOT NULL, nn TEXT NOT NULL, en TEXT NOT NULL
  ) WITHOUT ROWID`);
}

/** What a caller may choose about a new organisation; the rest is made up. */
export interface NewOrganisation {
  /** Lower-case letters, digits, `-` and `_`, at least two; must not be taken. */
  readonly code?: string;
  /** Nine digits; must not be taken. */
  readonly number?: string;
  /** One name for all three languages. */
  readonly name?: string;
}

/**
 * What is wrong with the list for the token exchange, which then answers 401 to every token with a service owner's scope:
 * it cannot be fetched, it is empty, or two codes have one number. Source: Altinn/altinn-authentication, OrganisationsService.
 */
export type ListTrouble = "down" | "empty" | "repeated number";

/** The organisation list, kept in the store and held in memory. */
export class OrganisationList implements Organisations {
  /** Undefined while all is well. It is not kept in the store. */
  trouble: ListTrouble | undefined;
  private readonly codes = new Map<string, Organisation>();
  private readonly numbers = new Map<string, Organisation>();

  constructor(private readonly database: DatabaseSync) {
    this.reload();
  }

  /** Takes what the store holds in place of what is held in memory, and has no trouble. */
  reload(): void {
    this.trouble = undefined;
    this.codes.clear();
    this.numbers.clear();
    for (const each of wellKnown) {
      this.hold(each);
    }
    for (const row of this.database
      .prepare("SELECT code, number, nb, nn, en FROM organisations")
      .all()) {
      const { code, number, nb, nn, en } = row as Record<string, string>;
      this.hold({ code, number, name: { nb, nn, en } } as Organisation);
    }
  }

  /** As the registry shows it, with its trouble; one that is down is so for the exchange alone. */
  all(): readonly Organisation[] {
    if (this.trouble === "empty") {
      return [];
    }
    const listed = [...this.codes.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
    const repeated = listed.find(({ number }) => number !== "");
    return this.trouble === "repeated number" && repeated
      ? [...listed, { ...repeated, code: `${repeated.code}2` }]
      : listed;
  }

  get looksUp(): boolean {
    return this.trouble === undefined;
  }

  byNumber(number: string): Organisation | undefined {
    return this.numbers.get(number);
  }

  byCode(code: string): Organisation | undefined {
    return this.codes.get(code.toLowerCase());
  }

  /** Whether `numberOf` has an answer. */
  isKnown(codeOrNumber: string): boolean {
    return /^\d{9}$/.test(codeOrNumber) || this.byCode(codeOrNumber) !== undefined;
  }

  /**
   * The number behind a code or a number. `ttd` has none on the list and stands for Digdir's, as everywhere in Altinn.
   * Throws a RangeError for a code that is not on the list.
   */
  numberOf(codeOrNumber: string): string {
    if (/^\d{9}$/.test(codeOrNumber)) {
      return codeOrNumber;
    }
    const found = this.byCode(codeOrNumber);
    if (found === undefined) {
      throw new RangeError(`organisation ${codeOrNumber} is not on the list`);
    }
    return found.code === "ttd" ? "991825827" : found.number;
  }

  /** Why a code cannot be had, such as `is taken: Skatteetaten has it, which is built in`; undefined for one that is free. */
  takenCode(code: string): string | undefined {
    return takenBy(this.codes.get(code));
  }

  /** The same for a number. */
  takenNumber(number: string): string | undefined {
    return takenBy(this.numbers.get(number));
  }

  /** Adds one. Throws a RangeError when its code or number is taken or has another form. */
  add(wanted: NewOrganisation = {}): Organisation {
    const number = wanted.number ?? this.unused(newNumber, this.numbers);
    const code = wanted.code ?? this.unused(newCode, this.codes);
    const badNumber = /^\d{9}$/.test(number) ? this.takenNumber(number) : "is not nine digits";
    if (badNumber !== undefined) {
      throw new RangeError(`organisation number ${number} ${badNumber}`);
    }
    const badCode = /^[a-z0-9_-]{2,}$/.test(code)
      ? this.takenCode(code)
      : "must be two or more of a-z, 0-9, - and _";
    if (badCode !== undefined) {
      throw new RangeError(`organisation code ${code} ${badCode}`);
    }
    const name = wanted.name ?? `Organisation ${code}`;
    const added = { code, number, name: { nb: name, nn: name, en: name } };
    this.database
      .prepare("INSERT INTO organisations (code, number, nb, nn, en) VALUES (?, ?, ?, ?, ?)")
      .run(code, number, name, name, name);
    this.hold(added);
    return added;
  }

  private hold(organisation: Organisation): void {
    this.codes.set(organisation.code, organisation);
    if (organisation.number !== "") {
      this.numbers.set(organisation.number, organisation);
    }
  }

  private unused(make: () => string, taken: ReadonlyMap<string, unknown>): string {
    for (;;) {
      const made = make();
      if (!taken.has(made)) {
        return made;
      }
    }
  }
}

function takenBy(holder: Organisation | undefined): string | undefined {
  const builtIn = holder && wellKnown.includes(holder) ? ", which is built in" : "";
  return holder && `is taken: it is that of ${holder.code}, ${holder.name.nb}${builtIn}`;
}

const letters = "abcdefghijklmnopqrstuvwxyz";

const newCode = (): string =>
  Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("");

/** A made-up organisation number: begins with 3, as synthetic test organisations do, and its check digit is right. */
function newNumber(): string {
  for (;;) {
    const digits = `3${Array.from({ length: 7 }, () => randomInt(10)).join("")}`;
    const check = checkDigit(digits);
    if (check !== undefined) {
      return `${digits}${check}`;
    }
  }
}

const weights = [3, 2, 7, 6, 5, 4, 3, 2];

/** The last digit of an organisation number by its first eight (modulus 11); undefined where there is none. */
export function checkDigit(number: string): number | undefined {
  const sum = weights.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? undefined : check;
}
