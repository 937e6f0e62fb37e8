import type { IncomingHttpHeaders } from "node:http";

/** Names of this machine to itself. */
const ownNames = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Why a request may come from a page in a browser and not from a program on this machine; undefined for one that does not. A
 * page of another site can send requests to this machine, and read the answers when its own name resolves to 127.0.0.1 (DNS
 * rebinding): its `Host` is that name, or its `Origin` is another one than the address.
 */
export function foreignRequest({ host, origin }: IncomingHttpHeaders): string | undefined {
  const name = (host ?? "").replace(/:\d+$/, "").toLowerCase();
  if (!ownNames.includes(name)) {
    return `the control server serves this machine alone, as ${ownNames.join(", ")}; the request's Host is ${host ?? "missing"}`;
  }
  if (origin !== undefined && origin.toLowerCase() !== `http://${host}`.toLowerCase()) {
    return `the control server serves programs, no pages of other sites; the request's Origin is ${origin}`;
  }
  return undefined;
}
