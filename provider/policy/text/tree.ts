import { SaxesParser } from "saxes";
import { PolicyError } from "../policy-error";

/** The namespace that Altinn's policy parser demands, under any prefix (XACML 3.0 core). */
export const XACML_NAMESPACE = "urn:oasis:names:tc:xacml:3.0:core:schema:wd-17";

/** DataType of a text. */
export const STRING = "http://www.w3.org/2001/XMLSchema#string";

/** A place in the text, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** An element without its dress: local name, plain attributes, children and text. */
export interface XmlElement {
  readonly name: string;
  /** False for an element of any other namespace than XACML's. */
  readonly xacml: boolean;
  /** Its name is written with a prefix. */
  readonly prefixed: boolean;
  /** By name. Altinn's parser looks for those without a prefix, so the others are left out. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
  children: XmlElement[];
  /** All text directly inside, comments and layout between elements left out. */
  text: string;
  /** An AttributeValue with a comment or a processing instruction inside: readers take other texts from it. */
  broken: boolean;
  /** Written as one tag, `<a/>`. */
  readonly selfClosing: boolean;
  /** Where its start tag ends, as an offset in the text. */
  readonly tagEnd: number;
}

/** Where the start tag of an element begins. */
export type PlaceOf = (element: XmlElement) => Place;

export interface XmlDocument {
  /** The root with its children, and these without theirs. */
  readonly root: XmlElement;
  readonly declaredEncoding: string | undefined;
  readonly placeOf: PlaceOf;
}

const MAX_DEPTH = 200;
const BYTE_ORDER_MARK = 0xfeff;

/** Shared by the many elements without children. */
const NO_CHILDREN: XmlElement[] = [];

/**
 * Reads XML 1.0 with namespaces into a tree.
 *
 * @param onChild Called with each child of the root when it is complete. Its own children are dropped
 * then: a large policy is mostly rules, and what lives short costs the garbage collector nothing.
 * @throws PolicyError with line and column: not well-formed, a second byte order mark or a DOCTYPE
 * (the registry answers 500), an entity other than the five of XML, XML 1.1, or more than 200 levels
 * of elements.
 */
export function parseXml(
  source: string,
  onChild: (child: XmlElement, placeOf: PlaceOf) => void,
): XmlDocument {
  const text = source.charCodeAt(0) === BYTE_ORDER_MARK ? source.slice(1) : source;
  if (text.charCodeAt(0) === BYTE_ORDER_MARK) {
    throw new PolicyError("a second byte order mark", { line: 1, column: 1 });
  }
  // Most policies have none of these marks, and one letter is found the fastest.
  const has = (mark: "<!--" | "<![CDATA[" | "<!DOCTYPE") =>
    text.includes("!") && text.includes(mark);
  const hasInstructions = text.includes("<?", /^<\?xml\s/.test(text) ? 1 : 0);
  const mayBreakValues = has("<!--") || hasInstructions;
  const parser = new SaxesParser({ xmlns: true, position: false });
  const placeAt = placesIn(text);
  // No tag holds `<` but at its start.
  const placeOf: PlaceOf = ({ tagEnd }) => placeAt(text.lastIndexOf("<", tagEnd - 1));
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  /** Of the start tag that is being read. */
  let attributes: Record<string, string> = {};

  const refuse = (message: string): never => {
    throw new PolicyError(message, placeAt(Math.max(0, parser.position - 1)));
  };
  const addText = (value: string) => {
    const current = open[open.length - 1];
    // Layout is most of the text there is, and only a value may consist of spaces.
    if (current && (current.name === "AttributeValue" || !isLayout(value))) current.text += value;
  };

  // At most six handlers: a seventh makes V8 keep the parser as a dictionary, five times slower. So
  // the three for rare things are set where the text can have them.
  parser.on("error", (error) => refuse(`not well-formed XML: ${error.message}`));
  parser.on("text", addText);
  if (has("<![CDATA[")) {
    parser.on("cdata", (value) => {
      const current = open[open.length - 1];
      // Altinn's parser takes what stands in an AttributeValue as XML, unless it is a string.
      const { DataType } = current?.attributes ?? {};
      const isXml = current?.name === "AttributeValue" && DataType !== STRING;
      if (current) current.text += isXml ? `<![CDATA[${value}]]>` : value;
    });
  }
  if (hasInstructions && /<\?[^\s?]*\s*\?(?!>)/.test(text)) {
    parser.on("processinginstruction", ({ body }) => {
      // saxes ends the target at a question mark.
      if (body.startsWith("?")) refuse("not well-formed XML: the name of an instruction has a ?");
    });
  }
  if (has("<!DOCTYPE")) {
    parser.on("doctype", () => refuse("a DOCTYPE is not allowed in a policy"));
  }
  // The attributes of a tag are in a dictionary, which takes three times as long to read.
  parser.on("attribute", ({ name, prefix, value }) => {
    if (prefix === "" && name !== "xmlns") attributes[name] = value;
  });
  parser.on("opentag", (tag) => {
    const element: XmlElement = {
      name: tag.local,
      xacml: tag.uri === XACML_NAMESPACE,
      prefixed: tag.prefix !== "",
      attributes,
      children: NO_CHILDREN,
      text: "",
      broken: false,
      selfClosing: tag.isSelfClosing,
      tagEnd: parser.position,
    };
    attributes = {};
    const parent = open[open.length - 1];
    if (!parent) root = element;
    else if (parent.children === NO_CHILDREN) parent.children = [element];
    else parent.children.push(element);
    open.push(element);
    if (open.length > MAX_DEPTH) refuse(`more than ${MAX_DEPTH} elements inside one another`);
  });
  parser.on("closetag", () => {
    const element = open.pop();
    if (mayBreakValues && element?.name === "AttributeValue") {
      element.broken = /<!--|<\?/.test(text.slice(element.tagEnd, parser.position));
    }
    if (open.length !== 1 || !element) return;
    onChild(element, placeOf);
    element.children = NO_CHILDREN;
  });

  parser.write(text);
  const { version, encoding } = parser.xmlDecl;
  parser.close();
  if (version !== undefined && version !== "1.0") {
    const place = { line: 1, column: 1 };
    throw new PolicyError(`XML version ${version} is not allowed, write 1.0`, place);
  }
  if (!root) throw new PolicyError("no element in the text", { line: 1, column: 1 });
  return { root, declaredEncoding: encoding, placeOf };
}

/** Nothing but what XML calls white space (XML 1.0, section 2.3): other spaces, such as a no-break space, are text. */
function isLayout(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0xa && code !== 0x9 && code !== 0xd) return false;
  }
  return true;
}

/** Places by offset; the lines are looked for when the first place is asked for. */
function placesIn(text: string): (offset: number) => Place {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (end) => end.index + end[0].length)];
    let [line, past] = [0, starts.length];
    while (past - line > 1) {
      const middle = (line + past) >> 1;
      if ((starts[middle] ?? Infinity) <= offset) line = middle;
      else past = middle;
    }
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

/**
 * The element as it stands, a line for each element, attribute and text, in which equal content gives
 * equal lines: what is inside stands further in, attributes are sorted, and prefixes, Description,
 * comments and layout are left out. Short lines, because the engine cuts long ones.
 */
export function literalLines(element: XmlElement, within = ""): string[] {
  const [first, ...attributes] = Object.entries(element.attributes)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const name = element.xacml ? element.name : `other:${element.name}`;
  const inside = `${within}  `;
  const text = element.name === "AttributeValue" ? element.text : element.text.trim();
  return [
    first === undefined ? within + name : `${within}${name} ${first}`,
    ...attributes.map((attribute) => inside + attribute),
    ...(text === "" ? [] : [inside + JSON.stringify(text)]),
    ...(element.broken ? [`${inside}with a comment inside`] : []),
    ...element.children
      .filter((child) => child.name !== "Description")
      .flatMap((child) => literalLines(child, inside)),
  ];
}
