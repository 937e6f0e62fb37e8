import { withoutTokens, type RefusalAbout, type TokenRefusal } from "../errors";
import type { HttpAnswer } from "../http/answer";
import { isObject } from "../values/json";

/* What Maskinporten's refusals come from. Source: docs.digdir.no, "feilsøking", and answers that others have recorded. */

/** Tried on the error, Maskinporten's code and the description; the text is the cause, a sentence, and the way out. */
type Cause = readonly [pattern: RegExp, text: string, about: RefusalAbout];

const REPORT = "If it goes on, report it as a fault of pulumi-altinn-broker.";
const PLAIN_CLIENT =
  "Use a plain client of the service owner, of the type Maskinporten, with a registered key.";

/** The first entry that fits decides; the patterns of descriptions are those that Maskinporten sends. */
const CAUSES: readonly Cause[] = [
  [
    /MP-201|not allowed for maskinporten/i,
    "The client is of another type than Maskinporten (such as ID-porten), or the scope is not for Maskinporten clients. Make a client of the type Maskinporten in Samarbeidsportalen, with the scope and a key, and set its id and key here.",
    "type",
  ],
  [
    /MP-200|invalid_scope/,
    "The scope is not on the client. Whoever administers the client in Samarbeidsportalen can add it; if Altinn has not yet granted it to your organisation, ask servicedesk@altinn.no first.",
    "scope",
  ],
  [
    /MP-250/,
    "Altinn has not granted the scope to your organisation (or has withdrawn it). Ask servicedesk@altinn.no for it, naming the scope and organisation number.",
    "grant",
  ],
  [
    /MP-251|has not delegated access/i,
    `The client acts as a supplier, for an organisation that has not delegated the scope to it in Altinn. ${PLAIN_CLIENT}`,
    "client",
  ],
  [
    /consumer_org/i,
    `The client acts as a supplier, for its own organisation. ${PLAIN_CLIENT}`,
    "client",
  ],
  [
    /MP-303|MP-30\d|authorization.details|altinn_customer_configuration/i,
    `The client is set up to act for system users, which have no part in this. ${PLAIN_CLIENT}`,
    "client",
  ],
  [
    /MP-121|Expired key/i,
    "The key was registered more than a year ago and has expired. Register a new one, or the same one again.",
    "client",
  ],
  [
    /MP-110|claim aud/i,
    "The assertion was meant for another Maskinporten. Check altinn:environment (test and production have their own clients) and altinn:maskinportenIssuer.",
    "client",
  ],
  [
    /MP-100|client not found/i,
    "Maskinporten does not know the client. Check MASKINPORTEN_CLIENT_ID, and that it was made in this environment: test and production are separate.",
    "client",
  ],
  [
    /MP-120|MP-12[23]|certificate/i,
    "The client is set up for an enterprise certificate, and what signs here is a registered key. Register the public half of the key on the client in Samarbeidsportalen, or use a client that has one.",
    "client",
  ],
  [
    /pre-registered jwk|no key identifier/i,
    "Maskinporten saw no key id, which the client's registered keys want. Set MASKINPORTEN_KEY_ID to the id that Samarbeidsportalen shows for the key.",
    "client",
  ],
  [
    /Unknown key identifier/i,
    "No key of the client has this key id. Check that the client id and the key belong together and to this environment, and that the key id is the one that Samarbeidsportalen shows; a new or rotated key takes up to two minutes to reach Maskinporten.",
    "client",
  ],
  [
    /MP-124|Invalid JWT signature/i,
    "The key that is registered under this key id is not the one that signs here. Set the private key that belongs to the key id, or register the public half of this one and set its key id.",
    "client",
  ],
  [
    /in the future|expired|after now|MP-130/i,
    "The clock of this machine and Maskinporten's differ. Set the clock right.",
    "client",
  ],
  [
    /too long lifetime/i,
    `Maskinporten found the life of the assertion too long, which is a minute. Check the clock of this machine. ${REPORT}`,
    "client",
  ],
  [
    /MP-012|already been used|already used/i,
    `The same request reached Maskinporten twice, and an assertion is good for one use. Run the same command again, and ask whoever runs a proxy on the way whether it repeats requests. ${REPORT}`,
    "client",
  ],
  [
    /MP-011|unsupported_grant_type|invalid_request/,
    `Maskinporten could not read the request. Ask whoever runs a proxy on the way whether it changes requests. ${REPORT}`,
    "client",
  ],
];

const UNTOLD =
  "Check that the client id and the key belong together and to this environment; a new or rotated key takes up to two minutes to reach Maskinporten.";

/** What Maskinporten's answer says, and what it comes from. */
export function refusalIn(answer: HttpAnswer): TokenRefusal {
  const body = answer.json();
  const member = (name: string): string =>
    isObject(body) && typeof body[name] === "string" ? body[name] : "";
  const error = withoutTokens(member("error")) || "no error code";
  const description = withoutTokens(member("error_description") || answer.text().slice(0, 300));
  // Maskinporten's own code stands only there.
  const code = /MP-\d+/.exec(member("error_uri"))?.[0];
  const all = `${error} ${code ?? ""} ${description}`;
  const [, text, about] = CAUSES.find(([pattern]) => pattern.test(all)) ?? [];
  const end = text === undefined ? 0 : text.indexOf(". ") + 1;
  const traceId = /\((?:trace_id|correlation id): ([\w-]+)\)/i.exec(description)?.[1];
  return {
    error,
    code,
    description,
    traceId,
    about: about ?? "client",
    cause: text?.slice(0, end) ?? "",
    wayOut: text?.slice(end + 1) ?? UNTOLD,
  };
}
