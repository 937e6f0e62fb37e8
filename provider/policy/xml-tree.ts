import { SaxesParser } from "saxes";
import { PolicyError } from "./policy-error";
import { XACML_NAMESPACE } from "./vocabulary";

/** An element without its dress: local name, plain attributes, children and text. */
export interface XmlElement {
  readonly name: string;
  /** False for an element of any other namespace than XACML's. */
  readonly xacml: boolean;
  /** Attributes without a namespace, or with XACML's; `xml:`, `xmlns` and `xsi:` ones are dress. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
  children: XmlElement[];
  /** All text directly inside, comments and layout between elements left out. */
  text: string;
  /** Written as one tag, `<a/>`. */
  readonly selfClosing: boolean;
  readonly line: number;
  readonly column: number;
}

export interface XmlDocument {
  readonly root: XmlElement;
  readonly declaredEncoding: string | undefined;
}

const MAX_DEPTH = 200;

/** Shared by the many elements without children. */
const NONE: XmlElement[] = [];

/**
 * Reads XML 1.0 into a tree.
 *
 * @throws PolicyError with line and column: not well-formed, a DOCTYPE (the registry refuses it;
 * it could name files and grow without end), an entity other than the five of XML, XML 1.1, or
 * more than 200 levels of elements.
 */
export function parseXml(text: string): XmlDocument {
  const parser = new SaxesParser({ xmlns: true });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let line = 1;
  let column = 1;

  const refuse = (message: string): never => {
    throw new PolicyError(message, { line: parser.line, column: Math.max(1, parser.column) });
  };
  const addText = (value: string) => {
    const current = open[open.length - 1];
    // Layout is most of the text there is, and only a value may consist of spaces.
    if (current && (current.name === "AttributeValue" || /\S/.test(value))) current.text += value;
  };

  // At most six handlers: a seventh makes V8 keep the parser as a dictionary, five times slower. So
  // the two for rare things are set where the text can have them.
  parser.on("error", (error) => refuse(`not well-formed XML: ${withoutPlace(error.message)}`));
  parser.on("text", addText);
  if (text.includes("<![CDATA[")) parser.on("cdata", addText);
  if (text.includes("<!DOCTYPE")) {
    parser.on("doctype", () => refuse("a DOCTYPE is not allowed in a policy"));
  }
  parser.on("opentagstart", (tag) => {
    line = parser.line;
    column = Math.max(1, parser.column - tag.name.length - 1);
  });
  parser.on("opentag", (tag) => {
    const attributes: Record<string, string> = {};
    for (const name in tag.attributes) {
      const attribute = tag.attributes[name];
      if (attribute && (attribute.uri === "" || attribute.uri === XACML_NAMESPACE)) {
        attributes[attribute.local] = attribute.value;
      }
    }
    const element: XmlElement = {
      name: tag.local,
      xacml: tag.uri === XACML_NAMESPACE,
      attributes,
      children: NONE,
      text: "",
      selfClosing: tag.isSelfClosing,
      line,
      column,
    };
    const parent = open[open.length - 1];
    if (!parent) root = element;
    else if (parent.children === NONE) parent.children = [element];
    else parent.children.push(element);
    open.push(element);
    if (open.length > MAX_DEPTH) refuse(`more than ${MAX_DEPTH} elements inside one another`);
  });
  parser.on("closetag", () => open.pop());

  parser.write(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  const { version, encoding } = parser.xmlDecl;
  parser.close();
  if (version !== undefined && version !== "1.0") {
    const place = { line: 1, column: 1 };
    throw new PolicyError(`XML version ${version} is not allowed, write 1.0`, place);
  }
  if (!root) throw new PolicyError("no element in the text", { line: 1, column: 1 });
  return { root, declaredEncoding: encoding };
}

const withoutPlace = (message: string) => message.replace(/^(?:[^:\s]*:)?\d+:\d+: /, "");

/**
 * The element as one line of text in which equal content gives equal text: attributes sorted,
 * Description, comments and layout left out.
 */
export function canonicalXml(element: XmlElement): string {
  const attributes = Object.entries(element.attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  const children = element.children.filter((child) => child.name !== "Description");
  const keepsSpace = element.attributes["DataType"]?.endsWith("#string") === true;
  const text = keepsSpace ? element.text : element.text.trim();
  return JSON.stringify([
    element.xacml ? element.name : `{other}${element.name}`,
    attributes,
    text,
    children.map(canonicalXml),
  ]);
}
