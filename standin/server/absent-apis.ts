import type { FastifyInstance } from "fastify";
import type { Altinn, BearerRules } from "../altinn";
import { route } from "./route";

interface AbsentApi {
  readonly path: string;
  /** What it is, as the subject of a sentence. */
  readonly name: string;
  /** What to use instead. */
  readonly instead: string;
  /** The tokens that it takes; without it everybody is told that it is not here. */
  readonly bearer?: BearerRules;
}

const wholeDecision =
  "Who may do what is decided where Broker and the registry ask; whoever wants to see a decision sends the transfer itself.";
const rights =
  "What a system user may do for a party comes from the world file, from the control port, or from `delegate` and `holdPackages`.";
const systemUsers = `A system user is made with its client, in the world file, on the control port or by \`newClient\`. ${rights}`;

/** Altinn APIs that this stand-in does not have, more exact paths first. */
const absent: readonly AbsentApi[] = [
  {
    path: "/events/api/v1",
    name: "Altinn Events",
    instead: "Ask Broker for the status of a transfer.",
    bearer: { issuers: ["altinn"], skewSeconds: 10 },
  },
  {
    path: "/authentication/api/v1/systemregister",
    name: "the system register",
    instead: systemUsers,
    bearer: { issuers: ["altinn", "maskinporten"], skewSeconds: 10 },
  },
  {
    path: "/authentication/api/v1/systemuser",
    name: "the API of system users and their requests",
    instead: systemUsers,
  },
  {
    path: "/authorization/api/v1",
    name: "the decision point's own API",
    instead: wholeDecision,
  },
  {
    path: "/accessmanagement/api/v1",
    name: "Access Management",
    instead: rights,
  },
  {
    path: "/broker/api/v1/maintenance",
    name: "Broker's maintenance",
    instead:
      "The control port resets all; an expired transfer is purged when the clock is advanced.",
  },
  {
    path: "/register/api/v1",
    name: "Register",
    instead: "Every organisation number with a right check digit is one that it knows.",
  },
  ...["correspondence", "notifications", "profile", "storage"].map((product) => ({
    path: `/${product}/api/v1`,
    name: `Altinn's API \`${product}\``,
    instead:
      "It has Maskinporten, the token exchange, the Resource Registry with access lists, and Broker.",
  })),
];

/** Each says that it is not here and what is; one with `bearer` first refuses whoever it does not know. */
export function registerAbsentApis(app: FastifyInstance, altinn: Altinn): void {
  for (const { path, name, instead, bearer } of absent) {
    for (const each of [path, `${path}/*`]) {
      route(app, altinn, {
        method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
        path: each,
        ...(bearer && { bearer }),
        handle: (_request, reply) =>
          reply
            .code(501)
            .type("text/plain; charset=utf-8")
            .send(`This stand-in for Altinn does not have ${name}. ${instead}\n`),
      });
    }
  }
}
