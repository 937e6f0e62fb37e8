import type { HttpAnswer } from "./answer";
import type { HttpCall } from "./call";
import type { Proxy } from "./proxy";

/** What to do about an answer, when the caller knows nothing more exact: a sentence or two for the reader. */
export function wayOutOf(call: HttpCall, answer: HttpAnswer): string {
  const { status } = answer;
  const origin = new URL(call.url).origin;
  if (status === 401 && answer.body.length === 0) {
    return "The token was not accepted, a fresh one included. Check that the Maskinporten client and altinn:environment belong together; if Altinn has an incident, wait and run the same command again.";
  }
  if (status === 401) {
    return "The token is good, but it is not for the owner of this object. Check altinn:orgNumber and which organisation owns it.";
  }
  if (status === 403 && answer.body.length === 0) {
    return call.scope === undefined
      ? "Access was refused without a reason. Check the address in altinn:platformUrl."
      : `The token lacks the scope ${call.scope}, or the object belongs to another organisation. Altinn (servicedesk@altinn.no) grants the scope; it must then be added to the Maskinporten client.`;
  }
  if (status === 404 && answer.isFromElsewhere) {
    return `${origin} does not know the address itself, which says nothing about the object; it is hardly Altinn. Check altinn:platformUrl and proxies; nothing was taken as deleted.`;
  }
  if (status === 415 || status === 406 || status === 405) {
    return `${origin} does not take this request. Check altinn:platformUrl; if it is right, report this as a fault of pulumi-altinn-broker.`;
  }
  if (status === 429) {
    return "Too many calls. Wait a minute and run the same command again, or lower altinn:parallelCalls.";
  }
  if (status >= 300 && status < 400) {
    return `${origin} redirects elsewhere; redirects are not followed. Check altinn:platformUrl and proxies.`;
  }
  if (status >= 500) {
    return "The server failed. Wait and run the same command again; if it goes on, send Altinn (servicedesk@altinn.no) the trace id.";
  }
  return "Correct what the server names and run the same command again.";
}

/** Whether Azure's API Management refuses for want of a key of its own, or for a wrong one. */
const wantsSubscriptionKey = (answer: HttpAnswer): boolean =>
  answer.status === 401 && answer.isFromElsewhere && /subscription key/i.test(answer.text());

/** What to do about a refusal that no API gave, whatever was asked: a wanted login, or a web page. */
export function wayPastGateway(call: HttpCall, answer: HttpAnswer): string | undefined {
  const { status } = answer;
  if (wantsSubscriptionKey(answer)) {
    return "This is from the API gateway in front of Altinn. Where it wants a subscription key, set ALTINN_SUBSCRIPTION_KEY (or altinn:subscriptionKey); correct one that it does not take, or remove it: Altinn needs none any more.";
  }
  if (status !== 407 && !((status === 401 || status === 403) && answer.isHtml)) return undefined;
  const { origin, hostname } = new URL(call.url);
  return `This is from a proxy or firewall on the way, not from the API behind ${origin}. Ask whoever runs it to let ${hostname} through, or check HTTPS_PROXY and NO_PROXY.`;
}

/** What Node says when it does not know who vouches for a certificate. */
const UNKNOWN_ISSUER: ReadonlySet<string> = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** What to do about a certificate that could not be verified, by the code of Node's error; undefined for any other code. */
export function wayOutOfCertificate(code: string, url: URL): string | undefined {
  if (!UNKNOWN_ISSUER.has(code)) return undefined;
  return `Node does not know who issued the certificate of ${url.hostname}. Where a proxy opens TLS, set NODE_EXTRA_CA_CERTS to the PEM file of your organisation's own CA before Pulumi starts; else check the address.`;
}

/** What to do when nobody answers at the proxy. */
export const wayToProxy = ({ from }: Proxy): string =>
  `Nobody answers at the proxy. Correct ${from}, or unset it, then run the same command again.`;

/** What to do about what a proxy answered in place of the server. */
export function wayPastProxy({ from, auth }: Proxy, status: number, address: string): string {
  const { hostname } = new URL(address);
  if (status === 407) {
    return auth
      ? `The proxy does not take the login in ${from}. Correct it; in user and password write %40 for @, %3A for : and %25 for %.`
      : `The proxy wants a login. Write ${from} as http://user:password@host:port, with %40 for @, %3A for : and %25 for % in user and password.`;
  }
  if (status >= 500) {
    return `The proxy does not reach ${hostname}. Wait and run the same command again; if it goes on, ask whoever runs the proxy.`;
  }
  return `The proxy does not let ${hostname} through. Ask whoever runs it to allow it, or name ${hostname} in NO_PROXY if it can be reached straight.`;
}
