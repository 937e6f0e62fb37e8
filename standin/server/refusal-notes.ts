import type { Claims } from "./route";

/** By the claims of a request's token, which no other request has. */
const notes = new WeakMap<Claims, string[]>();

/** Notes why something was refused to the sender of a request; it becomes a part of the cause when the answer is a refusal. */
export function noteRefusal(claims: Claims, why: string): void {
  notes.set(claims, [...(notes.get(claims) ?? []), why]);
}

/** What was refused first has been let in another way. */
export function dropNotes(claims: Claims): void {
  notes.delete(claims);
}

export const notesOf = (claims: Claims): readonly string[] => notes.get(claims) ?? [];
