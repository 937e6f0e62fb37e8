import { TokenSource } from "../auth/tokens";
import { ACCESS_LIST_SCOPE } from "../clients/access-lists/calls";
import { BROKER_SCOPE } from "../clients/broker";
import { ConfigError, messageOf, TokenError } from "../errors";
import { HttpClient } from "../http/client";
import { httpSettings } from "../http-settings";
import type { Place } from "../inventory/places";

/**
 * A key that is set is to be used: one that is refused ends the import before anything is written, since a program without
 * what the key would have shown looks like one of a service owner who has none of it. A scope that is not there is no such
 * refusal, and neither is it that no key is set.
 */
export async function refuseBrokenKey(
  { settings, withoutKey, keyProblem }: Place,
  pause?: (ms: number) => number,
): Promise<void> {
  if (keyProblem !== undefined) throw refused(keyProblem);
  if (withoutKey !== undefined) return;
  const tokens = new TokenSource(new HttpClient(httpSettings(settings, pause)), settings);
  for (const scope of [BROKER_SCOPE, ACCESS_LIST_SCOPE]) {
    try {
      await tokens.token(scope);
    } catch (error) {
      if (!isMissingScope(error)) throw refused(messageOf(error));
    }
  }
}

const isMissingScope = (error: unknown): boolean => error instanceof TokenError && error.lacksScope;

const refused = (why: string): ConfigError =>
  new ConfigError(
    `There is a key, and no token with it, so nothing was written. ${why} With ALTINN_WITHOUT_KEY=true the import does without the key, and leaves Broker's settings and access lists as they are in the program.`,
  );
