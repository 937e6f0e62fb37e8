// Made by `npm run catalogue`, not by hand.
// Source: Altinn/altinn-authorization-tmp, commit f7ff53bd2f00c8ddfc9f5bf58cc7a084c9383240, MIT; taken over 2026-11-29.
import type { RoleRow } from "./rows";

// prettier-ignore
export const ROLES: readonly RoleRow[] = [
  ["urn:altinn:external-role:ccr:administrativ-enhet-offentlig-sektor", "ados", false, "Administrativ enhet - offentlig sektor", "Administrativ eining - offentleg sektor", "Administrative Unit - Public Sector"],
  ["urn:altinn:external-role:ccr:bestyrende-reder", "best", true, "Bestyrende reder", "Bestyrande reder", "Managing Shipowner"],
  ["urn:altinn:external-role:ccr:bostyrer", "bobe", true, "Bobestyrer", "Bobestyrar", "Estate Administrator"],
  ["urn:altinn:external-role:ccr:daglig-leder", "dagl", true, "Daglig leder", "Dagleg leiar", "Managing Director"],
  ["urn:altinn:external-role:ccr:deltaker-delt-ansvar", "dtpr", true, "Deltaker delt ansvar", "Deltakar delt ansvar", "Participant with Shared Responsibility"],
  ["urn:altinn:external-role:ccr:deltaker-fullt-ansvar", "dtso", true, "Deltaker fullt ansvar", "Deltakar fullt ansvar", "Participant with Full Responsibility"],
  ["urn:altinn:external-role:ccr:eierkommune", "eikm", false, "Eierkommune", "Eigarkommune", "Owning Municipality"],
  ["urn:altinn:external-role:ccr:elektronisk-signeringsrett-tildeler", "etdl", false, "Tildeler av elektronisk signeringsrett", "Tildelar av elektronisk signeringsrett", "Granter of electronic signing rights"],
  ["urn:altinn:external-role:ccr:elektronisk-signeringsrettig", "esgr", false, "Elektronisk signeringsrett", "Elektronisk signeringsrett", "Electronic signing rights"],
  ["urn:altinn:external-role:ccr:felles-registrert-med", "femv", false, "Inngår i felles- registrering", "Inngår i fellesregistrering", "Member of joint registration"],
  ["urn:altinn:external-role:ccr:fisjonsovertaker", "fisj", false, "Skal fisjoneres med", "Skal fisjonerast med", "To be divided with"],
  ["urn:altinn:external-role:ccr:forestaar-avvikling", "avkl", false, "Forestår avvikling", "Forestår avvikling", "Performs liquidation"],
  ["urn:altinn:external-role:ccr:foretaksgruppe-med", "fgrp", false, "Inngår i foretaksgruppe med", "Inngår i føretaksgruppe med", "Member of company group with"],
  ["urn:altinn:external-role:ccr:forretningsforer", "ffør", true, "Forretningsfører", "Forretningsførar", "Business Manager"],
  ["urn:altinn:external-role:ccr:fusjonsovertaker", "fusj", false, "Skal fusjoneres med", "Skal fusjonerast med", "To be merged with"],
  ["urn:altinn:external-role:ccr:helseforetak", "hlse", false, "Helseforetak", "Helseforetak", "Healthcare Institution"],
  ["urn:altinn:external-role:ccr:hovedenhet", "bedr", false, "Har som registreringsenhet BEDR", "Har som registreringseining BEDR", "Has as registration unit BEDR"],
  ["urn:altinn:external-role:ccr:hovedforetak", "hfor", false, "Opplysninger om foretaket i hjemlandet", "Opplysningar om foretaket i heimalandet", "Information about the Company in the Home Country"],
  ["urn:altinn:external-role:ccr:ikke-naeringsdrivende-hovedenhet", "aafy", false, "Har som registreringsenhet AAFY", "Har som registreringseining AAFY", "Has as registration unit AAFY"],
  ["urn:altinn:external-role:ccr:innehaver", "innh", true, "Innehaver", "Innehavar", "Owner"],
  ["urn:altinn:external-role:ccr:kirkelig-fellesraad", "kirk", false, "Inngår i kirkelig fellesråd", "Inngår i kyrkjeleg fellesråd", "Part of a Church Council"],
  ["urn:altinn:external-role:ccr:komplementar", "komp", true, "Komplementar", "Komplementar", "General Partner"],
  ["urn:altinn:external-role:ccr:konkursdebitor", "kdeb", false, "Konkursdebitor", "Konkursdebitor", "Bankrupt Debtor"],
  ["urn:altinn:external-role:ccr:konsern-datter", "kdat", false, "Har som datter i konsern", "Har som dotter i konsern", "Has as subsidiary in group"],
  ["urn:altinn:external-role:ccr:konsern-grunnlag", "kgrl", false, "Har som grunnlag for konsern", "Har som grunnlag for konsern", "Has as basis for group"],
  ["urn:altinn:external-role:ccr:konsern-mor", "kmor", false, "Har som mor i konsern", "Har som mor i konsern", "Has as parent in group"],
  ["urn:altinn:external-role:ccr:kontaktperson", "kont", true, "Kontaktperson", "Kontaktperson", "Contact Person"],
  ["urn:altinn:external-role:ccr:kontaktperson-ados", "kemn", true, "Kontaktperson i Ad", "Kontaktperson i Ad", "Contact person in administrative unit"],
  ["urn:altinn:external-role:ccr:kontaktperson-kommune", "komk", true, "Kontaktperson i kommune", "Kontaktperson i kommune", "Contact person in municipality"],
  ["urn:altinn:external-role:ccr:kontaktperson-nuf", "knuf", true, "Kontaktperson NUF", "Kontaktperson NUF", "Contact Person NUF"],
  ["urn:altinn:external-role:ccr:kontaktperson-revisor", "sreva", false, "Revisor registrert i revisorregisteret", "Revisor registrert i revisorregisteret", "Auditor registered in auditor register"],
  ["urn:altinn:external-role:ccr:kontorfelleskapmedlem", "ktrf", false, "Inngår i kontorfellesskap", "Inngår i kontorfellesskap", "Part of Office Community"],
  ["urn:altinn:external-role:ccr:mva-signerer", "mvag", false, "Signerer MVA-oppgaver", "Signerer MVA-oppgåver", "VAT form signer"],
  ["urn:altinn:external-role:ccr:mva-utfyller", "mvau", false, "Utfyller MVA-oppgaver", "Utfyllar MVA-oppgåver", "VAT form completer"],
  ["urn:altinn:external-role:ccr:nestleder", "nest", true, "Nestleder", "Nestleiar", "Deputy Leader"],
  ["urn:altinn:external-role:ccr:norsk-representant", "repr", true, "Norsk representant for utenlandsk enhet", "Norsk representant for utanlandsk eining", "Norwegian Representative for a Foreign Entity"],
  ["urn:altinn:external-role:ccr:observator", "obs", false, "Observatør", "Observatør", "Observer"],
  ["urn:altinn:external-role:ccr:organisasjonsledd-offentlig-sektor", "orgl", false, "Organisasjonsledd i offentlig sektor", "Organisasjonsledd i offentleg sektor", "Organizational Unit in the Public Sector"],
  ["urn:altinn:external-role:ccr:parti-organ-leder", "hled", false, "Leder i partiets utovende organ", "Leiar i partiets utøvande organ", "Leader in party's executive body"],
  ["urn:altinn:external-role:ccr:parti-organ-nestleder", "hnst", false, "Nestleder i partiets utovende organ", "Nestleiar i partiets utøvande organ", "Deputy leader in party's executive body"],
  ["urn:altinn:external-role:ccr:parti-organ-styremedlem", "hmdl", false, "Styremedlem i partiets utovende organ", "Styremedlem i partiets utøvande organ", "Board member in party's executive body"],
  ["urn:altinn:external-role:ccr:parti-organ-varamedlem", "hvar", false, "Varamedlem i partiets utovende organ", "Varamedlem i partiets utøvande organ", "Alternate member in party's executive body"],
  ["urn:altinn:external-role:ccr:personlige-konkurs", "kenk", false, "Den personlige konkursen angår", "Den personlege konkursen angår", "Personal Bankruptcy"],
  ["urn:altinn:external-role:ccr:prokurist", "prok", false, "Prokura", "Prokura", "Procuration"],
  ["urn:altinn:external-role:ccr:prokurist-fellesskap", "pofe", false, "Prokura i fellesskap", "Prokura i fellesskap", "Joint procuration"],
  ["urn:altinn:external-role:ccr:prokurist-hver-for-seg", "pohv", false, "Prokura hver for seg", "Prokura kvar for seg", "Individual procuration"],
  ["urn:altinn:external-role:ccr:regnskapsforer", "regn", true, "Regnskapsfører", "Reknskapsførar", "Accountant"],
  ["urn:altinn:external-role:ccr:regnskapsforeradressat", "rfad", false, "Er regnskapsforeradresse for", "Er rekneskapsføraradresse for", "Is accounting address For"],
  ["urn:altinn:external-role:ccr:revisor", "revi", true, "Revisor", "Revisor", "Auditor"],
  ["urn:altinn:external-role:ccr:revisoradressat", "read", false, "Er revisoradresse for", "Er revisoradresse for", "Is auditor address for"],
  ["urn:altinn:external-role:ccr:saerskilt-oppdelt-enhet", "opmv", false, "Særskilt oppdelt enhet", "Særskild oppdelt eining", "Distinct Subunit"],
  ["urn:altinn:external-role:ccr:sameier", "sam", false, "Sameiere", "Sameigarar", "Co-owners"],
  ["urn:altinn:external-role:ccr:signerer", "sign", true, "Signatur", "Signatur", "Signatory"],
  ["urn:altinn:external-role:ccr:signerer-fellesskap", "sife", false, "Signatur i fellesskap", "Signatur i fellesskap", "Joint signature"],
  ["urn:altinn:external-role:ccr:signerer-hver-for-seg", "sihv", false, "Signatur hver for seg", "Signatur kvar for seg", "Individual signature"],
  ["urn:altinn:external-role:ccr:stifter", "stft", false, "Stifter", "Stiftar", "Founder"],
  ["urn:altinn:external-role:ccr:styreleder", "lede", true, "Styrets leder", "Styrets leiar", "Chair of the Board"],
  ["urn:altinn:external-role:ccr:styremedlem", "medl", true, "Styremedlem", "Styremedlem", "Board Member"],
  ["urn:altinn:external-role:ccr:utleiebygg", "utbg", false, "Er frivillig registrert utleiebygg for", "Er frivilleg registrert utleigebygg for", "Is voluntarily registered rental building for"],
  ["urn:altinn:external-role:ccr:varamedlem", "vara", false, "Varamedlem", "Varamedlem", "Alternate Member"],
  ["urn:altinn:external-role:ccr:virksomhet-fellesskap-drifter", "vife", false, "Er virksomhet drevet i fellesskap av", "Er verksemd driven i fellesskap av", "Is business operated jointly by"],
  ["urn:altinn:external-role:cra:bank-representasjon-dagligbank", undefined, false, "Bank - Representasjon dagligbank", "Bank - Representasjon daglegbank", "Bank - Representation daily banking"],
  ["urn:altinn:external-role:cra:bank-ta-opp-lan-kreditter", undefined, false, "Bank - Ta opp lån/kreditter", "Bank - Ta opp lån/kredittar", "Bank - Taking out loans/credits"],
  ["urn:altinn:external-role:cra:forsikringsselskap-forvalte-forsikringsavtaler", undefined, false, "Forsikringsselskap - Forvalte forsikringsavtaler", "Forsikringsselskap - Forvalte forsikringsavtalar", "Insurance company - Managing insurance agreements"],
  ["urn:altinn:external-role:cra:helfo-fastlege", undefined, false, "Helfo - Fastlege", "Helfo - Fastlege", "Helfo - General practitioner"],
  ["urn:altinn:external-role:cra:helfo-refusjon-privatpersoner", undefined, false, "Helfo - Refusjon for privatpersoner", "Helfo - Refusjon for privatpersonar", "Helfo - Reimbursement for private individuals"],
  ["urn:altinn:external-role:cra:husbanken-bostotte", undefined, false, "Husbanken - Bostøtte", "Husbanken - Bustønad", "The Housing Bank - Housing allowance"],
  ["urn:altinn:external-role:cra:husbanken-startlan", undefined, false, "Husbanken - Startlån", "Husbanken - Startlån", "The Housing Bank - Start-up loan"],
  ["urn:altinn:external-role:cra:inkassoselskap-inkassoavtaler", undefined, false, "Inkassoselskap - Forhandle og inngå inkassoavtaler", "Inkassoselskap - Forhandle og inngå inkassoavtalar", "Debt collection companies - Negotiate and conclude debt collection agreements"],
  ["urn:altinn:external-role:cra:kartverket-arv-privat-skifte-uskifte", undefined, false, "Kartverket - Arv - privat skifte og uskifte", "Kartverket - Arv - privat skifte og uskifte", "The Norwegian Mapping Authority - Inheritance - private settlement and undivided estate"],
  ["urn:altinn:external-role:cra:kartverket-avtaler-rettigheter", undefined, false, "Kartverket - Avtaler og rettigheter", "Kartverket - Avtalar og rettar", "The Norwegian Mapping Authority - Agreements and rights"],
  ["urn:altinn:external-role:cra:kartverket-endring-eiendom", undefined, false, "Kartverket - Endring av eiendom", "Kartverket - Endring av eigedom", "The Norwegian Mapping Authority - Change of property"],
  ["urn:altinn:external-role:cra:kartverket-kjop-eiendom", undefined, false, "Kartverket - Kjøp av eiendom", "Kartverket - Kjøp av eigedom", "The Norwegian Mapping Authority - Purchase of property"],
  ["urn:altinn:external-role:cra:kartverket-laneopptak", undefined, false, "Kartverket - Låneopptak", "Kartverket - Låneopptak", "The Norwegian Mapping Authority - Loan acquisition"],
  ["urn:altinn:external-role:cra:kartverket-salg-fast-eiendom-borettslagsandel", undefined, false, "Kartverket - Salg av fast eiendom/borettslagsandel", "Kartverket - Sal av fast eigedom/del av burettslag", "The Norwegian Mapping Authority - Sale of real estate/condominium share"],
  ["urn:altinn:external-role:cra:kartverket-sletting", undefined, false, "Kartverket - Sletting", "Kartverket - Sletting", "The Norwegian Mapping Authority - Deletion"],
  ["urn:altinn:external-role:cra:kommune-bygg-eiendom", undefined, false, "Kommune - Bygg og eiendom", "Kommune - Bygg og eigedom", "Municipality - Building and property"],
  ["urn:altinn:external-role:cra:kommune-helse-omsorg", undefined, false, "Kommune - Helse og omsorg", "Kommune - Helse og omsorg", "Municipality - Health and care"],
  ["urn:altinn:external-role:cra:kommune-skatt-avgift", undefined, false, "Kommune - Skatt og avgift", "Kommune - Skatt og avgift", "Municipality - Tax and duty"],
  ["urn:altinn:external-role:cra:kommune-skole-utdanning", undefined, false, "Kommune - Skole og utdanning", "Kommune - Skule og utdanning", "Municipality - School and education"],
  ["urn:altinn:external-role:cra:kommune-sosiale-tjenester", undefined, false, "Kommune - Sosiale tjenester", "Kommune - Sosiale tenester", "Municipality - Social services"],
  ["urn:altinn:external-role:cra:kredittvurderingsselskap-kredittsperre", undefined, false, "Kredittvurderingsselskap - Kredittsperre", "Kredittvurderingsselskap - Kredittsperre", "Credit rating agency - Credit freeze"],
  ["urn:altinn:external-role:cra:namsmannen-gjeldsordning", undefined, false, "Namsmannen - Gjeldsordning", "Namsmannen - Gjeldsordning", "The Enforcement Officer - Debt settlement"],
  ["urn:altinn:external-role:cra:namsmannen-tvangsfullbyrdelse-forliksradet", undefined, false, "Namsmannen - Tvangsfullbyrdelse, herunder behandling i forliksrådet", "Namsmannen - Tvangsfullbyrding, inkludert behandling i forliksrådet", "The Enforcement Officer - Enforcement, including proceedings in the conciliation board"],
  ["urn:altinn:external-role:cra:nav-arbeid", undefined, false, "Nav - Arbeid", "Nav - Arbeid", "Nav - Work"],
  ["urn:altinn:external-role:cra:nav-familie", undefined, false, "Nav - Familie", "Nav - Familie", "Nav - Family"],
  ["urn:altinn:external-role:cra:nav-hjelpemidler", undefined, false, "Nav - Hjelpemidler", "Nav - Hjelpemiddel", "Nav - Assistive devices"],
  ["urn:altinn:external-role:cra:nav-pensjon", undefined, false, "Nav - Pensjon", "Nav - Pensjon", "Nav - Pension"],
  ["urn:altinn:external-role:cra:nav-sosiale-tjenester", undefined, false, "Nav - Sosiale tjenester", "Nav - Sosiale tenester", "Nav - Social services"],
  ["urn:altinn:external-role:cra:ovrige-avslutning-husleiekontrakter", undefined, false, "Øvrige - Avslutning av husleiekontrakter", "Øvrige - Avslutting av husleigekontraktar", "Others - Termination of lease agreements"],
  ["urn:altinn:external-role:cra:ovrige-disponere-inntekter-dekke-utgifter", undefined, false, "Øvrige - Disponere inntekter til å dekke utgifter", "Øvrige - Disponere inntekter til å dekkje utgifter", "Others - Dispose of income to cover expenses"],
  ["urn:altinn:external-role:cra:ovrige-inngaelse-husleiekontrakter", undefined, false, "Øvrige - Inngåelse av husleiekontrakter", "Øvrige - Inngåing av husleigekontraktar", "Others - Conclusion of lease agreements"],
  ["urn:altinn:external-role:cra:ovrige-kjop-leie-varer-tjenester", undefined, false, "Øvrige - Kjøp/leie av varer og tjenester", "Øvrige - Kjøp/leige av varer og tenester", "Others - Purchase/rental of goods and services"],
  ["urn:altinn:external-role:cra:ovrige-salg-losore-storre-verdi", undefined, false, "Øvrige - Salg av løsøre av større verdi", "Øvrige - Sal av lausøyre av større verdi", "Others - Sale of personal property of greater value"],
  ["urn:altinn:external-role:cra:pasientreiser-refusjon-pasientreiser", undefined, false, "Pasientreiser - Refusjon av pasientreiser", "Pasientreiser - Refusjon av pasientreiser", "Patient travel - Reimbursement of patient travel"],
  ["urn:altinn:external-role:cra:skatteetaten-endre-postadresse", undefined, false, "Skatteetaten - Endre postadresse", "Skatteetaten - Endre postadresse", "The Tax Administration - Change postal address"],
  ["urn:altinn:external-role:cra:skatteetaten-innkreving-tvangsfullbyrdelse", undefined, false, "Skatteetaten - Innkreving og tvangsfullbyrdelse", "Skatteetaten - Innkrevjing og tvangsfullbyrding", "The Tax Administration - Collection and enforcement"],
  ["urn:altinn:external-role:cra:skatteetaten-melde-flytting", undefined, false, "Skatteetaten - Melde flytting", "Skatteetaten - Melde flytting", "The Tax Administration - Report moving"],
  ["urn:altinn:external-role:cra:skatteetaten-skatt", undefined, false, "Skatteetaten - Skatt", "Skatteetaten - Skatt", "The Tax Administration - Tax"],
  ["urn:altinn:external-role:cra:statsforvalter-soke-om-samtykke-disposisjon", undefined, false, "Statsforvalter - Søke om samtykke til disposisjon", "Statsforvalter - Søkje om samtykke til disposisjon", "County Governor - Apply for consent to disposition"],
  ["urn:altinn:external-role:cra:tingretten-begjaere-skifte-uskiftebo", undefined, false, "Tingretten - Begjære skifte av uskiftebo", "Tingretten - Begjære skifte av uskiftebu", "The District Court - Petition for settlement of undivided estate"],
  ["urn:altinn:external-role:cra:tingretten-begjaere-uskifte", undefined, false, "Tingretten - Begjære uskifte", "Tingretten - Begjære uskifte", "The District Court - Petition for undivided estate"],
  ["urn:altinn:external-role:cra:tingretten-privat-skifte-dodsbo", undefined, false, "Tingretten - Privat skifte av dødsbo", "Tingretten - Privat skifte av dødsbu", "The District Court - Private settlement of estate"],
  ["urn:altinn:role:agent", undefined, false, "Agent", "Agent", "Agent"],
  ["urn:altinn:role:appstyrt-rettighetshaver", undefined, false, "Appstyrt Rettighetshaver", "Appstyrt Rettighetshaver", "App-Controlled Rightholder"],
  ["urn:altinn:role:hovedadministrator", undefined, false, "Hovedadministrator", "Hovudadministrator", "Main Administrator"],
  ["urn:altinn:role:privatperson", "priv", true, "Privatperson", "Privatperson", "Private person"],
  ["urn:altinn:role:rettighetshaver", undefined, false, "Rettighetshaver", "Rettshavar", "Rightholder"],
  ["urn:altinn:role:selvregistrert", "seln", true, "Selvregistrert bruker", "Sjølregistrert brukar", "Self registered user"],
  ["urn:altinn:role:supplier", undefined, undefined, "Supplier", "Leverandør", "Leverandør"],
  ["urn:altinn:rolecode:a0212", undefined, true, "Primærnæring og næringsmiddel", "Primærnæring og næringsmiddel", "Primary industry and foodstuff"],
  ["urn:altinn:rolecode:a0236", undefined, true, "Post/arkiv", "Post/arkiv", "Mail/archive"],
  ["urn:altinn:rolecode:a0237", undefined, true, "Ansvarlig revisor", "Ansvarleg revisor", "Auditor in charge"],
  ["urn:altinn:rolecode:a0238", undefined, true, "Revisormedarbeider", "Revisormedarbeidar", "Assistant auditor"],
  ["urn:altinn:rolecode:a0239", undefined, true, "Regnskapsfører med signeringsrettighet", "Rekneskapsførar med signeringsrett", "Accountant with signing rights"],
  ["urn:altinn:rolecode:a0240", undefined, true, "Regnskapsfører uten signeringsrettighet", "Rekneskapsførar utan signeringsrett", "Accountant without signing rights"],
  ["urn:altinn:rolecode:a0241", undefined, true, "Regnskapsfører lønn", "Rekneskapsførar løn", "Accountant salary"],
  ["urn:altinn:rolecode:a0278", undefined, true, "Plan- og byggesak", "Plan- og byggesak", "Planning and construction"],
  ["urn:altinn:rolecode:a0282", undefined, true, "Skatteforhold for privatpersoner", "Skatteforhold for privatpersonar", "Private tax affairs"],
  ["urn:altinn:rolecode:a0286", undefined, true, "Taushetsbelagt post", "Taushetslagd post", "Confidential information"],
  ["urn:altinn:rolecode:a0287", undefined, true, "Taushetsbelagt post - oppvekst og utdanning", "Taushetslagd post - oppvekst og utdanning", "Confidential - education"],
  ["urn:altinn:rolecode:a0288", undefined, true, "Taushetsbelagt post - administrasjon", "Taushetslagd post - administrasjon", "Conficential - administration"],
  ["urn:altinn:rolecode:a0293", undefined, true, "Algetestdata", "Algetestdata", "Algea test data"],
  ["urn:altinn:rolecode:a0294", undefined, true, "Transportløyvegaranti", "Transportløyvegaranti", "Transport permit guarantee"],
  ["urn:altinn:rolecode:a0298", undefined, true, "Revisorattesterer", "Revisorattesterar", "Auditor certifier"],
  ["urn:altinn:rolecode:admai", undefined, false, "Tilgangsstyring", "Tilgangsstyring", "Access manager"],
  ["urn:altinn:rolecode:apiadm", undefined, true, "Programmeringsgrensesnitt (API)", "Programmeringsgrensesnitt (API)", "Application Programming Interface (API)"],
  ["urn:altinn:rolecode:apiadmnuf", undefined, true, "Programmeringsgrensesnitt for NUF (API)", "Programmeringsgrensesnitt for NUF (API)", "Application Programming Interface for NUF (API)"],
  ["urn:altinn:rolecode:attst", undefined, true, "Revisorattesterer - MVA kompensasjon", "Revisorattesterar - MVA kompensasjon", "Auditor certifies validity of VAT compensation"],
  ["urn:altinn:rolecode:boadm", undefined, false, "Konkursbo tilgangsstyring", "Konkursbu tilgangsstyring", "Bankruptcy administrator"],
  ["urn:altinn:rolecode:bobel", undefined, true, "Konkursbo lesetilgang", "Konkursbu lesetilgang", "Bankruptcy read"],
  ["urn:altinn:rolecode:bobes", undefined, true, "Konkursbo skrivetilgang", "Konkursbu skrivetilgang", "Bankruptcy write"],
  ["urn:altinn:rolecode:hadm", undefined, false, "Hovedadministrator", "Hovudadministrator", "Main Administrator"],
  ["urn:altinn:rolecode:hvask", undefined, true, "Økokrim rapportering", "Økokrim rapportering", "Økokrim reporting"],
  ["urn:altinn:rolecode:kladm", undefined, false, "Klientadministrator", "Klientadministrator", "Client administrator"],
  ["urn:altinn:rolecode:komab", undefined, true, "Kommunale tjenester", "Kommunale tenester", "Municipal services"],
  ["urn:altinn:rolecode:loper", undefined, true, "Lønn og personalmedarbeider", "Løn og personalmedarbeidar", "Salaries and personnel employee"],
  ["urn:altinn:rolecode:pasig", undefined, false, "Parallell signering", "Parallell signering", "Parallel signing"],
  ["urn:altinn:rolecode:pavad", undefined, true, "Patent, varemerke og design", "Patent, varemerke og design", "Patents, trademarks and design"],
  ["urn:altinn:rolecode:priut", undefined, true, "Privatperson begrensede rettigheter", "Privatperson avgrensa retter", "Limited rights for an individual"],
  ["urn:altinn:rolecode:regna", undefined, true, "Regnskapsmedarbeider", "Rekneskapsmedarbeidar", "Accounting employee"],
  ["urn:altinn:rolecode:revai", undefined, true, "Revisorrettighet", "Revisorrett", "Auditor's rights"],
  ["urn:altinn:rolecode:signe", undefined, true, "Signerer av Samordnet registermelding", "Signerar av Samordna registermelding", "Signer of Coordinated register notification"],
  ["urn:altinn:rolecode:siskd", undefined, true, "Begrenset signeringsrettighet", "Avgrensa signeringsrett", "Limited signing rights"],
  ["urn:altinn:rolecode:uihtl", undefined, true, "Helse-, sosial- og velferdstjenester", "Helse-, sosial- og velferdstenester", "Health-, social- and welfare services"],
  ["urn:altinn:rolecode:uiluf", undefined, true, "Samferdsel", "Samferdsel", "Transport"],
  ["urn:altinn:rolecode:utinn", undefined, true, "Utfyller/Innsender", "Utfyllar/innsendar", "Reporter/sender"],
  ["urn:altinn:rolecode:utomr", undefined, true, "Energi, miljø og klima", "Energi, miljø og klima", "Energy, environment and climate"],
];

/** Values of `urn:altinn:rolecode` that Altinn goes on with: it has deprecated its own Altinn 2 roles. */
// prettier-ignore
export type KnownRoleCode =
  | "aafy" | "ados" | "avkl" | "bedr" | "best" | "bobe" | "dagl" | "dtpr" | "dtso" | "eikm"
  | "esgr" | "etdl" | "femv" | "ffør" | "fgrp" | "fisj" | "fusj" | "hfor" | "hled" | "hlse"
  | "hmdl" | "hnst" | "hvar" | "innh" | "kdat" | "kdeb" | "kemn" | "kenk" | "kgrl" | "kirk"
  | "kmor" | "knuf" | "komk" | "komp" | "kont" | "ktrf" | "lede" | "medl" | "mvag" | "mvau"
  | "nest" | "obs" | "opmv" | "orgl" | "pofe" | "pohv" | "priv" | "prok" | "read" | "regn" | "repr"
  | "revi" | "rfad" | "sam" | "seln" | "sife" | "sign" | "sihv" | "sreva" | "stft" | "utbg"
  | "vara" | "vife";

/** Values of `urn:altinn:external-role:ccr`, the roles of Enhetsregisteret. */
// prettier-ignore
export type KnownCcrRoleCode =
  | "administrativ-enhet-offentlig-sektor" | "bestyrende-reder" | "bostyrer" | "daglig-leder"
  | "deltaker-delt-ansvar" | "deltaker-fullt-ansvar" | "eierkommune"
  | "elektronisk-signeringsrett-tildeler" | "elektronisk-signeringsrettig"
  | "felles-registrert-med" | "fisjonsovertaker" | "forestaar-avvikling" | "foretaksgruppe-med"
  | "forretningsforer" | "fusjonsovertaker" | "helseforetak" | "hovedenhet" | "hovedforetak"
  | "ikke-naeringsdrivende-hovedenhet" | "innehaver" | "kirkelig-fellesraad" | "komplementar"
  | "konkursdebitor" | "konsern-datter" | "konsern-grunnlag" | "konsern-mor" | "kontaktperson"
  | "kontaktperson-ados" | "kontaktperson-kommune" | "kontaktperson-nuf" | "kontaktperson-revisor"
  | "kontorfelleskapmedlem" | "mva-signerer" | "mva-utfyller" | "nestleder" | "norsk-representant"
  | "observator" | "organisasjonsledd-offentlig-sektor" | "parti-organ-leder"
  | "parti-organ-nestleder" | "parti-organ-styremedlem" | "parti-organ-varamedlem"
  | "personlige-konkurs" | "prokurist" | "prokurist-fellesskap" | "prokurist-hver-for-seg"
  | "regnskapsforer" | "regnskapsforeradressat" | "revisor" | "revisoradressat"
  | "saerskilt-oppdelt-enhet" | "sameier" | "signerer" | "signerer-fellesskap"
  | "signerer-hver-for-seg" | "stifter" | "styreleder" | "styremedlem" | "utleiebygg"
  | "varamedlem" | "virksomhet-fellesskap-drifter";

/** Values of `urn:altinn:external-role:cra`, the roles of guardians. */
// prettier-ignore
export type KnownCraRoleCode =
  | "bank-representasjon-dagligbank" | "bank-ta-opp-lan-kreditter"
  | "forsikringsselskap-forvalte-forsikringsavtaler" | "helfo-fastlege"
  | "helfo-refusjon-privatpersoner" | "husbanken-bostotte" | "husbanken-startlan"
  | "inkassoselskap-inkassoavtaler" | "kartverket-arv-privat-skifte-uskifte"
  | "kartverket-avtaler-rettigheter" | "kartverket-endring-eiendom" | "kartverket-kjop-eiendom"
  | "kartverket-laneopptak" | "kartverket-salg-fast-eiendom-borettslagsandel"
  | "kartverket-sletting" | "kommune-bygg-eiendom" | "kommune-helse-omsorg"
  | "kommune-skatt-avgift" | "kommune-skole-utdanning" | "kommune-sosiale-tjenester"
  | "kredittvurderingsselskap-kredittsperre" | "namsmannen-gjeldsordning"
  | "namsmannen-tvangsfullbyrdelse-forliksradet" | "nav-arbeid" | "nav-familie"
  | "nav-hjelpemidler" | "nav-pensjon" | "nav-sosiale-tjenester"
  | "ovrige-avslutning-husleiekontrakter" | "ovrige-disponere-inntekter-dekke-utgifter"
  | "ovrige-inngaelse-husleiekontrakter" | "ovrige-kjop-leie-varer-tjenester"
  | "ovrige-salg-losore-storre-verdi" | "pasientreiser-refusjon-pasientreiser"
  | "skatteetaten-endre-postadresse" | "skatteetaten-innkreving-tvangsfullbyrdelse"
  | "skatteetaten-melde-flytting" | "skatteetaten-skatt"
  | "statsforvalter-soke-om-samtykke-disposisjon" | "tingretten-begjaere-skifte-uskiftebo"
  | "tingretten-begjaere-uskifte" | "tingretten-privat-skifte-dodsbo";
