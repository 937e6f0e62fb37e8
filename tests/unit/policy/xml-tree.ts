import { SaxesParser } from "saxes";

/* A policy's XML as a tree that tests change and write in other dress. */

export interface Tree {
  /** Without a prefix. */
  name: string;
  /** Without declarations of namespaces. */
  attributes: Record<string, string>;
  children: Tree[];
  /** Text right inside; layout between elements left out. */
  text: string;
  /** A comment stands inside the text. */
  comment: boolean;
}

export const element = (
  name: string,
  attributes: Record<string, string> = {},
  children: Tree[] = [],
  text = "",
): Tree => ({ name, attributes, children, text, comment: false });

const local = (name: string) => name.slice(name.indexOf(":") + 1);

export function treeOf(xml: string): Tree {
  const parser = new SaxesParser();
  const outermost = element("");
  const open = [outermost];
  const innermost = () => open[open.length - 1] ?? outermost;
  parser.on("opentag", ({ name, attributes }) => {
    const plain = Object.entries(attributes).filter(([each]) => !each.startsWith("xmlns"));
    const child = element(local(name), Object.fromEntries(plain));
    innermost().children.push(child);
    open.push(child);
  });
  parser.on("text", (text) => {
    const { name } = innermost();
    if (name === "AttributeValue" || name === "Description" || text.trim() !== "") {
      innermost().text += text;
    }
  });
  parser.on("comment", () => {
    innermost().comment ||= innermost().name === "AttributeValue";
  });
  parser.on("closetag", () => {
    open.pop();
  });
  parser.write(xml).close();
  const [root] = outermost.children;
  if (!root) throw new Error(`no element in ${xml}`);
  return root;
}

/** Answers "which of so many?" from a list of numbers, over and over. */
export class Choices {
  private at = 0;

  constructor(private readonly numbers: readonly number[]) {}

  /** A whole number from 0 up to `count`, without it. */
  below(count: number): number {
    const number = this.numbers[this.at++ % this.numbers.length] ?? 0;
    return number % count;
  }

  /** Undefined when there is nothing to choose. */
  of<T>(all: readonly T[]): T | undefined {
    return all[this.below(Math.max(all.length, 1))];
  }

  yes(): boolean {
    return this.below(2) === 1;
  }
}

/** Attributes that are names, and what they are called does not matter. */
const NAMES = ["PolicyId", "Version", "RuleId"];

/** The same for two trees that differ in dress alone. */
export function bareText({ name, attributes, children, text, comment }: Tree): string {
  const kept = Object.entries(attributes).filter(
    ([each]) => !NAMES.includes(each) && each !== "ObligationId",
  );
  const inside = children.filter((child) => child.name !== "Description").map(bareText);
  return JSON.stringify([name, kept.sort(), text, comment, inside]);
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** Written as one tag when empty; of others Altinn's parser refuses that. */
const ONE_TAG = ["Target", "AttributeDesignator", "AttributeSelector", "PolicyIssuer"];

const LAYOUT = ["", "\n  ", " ", "<!-- between -->", "\n<!-- a\n b -->\n"];

/** The tree as text in some dress: prefix, layout, comments, order of attributes, names and descriptions. */
export function dressed(tree: Tree, choices: Choices): string {
  const prefix = choices.of(["", "xacml:", "p:"]) ?? "";
  const write = ({ name, attributes, children, text, comment }: Tree, depth: number): string => {
    const layout = () => (text === "" ? choices.of(LAYOUT) : "") ?? "";
    const written = Object.entries(attributes).map(([each, value]) => {
      const isName = NAMES.includes(each) && choices.yes();
      return ` ${each}="${escaped(isName ? `${value}.${choices.below(100)}` : value)}"`;
    });
    if (depth === 0) {
      const namespace = "urn:oasis:names:tc:xacml:3.0:core:schema:wd-17";
      written.push(` xmlns${prefix ? `:${prefix.slice(0, -1)}` : ""}="${namespace}"`);
    }
    if (choices.yes()) written.reverse();
    const turned = written.splice(choices.below(written.length + 1));
    const tag = `${prefix}${name}${[...turned, ...written].join("")}`;
    const isDescribed = ["Policy", "Rule"].includes(name) && children.length > 0 && choices.yes();
    const described = isDescribed
      ? [element("Description", {}, [], `as of ${choices.below(100)}`)]
      : [];
    const inside = [...described, ...children.filter((child) => child.name !== "Description")];
    if (inside.length === 0 && ONE_TAG.includes(name)) return `<${tag}/>`;
    const parts = inside.map((child) => layout() + write(child, depth + 1));
    const content = `${escaped(text)}${comment ? "<!-- inside -->" : ""}${parts.join("")}`;
    return `<${tag}>${content}${inside.length > 0 ? layout() : ""}</${prefix}${name}>`;
  };
  return `<?xml version="1.0" encoding="utf-8"?>\n${write(tree, 0)}`;
}
