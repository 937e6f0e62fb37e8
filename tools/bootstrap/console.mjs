// Everything the tools say goes to standard error, so that what a command prints stays clean.

/** An error whose text is all that the user needs to see. */
export class SetupError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    // Jest shows the stack of what its setup throws.
    this.stack = message;
  }
}

/** @param {string} text */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * Writes the seconds gone by until the returned function is called: every five seconds, and after half a minute every thirty.
 * @param {string} doing such as `building the Pulumi engine`
 * @returns {() => void}
 */
export function showProgress(doing) {
  const start = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - start) / 5000) * 5;
    if (seconds <= 30 || seconds % 30 === 0) say(`  still ${doing} (${String(seconds)} s)`);
  }, 5000);
  timer.unref();
  return () => clearInterval(timer);
}
