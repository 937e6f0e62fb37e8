import { unescape } from "node:querystring";

/** The proxy that calls go through, with its login, which no text may show. */
export interface Proxy {
  /** Name of the variable it came from, for messages. */
  readonly from: string;
  readonly protocol: "http:" | "https:";
  readonly hostname: string;
  readonly port: number;
  /** Decoded; absent when the variable has no login. */
  readonly auth?: { readonly username: string; readonly password: string };
  /** Hosts that are called straight, from NO_PROXY, in lower case. */
  readonly except: readonly string[];
}

type Env = Readonly<Record<string, string | undefined>>;

/** First the more exact name, then the lower-case one, as curl looks. */
const VARIABLES = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
const NO_PROXY = ["no_proxy", "NO_PROXY"];

const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/**
 * The proxy of the environment, by the rules of curl: a login is percent-decoded, an address without a scheme is an http
 * one. `problem` is a sentence on an address that cannot be read; it never repeats it, since a password may stand in it.
 */
export function readProxy(env: Env): { readonly proxy?: Proxy; readonly problem?: string } {
  const from = VARIABLES.find((name) => (env[name]?.trim() ?? "") !== "");
  if (from === undefined) return {};
  const text = env[from]?.trim() ?? "";
  if (/^["']|["']$/.test(text)) {
    return {
      problem: `${from} has quotes in its value, as some env files leave them there. Write it without them.`,
    };
  }
  const url = URL.parse(/^[a-z][\w+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (url !== null && url.protocol !== "http:" && url.protocol !== "https:") {
    return {
      problem: `${from} names a ${url.protocol.slice(0, -1)} proxy, which is not taken. Write the address of an http proxy, such as http://proxy.example.no:8080.`,
    };
  }
  // A / ? or # in a password ends the host, and what follows would be left out unseen.
  if (url === null || url.pathname !== "/" || url.search || url.hash) {
    return {
      problem: `${from} is not the address of a proxy. Write http://user:password@host:port, without the login where none is needed; in user and password write %2F for /, %3F for ?, %23 for #, %40 for @, %3A for : and %25 for %.`,
    };
  }
  const [username, password] = [unescape(url.username), unescape(url.password)];
  const exceptions = NO_PROXY.map((name) => env[name]).find((value) => value?.trim());
  return {
    proxy: {
      from,
      protocol: url.protocol === "https:" ? "https:" : "http:",
      hostname: url.hostname,
      port: Number(url.port) || (url.protocol === "https:" ? 443 : 80),
      ...(username || password ? { auth: { username, password } } : {}),
      except: exceptions?.toLowerCase().split(/[\s,]/) ?? [],
    },
  };
}

/** Whether a call of `address` goes through `proxy`. This machine is called straight, and so is what NO_PROXY names. */
export function goesThrough(proxy: Proxy, address: string): boolean {
  const { hostname, port, protocol } = new URL(address);
  if (isLoopback(hostname)) return false;
  const actualPort = port || (protocol === "https:" ? "443" : "80");
  return !proxy.except.some((entry) => {
    if (entry === "*") return true;
    const [, host = "", ofPort] = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
    if (ofPort !== undefined && ofPort !== actualPort) return false;
    return host !== "" && (hostname === host || hostname.endsWith(`.${host}`));
  });
}

/** `host:port (VARIABLE)`, for messages. */
export const proxyWords = ({ hostname, port, from }: Proxy): string =>
  `${hostname}:${String(port)} (${from})`;
