import { DOMParser, XMLSerializer, type Element, type Node } from "@xmldom/xmldom";
import { readXmlText, XmlRefused } from "./xml-text";

const XACML = "urn:oasis:names:tc:xacml:3.0:core:schema:wd-17";

const ELEMENT_NODE = 1;
const TEXT_NODE = 3;
const CDATA_NODE = 4;

/** Parses a document whose root is `rootName` of XACML 3.0. Throws XmlRefused. */
export function parseXacml(bytes: Uint8Array, rootName: string): XacmlElement {
  const text = readXmlText(bytes);
  let root: Element | null;
  let refused: XmlRefused | undefined;
  try {
    const parser = new DOMParser({
      onError: (_level, message, context) => {
        // A character like any other, which xmldom warns of.
        if (message.startsWith("Unicode replacement character")) return;
        const { locator } = context as { locator?: Locator };
        refused = new XmlRefused(`${placeText(locator)}${plainly(message)}`);
        throw refused;
      },
      normalizeLineEndings: (source) => source,
    });
    root = parser.parseFromString(text, "text/xml").documentElement;
  } catch (error) {
    // The parser wraps what is thrown into a ParseError.
    throw refused ?? new XmlRefused(String(error));
  }
  if (root === null) throw new XmlRefused("Root element is missing.");
  const element = new XacmlElement(root, new SourceText(text));
  if (!element.is(rootName)) throw new XmlRefused(`Invalid XACML Policy ${rootName} is missing`);
  return element;
}

interface Locator {
  readonly lineNumber?: number;
  readonly columnNumber?: number;
}

const placeText = ({ lineNumber, columnNumber }: Locator = {}): string =>
  lineNumber ? `The XML is wrong in line ${lineNumber}, column ${columnNumber ?? 1}: ` : "";

/** What the parser's words for errors of the DOM mean. */
const plainly = (message: string): string =>
  message.includes("prefix is non-null and namespace is null")
    ? "a prefix is used that no xmlns declares"
    : message.includes("Only one element can be added")
      ? "there is a second root element"
      : message;

const TAG = /<(?:"[^"]*"|'[^']*'|[^"'>])*>/y;

/** The text that an element was read from. */
class SourceText {
  private readonly lineStarts: number[] = [0];

  constructor(private readonly text: string) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
      this.lineStarts.push(at + 1);
    }
  }

  tagAt(line: number, column: number): string {
    TAG.lastIndex = (this.lineStarts[line - 1] ?? 0) + column - 1;
    return TAG.exec(this.text)?.[0] ?? "";
  }
}

/** An element together with how it stands in the text. */
export class XacmlElement {
  constructor(
    private readonly element: Element,
    private readonly source: SourceText,
  ) {}

  get name(): string {
    return this.element.localName ?? "";
  }

  is(name: string): boolean {
    return this.element.localName === name && this.element.namespaceURI === XACML;
  }

  /** An attribute without a prefix, that must be there and not be empty. */
  attribute(name: string): string {
    const value = this.optionalAttribute(name);
    if (value === undefined) throw new XmlRefused(`${name} IsNullOrEmpty`);
    return value;
  }

  /** The same, or undefined when it is missing or empty. */
  optionalAttribute(name: string): string | undefined {
    const value = this.element.getAttribute(name);
    return value === null || value === "" ? undefined : value;
  }

  /** Whether it is written as one tag that ends in a slash, which .NET's reader tells from an empty pair of tags. */
  get isEmptyTag(): boolean {
    const { lineNumber = 1, columnNumber = 1 } = this.element;
    return this.source.tagAt(lineNumber, columnNumber).endsWith("/>");
  }

  /** The text of an element that may hold nothing else. */
  get text(): string {
    for (const child of this.childNodes()) {
      if (child.nodeType === ELEMENT_NODE) {
        throw new XmlRefused(`${this.name} holds an element where text is expected`);
      }
    }
    return this.element.textContent ?? "";
  }

  /** Whatever it holds, as XML. */
  get innerXml(): string {
    const serializer = new XMLSerializer();
    return this.childNodes()
      .map((child) => serializer.serializeToString(child))
      .join("");
  }

  /** Whether its name has a prefix. */
  get isPrefixed(): boolean {
    return Boolean(this.element.prefix);
  }

  /** The elements within, to be read one after the other; an empty tag is refused. */
  open(): ElementCursor {
    if (this.isEmptyTag) throw new XmlRefused(`${this.name} is empty`);
    return this.openOrEmpty();
  }

  /** The same for an element that may be an empty tag. */
  openOrEmpty(): ElementCursor {
    const elements = this.childNodes().flatMap((child) => {
      if (child.nodeType === ELEMENT_NODE) {
        return [new XacmlElement(child as Element, this.source)];
      }
      const isText = child.nodeType === TEXT_NODE && /[^ \t\n]/.test(child.nodeValue ?? "");
      if (isText || child.nodeType === CDATA_NODE) {
        throw new XmlRefused(`${this.name} holds text where elements are expected`);
      }
      return [];
    });
    return new ElementCursor(this.name, elements);
  }

  private childNodes(): Node[] {
    return Array.from(this.element.childNodes);
  }
}

/** Reads the children of an element in their order. */
export class ElementCursor {
  private at = 0;

  constructor(
    private readonly parent: string,
    private readonly elements: readonly XacmlElement[],
  ) {}

  /** The next element, when it has that name; the cursor moves on. */
  next(name: string): XacmlElement | undefined {
    const element = this.elements[this.at];
    if (!element?.is(name)) return undefined;
    this.at += 1;
    return element;
  }

  require(name: string): XacmlElement {
    const element = this.next(name);
    if (element === undefined) throw new XmlRefused(`${name} is missing in ${this.parent}`);
    return element;
  }

  /** All next elements of that name. */
  all(name: string): XacmlElement[] {
    const found: XacmlElement[] = [];
    for (let element = this.next(name); element; element = this.next(name)) found.push(element);
    return found;
  }

  /** All next elements of that name, at least one. */
  some(name: string): XacmlElement[] {
    return [this.require(name), ...this.all(name)];
  }

  /** Whether the next element's name has a prefix. */
  get isPrefixed(): boolean {
    return this.elements[this.at]?.isPrefixed ?? false;
  }

  /** Refuses what is left. */
  end(): void {
    const left = this.elements[this.at];
    if (left !== undefined) throw new XmlRefused(`${left.name} is unexpected in ${this.parent}`);
  }
}
