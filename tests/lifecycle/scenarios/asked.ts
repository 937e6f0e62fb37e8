/* What a run asks before its first write, whatever the kind: once, when something is new or will be written. */

/** Whether the settings name one organisation. */
export const LIST = "GET organisation list";
/** A call with a token needs these first, unless an earlier one has asked. */
export const TOKEN = ["POST token", "GET exchange"];
export const ASKED = [LIST, ...TOKEN];

/** How these are got depends on no resource. */
export const isAsked = (call: string): boolean => ASKED.includes(call);
