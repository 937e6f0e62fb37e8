import { WIDTH } from "./literal";
import { isObject } from "../values/json";

const STEP = "  ";

/** A value as JSON, laid out as prettier does: a member a line, and a list of texts in one line where it fits. */
export function jsonText(value: unknown, indent = "", used = 0): string {
  const inner = indent + STEP;
  if (Array.isArray(value)) {
    const line = `[${value.map((each) => JSON.stringify(each)).join(", ")}]`;
    const isFlat = !value.some((each) => typeof each === "object" && each !== null);
    if (isFlat && used + line.length <= WIDTH) return line;
    const lines = value.map((each) => inner + jsonText(each, inner, inner.length + 1));
    return `[\n${lines.join(",\n")}\n${indent}]`;
  }
  if (!isObject(value) || Object.keys(value).length === 0) return JSON.stringify(value);
  const lines = Object.entries(value).map(([key, each]) => {
    const before = `${inner}${JSON.stringify(key)}: `;
    return before + jsonText(each, inner, before.length + 1);
  });
  return `{\n${lines.join(",\n")}\n${indent}}`;
}
