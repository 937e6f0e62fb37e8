import type { Values } from "./resources/lifecycle";
import { sameJson } from "./values/compare";
import { isObject } from "./values/json";
import { isUnknown } from "./values/unknown";

/*
 * Texts that a program makes by mistake, and that Altinn would keep: JavaScript turns any value into a text without a word.
 */

export interface MistakenText {
  /** False: nobody ever means it. */
  readonly mayBeMeant: boolean;
  /** A sentence that begins with the path. */
  readonly text: string;
  /** Whether the object in state has the same there. */
  readonly isStored: boolean;
}

/** What Pulumi's SDK makes of an Output in a template literal, by `+`, or in `JSON.stringify`. */
const OF_AN_OUTPUT = /Calling \[to(?:String|JSON)\] on an \[Output<T>\]/;
const OF_AN_OBJECT = "[object Object]";
/** As a whole text; within a longer one they are words. */
const OF_NOTHING: ReadonlySet<string> = new Set(["undefined", "NaN"]);
/** As a part of an identifier, which is fixed for ever. */
const PART_OF_NOTHING = /(?:^|[-_.])(?:undefined|null|nan)(?=$|[-_.])/i;
const IDENTIFIERS: ReadonlySet<string> = new Set(["identifier", "resourceId", "accessList"]);

const INTERPOLATE =
  'For an Output write pulumi.interpolate`...` (of "@pulumi/pulumi"), or the Output by itself, without backticks.';

function mistake(text: string, key: string): Pick<MistakenText, "text" | "mayBeMeant"> | undefined {
  if (OF_AN_OUTPUT.test(text))
    return {
      text: `holds what Pulumi says of an Output that is made a text. ${INTERPOLATE}`,
      mayBeMeant: false,
    };
  if (text.includes(OF_AN_OBJECT))
    return {
      text: `holds "${OF_AN_OBJECT}", which is an object that was made a text. Write the member that is meant. ${INTERPOLATE}`,
      mayBeMeant: true,
    };
  if (OF_NOTHING.has(text))
    return {
      text: `is the text "${text}", which is no value that was made a text. Write the value that is meant, or leave it out.`,
      mayBeMeant: true,
    };
  return IDENTIFIERS.has(key) && PART_OF_NOTHING.test(text)
    ? {
        text: `is "${text}", in which a part looks like no value that was made a text, such as an environment variable that is not set. Give it the value.`,
        mayBeMeant: true,
      }
    : undefined;
}

/** Every mistaken text in `values`, at any depth; keys of a map count as texts. */
export function mistakenTexts(values: Values, olds: unknown, path = ""): MistakenText[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const at = path === "" ? key : `${path}.${key}`;
    const was = isObject(olds) ? olds[key] : undefined;
    const ofKey = mistake(key, "");
    return ofKey === undefined
      ? inValue(value, was, at)
      : [{ ...ofKey, text: `A name in ${path || "the arguments"} ${ofKey.text}`, isStored: false }];
  });
}

function inValue(value: unknown, was: unknown, path: string): MistakenText[] {
  if (Array.isArray(value))
    return value.flatMap((each, index) =>
      inValue(each, Array.isArray(was) ? was[index] : undefined, `${path}[${String(index)}]`),
    );
  if (isObject(value)) return mistakenTexts(value, was, path);
  if (typeof value !== "string" || isUnknown(value)) return [];
  const is = mistake(value, path);
  return is === undefined
    ? []
    : [{ ...is, text: `${path} ${is.text}`, isStored: sameJson(value, was) }];
}
