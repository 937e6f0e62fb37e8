import * as z from "zod";
import { didYouMean } from "./nearest";

/**
 * An object of these members and no other one. A name that it does not know is told with the nearest one that it does, a
 * message for each name, on lines of their own.
 */
export function entry<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? (issue["keys"] as string[]).map((name) => unknownName(name, known)).join("\n")
        : undefined,
  });
}

const unknownName = (name: string, known: readonly string[]): string =>
  `is no name that is known here${didYouMean(name, known) || "."} Known: ${known.join(", ")}`;

/** A text of this form; `words` say it, such as "must be nine digits". */
export const text = (form: RegExp, words: string): z.ZodString => z.string().regex(form, words);

/** Whole number from `least` upwards. */
export const count = (least: number): z.ZodInt => z.int().min(least);

/** A text that is not empty. */
export const some = (): z.ZodString => z.string().min(1, "must not be empty");

/** Exactly one of these members is given. */
export const oneOf =
  (...names: readonly string[]) =>
  (value: Readonly<Record<string, unknown>>): boolean =>
    names.filter((name) => value[name] !== undefined).length === 1;
