import { isXmlFileName } from "../text/bytes";
import type { Finding } from "./finding";

/** What is wrong with a text as a whole, whatever it says; undefined when its letters can be read. */
export function textRefusal(xml: string): Finding | undefined {
  const whole = (
    code: Finding["code"],
    problem: string,
    effect: string,
    instead: string,
  ): Finding => ({ code, ruleId: undefined, problem, effect, instead });

  if (isXmlFileName(xml))
    return whole(
      "unreadable",
      `is ${JSON.stringify(xml)}, which is the name of a file and not what stands in it`,
      "The registry answers 500.",
      `Write readFileSync(${JSON.stringify(xml.trim())}, "utf8").`,
    );
  // A byte order mark of UTF-16 is two bytes that are no UTF-8, and every second byte of its letters is zero.
  if (xml.includes("\0"))
    return whole(
      "encoding",
      "holds NUL characters, as a file in UTF-16 does that is read as UTF-8",
      "The registry answers 500.",
      "Save the file as UTF-8.",
    );
  const half = /\p{Surrogate}/u.exec(xml);
  if (half)
    return whole(
      "encoding",
      `holds half a character ${placeOf(xml, half.index)}`,
      "It cannot be sent, and the registry would read another one.",
      "Correct the text that it stands in.",
    );
  const lost = xml.indexOf("\ufffd");
  return lost >= 0
    ? whole(
        "encoding",
        `holds the character U+FFFD ${placeOf(xml, lost)}, which stands for bytes that were no UTF-8 when the file was read`,
        "The letters that stood there are lost, and the registry would keep others.",
        "Save the file as UTF-8.",
      )
    : undefined;
}

function placeOf(xml: string, index: number): string {
  const lines = xml.slice(0, index).split(/\r\n|\r|\n/);
  return `at line ${lines.length}, column ${(lines.at(-1) ?? "").length + 1}`;
}
