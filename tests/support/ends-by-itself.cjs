const { TestEnvironment } = require("jest-environment-node");

/** What keeps a process from ending, by Node's names for it; what was unref'ed is not among them. */
const KINDS = {
  TCPServerWrap: "a server",
  PipeServerWrap: "a server on a pipe",
  TCPSocketWrap: "a socket",
  ProcessWrap: "a child process",
  Timeout: "a timer",
};

/** What has been closed or ended may need some turns until it is gone. */
const LIMIT_MS = 5000;

const openNow = () => {
  const open = process.getActiveResourcesInfo();
  return Object.keys(KINDS).map((kind) => open.filter((name) => name === kind).length);
};

/** Fails a test file that leaves something open, beside what its tests say: it would keep a process from ending. */
module.exports = class EndsByItself extends TestEnvironment {
  #before = openNow();

  async handleTestEvent(event, state) {
    if (event.name !== "run_finish") return;
    const left = await this.#left();
    if (left.length === 0) return;
    const error = new Error();
    error.stack =
      `This file left ${left.join(", ")} open. Close it, in afterAll if need be; where it was opened is told by:\n` +
      "npm test -- -i --detectOpenHandles FILE";
    state.unhandledErrors.push(error);
  }

  /** What is open beyond what was when the file began. */
  async #left() {
    const deadline = Date.now() + LIMIT_MS;
    for (;;) {
      const open = openNow();
      const left = Object.values(KINDS).filter((_kind, at) => open[at] > this.#before[at]);
      if (left.length === 0 || Date.now() > deadline) return left;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
};
