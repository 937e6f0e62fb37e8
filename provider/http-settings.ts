import type { HttpSettings } from "./http/client";
import type { Settings } from "./settings";

const TRIES = 4;

/** How every call of this package is made, by whichever command. `pause` is for tests: see `RetryRule`. */
export const httpSettings = (settings: Settings, pause?: (ms: number) => number): HttpSettings => ({
  callTimeoutSeconds: settings.callTimeoutSeconds,
  parallelCalls: settings.parallelCalls,
  retry: { tries: TRIES, pause },
  proxy: settings.proxy,
  subscription:
    settings.subscriptionKey === undefined
      ? undefined
      : { key: settings.subscriptionKey, origin: new URL(settings.platformUrl).origin },
});
