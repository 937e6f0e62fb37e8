import type { Text } from "./language";

/** Why a run failed, as far as it does not depend on what was asked for. */
export const CAUSE_TEXTS = {
  causeNoAnswer: {
    en: "Altinn did not answer ({address}). Check the connection, then run it again",
    nb: "Altinn svarte ikke ({address}). Undersøk forbindelsen, og kjør på nytt",
  },
  causeNoSignIn: {
    en: "Maskinporten, by which programs sign in to Altinn, did not answer ({address}). Check the connection, then run it again",
    nb: "Maskinporten, som programmer logger inn i Altinn med, svarte ikke ({address}). Undersøk forbindelsen, og kjør på nytt",
  },
  causeSignInFailed: {
    en: "Maskinporten, by which programs sign in to Altinn, has a fault, and answered {status} ({address}). Wait, then run it again",
    nb: "Maskinporten, som programmer logger inn i Altinn med, har en feil, og svarte {status} ({address}). Vent, og kjør på nytt",
  },
  causeOddSignIn: {
    en: "Something else than Maskinporten, by which programs sign in to Altinn, seems to answer at {address}. Check the address and the connection",
    nb: "Noe annet enn Maskinporten, som programmer logger inn i Altinn med, ser ut til å svare på {address}. Undersøk adressen og forbindelsen",
  },
  causeServerFailed: {
    en: "Altinn has a fault, and answered {status}. Wait, then run it again; if it goes on, ask servicedesk@altinn.no",
    nb: "Altinn har en feil, og svarte {status}. Vent, og kjør på nytt; hvis det fortsetter, spør servicedesk@altinn.no",
  },
  causeRefusedCall: {
    en: "Altinn refused what was asked for, and answered {status}",
    nb: "Altinn avviste det det ble spurt om, og svarte {status}",
  },
  causeRefusedScope: {
    en: "Maskinporten refused to sign in for {scope}. Whoever looks after the organisation's client in Maskinporten can mend that",
    nb: "Maskinporten avviste innloggingen for {scope}. Den som har ansvar for virksomhetens klient i Maskinporten, kan rette det",
  },
  causeRefusedSignIn: {
    en: "The sign-in to Altinn was refused. Whoever looks after the organisation's client in Maskinporten can mend that",
    nb: "Innloggingen i Altinn ble avvist. Den som har ansvar for virksomhetens klient i Maskinporten, kan rette det",
  },
  causeOtherClient: {
    en: "The sign-in is for {number}, and the settings are for {number2}",
    nb: "Innloggingen gjelder {number}, og innstillingene gjelder {number2}",
  },
  causeSettings: {
    en: "The settings of the run are wrong, or some are missing",
    nb: "Innstillingene for kjøringen er feil, eller noen mangler",
  },
  causeElsewhere: {
    en: "What the stack has was made in {environment} for {number}, and the settings now say {environment2} and {number2}",
    nb: "Det stakken har, ble laget i {environment} for {number}, og innstillingene sier nå {environment2} og {number2}",
  },
  concerns: { en: "{cause}. It concerns {what}", nb: "{cause}. Det gjelder {what}" },
  andOneOther: { en: "{what} and one other resource", nb: "{what} og én ressurs til" },
  andOthers: { en: "{what} and {count} other resources", nb: "{what} og {count} andre ressurser" },
} as const satisfies Readonly<Record<string, Text>>;
