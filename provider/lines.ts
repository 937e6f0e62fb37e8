import { ACKNOWLEDGEABLE, type AcknowledgeableCode as PolicyCode } from "./policy";

/*
 * Every line that a run prints beside the engine's own plan is made here: what it begins with, whom it is about, and a
 * sentence. What follows the beginning of a line may change its wording; the beginnings do not, so that they can be searched
 * for.
 */

/** A line as it is printed; made by the functions of this module alone. */
export interface Line {
  readonly text: string;
  /** Kind and identifier, or the setting or API that it is about. */
  readonly title: string;
  /** Of a warning. */
  readonly code?: WarningCode;
}

const line = (beginning: string, title: string, sentence: string): Line => ({
  text: `${beginning}: ${title}: ${sentence}`,
  title,
});

/** What this run gives, compared with what is live. `who` is a key of `access`, or what else was shut; `what` the actions. */
export const accessGiven = (title: string, who: string, what: string): Line =>
  line("access given", title, `${who}: ${what}`);

/** What this run takes. */
export const accessTaken = (title: string, who: string, what: string): Line =>
  line("access taken", title, `${who}: ${what}`);

/** Something exists at Altinn already, and the program manages it from now on. */
export const takenOver = (title: string, sentence: string): Line =>
  line("taken over", title, sentence);

/** What goes on at Altinn although the program has it no more. */
export const stays = (title: string, sentence: string): Line => line("stays", title, sentence);

/** What is fixed for ever, or has happened at Altinn. */
export const note = (title: string, sentence: string): Line => line("note", title, sentence);

/** What may well not be meant. `title` is kind and identifier, or the setting or API that it is about. */
export const warning = (code: WarningCode, title: string, sentence: string): Line => ({
  ...line(`warning [${code}]`, title, sentence),
  code,
});

/** Refused as long as it is not in state. */
const MISTAKEN_TEXT = {
  "mistaken-text":
    "A text looks like one that a program made by mistake, such as the text of an Output.",
};

/** What a warning of a resource is about, a sentence for the docs; `acknowledge` of the resource takes its code. */
export const RESOURCE_WARNINGS = {
  ServiceOwner: {
    "long-name": "The name is longer than Azure's tags, and storage may never become ready.",
    "registered-name": "Broker has the organisation under another name, which nothing can change.",
    ...MISTAKEN_TEXT,
  },
  Resource: {
    "identifier-prefix": "A new identifier does not begin with the owner's code.",
    "in-force": "What is registered breaks a rule of today; it stays as it is.",
    "mode-without-list":
      "Only members of connected access lists are let in, and the program connects none.",
    "null-member": "A member is null, and the registry keeps it so.",
    "secret-dropped": "A secret mark was dropped: registry documents are public.",
    "unknown-member":
      "A member is none that the registry knows, which drops it; refused when it is spelt nearly like another one.",
    "unusual-status": "The status is none of Altinn's own.",
    ...MISTAKEN_TEXT,
  },
  ResourcePolicy: {
    "access-untold":
      "The policy is an unusual one, before or after, so who gains or loses cannot be told.",
    "in-force": "The policy in force is one that would be refused if it were new.",
    "secret-dropped": "A secret mark was dropped: policies are public.",
    ...MISTAKEN_TEXT,
  },
  BrokerResourceConfig: {
    "approval-needed":
      "Files of the size are refused when they are scanned; in production it needs Altinn's approval.",
    "grace-longer-than-lifetime": "Files expire before their grace period is over.",
    "grace-without-purge": "A grace period is given while purging is off.",
    "shim-without-effect": "The manifest shim does nothing any more.",
    ...MISTAKEN_TEXT,
  },
  AccessList: {
    "check-digit": "A member has a number that no organisation has.",
    ...MISTAKEN_TEXT,
  },
  AccessListConnection: {
    "action-not-asked": "A connection names an action that nobody asks for.",
    "list-without-mode": "The service lets in whoever its policy lets in, on the list or not.",
    ...MISTAKEN_TEXT,
  },
} as const;

/** What a warning of a run is about; none of them can be acknowledged. */
export const RUN_WARNINGS = {
  "left-alone": "What the program still has under another name or parent was not deleted.",
  "maskinporten-unreachable":
    "Maskinporten or Altinn's token exchange could not be reached, so nobody knows yet whether `up` may write.",
  "not-asked": "An API could not be asked whether something exists already.",
  "not-compared": "ALTINN_WITHOUT_KEY is set, so what only a token can read is shown from state.",
  "organisation-list": "Altinn's organisation list could not be read, or does not say who we are.",
} as const;

type CodesOf<T> = T extends Readonly<Record<infer Code, string>> ? Code : never;
type Kinds = typeof RESOURCE_WARNINGS;

/** What `acknowledge` of a kind takes. */
export type AcknowledgeableCode<Kind extends keyof Kinds> =
  CodesOf<Kinds[Kind]> | (Kind extends "ResourcePolicy" ? PolicyCode : never);
export type WarningCode =
  { [Kind in keyof Kinds]: AcknowledgeableCode<Kind> }[keyof Kinds] | CodesOf<typeof RUN_WARNINGS>;

/** Every code that `acknowledge` of a resource of this kind takes. */
export const acknowledgeableOf = (kind: keyof Kinds): readonly string[] => [
  ...Object.keys(RESOURCE_WARNINGS[kind]),
  ...(kind === "ResourcePolicy" ? ACKNOWLEDGEABLE : []),
];

/** What may well not be meant, with the code by which it is acknowledged. */
export interface Warned {
  readonly code: WarningCode;
  /** A sentence or two. */
  readonly text: string;
}
