const parent = process.ppid;

/**
 * Calls `gone` once when the process that started this one has ended. npm passes a termination on to the
 * shell between itself and a script, and that shell ends without a word.
 * @param {() => void} gone
 * @returns {() => void} stops watching
 */
export function watchParent(gone) {
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, 500);
  timer.unref();
  return () => clearInterval(timer);
}
