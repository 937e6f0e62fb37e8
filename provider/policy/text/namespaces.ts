/** The namespace of every document's `xml:` prefix (Namespaces in XML 1.0, 3). */
const XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";
const XMLNS_NAMESPACE = "http://www.w3.org/2000/xmlns/";

type Refuse = (message: string) => never;

/** A name taken apart; `uri` is empty for a name in no namespace. */
interface ExpandedName {
  readonly local: string;
  readonly uri: string;
}

/** The prefixes that are declared at a place of a document (Namespaces in XML 1.0). */
export class Scope {
  /** The scope of a document, in which nothing but `xml:` is declared. */
  static outermost(): Scope {
    return new Scope(new Map([["xml", XML_NAMESPACE]]));
  }

  private readonly elements = new Map<string, ExpandedName>();

  private constructor(private readonly uris: ReadonlyMap<string, string>) {}

  /** The scope inside an element that declares prefixes; the empty one is the default namespace. */
  within(declarations: ReadonlyMap<string, string>, refuse: Refuse): Scope {
    for (const [prefix, uri] of declarations) {
      if (prefix !== "" && uri === "") refuse(`the prefix ${prefix} is declared as nothing`);
      const isReserved = prefix === "xmlns" || uri === XMLNS_NAMESPACE;
      if (isReserved || (prefix === "xml") !== (uri === XML_NAMESPACE)) {
        refuse(`the prefix ${prefix || "xmlns"} cannot be declared as ${uri}`);
      }
    }
    return new Scope(new Map([...this.uris, ...declarations]));
  }

  element(name: string, refuse: Refuse): ExpandedName {
    const known = this.elements.get(name);
    if (known) return known;
    const [prefix, local] = takeApart(name, refuse);
    const uri = this.uris.get(prefix);
    if (prefix !== "" && uri === undefined) refuse(`the prefix ${prefix} is not declared`);
    const expanded = { local, uri: uri ?? "" };
    this.elements.set(name, expanded);
    return expanded;
  }

  /** Looks over the attributes of one element that have a prefix. */
  checkAttributes(names: readonly string[], refuse: Refuse): void {
    const seen = new Set<string>();
    for (const name of names) {
      const [prefix, local] = takeApart(name, refuse);
      const uri = this.uris.get(prefix) ?? refuse(`the prefix ${prefix} is not declared`);
      const expanded = `{${uri}}${local}`;
      if (seen.has(expanded)) refuse(`the attribute ${name} is given twice`);
      seen.add(expanded);
    }
  }
}

function takeApart(name: string, refuse: Refuse): [prefix: string, local: string] {
  const colon = name.indexOf(":");
  if (colon < 0) return ["", name];
  const [prefix, local] = [name.slice(0, colon), name.slice(colon + 1)];
  if (prefix === "" || local === "" || local.includes(":")) {
    refuse(`${name} is no name with a prefix`);
  }
  return [prefix, local];
}
