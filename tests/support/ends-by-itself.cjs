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

/** Fails a test file that leaves something open: what is left in its process would keep that from ending. */
module.exports = class EndsByItself extends TestEnvironment {
  #before = openNow();

  async teardown() {
    await super.teardown();
    const deadline = Date.now() + LIMIT_MS;
    for (;;) {
      const open = openNow();
      const left = Object.values(KINDS).filter((_kind, at) => open[at] > this.#before[at]);
      if (left.length === 0) return;
      if (Date.now() > deadline) {
        throw new Error(
          `This file left ${left.join(", ")} open. Close it, in afterAll if need be; where it was opened is told by: ` +
            "npm test -- -i --detectOpenHandles FILE",
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 20).unref());
    }
  }
};
