import type { Text } from "./language";

/** What arguments are called, and values in the units in which people read them. */
export const FIELD_TEXTS = {
  field_maxFileTransferSize: { en: "largest file", nb: "største fil" },
  field_fileTransferTimeToLive: {
    en: "how long files can be fetched",
    nb: "hvor lenge filer kan hentes",
  },
  field_purgeFileTransferAfterAllRecipientsConfirmed: {
    en: "files are removed when all recipients have confirmed them",
    nb: "filer fjernes når alle mottakere har bekreftet dem",
  },
  field_purgeFileTransferGracePeriod: {
    en: "how long files stay after that confirmation",
    nb: "hvor lenge filer blir liggende etter bekreftelsen",
  },
  field_useManifestFileShim: {
    en: "manifest file for Altinn 2 (no effect today)",
    nb: "manifestfil for Altinn 2 (uten virkning i dag)",
  },
  field_externalServiceCodeLegacy: {
    en: "service code in Altinn 2",
    nb: "tjenestekode i Altinn 2",
  },
  field_externalServiceEditionCodeLegacy: {
    en: "service edition code in Altinn 2",
    nb: "tjenesteutgavekode i Altinn 2",
  },
  field_requiredParty: {
    en: "organisation that must be sender or recipient",
    nb: "virksomhet som må være avsender eller mottaker",
  },

  field_title: { en: "title", nb: "tittel" },
  field_description: { en: "description", nb: "beskrivelse" },
  field_rightDescription: {
    en: "description of what is delegated",
    nb: "beskrivelse av det som delegeres",
  },
  field_contactPoints: { en: "contact points", nb: "kontaktpunkter" },
  field_resourceType: { en: "kind of service", nb: "tjenestetype" },
  field_status: { en: "status", nb: "status" },
  field_hasCompetentAuthority: { en: "responsible authority", nb: "ansvarlig myndighet" },
  field_delegable: { en: "can be delegated", nb: "kan delegeres" },
  field_visible: { en: "visible on Altinn's pages", nb: "synlig på Altinns sider" },
  field_accessListMode: {
    en: "only members of access lists are let in",
    nb: "bare medlemmer av tilgangslister slippes inn",
  },
  field_version: { en: "version", nb: "versjon" },
  field_homepage: { en: "web page", nb: "nettside" },
  field_spatial: { en: "where it applies", nb: "hvor den gjelder" },
  field_produces: { en: "what it gives", nb: "hva den gir" },
  field_isPartOf: { en: "part of", nb: "del av" },
  field_thematicAreas: { en: "subject areas", nb: "temaområder" },
  field_resourceReferences: { en: "references", nb: "referanser" },
  field_keywords: { en: "keywords", nb: "nøkkelord" },
  field_selfIdentifiedUserEnabled: {
    en: "open to self-identified users",
    nb: "åpen for selvidentifiserte brukere",
  },
  field_enterpriseUserEnabled: {
    en: "open to enterprise users",
    nb: "åpen for virksomhetsbrukere",
  },
  field_availableForType: { en: "who it is for", nb: "hvem den er for" },
  field_authorizationReference: {
    en: "references for authorization",
    nb: "referanser for autorisasjon",
  },
  field_consentTemplate: { en: "template of the consent", nb: "mal for samtykket" },
  field_consentText: { en: "text of the consent", nb: "tekst i samtykket" },
  field_consentMetadata: { en: "values of the consent", nb: "verdier i samtykket" },
  field_isOneTimeConsent: { en: "consent is good for one use", nb: "samtykket gjelder én gang" },

  field_name: { en: "name", nb: "navn" },
  field_members: { en: "members", nb: "medlemmer" },
  field_membership: {
    en: "whether the program names all members (exact) or some (atLeast)",
    nb: "om programmet nevner alle medlemmer (exact) eller noen (atLeast)",
  },
  field_actions: {
    en: "what the access list lets its members do",
    nb: "hva tilgangslisten lar medlemmene gjøre",
  },
  field_onDelete: {
    en: "what happens when it leaves the program",
    nb: "hva som skjer når det tas ut av programmet",
  },
  field_acknowledge: {
    en: "warnings that the team has accepted",
    nb: "advarsler som teamet har godtatt",
  },
  field_readyTimeoutSeconds: {
    en: "how long `up` waits for storage, in seconds",
    nb: "hvor lenge `up` venter på lagring, i sekunder",
  },
  inLanguage: { en: "{field} ({language})", nb: "{field} ({language})" },
  language_nb: { en: "bokmål", nb: "bokmål" },
  language_nn: { en: "nynorsk", nb: "nynorsk" },
  language_en: { en: "English", nb: "engelsk" },

  day: { en: "1 day", nb: "1 dag" },
  days: { en: "{count} days", nb: "{count} dager" },
  hour: { en: "1 hour", nb: "1 time" },
  hours: { en: "{count} hours", nb: "{count} timer" },
  minute: { en: "1 minute", nb: "1 minutt" },
  minutes: { en: "{count} minutes", nb: "{count} minutter" },
  second: { en: "1 second", nb: "1 sekund" },
  seconds: { en: "{count} seconds", nb: "{count} sekunder" },
  size: { en: "{count} {unit}", nb: "{count} {unit}" },
  sizeInFull: { en: "{size} ({bytes} bytes)", nb: "{size} ({bytes} byte)" },
} as const satisfies Readonly<Record<string, Text>>;
