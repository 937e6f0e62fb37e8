import type { HttpAnswer } from "./answer";
import type { HttpCall } from "./call";

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
