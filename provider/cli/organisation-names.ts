import { namesIn } from "../clients/organisation-list";
import { ResourceRegistryClient } from "../clients/resource-registry";
import { HttpClient } from "../http/client";
import { httpSettings } from "../http-settings";
import { readSettings } from "../settings";

/** A name is worth a look, not a wait. */
const CALL_TIMEOUT_SECONDS = 10;

/**
 * The names of Altinn's service owners by number and code, from its organisation list, which needs no key. Without an answer, or
 * without settings that say where to ask, there are none: then numbers stand as they are.
 *
 * @param config The stack configuration; environment variables count as for the provider.
 * @param language Of the names, where the list has it; else Norwegian.
 */
export async function organisationNames(
  config: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string | undefined>>,
  language: string,
): Promise<Readonly<Record<string, string>>> {
  const { settings } = readSettings({ get: (key) => config[key] }, env);
  if (!settings) return {};
  const http = httpSettings(settings);
  const once = {
    ...http,
    callTimeoutSeconds: CALL_TIMEOUT_SECONDS,
    retry: { ...http.retry, tries: 1 },
  };
  const registry = new ResourceRegistryClient(new HttpClient(once), settings.platformUrl);
  const list = await registry.organisations().catch(() => ({}));
  return namesIn(list, language);
}
