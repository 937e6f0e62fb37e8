import type { FastifyInstance } from "fastify";
import { listen, LOOPBACK, LOOPBACK_NAMES, type Listening } from "./listening";
import { issueServerCertificate, type ServerCertificate } from "./tls";

/** Where the servers listen, and what they call themselves. */
export interface AddressOptions {
  /**
   * Name or address to listen on. By default this machine alone: 127.0.0.1, and ::1 where there is one. With another one
   * whoever reaches the machine is served, and may have tokens for anybody.
   */
  readonly host?: string;
  /** The platform's address as its clients write it, as from another container; where it listens by default. */
  readonly platformAddress?: string;
  /** Maskinporten's address as its clients write it; where it listens by default. */
  readonly maskinportenAddress?: string;
  /** `iss` of Maskinporten's tokens, an http or https URL; its address with a slash at the end by default. */
  readonly issuer?: string;
  /** More URLs that an assertion's `aud` may name, such as `https://test.maskinporten.no/`. */
  readonly acceptAudiences?: readonly string[];
  /**
   * Folder of a certificate authority, made when it is not there: both servers then speak https. `ca.pem` in it is what
   * clients must trust.
   */
  readonly tlsFolder?: string;
}

/** The addresses; those of servers are known once they listen. */
export interface Addresses {
  /** Undefined: plain http. */
  readonly certificate: ServerCertificate | undefined;
  readonly platformUrl: () => string;
  readonly maskinportenUrl: () => string;
  /** Where they listen. */
  readonly listens: () => { readonly platform: string; readonly maskinporten: string };
  /** With the slash at the end. */
  readonly maskinportenIssuer: () => string;
  /** What an assertion's `aud` may be, with the slash at the end. */
  readonly audiences: () => readonly string[];
  /** @returns closes both */
  listen(
    platform: { readonly app: FastifyInstance; readonly port: number },
    maskinporten: { readonly app: FastifyInstance; readonly port: number },
  ): Promise<() => Promise<void>>;
}

/** Throws a RangeError for an address that is no http or https URL. */
export function addresses(options: AddressOptions): Addresses {
  const { host = LOOPBACK, tlsFolder } = options;
  const wanted = {
    platform: base("platformAddress", options.platformAddress),
    maskinporten: base("maskinportenAddress", options.maskinportenAddress),
    issuer: base("issuer", options.issuer),
  };
  const accepted = (options.acceptAudiences ?? []).map((each) => base("acceptAudiences", each));
  const certificate =
    tlsFolder === undefined
      ? undefined
      : issueServerCertificate(tlsFolder, [
          ...new Set(
            [...LOOPBACK_NAMES, host, ...hostsOf([wanted.platform, wanted.maskinporten])].map(bare),
          ),
        ]);
  let platform: Listening | undefined;
  let maskinporten: Listening | undefined;
  const platformUrl = (): string => wanted.platform ?? platform?.url ?? "";
  const maskinportenUrl = (): string => wanted.maskinporten ?? maskinporten?.url ?? "";
  const maskinportenIssuer = (): string => `${wanted.issuer ?? maskinportenUrl()}/`;
  const close = async (): Promise<void> => {
    await Promise.all([platform?.close(), maskinporten?.close()]);
  };
  return {
    certificate,
    platformUrl,
    maskinportenUrl,
    listens: () => ({ platform: platform?.url ?? "", maskinporten: maskinporten?.url ?? "" }),
    maskinportenIssuer,
    audiences: () => [
      maskinportenIssuer(),
      ...[maskinportenUrl(), ...(maskinporten?.urls ?? []), ...accepted].map((each) => `${each}/`),
    ],
    async listen(first, second) {
      try {
        platform = await listen(first.app, host, first.port, "the platform", certificate);
        maskinporten = await listen(second.app, host, second.port, "Maskinporten", certificate);
      } catch (error) {
        await Promise.all([close(), first.app.close(), second.app.close()]);
        throw error;
      }
      return close;
    },
  };
}

/** The URL without a slash at the end. */
function base(option: string, url: string): string;
function base(option: string, url: string | undefined): string | undefined;
function base(option: string, url: string | undefined): string | undefined {
  if (url === undefined) {
    return undefined;
  }
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.search || parsed.hash) {
    throw new RangeError(
      `${option} takes an http or https URL without query, such as https://test.maskinporten.no/, got ${url}`,
    );
  }
  return url.replace(/\/+$/, "");
}

const hostsOf = (urls: readonly (string | undefined)[]): string[] =>
  urls.filter((url) => url !== undefined).map((url) => new URL(url).hostname);

const bare = (host: string): string => host.replace(/^\[|\]$/g, "");
