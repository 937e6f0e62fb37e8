/*
 * Names in the program for identifiers of Altinn: of files, and of functions.
 */

/** File names and function names of things with identifiers, each one once, whatever a file system makes of casing. */
export class Names {
  readonly #files = new Map<string, string>();
  readonly #functions = new Map<string, string>();

  /**
   * @param taken names of functions that the program has already
   * @param isModule Node decodes what stands in an import of a module, and TypeScript does not: then there is no `%`
   */
  constructor(
    taken: readonly string[],
    private readonly isModule: boolean,
  ) {
    for (const name of taken) this.#functions.set(name, name);
  }

  /** Name of a file without its ending. A character that file systems do not take is written as in an address, `:` as `%3A`. */
  file(folder: string, identifier: string): string {
    const safe = encodeURIComponent(identifier).replace(
      /[*'()!~]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
    const name = this.isModule ? safe.replaceAll(/%../g, "_") : safe;
    return unused(this.#files, `${folder}/${name}`, "-").slice(folder.length + 1);
  }

  /** Such as `ttdLicences` for `ttd-licences`. */
  function(identifier: string): string {
    const words = identifier.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
    const joined = words
      .map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
      .join("");
    const first = joined.charAt(0).toLowerCase() + joined.slice(1);
    const name = /^[a-z]/.test(first) && !RESERVED.has(first) ? first : `service${joined}`;
    return unused(this.#functions, name, "");
  }
}

function unused(taken: Map<string, string>, wanted: string, joint: string): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}${joint}${String(number)}`;
    if (taken.has(name.toLowerCase())) continue;
    taken.set(name.toLowerCase(), name);
    return name;
  }
}

/** Words that name no function in a module. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false " +
    "finally for function if implements import in instanceof interface let new null package private protected public return " +
    "static super switch this throw true try typeof var void while with yield"
  ).split(" "),
);
