const { default: Sequencer } = require("@jest/test-sequencer");

/** Tests that run the real engine or wait, longest first: one of them begun last would keep a single core busy at the end. */
const LONGEST = [
  "killed",
  "each-trouble",
  "contract/contract",
  "options-and-edits",
  "scenarios/",
  "against-standin",
  "packed/",
  "engine/",
];

const rank = ({ path }) => {
  const at = LONGEST.findIndex((part) => path.includes(part));
  return at < 0 ? LONGEST.length : at;
};

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
};
