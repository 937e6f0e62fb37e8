import { separated, type Phrase } from "./phrase";
import { say, type TextKey } from "./texts";
import { organisations, type Telling } from "./who";

const WAYS: ReadonlyMap<string, TextKey> = new Map([
  ["come", "membersCome"],
  ["go", "membersGo"],
  ["came", "membersCame"],
  ["went", "membersWent"],
]);

/** `members come: 1, 2; members go: 3`, or the same of what has happened; undefined for anything else. */
export function memberChangeInWords(telling: Telling, text: string): Phrase | undefined {
  const parts = text.split("; ").map((part): Phrase | undefined => {
    const [, way = "", numbers] = /^members (come|go|came|went): (.+)$/.exec(part) ?? [];
    const key = WAYS.get(way);
    if (key === undefined || numbers === undefined) return undefined;
    return say(telling.language, key, { numbers: organisations(telling, numbers) });
  });
  return parts.every((part) => part !== undefined) ? separated(parts, "; ") : undefined;
}

/** An error of a list with members whom Altinn does not know; undefined for any other. */
export function unknownMembersInWords(telling: Telling, text: string): Phrase | undefined {
  const { language } = telling;
  const [, numbers, changes] =
    /^Altinn's Register does not know (?:the organisation|these organisations): ([\d, ]+)\. Correct .*? (?:Nothing was written|All else was written(?:: (.+))?)\.$/.exec(
      text,
    ) ?? [];
  if (numbers === undefined) return undefined;
  const written = changes === undefined ? undefined : memberChangeInWords(telling, changes);
  if (changes !== undefined && written === undefined) return undefined;
  const then = text.endsWith(" Nothing was written.")
    ? say(language, "nothingWritten")
    : written === undefined
      ? say(language, "elseWritten")
      : say(language, "elseWrittenWith", { changes: written });
  return say(language, "unknownMembers", { numbers: organisations(telling, numbers), then });
}
