import type { Explanation } from "./explanation";
import type { Item } from "./items";
import type { Phrase, Piece } from "./phrase";
import { say } from "./texts";
import type { Language } from "./language";

/* An explanation as plain text, as Markdown for a comment on a pull request, and as a piece of an HTML page. */

export interface Renderer {
  /** How a file of this form ends. */
  readonly ending: string;
  /** Without a line end at its end. */
  render(explanation: Explanation, language: Language): string;
}

const plain = (phrase: Phrase): string =>
  phrase.map((piece) => (typeof piece === "string" ? piece : piece.value)).join("");

/** Every piece of an item, with what it is about before it. */
const whole = ({ about, phrase }: Item, marked: (about: Phrase) => Phrase): Phrase =>
  about === undefined ? phrase : [...marked(about), ": ", ...phrase];

const text: Renderer = {
  ending: "txt",
  render({ heading, sections }) {
    const parts = sections.map(({ title, items }) =>
      [
        `${plain(title)}:`,
        ...items.flatMap((item) => [
          `  - ${plain(whole(item, (about) => about))}`,
          ...(item.details ?? []).map((detail) => `      ${plain(detail)}`),
        ]),
      ].join("\n"),
    );
    return [plain(heading), ...parts].join("\n\n");
  },
};

/** What GitHub, GitLab and others take for their own: marks, HTML, mentions and references. */
const MARKDOWN_MARKS = /[\\`*_{}[\]<>()#+!|~&@$^=:"'-]/g;
/** Those of them that stand in ordinary sentences and do nothing there. */
const HARMLESS: ReadonlySet<string> = new Set(["(", ")", "-", ":", '"', "'", "=", "+", "!", "^"]);

const escaped = (words: string): string =>
  words.replace(MARKDOWN_MARKS, (mark) => (HARMLESS.has(mark) ? mark : `\\${mark}`));

/** `up` and other words in backticks of our own texts are code. */
const words = (piece: string): string =>
  piece
    .split("`")
    .map((part, at) => (at % 2 === 0 ? escaped(part) : code(part)))
    .join("");

/** Between as many backticks as the value does not have. */
function code(value: string): string {
  const longest = Math.max(0, ...(value.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  const padding = /^`|`$|^ .* $/.test(value) ? " " : "";
  return value === "" ? "" : `${fence}${padding}${value}${padding}${fence}`;
}

const inMarkdown = (piece: Piece): string =>
  typeof piece === "string" ? words(piece) : code(piece.value);

/** GitHub takes 65,536 characters in a comment, and more than one stack may stand in it. */
const LONGEST_COMMENT = 30_000;

const markdown: Renderer = {
  ending: "md",
  render({ heading, sections }, language) {
    const line = (phrase: Phrase): string => phrase.map(inMarkdown).join("");
    const item = (one: Item): string =>
      [
        `- ${line(whole(one, (about) => about))}`,
        ...(one.details ?? []).map((detail) => `  - ${line(detail)}`),
      ].join("\n");
    let left = LONGEST_COMMENT;
    let leftOut = 0;
    const parts = sections.flatMap(({ title, items }) => {
      const shown = items.map(item).filter((text) => (left -= text.length) > 0);
      leftOut += items.length - shown.length;
      return shown.length === 0 ? [] : [`**${line(title)}**\n\n${shown.join("\n")}`];
    });
    const rest = leftOut === 0 ? [] : [line(say(language, "leftOut", { count: String(leftOut) }))];
    const first = sections.length === 0 ? line(heading) : `### ${line(heading)}`;
    return [first, ...parts, ...rest].join("\n\n");
  },
};

const HTML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const asHtml = (raw: string): string => raw.replace(/[&<>"']/g, (mark) => HTML[mark] ?? mark);

const htmlWords = (piece: string): string =>
  piece
    .split("`")
    .map((part, at) => (at % 2 === 0 ? asHtml(part) : `<code>${asHtml(part)}</code>`))
    .join("");

const inHtml = (phrase: Phrase): string =>
  phrase
    .map((piece) =>
      typeof piece === "string" ? htmlWords(piece) : `<code>${asHtml(piece.value)}</code>`,
    )
    .join("");

const html: Renderer = {
  ending: "html",
  render({ heading, sections }, language) {
    const details = ({ details: more = [] }: Item): string =>
      more.length === 0
        ? ""
        : `<ul>${more.map((detail) => `<li>${inHtml(detail)}</li>`).join("")}</ul>`;
    const parts = sections.map(({ title, items }) =>
      [
        `<h3>${inHtml(title)}</h3>`,
        "<ul>",
        ...items.map((item) => `<li>${inHtml(whole(item, (about) => about))}${details(item)}</li>`),
        "</ul>",
      ].join("\n"),
    );
    const title =
      sections.length === 0 ? `<p>${inHtml(heading)}</p>` : `<h2>${inHtml(heading)}</h2>`;
    return [`<section lang="${language}">`, title, ...parts, "</section>"].join("\n");
  },
};

export const FORMATS = { text, markdown, html } as const;
export type Format = keyof typeof FORMATS;

/** For programs: what `text` says, section by section. */
export function explanationAsJson({ run, heading, sections }: Explanation): string {
  return JSON.stringify({
    ...run,
    heading: plain(heading),
    sections: sections.map(({ section, items }) => ({
      section,
      items: items.map(({ about, phrase, details = [] }) => ({
        ...(about === undefined ? {} : { about: plain(about) }),
        text: plain(phrase),
        ...(details.length === 0 ? {} : { details: details.map(plain) }),
      })),
    })),
  });
}
