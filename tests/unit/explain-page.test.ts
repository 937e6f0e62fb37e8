import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/engine";
import { goldenPath } from "../support/explained";
import { isLanguage } from "../../provider/explain/language";

/* docs/explain.md shows what golden files hold, which a run has printed. UPDATE_GOLDEN=true writes it. */

const PAGE = join(root, "docs", "explain.md");

test("the page shows what was printed", () => {
  const page = readFileSync(PAGE, "utf8");
  let shown = 0;
  const written = page.replace(
    /^(```text )([\w-]+)-(\w+)\n[^]*?^```$/gm,
    (_block, fence: string, situation: string, language: string) => {
      if (!isLanguage(language)) throw new Error(`${language} is no language`);
      shown++;
      const text = readFileSync(goldenPath(situation, language, "text"), "utf8");
      return `${fence}${situation}-${language}\n${text}\`\`\``;
    },
  );
  if (process.env.UPDATE_GOLDEN === "true") writeFileSync(PAGE, written);
  expect(shown).toBe(7);
  expect(written).toBe(page);
});
