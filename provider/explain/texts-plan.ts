import type { Text } from "./language";

/** Headings, and what is told from the steps of a run. */
export const PLAN_TEXTS = {
  previewOf: {
    en: "What `pulumi up` would do in the stack {stack}{environment}",
    nb: "Dette vil `pulumi up` gjøre i stakken {stack}{environment}",
  },
  upOf: {
    en: "What `pulumi up` did in the stack {stack}{environment}",
    nb: "Dette gjorde `pulumi up` i stakken {stack}{environment}",
  },
  inEnvironment: { en: " (Altinn: {environment})", nb: " (Altinn: {environment})" },
  unnamedStack: { en: "(not named)", nb: "(uten navn)" },
  failedPreview: {
    en: "The preview of the stack {stack}{environment} failed. Nothing is changed at Altinn.",
    nb: "Forhåndsvisningen av stakken {stack}{environment} feilet. Ingenting er endret i Altinn.",
  },
  failedUp: {
    en: "`pulumi up` failed in the stack {stack}{environment}. What it did before it failed stands below.",
    nb: "`pulumi up` feilet i stakken {stack}{environment}. Det den rakk å gjøre før den feilet, står under.",
  },
  nothing: {
    en: "Nothing changes in the stack {stack}{environment}.",
    nb: "Ingenting endres i stakken {stack}{environment}.",
  },
  nothingDone: {
    en: "Nothing was changed in the stack {stack}{environment}.",
    nb: "Ingenting ble endret i stakken {stack}{environment}.",
  },

  errors: { en: "Why it failed", nb: "Hvorfor det feilet (Pulumis egne meldinger er på engelsk)" },
  gains: { en: "Gains access", nb: "Får tilgang" },
  loses: { en: "Loses access", nb: "Mister tilgang" },
  gainsDone: { en: "Gained access", nb: "Fikk tilgang" },
  losesDone: { en: "Lost access", nb: "Mistet tilgang" },
  drift: {
    en: "Changed at Altinn, not by this program",
    nb: "Endret i Altinn, ikke av dette programmet",
  },
  made: { en: "New", nb: "Nytt" },
  changes: { en: "Changes", nb: "Endres" },
  changesDone: { en: "Changed", nb: "Endret" },
  takenOver: {
    en: "Taken over as it is (nothing is written)",
    nb: "Tas over som det er (ingenting skrives)",
  },
  takenOverDone: {
    en: "Taken over as it is (nothing was written)",
    nb: "Tatt over som det er (ingenting ble skrevet)",
  },
  stays: {
    en: "Stays at Altinn, though the program manages it no more",
    nb: "Blir stående i Altinn, selv om programmet ikke styrer det lenger",
  },
  forever: { en: "Can never be undone", nb: "Kan aldri angres" },
  notes: { en: "Worth knowing", nb: "Verdt å vite" },
  warnings: { en: "Warnings", nb: "Advarsler" },
  unseen: { en: "Was not looked at", nb: "Ble ikke undersøkt" },
  untold: {
    en: "Also said, in Pulumi's own words",
    nb: "Også sagt, med Pulumis egne ord på engelsk",
  },
  others: { en: "Other parts of the program", nb: "Andre deler av programmet" },

  pulumiSays: { en: "Pulumi says: {text}", nb: "Pulumi sier: {text}" },
  forProgrammers: {
    en: "For the programmer: {codes} (see docs/errors.md)",
    nb: "Til programmereren: {codes} (se docs/errors.md)",
  },
  leftOut: {
    en: "{count} more are left out here, since a comment can be no longer. `--format text` has them all.",
    nb: "{count} til er utelatt her, siden en kommentar ikke kan være lengre. `--format text` har alle.",
  },

  and: { en: "and", nb: "og" },
  yes: { en: "yes", nb: "ja" },
  no: { en: "no", nb: "nei" },
  nothingThere: { en: "nothing", nb: "ingenting" },
  notSet: {
    en: "not set (Altinn's default today: {default})",
    nb: "ikke satt (Altinns standard i dag: {default})",
  },
  secret: { en: "(secret)", nb: "(hemmelig)" },
  unknown: { en: "not known before `up`", nb: "ikke kjent før `up`" },

  ofAccessList: { en: "access list {list}", nb: "tilgangslisten {list}" },
  ServiceOwner: {
    en: "the organisation's registration in Broker",
    nb: "registreringen av virksomheten i Broker",
  },
  Resource: { en: "the service", nb: "tjenesten" },
  ResourcePolicy: { en: "its access policy", nb: "tilgangsreglene" },
  BrokerResourceConfig: { en: "its settings in Broker", nb: "innstillingene i Broker" },
  AccessList: { en: "the list", nb: "listen" },
  AccessListConnection: {
    en: "the connection of the list {list}",
    nb: "tilkoblingen av listen {list}",
  },

  madeServiceOwner: {
    en: "is registered in Broker under the name {name}",
    nb: "registreres i Broker med navnet {name}",
  },
  madeResource: {
    en: "the service {title} is made in Altinn's Resource Registry",
    nb: "tjenesten {title} opprettes i Altinns ressursregister",
  },
  madePolicy: { en: "gets an access policy", nb: "får tilgangsregler" },
  madePolicyUnknown: {
    en: "gets an access policy; whom it lets in is not known before `up`",
    nb: "får tilgangsregler; hvem de slipper inn, er ikke kjent før `up`",
  },
  madeConfig: { en: "opens in Broker", nb: "åpnes i Broker" },
  madeConfigWith: {
    en: "opens in Broker with these settings:",
    nb: "åpnes i Broker med disse innstillingene:",
  },
  madeAccessList: {
    en: "the list is made, without members",
    nb: "listen opprettes, uten medlemmer",
  },
  madeAccessListWith: {
    en: "the list is made, with the members {members}",
    nb: "listen opprettes, med medlemmene {members}",
  },
  madeConnection: {
    en: "the access list {list} is connected to it",
    nb: "tilgangslisten {list} kobles til",
  },
  fieldIs: { en: "{field}: {value}", nb: "{field}: {value}" },

  fieldChanges: { en: "{field}: {old} becomes {new}", nb: "{field}: {old} blir {new}" },
  fieldAdded: { en: "{field}: {new} (was not given)", nb: "{field}: {new} (var ikke oppgitt)" },
  fieldRemoved: { en: "{field}: {old} is taken away", nb: "{field}: {old} tas bort" },
  policyRewritten: {
    en: "its access policy is written anew; nobody gains or loses access by it",
    nb: "tilgangsreglene skrives på nytt; ingen får eller mister tilgang av det",
  },
  policyUntold: {
    en: "its access policy is written anew, in a form of which nobody can tell in words who gains or loses access. Compare both policies",
    nb: "tilgangsreglene skrives på nytt, i en form der ingen kan si med ord hvem som får eller mister tilgang. Sammenlign de to tilgangsreglene",
  },
  policyUnknown: {
    en: "its access policy may be written anew; whom it lets in is not known before `up`",
    nb: "tilgangsreglene kan bli skrevet på nytt; hvem de slipper inn, er ikke kjent før `up`",
  },
  writtenAgain: {
    en: "{what}: `up` looks at it again, and finishes what an earlier run did not",
    nb: "{what}: `up` ser på det igjen, og fullfører det en tidligere kjøring ikke rakk",
  },
  adopted: {
    en: "{what}: taken over, and changed to what the program says",
    nb: "{what}: tas over, og endres til det programmet sier",
  },
  takenOverUncompared: {
    en: "{what}: taken over; whether `up` changes it is not known before `up`",
    nb: "{what}: tas over; om `up` endrer det, er ikke kjent før `up`",
  },

  setBack: { en: "`up` sets it to {value}", nb: "`up` setter det til {value}" },
  setsActions: { en: "`up` lets them {actions}", nb: "`up` lar dem {actions}" },
  setBackToNothing: { en: "`up` takes it away", nb: "`up` tar det bort" },
  takesBack: { en: "`up` takes it away again", nb: "`up` tar det bort igjen" },
  givesBack: { en: "`up` gives it back", nb: "`up` gir det tilbake" },
  setsMembersBack: {
    en: "`up` sets the members to those of the program",
    nb: "`up` setter medlemmene til dem programmet har",
  },
  leftAsItIs: {
    en: "`up` leaves it so: the program says the same",
    nb: "`up` lar det være slik: programmet sier det samme",
  },

  leavesConnection: {
    en: "the access list {list} is disconnected. If the service lets in only members of lists, its members lose access unless they are on another connected list, and with no list left nobody gets in",
    nb: "tilgangslisten {list} kobles fra. Hvis tjenesten bare slipper inn medlemmer av lister, mister medlemmene tilgang med mindre de står på en annen tilkoblet liste, og er det ingen liste igjen, slipper ingen inn",
  },

  notRefreshed: {
    en: "what is at Altinn now: the run did not refresh, so the program was compared with what this program last left there",
    nb: "det som er i Altinn nå: kjøringen hentet det ikke (ingen refresh), så programmet ble sammenlignet med det dette programmet sist etterlot der",
  },

  otherStep: { en: "{name} ({type}): {op}", nb: "{name} ({type}): {op}" },
  opCreate: { en: "is made", nb: "opprettes" },
  opUpdate: { en: "changes", nb: "endres" },
  opReplace: { en: "is made anew", nb: "lages på nytt" },
  opDelete: { en: "is removed", nb: "fjernes" },
} as const satisfies Readonly<Record<string, Text>>;
