import { TokenSource } from "../auth/tokens";
import { FileTransferClient, RECIPIENT_SCOPE, SENDER_SCOPE } from "../clients/file-transfer";
import { HttpClient, type HttpSettings } from "../http/client";
import type { Settings } from "../settings";
import { readSmokeClient, type Part } from "../settings-smoke";

/** Who sends or receives: a client, and the organisation that it acts for. */
export interface Party {
  readonly part: Part;
  readonly client: FileTransferClient;
  /** Nine digits. */
  readonly organisation: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * A client of any organisation when the part's variables are set, else the service owner's, which must be
 * `settings.orgNumber`'s. Throws what is wrong with settings, key or token.
 */
export async function partyOf(
  part: Part,
  settings: Settings,
  { env, http }: { readonly env: Env; readonly http: HttpSettings },
): Promise<Party> {
  const scope = part === "sender" ? SENDER_SCOPE : RECIPIENT_SCOPE;
  const own = readSmokeClient(env, part);
  const tokens = new TokenSource(
    new HttpClient(http),
    settings,
    own ?? settings.client,
    own === undefined ? settings.orgNumber : "any",
  );
  return {
    part,
    client: new FileTransferClient(new HttpClient(http, tokens), settings.platformUrl, scope),
    organisation: await tokens.organisation(scope),
  };
}
