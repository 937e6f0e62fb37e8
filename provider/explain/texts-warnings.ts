import type { WarningCode } from "../lines";
import type { Text } from "./language";
import type { Kind } from "./lines";

/** What each warning is about; one that is about something else of another kind has a text of its own for it. */
export const WARNING_TEXTS = {
  "warning_long-name": {
    en: "The name is so long that storage may never become ready.",
    nb: "Navnet er så langt at lagringen kanskje aldri blir klar.",
  },
  "warning_registered-name": {
    en: "Broker has the organisation under another name, which nobody can change.",
    nb: "Broker har virksomheten under et annet navn, og det kan ingen endre.",
  },
  "warning_mistaken-text": {
    en: "A text looks as if a program had made it by mistake.",
    nb: "En tekst ser ut som om et program har laget den ved en feil.",
  },
  "warning_identifier-prefix": {
    en: "The identifier does not begin with the owner's code, as it should by custom.",
    nb: "Identifikatoren begynner ikke med eierens kode, slik det er vanlig.",
  },
  "warning_in-force": {
    en: "What is at Altinn already breaks a rule of today. It stays as it is.",
    nb: "Det som alt er i Altinn, bryter en regel som gjelder i dag. Det blir som det er.",
  },
  "warning_mode-without-list": {
    en: "Only members of access lists are let in, and this program connects none.",
    nb: "Bare medlemmer av tilgangslister slippes inn, og dette programmet kobler ikke til noen.",
  },
  "warning_null-member": {
    en: "A value is empty, and Altinn keeps it so.",
    nb: "En verdi er tom, og Altinn beholder den slik.",
  },
  "warning_secret-dropped": {
    en: "Something is marked as secret, but everybody can read it at Altinn.",
    nb: "Noe er merket som hemmelig, men alle kan lese det i Altinn.",
  },
  "warning_unknown-member": {
    en: "The program gives a value that Altinn does not know and drops.",
    nb: "Programmet oppgir en verdi som Altinn ikke kjenner, og som faller bort.",
  },
  "warning_unusual-status": {
    en: "The status is none of Altinn's own.",
    nb: "Statusen er ingen av Altinns egne.",
  },
  "warning_access-untold": {
    en: "The access policy has an unusual form. Nobody can tell in words who gains or loses access; somebody must compare both policies.",
    nb: "Tilgangsreglene har en uvanlig form. Ingen kan si med ord hvem som får eller mister tilgang; noen må sammenligne de to tilgangsreglene.",
  },
  "warning_approval-needed": {
    en: "Files this large are refused when they are scanned for viruses; in production Altinn must approve it.",
    nb: "Så store filer avvises når de virussjekkes; i produksjon må Altinn godkjenne det.",
  },
  "warning_grace-longer-than-lifetime": {
    en: "Files expire before the time is over that they should stay after confirmation.",
    nb: "Filer utløper før tiden de skal ligge etter bekreftelsen, er omme.",
  },
  "warning_grace-without-purge": {
    en: "A time is given for which files stay after confirmation, but confirmed files are not removed at all.",
    nb: "Det er oppgitt hvor lenge filer ligger etter bekreftelsen, men bekreftede filer fjernes ikke i det hele tatt.",
  },
  "warning_shim-without-effect": {
    en: "The manifest file for Altinn 2 has no effect any more.",
    nb: "Manifestfilen for Altinn 2 har ingen virkning lenger.",
  },
  "warning_check-digit": {
    en: "An organisation number is one that no organisation has.",
    nb: "Et organisasjonsnummer er et som ingen virksomhet har.",
  },
  "warning_list-without-mode": {
    en: "The access list {list} has no effect: the service lets in others than members, too.",
    nb: "Tilgangslisten {list} har ingen virkning: tjenesten slipper også inn andre enn medlemmer.",
  },

  "warning_left-alone": {
    en: "Something has another name in the program than before, and was not deleted.",
    nb: "Noe har et annet navn i programmet enn før, og ble ikke slettet.",
  },
  "warning_maskinporten-unreachable": {
    en: "Nobody could sign in to Altinn, so what is there was not looked at.",
    nb: "Ingen kunne logge inn i Altinn, så det som er der, ble ikke undersøkt.",
  },
  "warning_not-asked": {
    en: "Altinn could not be asked whether it exists already.",
    nb: "Altinn kunne ikke spørres om det finnes fra før.",
  },
  "warning_not-compared": {
    en: "The run had no key to Altinn. The organisation's registration, settings in Broker and access lists are shown as this program left them. If somebody else has changed them at Altinn after that, it does not show here.",
    nb: "Kjøringen hadde ikke nøkkel til Altinn. Registreringen av virksomheten, innstillingene i Broker og tilgangslistene vises slik dette programmet etterlot dem. Hvis noen andre har endret dem i Altinn etter det, vises det ikke her.",
  },
  "warning_organisation-list": {
    en: "Altinn's list of organisations could not be read, or does not show that the organisation is the right one.",
    nb: "Altinns liste over virksomheter kunne ikke leses, eller viser ikke at virksomheten er den riktige.",
  },

  "warning_unusual-policy": {
    en: "The access policy has an unusual form: nobody can tell in words whom it lets in.",
    nb: "Tilgangsreglene har en uvanlig form: ingen kan si med ord hvem de slipper inn.",
  },
  "warning_level-too-high": {
    en: "The access policy demands a higher security level than any program can have.",
    nb: "Tilgangsreglene krever et høyere sikkerhetsnivå enn noe program kan ha.",
  },
  "warning_lets-nobody-in": {
    en: "A rule of the access policy can let nobody in.",
    nb: "En av tilgangsreglene kan ikke slippe inn noen.",
  },
  "warning_action-not-asked": {
    en: "The access policy allows something that nobody asks for.",
    nb: "Tilgangsreglene tillater noe som ingen spør om.",
  },
  "warning_action-not-asked_AccessListConnection": {
    en: "The access list {list} is connected for something that nobody asks for, which lets nobody in.",
    nb: "Tilgangslisten {list} er koblet til for noe som ingen spør om, og det slipper ingen inn.",
  },
  "warning_deprecated-role": {
    en: "The access policy names a role that Altinn takes out of use.",
    nb: "Tilgangsreglene nevner en rolle som Altinn tar ut av bruk.",
  },
  warning_encoding: {
    en: "The file of the access policy says that it is written in another encoding than it is.",
    nb: "Filen med tilgangsreglene sier at den er skrevet med en annen tegnkoding enn den er.",
  },
  "warning_for-any-party": {
    en: "An organisation may act on behalf of anybody: with the right to fetch it can fetch every file of the service, and with the right to send it can send in anybody's name.",
    nb: "En virksomhet kan opptre på vegne av hvem som helst: med rett til å hente kan den hente alle filer i tjenesten, og med rett til å sende kan den sende i hvem som helst sitt navn.",
  },
  "warning_missing-action": {
    en: "The access policy lets nobody do something that a service needs.",
    nb: "Tilgangsreglene lar ingen gjøre noe som en tjeneste trenger.",
  },
  "warning_not-delegable": {
    en: "The access policy names a role or an access package that nobody can delegate.",
    nb: "Tilgangsreglene nevner en rolle eller tilgangspakke som ingen kan delegere.",
  },
  "warning_not-for-service-owners": {
    en: "The access policy names a role or an access package that Altinn does not open to service owners.",
    nb: "Tilgangsreglene nevner en rolle eller tilgangspakke som Altinn ikke åpner for tjenesteeiere.",
  },
  "warning_repeated-rule-id": {
    en: "Two rules of the access policy have the same name.",
    nb: "To av tilgangsreglene har samme navn.",
  },
  "warning_subject-never-let-in": {
    en: "The access policy names somebody who never gets in that way.",
    nb: "Tilgangsreglene nevner noen som aldri slipper inn på den måten.",
  },
  "warning_subscribe-by-number": {
    en: "The service owner is let in to be notified by its number, where Altinn looks at its code.",
    nb: "Tjenesteeieren slippes inn for varsling med nummeret sitt, der Altinn ser på koden.",
  },
  "warning_unknown-package": {
    en: "The access policy names an access package that is not in Altinn's catalogue.",
    nb: "Tilgangsreglene nevner en tilgangspakke som ikke er i Altinns katalog.",
  },
  "warning_unknown-role": {
    en: "The access policy names a role that is not in Altinn's catalogue.",
    nb: "Tilgangsreglene nevner en rolle som ikke er i Altinns katalog.",
  },
} as const satisfies Readonly<
  Record<`warning_${WarningCode}`, Text> & Partial<Record<`warning_${WarningCode}_${Kind}`, Text>>
>;

/** The same, where the sentence that Pulumi shows says what it is about: one or several, in `{what}`. */
export const NAMING_TEXTS = {
  "naming_action-not-asked": {
    en: "The access policy allows {what}, which nobody asks for.",
    nb: "Tilgangsreglene tillater {what}, som ingen spør om.",
  },
  "naming_approval-needed": {
    en: "Files of up to {what} are allowed, but files this large are refused when they are scanned for viruses; in production Altinn must approve it.",
    nb: "Filer på inntil {what} er tillatt, men så store filer avvises når de virussjekkes; i produksjon må Altinn godkjenne det.",
  },
  "naming_check-digit": {
    en: "No organisation has the number {what}.",
    nb: "Ingen virksomhet har nummeret {what}.",
  },
  "naming_deprecated-role": {
    en: "The access policy uses the role {what}, which Altinn takes out of use. After that nobody can delegate by it.",
    nb: "Tilgangsreglene bruker rollen {what}, som Altinn tar ut av bruk. Etter det kan ingen delegere med den.",
  },
  "naming_for-any-party": {
    en: "{what} may act on behalf of anybody: the right to fetch is for every file of the service, and the right to send is in anybody's name.",
    nb: "{what} kan opptre på vegne av hvem som helst: retten til å hente gjelder alle filer i tjenesten, og retten til å sende gjelder i hvem som helst sitt navn.",
  },
  "naming_level-too-high": {
    en: "The access policy demands security level {what}, which is higher than any program can have.",
    nb: "Tilgangsreglene krever sikkerhetsnivå {what}, som er høyere enn noe program kan ha.",
  },
  "naming_missing-action": {
    en: "The access policy lets nobody {what}.",
    nb: "Tilgangsreglene lar ingen {what}.",
  },
  "naming_mistaken-text": {
    en: "The text in {what} looks as if a program had made it by mistake.",
    nb: "Teksten i {what} ser ut som om et program har laget den ved en feil.",
  },
  "naming_not-delegable": {
    en: "The access policy uses the access package {what}, which nobody can delegate.",
    nb: "Tilgangsreglene bruker tilgangspakken {what}, som ingen kan delegere.",
  },
  "naming_not-for-service-owners": {
    en: "The access policy uses {what}, which Altinn does not open to service owners.",
    nb: "Tilgangsreglene bruker {what}, som Altinn ikke åpner for tjenesteeiere.",
  },
  "naming_null-member": {
    en: "{what} is empty, and Altinn keeps it so.",
    nb: "{what} er tom, og Altinn beholder det slik.",
  },
  "naming_registered-name": {
    en: "Broker has the organisation under the name {what}, which nobody can change.",
    nb: "Broker har virksomheten under navnet {what}, og det kan ingen endre.",
  },
  "naming_unknown-member": {
    en: "The program gives {what}, which Altinn does not know and drops.",
    nb: "Programmet oppgir {what}, som Altinn ikke kjenner, og som faller bort.",
  },
  "naming_unknown-package": {
    en: "The access policy uses the access package {what}, which is not in Altinn's catalogue.",
    nb: "Tilgangsreglene bruker tilgangspakken {what}, som ikke er i Altinns katalog.",
  },
  "naming_unknown-role": {
    en: "The access policy uses the role {what}, which is not in Altinn's catalogue.",
    nb: "Tilgangsreglene bruker rollen {what}, som ikke er i Altinns katalog.",
  },
  "naming_unusual-status": {
    en: "The status is {what}, which is none of Altinn's own.",
    nb: "Statusen er {what}, som ikke er en av Altinns egne.",
  },
} as const satisfies Readonly<Partial<Record<`naming_${WarningCode}`, Text>>>;
