import { TokenSource } from "../auth/tokens";
import { ACCESS_LIST_SCOPE } from "../clients/access-lists/calls";
import { AccessListsClient } from "../clients/access-lists/client";
import { BROKER_SCOPE, BrokerClient } from "../clients/broker";
import { ResourceRegistryClient } from "../clients/resource-registry";
import { messageOf, TokenError } from "../errors";
import { HttpClient } from "../http/client";
import { httpSettings } from "../http-settings";
import type { Place } from "./places";

/** An API that needs a token: its client, or why it is not asked. */
export type Askable<Client> =
  | { readonly client: Client; readonly why?: undefined }
  | {
      readonly client?: undefined;
      /** A phrase or sentences without a full stop at the end. */
      readonly why: string;
      /** There is a key, and what is wrong with it is more than a scope that its client does not have. */
      readonly isKeyUseless?: boolean;
    };

/** The APIs of one environment, as far as they can be asked. Nothing is written through them. */
export interface Altinn {
  readonly registry: ResourceRegistryClient;
  readonly broker: Askable<BrokerClient>;
  readonly lists: Askable<AccessListsClient>;
}

/** Asks for the token of each API, so that one that is refused is told once. */
export async function openAltinn(
  { settings, withoutKey, keyProblem }: Place,
  pause?: (ms: number) => number,
): Promise<Altinn> {
  const http = httpSettings(settings, pause);
  const anonymous = new HttpClient(http);
  const { platformUrl, orgCode } = settings;
  const registry = new ResourceRegistryClient(anonymous, platformUrl);
  if (withoutKey !== undefined) {
    const isKeyUseless = keyProblem !== undefined;
    const unasked = { why: keyProblem?.replace(/\.$/, "") ?? withoutKey, isKeyUseless };
    return { registry, broker: unasked, lists: unasked };
  }
  const tokens = new TokenSource(anonymous, settings);
  const client = new HttpClient(http, tokens);
  const asked = async <Client>(scope: string, opened: Client): Promise<Askable<Client>> => {
    try {
      await tokens.token(scope);
      return { client: opened };
    } catch (error) {
      const isKeyUseless = !(error instanceof TokenError && error.lacksScope);
      return { why: messageOf(error).replace(/\.$/, ""), isKeyUseless };
    }
  };
  return {
    registry,
    broker: await asked(BROKER_SCOPE, new BrokerClient(client, platformUrl)),
    lists: await asked(ACCESS_LIST_SCOPE, new AccessListsClient(client, platformUrl, orgCode)),
  };
}
