// Bars as SVG, readable on light and dark pages, with a title and a description for screen readers.

const WIDTH = 760;
const LABELS = 190;
const VALUES = 90;
const BAR = 15;
const BETWEEN_GROUPS = 14;
const TOP = 44;

const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-weight: 600; font-size: 14px; }
.bar0 { fill: #0969da; } .bar1 { fill: #8c959f; } .bar2 { fill: #bc4c00; } .bar3 { fill: #1a7f37; }
.whisker { stroke: #1f2328; stroke-width: 1; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .bar0 { fill: #58a6ff; } .bar1 { fill: #7d8590; } .bar2 { fill: #f0883e; } .bar3 { fill: #3fb950; }
  .whisker { stroke: #e6edf3; }
}`;

/**
 * @typedef {{ median: number, least: number, most: number }} Spread
 * @param {{
 *   title: string,
 *   description: string,
 *   unit: string,
 *   series: readonly string[],
 *   groups: readonly { label: string, bars: readonly Spread[] }[],
 * }} chart `series`: the name of each bar of a group, four at most
 * @returns {string} SVG; a thin line on a bar goes from the least to the most that was measured
 */
export function barChart({ title, description, unit, series, groups }) {
  const most = Math.max(...groups.flatMap(({ bars }) => bars.map(({ most: each }) => each)));
  const scale = (WIDTH - LABELS - VALUES) / most;
  const groupHeight = series.length * BAR + BETWEEN_GROUPS;
  const height = TOP + 22 + groups.length * groupHeight;
  const drawn = groups.map(({ label, bars }, at) =>
    groupOf({ label, bars, unit, scale, top: TOP + 22 + at * groupHeight }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title description">
<title id="title">${escaped(title)}</title>
<desc id="description">${escaped(description)}</desc>
<style>${STYLE}
</style>
<text class="title" x="0" y="16">${escaped(title)}</text>
${legend(series)}
${drawn.join("\n")}
</svg>
`;
}

function legend(series) {
  let x = 0;
  const entries = series.map((name, at) => {
    const entry = `<rect class="bar${at}" x="${x}" y="30" width="12" height="12"/><text x="${x + 17}" y="41">${escaped(name)}</text>`;
    x += 40 + name.length * 7;
    return entry;
  });
  return entries.join("\n");
}

function groupOf({ label, bars, unit, scale, top }) {
  const middle = top + (bars.length * BAR) / 2 + 4;
  const drawn = bars.map(({ median, least, most }, at) => {
    const y = top + at * BAR;
    const x = (value) => (LABELS + Math.max(0, value) * scale).toFixed(1);
    return [
      `<rect class="bar${at}" x="${LABELS}" y="${y}" width="${(Math.max(0, median) * scale).toFixed(1)}" height="${BAR - 3}"/>`,
      `<line class="whisker" x1="${x(least)}" x2="${x(most)}" y1="${y + 6}" y2="${y + 6}"/>`,
      `<text x="${(Number(x(most)) + 6).toFixed(1)}" y="${y + 11}">${shown(median)} ${unit}</text>`,
    ].join("");
  });
  return `<text x="0" y="${middle}">${escaped(label)}</text>\n${drawn.join("\n")}`;
}

/** Three digits that count, without an exponent. */
export const shown = (value) => {
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString("en");
  if (size >= 100) return value.toFixed(0);
  return size >= 10 ? value.toFixed(1) : value.toFixed(2);
};

const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
