/*
 * White space as .NET counts it. JavaScript's differs in two characters: its `trim` takes a byte order mark off, and leaves
 * the control character U+0085.
 */

const SPACE = "[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const BLANK = new RegExp(`^${SPACE}*$`);
const AROUND = new RegExp(`^${SPACE}+|(?<!${SPACE})${SPACE}+$`, "g");

/** True for no character, or nothing but white space. */
export const isBlankText = (text: string): boolean => BLANK.test(text);

/** Without the white space around it, as `String.Trim` takes it off. */
export const trimmed = (text: string): string => text.replace(AROUND, "");
