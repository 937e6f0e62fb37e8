import { barChart, shown } from "../report/chart.mjs";
import { table } from "../report/table.mjs";

const SHARE_GOAL = 1.3;
const NAMES = {
  up: "`up` from nothing",
  unchanged: "unchanged `up`",
  preview: "`preview` with refresh",
};
const plain = (text) => text.replaceAll("`", "");

const EXPLANATION = `What a user waits for, with a refresh as the README's \`refresh: always\` does: \`pulumi up --skip-preview\` from nothing, the
same with nothing to do, and \`pulumi preview --refresh\`. Beside it: the same program on dynamic providers that do nothing, with the
same resources and inputs, which is what engine, SDK and state take; and a bare client, Node's own \`http\` with connections kept
alive, that sends the same requests, those for tokens among them: in an \`up\` eight services at once, with one request of a
service after the other as they need each other, and else eight requests at once.

*Own share* is the time less that of the providers that do nothing, of which one run is compared with both answer times. It is
taken round by round, and the median of these differences stands here, which is not the difference of the medians. Two runs of
one program differ by more than a second, and by more in a large stack: where the brackets of an own share are wider than the
figure, it says little more than that it is small beside the whole. In it are the requests, what the package does about them, and
what the two get in each other's way on the same cores. It may be less than the bare client takes, since requests overlap with
the engine's own work: in an \`up\` the engine writes its state meanwhile, in a \`preview\` it writes none. At 0 ms nothing waits
for Altinn; what is left then is processor time, for which CLI, program, provider process and embedded Altinn share the cores of
one machine. With more cores, or an Altinn that runs elsewhere, there is less of it. The goals are for 50 services; a smaller
stack has a higher ratio, and waits fewer seconds. In the charts, the thin line on a bar goes from the least to the most.`;

const seconds = ({ median, least, most }) =>
  `${shown(median)} s (${shown(least)} to ${shown(most)})`;

const ratio = ({ share, bare }) => share.median / bare.median;

/** @param {{ explained: boolean }} options `explained`: of the first of several such sections */
export const sectionOf =
  ({ explained }) =>
  ({ services, rows }) => {
    const file = `runs-${services}.svg`;
    const slow = rows.find(({ answerTimeMs }) => answerTimeMs > 0);
    const text = [
      ...(explained ? [EXPLANATION] : []),
      table(
        ["run", "answer time", "time", "providers that do nothing", "bare client", "own share"],
        Object.keys(NAMES).flatMap((name) => rows.map((row) => cells(name, row))),
      ),
      `![Times of runs of ${services} services](performance/${file})`,
    ].join("\n\n");
    return { text, charts: { [file]: chartOf(services, slow) } };
  };

function cells(name, { answerTimeMs, [name]: { own, idle, bare, share } }) {
  // Without an answer time the bare client has next to nothing to wait for.
  const times = answerTimeMs > 0 ? `, ${shown(ratio({ share, bare }))} x bare` : "";
  return [
    NAMES[name],
    `${answerTimeMs} ms`,
    seconds(own),
    seconds(idle),
    seconds(bare),
    // Two runs of the same program differ by more than that.
    share.median <= 0
      ? `none that shows (${shown(share.least)} to ${shown(share.most)})`
      : `${seconds(share)}${times}`,
  ];
}

function chartOf(services, row) {
  const groups = Object.entries(NAMES).map(([name, title]) => ({
    label: plain(title),
    bars: [row[name].own, row[name].idle, row[name].bare],
  }));
  const told = groups.map(
    ({ label, bars: [own, idle, bare] }) =>
      `${label}: ${shown(own.median)} seconds, providers that do nothing ${shown(idle.median)}, bare client ${shown(bare.median)}`,
  );
  return barChart({
    title: `${services} services, each request answered after ${row.answerTimeMs} ms`,
    description: `${told.join("; ")}.`,
    unit: "s",
    series: ["this package", "providers that do nothing", "bare client"],
    groups,
  });
}

const inBare = ({ share, bare }, which) => shown(share[which] / bare.median);

function whyOf(atOnce, { share, bare }) {
  const allowed = bare.median * SHARE_GOAL;
  return `the goal allows ${shown(allowed)} s, and ${shown(share.median)} s are taken. ${shown(atOnce.share.median)} s are there without an answer time as well: processor time of program, provider process and embedded Altinn, which share the cores with the CLI. That leaves ${shown(Math.max(0, allowed - atOnce.share.median))} s for waiting, of which the bare client does ${shown(bare.median)} s. An \`up\` waits while the engine writes its state; a \`preview\` writes none`;
}

/** Goals are for one size and answer time. */
export function goals({ services, rows }) {
  const row = rows.find(({ answerTimeMs }) => answerTimeMs === 80);
  const atOnce = rows.find(({ answerTimeMs }) => answerTimeMs === 0);
  if (services !== 50 || row === undefined) return [];
  return Object.entries(NAMES).map(([name, title]) => ({
    figure: `own share of ${title}, 50 services at 80 ms`,
    goal: `at most ${SHARE_GOAL} x the bare client`,
    measured: `${shown(ratio(row[name]))} x (${inBare(row[name], "least")} to ${inBare(row[name], "most")})`,
    met: ratio(row[name]) <= SHARE_GOAL,
    why: whyOf(atOnce[name], row[name]),
  }));
}
