import type { Text } from "./language";

/** Who gets in, and what they may do. */
export const WHO_TEXTS = {
  namedOrganisation: { en: "{name} ({number})", nb: "{name} ({number})" },
  andMore: {
    en: "{numbers} and {more} more ({all} in all)",
    nb: "{numbers} og {more} til ({all} i alt)",
  },
  organisation: { en: "organisation {number}", nb: "virksomhet {number}" },
  exchangedToken: {
    en: "{who}, when it comes with a token of Altinn's,",
    nb: "{who}, når den kommer med et token fra Altinn,",
  },
  serviceOwner: {
    en: "the service owner {code}, when it comes with a token of Altinn's,",
    nb: "tjenesteeieren {code}, når den kommer med et token fra Altinn,",
  },
  systemUser: { en: "the system user {id}", nb: "systembrukeren {id}" },
  anyone: { en: "anybody who uses Broker", nb: "hvem som helst som bruker Broker" },
  accessListMembers: {
    en: "members of the access list {list} (not through Broker)",
    nb: "medlemmer av tilgangslisten {list} (ikke gjennom Broker)",
  },
  packageHolders: {
    en: "system users that hold {what}",
    nb: "systembrukere som har {what}",
  },
  ownBehalf: { en: " on its own behalf", nb: " på egne vegne" },
  anyParty: { en: " on behalf of anybody", nb: " på vegne av hvem som helst" },
  forParty: { en: " on behalf of {who}", nb: " på vegne av {who}" },
  forHolder: {
    en: " on behalf of the organisation that gave it to them",
    nb: " på vegne av virksomheten som ga dem den",
  },
  ownersOnly: {
    en: ", with a service owner's token only",
    nb: ", bare med et token for tjenesteeiere",
  },
  role: { en: "the role {name}", nb: "rollen {name}" },
  accessPackage: { en: "the access package {name}", nb: "tilgangspakken {name}" },
  codeAndName: { en: "{name} ({code})", nb: "{name} ({code})" },

  canDirect: { en: "{who} can {actions}{scope}", nb: "{who} kan {actions}{scope}" },
  canDelegated: {
    en: "whoever has {who} in {party} can let others {actions} on its behalf, by delegating the service in Altinn{scope}",
    nb: "den som har {who} i {party}, kan la andre {actions} på dens vegne, ved å delegere tjenesten i Altinn{scope}",
  },
  canBoth: {
    en: "whoever has {who} in {party} can let others {actions} on its behalf, by delegating the service in Altinn; system users that hold the package can do so at once{scope}",
    nb: "den som har {who} i {party}, kan la andre {actions} på dens vegne, ved å delegere tjenesten i Altinn; systembrukere som har pakken, kan det med en gang{scope}",
  },
  cannotDirect: {
    en: "{who} can no longer {actions}{scope}",
    nb: "{who} kan ikke lenger {actions}{scope}",
  },
  cannotDelegated: {
    en: "whoever has {who} in {party} can no longer let others {actions} on its behalf{scope}",
    nb: "den som har {who} i {party}, kan ikke lenger la andre {actions} på dens vegne{scope}",
  },
  cannotBoth: {
    en: "whoever has {who} in {party} can no longer let others {actions} on its behalf, and system users that hold the package can no longer do so{scope}",
    nb: "den som har {who} i {party}, kan ikke lenger la andre {actions} på dens vegne, og systembrukere som har pakken, kan det ikke lenger{scope}",
  },
  gotDirect: {
    en: "{who} got the right to {actions}{scope}",
    nb: "{who} fikk rett til å {actions}{scope}",
  },
  gotDelegated: {
    en: "whoever has {who} in {party} got the right to let others {actions} on its behalf{scope}",
    nb: "den som har {who} i {party}, fikk rett til å la andre {actions} på dens vegne{scope}",
  },
  gotBoth: {
    en: "whoever has {who} in {party} got the right to let others {actions} on its behalf, and so did system users that hold the package{scope}",
    nb: "den som har {who} i {party}, fikk rett til å la andre {actions} på dens vegne, og det gjorde systembrukere som har pakken, også{scope}",
  },
  lostDirect: {
    en: "{who} lost the right to {actions}{scope}",
    nb: "{who} mistet retten til å {actions}{scope}",
  },
  lostDelegated: {
    en: "whoever has {who} in {party} lost the right to let others {actions} on its behalf{scope}",
    nb: "den som har {who} i {party}, mistet retten til å la andre {actions} på dens vegne{scope}",
  },
  lostBoth: {
    en: "whoever has {who} in {party} lost the right to let others {actions} on its behalf, and so did system users that hold the package{scope}",
    nb: "den som har {who} i {party}, mistet retten til å la andre {actions} på dens vegne, og det gjorde systembrukere som har pakken, også{scope}",
  },
  anOrganisation: { en: "an organisation", nb: "en virksomhet" },

  levelGiven: {
    en: "a less secure sign-in is enough from now on: {new} instead of {old}",
    nb: "en mindre sikker innlogging er nok fra nå av: {new} i stedet for {old}",
  },
  levelTaken: {
    en: "a more secure sign-in is required from now on: {new} instead of {old}",
    nb: "det kreves en sikrere innlogging fra nå av: {new} i stedet for {old}",
  },
  ownersLevelGiven: {
    en: "a less secure sign-in is enough for service owners from now on: {new} instead of {old}",
    nb: "en mindre sikker innlogging er nok for tjenesteeiere fra nå av: {new} i stedet for {old}",
  },
  ownersLevelTaken: {
    en: "a more secure sign-in is required of service owners from now on: {new} instead of {old}",
    nb: "det kreves en sikrere innlogging av tjenesteeiere fra nå av: {new} i stedet for {old}",
  },
  someLevel: { en: "security level {level}", nb: "sikkerhetsnivå {level}" },
  noLevel: { en: "no particular security level", nb: "ikke noe bestemt sikkerhetsnivå" },

  actionRead: { en: "fetch files", nb: "hente filer" },
  actionWrite: { en: "send files", nb: "sende filer" },
  actionSubscribe: { en: "be notified of files", nb: "bli varslet om filer" },
  actionOther: { en: "do {action}", nb: "gjøre {action}" },
  actionEvery: { en: "do everything", nb: "gjøre alt" },
  actionEveryBut: { en: "do everything but {actions}", nb: "gjøre alt unntatt å {actions}" },

  still: { en: "{line}. Goes on: {lines}", nb: "{line}. Fortsetter: {lines}" },
  wasGiven: {
    en: "{line} (it was given at Altinn, not by this program, and is taken back)",
    nb: "{line} (det ble gitt i Altinn, ikke av dette programmet, og tas tilbake)",
  },
  wasTaken: {
    en: "{line} (it was taken away at Altinn, not by this program, and is given back)",
    nb: "{line} (det ble tatt bort i Altinn, ikke av dette programmet, og gis tilbake)",
  },
  partWasGiven: {
    en: "{line} (the right to {actions} was given at Altinn, not by this program)",
    nb: "{line} (retten til å {actions} ble gitt i Altinn, ikke av dette programmet)",
  },
  partWasTaken: {
    en: "{line} (the right to {actions} was taken away at Altinn, not by this program)",
    nb: "{line} (retten til å {actions} ble tatt bort i Altinn, ikke av dette programmet)",
  },
} as const satisfies Readonly<Record<string, Text>>;
