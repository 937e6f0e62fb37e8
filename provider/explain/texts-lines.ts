import type { Text } from "./language";

/** What the lines of a run say, in the words of who reads no program. */
export const LINE_TEXTS = {
  nameForever: {
    en: "the name in Broker, {name}: once registered, nobody can change or remove it",
    nb: "navnet i Broker, {name}: når det er registrert, kan ingen endre eller fjerne det",
  },
  someNameForever: {
    en: "the name in Broker: once registered, nobody can change or remove it",
    nb: "navnet i Broker: når det er registrert, kan ingen endre eller fjerne det",
  },
  identifierForever: {
    en: "the identifier {id}: nobody can change it, and once deleted it can never be used again",
    nb: "identifikatoren {id}: ingen kan endre den, og når den er slettet, kan den aldri brukes igjen",
  },
  ownerForever: {
    en: "the owner in Broker, {number}: nobody can change it",
    nb: "eieren i Broker, {number}: ingen kan endre den",
  },
  identifierBecomes: {
    en: "its identifier becomes {value}, which is another service. Rights that were delegated and connected access lists do not come along, and senders and recipients must use the new one",
    nb: "identifikatoren blir {value}, som er en annen tjeneste. Rettigheter som er delegert, og tilkoblede tilgangslister følger ikke med, og avsendere og mottakere må bruke den nye",
  },
  listBecomes: {
    en: "its identifier becomes {value}, which is another list. Connections to services do not come along",
    nb: "identifikatoren blir {value}, som er en annen liste. Tilkoblinger til tjenester følger ikke med",
  },
  ownerBecomes: {
    en: "its owner is {text} at Altinn, and becomes {text2}",
    nb: "eieren er {text} i Altinn, og blir {text2}",
  },
  gone: {
    en: "{kind} is not at Altinn any more; what the program still has of it is made anew",
    nb: "{kind} finnes ikke i Altinn lenger; det programmet fortsatt har av det, lages på nytt",
  },
  inPlace: {
    en: "{kind} is changed where it is, and nothing is deleted",
    nb: "{kind} endres der det er, og ingenting slettes",
  },
  notLookedFor: {
    en: "{kind}: whether it exists, and what `up` would change then, is not known, since the run had no key to Altinn",
    nb: "{kind}: om det finnes, og hva `up` i så fall endrer, er ikke kjent, siden kjøringen ikke hadde nøkkel til Altinn",
  },
  onlyOfLists: {
    en: "whoever the access policy lets in gets in only as a member of a connected access list",
    nb: "den som tilgangsreglene slipper inn, slipper bare inn som medlem av en tilkoblet tilgangsliste",
  },
  membersWithoutEffect: {
    en: "{changes}. That changes no access now: {why}",
    nb: "{changes}. Det endrer ingen tilgang nå: {why}",
  },
  membersCome: { en: "new members: {numbers}", nb: "nye medlemmer: {numbers}" },
  membersGo: { en: "members that go: {numbers}", nb: "medlemmer som tas ut: {numbers}" },
  membersCame: { en: "members came: {numbers}", nb: "medlemmer kom til: {numbers}" },
  membersWent: { en: "members went: {numbers}", nb: "medlemmer ble tatt ut: {numbers}" },
  unknownMembers: {
    en: "Altinn does not know {numbers}. Correct the numbers of the members in the program, or take them out, and run `pulumi up` again. {then}",
    nb: "Altinn kjenner ikke {numbers}. Rett numrene på medlemmene i programmet, eller ta dem ut, og kjør `pulumi up` på nytt. {then}",
  },
  nothingWritten: { en: "Nothing was written", nb: "Ingenting ble skrevet" },
  elseWritten: { en: "All else was written", nb: "Alt annet ble skrevet" },
  elseWrittenWith: {
    en: "All else was written: {changes}",
    nb: "Alt annet ble skrevet: {changes}",
  },
  listUnconnected: {
    en: "the list is connected to no service",
    nb: "listen er ikke koblet til noen tjeneste",
  },
  servicesNotFiltered: {
    en: "{lists} lets in others than members, too",
    nb: "{lists} slipper også inn andre enn medlemmer",
  },

  staysServiceOwner: {
    en: "stays registered in Broker, with its storage: nobody can remove that",
    nb: "står fortsatt registrert i Broker, med lagring: det kan ingen fjerne",
  },
  staysWithdrawn: {
    en: "the service is withdrawn: it is not visible, and nobody can delegate it any more{rest}",
    nb: "tjenesten trekkes tilbake: den er ikke synlig, og ingen kan delegere den lenger{rest}",
  },
  staysAsItIs: {
    en: "the service stays as it is, and so does access",
    nb: "tjenesten blir som den er, og det gjør tilgangen også",
  },
  staysPolicy: {
    en: "its access policy stays: those who have access keep it",
    nb: "tilgangsreglene blir stående: de som har tilgang, beholder den",
  },
  staysPolicyEnded: {
    en: "its access policy stays, but access to services that this run takes out of use ends (ALTINN_ON_DELETE={text})",
    nb: "tilgangsreglene blir stående, men tilgangen til tjenester som denne kjøringen tar ut av bruk, tar slutt (ALTINN_ON_DELETE={text})",
  },
  staysConfig: {
    en: "its settings in Broker stay: the service stays open",
    nb: "innstillingene i Broker blir stående: tjenesten er fortsatt åpen",
  },
  staysConfigEnded: {
    en: "its settings in Broker stay, but access to services that this run takes out of use ends (ALTINN_ON_DELETE={text})",
    nb: "innstillingene i Broker blir stående, men tilgangen til tjenester som denne kjøringen tar ut av bruk, tar slutt (ALTINN_ON_DELETE={text})",
  },
  staysDelegated: {
    en: "rights that were delegated before stay until they are revoked in Altinn. This goes on for them: {lines}",
    nb: "rettigheter som er delegert fra før, gjelder til de trekkes tilbake i Altinn. For dem fortsetter dette: {lines}",
  },
  staysDelegatedShut: {
    en: "rights that were delegated before stay until they are revoked in Altinn, but let nobody in while the security level is {text}. They are: {lines}",
    nb: "rettigheter som er delegert fra før, gjelder til de trekkes tilbake i Altinn, men slipper ingen inn så lenge sikkerhetsnivået er {text}. De er: {lines}",
  },
  staysDelegatedUntold: {
    en: "rights that were delegated before stay until they are revoked in Altinn; whether they let anybody in under the new access policy cannot be told",
    nb: "rettigheter som er delegert fra før, gjelder til de trekkes tilbake i Altinn; om de slipper noen inn med de nye tilgangsreglene, kan ikke sies",
  },
  staysDelegatedAll: {
    en: "rights that were delegated before stay until they are revoked in Altinn",
    nb: "rettigheter som er delegert fra før, gjelder til de trekkes tilbake i Altinn",
  },
  holdersOut: {
    en: "who held the access package is out within 10 minutes, without a revocation: {lines}",
    nb: "den som hadde tilgangspakken, er ute innen 10 minutter, uten tilbaketrekking: {lines}",
  },
  staysList: {
    en: "the list stays with its members; where it stays connected, they keep access",
    nb: "listen blir stående med medlemmene sine; der den fortsatt er tilkoblet, beholder de tilgangen",
  },
  staysMembers: {
    en: "the members of the list stay and keep their access ({text} of them); the program manages them no more",
    nb: "medlemmene av listen blir stående og beholder tilgangen ({text} i alt); programmet styrer dem ikke lenger",
  },
  staysConnection: {
    en: "the access list {list} stays connected, and its members keep access",
    nb: "tilgangslisten {list} er fortsatt tilkoblet, og medlemmene beholder tilgangen",
  },

  modeOpen: {
    en: "whoever the access policy lets in, on an access list or not; until now only members got in{rest}",
    nb: "alle som tilgangsreglene slipper inn, enten de står på en tilgangsliste eller ikke; til nå slapp bare medlemmer inn{rest}",
  },
  modeShut: {
    en: "everybody who is on no connected access list; from now on only members get in{rest}",
    nb: "alle som ikke står på en tilkoblet tilgangsliste; fra nå av slipper bare medlemmer inn{rest}",
  },
  delegableOpen: {
    en: "whoever somebody delegates the service to: it can be delegated again{rest}",
    nb: "den som noen delegerer tjenesten til: den kan delegeres igjen{rest}",
  },
  delegableShut: {
    en: "nobody new can have the service delegated; what was delegated stays{rest}",
    nb: "ingen nye kan få tjenesten delegert; det som er delegert, gjelder fortsatt{rest}",
  },
  closed: {
    en: "the service is closed: everybody who is on no connected access list is shut out, for new files at once and for the rest within 10 minutes{rest}",
    nb: "tjenesten stenges: alle som ikke står på en tilkoblet tilgangsliste, stenges ute, for nye filer med en gang og for resten innen 10 minutter{rest}",
  },
  deleted: {
    en: "the service is deleted, and everybody loses access at once. Its identifier can never be used again",
    nb: "tjenesten slettes, og alle mister tilgang med en gang. Identifikatoren kan aldri brukes igjen",
  },
  membersIn: {
    en: "put on the list: {numbers}. They get into {services}, as far as its access policy lets them in{undone}",
    nb: "settes på listen: {numbers}. De slipper inn i {services}, så langt tilgangsreglene tillater det{undone}",
  },
  membersOut: {
    en: "taken off the list: {numbers}. They lose access to {services}, unless another connected list has them{undone}",
    nb: "tas av listen: {numbers}. De mister tilgang til {services}, hvis de ikke står på en annen tilkoblet liste{undone}",
  },
  serviceOfList: { en: "the service {service}", nb: "tjenesten {service}" },
  serviceOfListFor: {
    en: "the service {service} (to {actions})",
    nb: "tjenesten {service} (for å {actions})",
  },
  servicesUnseen: {
    en: "the services that the list is connected to (which ones was not looked at)",
    nb: "tjenestene som listen er koblet til (hvilke ble ikke undersøkt)",
  },
  membersWereTaken: {
    en: ". They had been taken off the list at Altinn, not by this program",
    nb: ". De var tatt av listen i Altinn, ikke av dette programmet",
  },
  membersWereGiven: {
    en: ". They had been put on the list at Altinn, not by this program",
    nb: ". De var satt på listen i Altinn, ikke av dette programmet",
  },
  someWereTaken: {
    en: ". Taken off the list at Altinn, not by this program: {numbers}",
    nb: ". Tatt av listen i Altinn, ikke av dette programmet: {numbers}",
  },
  someWereGiven: {
    en: ". Put on the list at Altinn, not by this program: {numbers}",
    nb: ". Satt på listen i Altinn, ikke av dette programmet: {numbers}",
  },
  listDeletedUnconnected: {
    en: "the list is deleted with its members; it was connected to no service, so nobody loses access",
    nb: "listen slettes med medlemmene sine; den var ikke koblet til noen tjeneste, så ingen mister tilgang",
  },
  listDeleted: {
    en: "the list is deleted: its members lose every service that only this list lets them into",
    nb: "listen slettes: medlemmene mister tilgang til alle tjenester som bare denne listen slipper dem inn i",
  },
  membersOfDeleted: {
    en: "the members lose {services}{rest}",
    nb: "medlemmene mister tilgang til {services}{rest}",
  },
  widenedFrom: {
    en: "members of the access list {list}{among} can do everything, no longer only {actions}, as far as the access policy lets them in{rest}",
    nb: "medlemmer av tilgangslisten {list}{among} kan gjøre alt, ikke lenger bare {actions}, så langt tilgangsreglene slipper dem inn{rest}",
  },
  connected: {
    en: "members of the access list {list}{among} get in, as far as the access policy lets them in",
    nb: "medlemmer av tilgangslisten {list}{among} slipper inn, så langt tilgangsreglene slipper dem inn",
  },
  connectedFor: {
    en: "members of the access list {list}{among} can {actions}, as far as the access policy lets them in{rest}",
    nb: "medlemmer av tilgangslisten {list}{among} kan {actions}, så langt tilgangsreglene slipper dem inn{rest}",
  },
  disconnected: {
    en: "members of the access list {list}{among} lose access, since the list is disconnected{rest}",
    nb: "medlemmer av tilgangslisten {list}{among} mister tilgang, siden listen kobles fra{rest}",
  },
  connectionRemoved: {
    en: "{kind} is removed{rest}",
    nb: "{kind} fjernes{rest}",
  },
  connectionWithoutList: {
    en: "there is no access list {list} at Altinn: `up` fails unless this program makes it first",
    nb: "det finnes ingen tilgangsliste {list} i Altinn: `up` feiler hvis ikke dette programmet lager den først",
  },
  narrowed: {
    en: "members of the access list {list}{among} can no longer {actions}{rest}",
    nb: "medlemmer av tilgangslisten {list}{among} kan ikke lenger {actions}{rest}",
  },
  narrowedTo: {
    en: "members of the access list {list}{among} can only {actions} from now on{rest}",
    nb: "medlemmer av tilgangslisten {list}{among} kan fra nå av bare {actions}{rest}",
  },

  noListConnected: {
    en: "No access list is connected now: until one is, nobody gets in",
    nb: "Ingen tilgangsliste er tilkoblet nå: ingen slipper inn før en liste er tilkoblet",
  },
  listsConnected: {
    en: "Connected now: {lists}, whose members keep their access",
    nb: "Tilkoblet nå: {lists}. Medlemmene beholder tilgangen",
  },
  listsUnseen: {
    en: "Which lists are connected was not looked at",
    nb: "Hvilke lister som er tilkoblet, ble ikke undersøkt",
  },
  otherLists: {
    en: "Members of {lists} keep their access",
    nb: "Medlemmer av {lists} beholder tilgangen",
  },
  lastList: {
    en: "It was the last list: nobody gets in while only members are let in",
    nb: "Det var den siste listen: ingen slipper inn så lenge bare medlemmer slippes inn",
  },
  otherListsUnknown: {
    en: "Members of another connected list keep their access",
    nb: "Medlemmer av en annen tilkoblet liste beholder tilgangen",
  },
  stillOnlyMembers: {
    en: "Only members of connected access lists are let in, as before",
    nb: "Bare medlemmer av tilkoblede tilgangslister slippes inn, som før",
  },
  stillNobody: {
    en: "Only members of connected access lists are let in, and no list is connected: nobody gets in",
    nb: "Bare medlemmer av tilkoblede tilgangslister slippes inn, og ingen liste er tilkoblet: ingen slipper inn",
  },
  stillMembersOf: {
    en: "Only members of connected access lists are let in, as before: those of {lists}",
    nb: "Bare medlemmer av tilkoblede tilgangslister slippes inn, som før: de på {lists}",
  },
  accessGoesOn: {
    en: "Files are sent and fetched as before, and everybody keeps access",
    nb: "Filer sendes og hentes som før, og alle beholder tilgangen",
  },
  undoneGiven: {
    en: "This was opened at Altinn, not by this program",
    nb: "Dette ble åpnet i Altinn, ikke av dette programmet",
  },
  undoneTaken: {
    en: "This was shut at Altinn, not by this program",
    nb: "Dette ble stengt i Altinn, ikke av dette programmet",
  },

  reopened: {
    en: "exists already and was withdrawn; it becomes visible again and can be delegated again",
    nb: "finnes fra før og var trukket tilbake; den blir synlig igjen og kan delegeres igjen",
  },
  differenceKept: {
    en: "{field}: {old} at Altinn, {new} in the program; Altinn's is kept",
    nb: "{field}: {old} i Altinn, {new} i programmet; Altinns beholdes",
  },
  refusedTakeOver: {
    en: "{kind} exists already, and is not the same at Altinn as in the program. Write the program as it is at Altinn, or allow the change with `adopt: true`. The difference:",
    nb: "{kind} finnes fra før, og er ikke lik i Altinn og i programmet. Skriv programmet slik det er i Altinn, eller tillat endringen med `adopt: true`. Forskjellen:",
  },
  differsIn: {
    en: "{field}: {old} at Altinn, {new} in the program",
    nb: "{field}: {old} i Altinn, {new} i programmet",
  },

  driftField: {
    en: "{field}: {old} became {new}",
    nb: "{field}: {old} ble til {new}",
  },
  driftActions: {
    en: "members of the access list {list} could {old}, and can {new} now",
    nb: "medlemmer av tilgangslisten {list} kunne {old}, og kan {new} nå",
  },
  driftModeOpen: {
    en: "not only members of access lists are let in any more",
    nb: "det er ikke lenger bare medlemmer av tilgangslister som slippes inn",
  },
  driftModeShut: {
    en: "only members of connected access lists are let in now",
    nb: "bare medlemmer av tilkoblede tilgangslister slippes inn nå",
  },
  driftDelegableOpen: {
    en: "the service can be delegated now",
    nb: "tjenesten kan delegeres nå",
  },
  driftDelegableShut: {
    en: "nobody can delegate the service any more",
    nb: "ingen kan delegere tjenesten lenger",
  },
  driftUntold: {
    en: "the access policy was changed, in a form of which nobody can tell in words who gained or lost access",
    nb: "tilgangsreglene ble endret, i en form der ingen kan si med ord hvem som fikk eller mistet tilgang",
  },
  driftThen: { en: "{line}. {then}", nb: "{line}. {then}" },
} as const satisfies Readonly<Record<string, Text>>;
