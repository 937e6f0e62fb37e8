// Made by `npm run catalogue`, not by hand.
// Source: Altinn/altinn-authorization-tmp, commit f7ff53bd2f00c8ddfc9f5bf58cc7a084c9383240, MIT; taken over 2026-11-29.
import type { PackageRow } from "./rows";

// prettier-ignore
export const PACKAGES: readonly PackageRow[] = [
  ["a-ordning", "Organization", true, true, true, "personale", "A-ordningen", "A-ordninga", "A-melding system"],
  ["aksjer-og-eierforhold", "Organization", true, true, true, "forhold_ved_virksomheten", "Aksjer og eierforhold", "Aksjar og eigarforhold", "Shares and ownership"],
  ["akvakultur", "Organization", true, true, true, "jordbruk_skogbruk_jakt_fiske_og_akvakultur", "Akvakultur", "Akvakultur", "Aquaculture"],
  ["annen-tjenesteyting", "Organization", true, true, true, "andre_tjenesteytende_naeringer", "Annen tjenesteyting", "Anna tenesteyting", "Other services"],
  ["ansettelsesforhold", "Organization", true, true, true, "personale", "Ansettelsesforhold", "Tilsetjingsforhold", "Employment relations"],
  ["ansvarlig-revisor", "Organization", true, false, true, "fullmakter_for_revisor", "Ansvarlig revisor", "Ansvarleg revisor", "Auditor in charge"],
  ["attester", "Organization", true, true, true, "forhold_ved_virksomheten", "Attester", "Attestar", "Certificates"],
  ["avfall-behandle-gjenvinne", "Organization", true, true, true, "energi_vann_avlop_og_avfall", "Avfall - samle inn, behandle, bruke og gjenvinne", "Avfall - samle inn, behandle, bruke og gjenvinne", "Waste - collection, treatment, use and recycling"],
  ["baerekraft", "Organization", true, true, true, "miljo_ulykke_og_sikkerhet", "Bærekraft", "Berekraft", "Sustainability"],
  ["barnehageeier", "Organization", true, true, true, "oppvekst_og_utdanning", "Barnehageeier", "Barnehageeigar", "Kindergarten owner"],
  ["barnehageleder", "Organization", true, true, true, "oppvekst_og_utdanning", "Barnehageleder", "Barnehageleder", "Kindergarten leader"],
  ["barnehagemyndighet", "Organization", true, true, true, "oppvekst_og_utdanning", "Barnehagemyndighet", "Barnehagemyndigheit", "Kindergarten authority"],
  ["barnevern", "Organization", true, true, true, "helse_pleie_omsorg_og_vern", "Barnevern", "Barnevern", "Child protection services"],
  ["beredskap", "Organization", true, true, true, "forhold_ved_virksomheten", "Beredskap", "Beredskap", "Readiness"],
  ["bergverk", "Organization", true, true, true, "industrier", "Bergverk", "Bergverk", "Mining"],
  ["biblioteker-museer-arkiver-og-annen-kultur", "Organization", true, true, true, "kultur_og_frivillighet", "Biblioteker, museer, arkiver og annen kultur", "Bibliotek, museum, arkiv og anna kultur", "Libraries, museums, archives and other culture"],
  ["byggesoknad", "Organization", true, true, true, "bygg_anlegg_og_eiendom", "Byggesøknad", "Byggesøknad", "Building application"],
  ["damp-varmtvann", "Organization", true, true, true, "energi_vann_avlop_og_avfall", "Damp- og varmtvann", "Damp- og varmvatn", "Steam and hot water"],
  ["dokumentbasert-tilsyn", "Organization", true, true, true, "forhold_ved_virksomheten", "Dokumentbasert tilsyn", "Dokumentbasert tilsyn", "Document-based supervision"],
  ["dyrehold", "Organization", true, true, true, "jordbruk_skogbruk_jakt_fiske_og_akvakultur", "Dyrehold", "Dyrehald", "Animal husbandry"],
  ["eiendomsmegler", "Organization", true, true, true, "bygg_anlegg_og_eiendom", "Eiendomsmegler", "Eigedomsmeklar", "Real estate agent"],
  ["eksplisitt", "Organization", false, false, true, "forhold_ved_virksomheten", "Eksplisitt tjenestedelegering", "Eksplisitt tenestedelegering", "Explicit service delegation"],
  ["elektrisitet-produsere-overfore-distrubere", "Organization", true, true, true, "energi_vann_avlop_og_avfall", "Elektrisitet - produsere, overføre og distribuere", "Elektrisitet - produsere, overføre og distribuere", "Electricity - production, transmission and distribution"],
  ["elektronisk-kommunikasjon", "Organization", true, true, true, "andre_tjenesteytende_naeringer", "Elektronisk kommunikasjon", "Elektronisk kommunikasjon", "Electronic communication"],
  ["familievern", "Organization", true, true, true, "helse_pleie_omsorg_og_vern", "Familievern", "Familievern", "Family counseling"],
  ["ffor-tilgangsstyrer-nuf", "Organization", false, true, false, "fullmakter_for_forretningsforer", "Forretningsfører-tilgangsstyrer NUF", "Forretningsfører-tilgangsstyrar NUF", "Business manager-Access manager NUF"],
  ["finansiering-og-forsikring", "Organization", true, true, true, "andre_tjenesteytende_naeringer", "Finansiering og forsikring", "Finansiering og forsikring", "Financing and insurance"],
  ["fiske", "Organization", true, true, true, "jordbruk_skogbruk_jakt_fiske_og_akvakultur", "Fiske", "Fiske", "Fishing"],
  ["folkeregister", "Organization", true, true, true, "forhold_ved_virksomheten", "Folkeregister", "Folkeregister", "Population register"],
  ["fornoyelser", "Organization", true, true, true, "kultur_og_frivillighet", "Fornøyelser", "Fornøyingar", "Amusements"],
  ["forretningsforer-eiendom", "Organization", true, false, true, "fullmakter_for_forretningsforer", "Forretningsforer eiendom", "Forretningsførar eigedom", "Business manager real estate"],
  ["forskning", "Organization", true, true, true, "forhold_ved_virksomheten", "Forskning", "Forsking", "Research"],
  ["forstegangsregistrering", "Organization", true, true, true, "transport_og_lagring", "Førstegangsregistrering av kjøretøy", "Førstegongsregistrering av køyretøy", "First-time vehicle registration"],
  ["generelle-helfotjenester", "Organization", true, true, true, "forhold_ved_virksomheten", "Generelle helfotjenester", "Generelle helfotenester", "General Helfo services"],
  ["godkjenning-av-personell", "Organization", true, true, true, "oppvekst_og_utdanning", "Godkjenning av personell", "Godkjenning av personell", "Personnel approval"],
  ["godkjenning-av-utdanningsvirksomhet", "Organization", true, true, true, "oppvekst_og_utdanning", "Godkjenning av utdanningsvirksomhet", "Godkjenning av utdanningsverksemd", "Educational institution approval"],
  ["gummi-plast-og-ikkemetallholdige-mineralprodukter", "Organization", true, true, true, "industrier", "Gummi, plast og ikke-metallholdige mineralprodukter", "Gummi, plast og ikkje-metallhaldige mineralprodukt", "Rubber, plastic and non-metallic mineral products"],
  ["helfo-saerlig-kategori", "Organization", true, true, true, "forhold_ved_virksomheten", "Helfotjenester med personopplysninger av særlig kategori", "Helfotenester med personopplysningar av særleg kategori", "Helfo services with personal data of special category"],
  ["helsetjenester", "Organization", true, true, true, "helse_pleie_omsorg_og_vern", "Helsetjenester", "Helsetenester", "Health services"],
  ["helsetjenester-personopplysninger-saerlig-kategori", "Organization", true, true, true, "helse_pleie_omsorg_og_vern", "Helsetjenester med personopplysninger av særlig kategori", "Helsetenester med personopplysningar av særleg kategori", "Health services with personal data of special category"],
  ["hovedadministrator", "Organization", false, true, false, "administrere_tilganger", "Hovedadministrator", "Hovudadministrator", "Main administrator"],
  ["hoyere-utdanning-og-hoyere-yrkesfaglig-utdanning", "Organization", true, true, true, "oppvekst_og_utdanning", "Høyere utdanning og høyere yrkesfaglig utdanning", "Høgare utdanning og høgare yrkesfagleg utdanning", "Higher education and higher vocational education"],
  ["informasjon-og-kommunikasjon", "Organization", true, true, true, "andre_tjenesteytende_naeringer", "Informasjon og kommunikasjon", "Informasjon og kommunikasjon", "Information and communication"],
  ["infrastruktur", "Organization", true, true, true, "forhold_ved_virksomheten", "Infrastruktur", "Infrastruktur", "Infrastructure"],
  ["innbygger-arbeidsliv", "Person", true, true, true, "arbeidsliv_skole_og_utdanning", "Arbeidsliv", "Arbeidsliv", "Working life"],
  ["innbygger-attester", "Person", true, true, true, "patenter_sertifikater_og_attester", "Attester", "Attestar", "Attestation"],
  ["innbygger-avlastning-stotte", "Person", true, true, true, "helse_og_omsorg", "Avlastning og støtte", "Avlasting og støtte", "Relief and support"],
  ["innbygger-bank-finans", "Person", true, true, true, "skatt_avgift_bank_og_forsikring", "Bank og finans", "Bank og finans", "Banking and finance"],
  ["innbygger-barn-foreldre", "Person", true, true, true, "familie_og_fritid", "Barn og foreldre", "Barn og foreldre", "Children and parents"],
  ["innbygger-barnehage-sfo-skole", "Person", true, true, true, "familie_og_fritid", "Barnehage, SFO og skole", "Barnehage, SFO og skule", "Kindergarten, SFO and school"],
  ["innbygger-behandling", "Person", true, true, true, "helse_og_omsorg", "Behandling", "Behandling", "Treatment"],
  ["innbygger-bolig-eiendom", "Person", true, true, true, "plan_bygg_og_eiendom", "Bolig og eiendom", "Bustad og eigedom", "Housing and property"],
  ["innbygger-byggesoknad", "Person", true, true, true, "plan_bygg_og_eiendom", "Byggesøknad", "Byggjesøknad", "Building application"],
  ["innbygger-design-varemerke", "Person", true, true, true, "patenter_sertifikater_og_attester", "Design og varemerke", "Design og varemerke", "Design and trademark"],
  ["innbygger-forerkort", "Person", true, true, true, "trafikk_og_transport", "Førerkort", "Førarkort", "Driving license"],
  ["innbygger-forsikring", "Person", true, true, true, "skatt_avgift_bank_og_forsikring", "Forsikring", "Forsikring", "Insurance"],
  ["innbygger-fritidsaktiviteter-friluftsliv", "Person", true, true, true, "familie_og_fritid", "Fritidsaktiviteter og friluftsliv", "Fritidsaktivitetar og friluftsliv", "Leisure activities and outdoor life"],
  ["innbygger-frivillighet", "Person", true, true, true, "kultur_idrett_og_frivillighet", "Frivillighet", "Frivilligheit", "Volunteering"],
  ["innbygger-helsetjenester", "Person", true, true, true, "helse_og_omsorg", "Helsetjenester", "Helsetenester", "Health services"],
  ["innbygger-idrett", "Person", true, true, true, "kultur_idrett_og_frivillighet", "Idrett", "Idrett", "Sports"],
  ["innbygger-innkreving", "Person", true, true, true, "skatt_avgift_bank_og_forsikring", "Innkreving", "Innkrevjing", "Collection"],
  ["innbygger-kjoretoy", "Person", true, true, true, "trafikk_og_transport", "Kjøretøy", "Køyretøy", "Vehicle"],
  ["innbygger-kultur", "Person", true, true, true, "kultur_idrett_og_frivillighet", "Kultur", "Kultur", "Culture"],
  ["innbygger-loyve", "Person", true, true, true, "trafikk_og_transport", "Løyve", "Løyve", "License"],
  ["innbygger-patent", "Person", true, true, true, "patenter_sertifikater_og_attester", "Patent", "Patent", "Patent"],
  ["innbygger-pensjon", "Person", true, true, true, "arbeidsliv_skole_og_utdanning", "Pensjon", "Pensjon", "Pension"],
  ["innbygger-permisjon-oppsigelse", "Person", true, true, true, "arbeidsliv_skole_og_utdanning", "Permisjon og oppsigelse", "Permisjon og oppseiing", "Leave and dismissal"],
  ["innbygger-pleie-omsorg", "Person", true, true, true, "helse_og_omsorg", "Pleie og omsorg", "Pleie og omsorg", "Care and nursing"],
  ["innbygger-samliv", "Person", true, true, true, "familie_og_fritid", "Samliv", "Samliv", "Cohabitation"],
  ["innbygger-sertifisering", "Person", true, true, true, "patenter_sertifikater_og_attester", "Sertifisering", "Sertifisering", "Certification"],
  ["innbygger-skatteforhold-privatpersoner", "Person", true, true, true, "skatt_avgift_bank_og_forsikring", "Skatteforhold for privatpersoner", "Skatteforhold for privatpersonar", "Taxation for individuals"],
  ["innbygger-soknader-sertifisering", "Person", true, true, true, "arbeidsliv_skole_og_utdanning", "Søknader og sertifisering", "Søknader og sertifisering", "Applications and certification"],
  ["innbygger-stotte-tilskudd", "Person", true, true, true, "skatt_avgift_bank_og_forsikring", "Støtte og tilskudd", "Støtte og tilskot", "Support and grants"],
  ["innbygger-straffesak", "Person", true, true, true, "politi_og_rettsvesen", "Straffesak", "Straffesak", "Criminal case"],
  ["innbygger-sykefravaer", "Person", true, true, true, "arbeidsliv_skole_og_utdanning", "Sykefravær", "Sjukefråvær", "Sick leave"],
  ["innbygger-tilgangsstyring-privatperson", "Person", true, true, false, "administratorrettigheter", "Tilgangsstyring for privatperson", "Tilgangsstyring for privatperson", "Access management for private individuals"],
  ["innbygger-toll-avgift", "Person", true, true, true, "skatt_avgift_bank_og_forsikring", "Toll og avgift", "Toll og avgift", "Customs duties and taxes"],
  ["innbygger-utdanning", "Person", true, true, true, "arbeidsliv_skole_og_utdanning", "Utdanning", "Utdanning", "Education"],
  ["innbygger-vapen", "Person", true, true, true, "politi_og_rettsvesen", "Våpen", "Våpen", "Weapon"],
  ["jakt-og-viltstell", "Organization", true, true, true, "jordbruk_skogbruk_jakt_fiske_og_akvakultur", "Jakt og viltstell", "Jakt og viltstell", "Hunting and wildlife management"],
  ["jernbanetransport", "Organization", true, true, true, "transport_og_lagring", "Jernbanetransport", "Jernbanetransport", "Railway transport"],
  ["jordbruk", "Organization", true, true, true, "jordbruk_skogbruk_jakt_fiske_og_akvakultur", "Jordbruk", "Jordbruk", "Agriculture"],
  ["kjop-og-salg-eiendom", "Organization", true, true, true, "bygg_anlegg_og_eiendom", "Kjøp og salg av eiendom", "Kjøp og sal av eigedom", "Buying and selling real estate"],
  ["kjoretoy", "Organization", true, true, true, "transport_og_lagring", "Kjøretøy", "Køyretøy", "Vehicles"],
  ["klientadministrator", "Organization", false, true, false, "administrere_tilganger", "Klientadministrator", "Klientadministrator", "Client administrator"],
  ["kommuneoverlege", "Organization", true, true, true, "helse_pleie_omsorg_og_vern", "Kommuneoverlege", "Kommuneoverlege", "Municipal chief medical officer"],
  ["konkursbo-lesetilgang", "Organization", true, true, true, "fullmakter_for_konkursbo", "Konkursbo lesetilgang", "Konkursbu lesetilgang", "Bankruptcy estate read access"],
  ["konkursbo-skrivetilgang", "Organization", true, true, true, "fullmakter_for_konkursbo", "Konkursbo skrivetilgang", "Konkursbu skrivetilgang", "Bankruptcy estate write access"],
  ["konkursbo-tilgangsstyrer", "Organization", false, true, false, "administrere_tilganger", "Konkursbo administrator", "Konkursbu administrator", "Bankruptcy estate administrator"],
  ["krav-og-utlegg", "Organization", true, true, true, "skatt_avgift_regnskap_og_toll", "Krav, betalinger og utlegg", "Krav, betalingar og utlegg", "Claims, payments and enforcement"],
  ["kreditt-og-oppgjoer", "Organization", true, true, true, "skatt_avgift_regnskap_og_toll", "Kreditt- og oppgjørsordninger", "Kreditt- og oppgjerordningar", "Credit and settlement arrangements"],
  ["kunst-og-underholdning", "Organization", true, true, true, "kultur_og_frivillighet", "Kunst og underholdning", "Kunst og underhaldning", "Arts and entertainment"],
  ["lagring-og-andre-tjenester-tilknyttet-transport", "Organization", true, true, true, "transport_og_lagring", "Lagring og andre tjenester tilknyttet transport", "Lagring og andre tenester tilknytt transport", "Storage and other transport-related services"],
  ["lonn", "Organization", true, true, true, "personale", "Lønn", "Lønn", "Salary"],
  ["lonn-personopplysninger-saerlig-kategori", "Organization", true, true, true, "personale", "Lønn med personopplysninger av særlig kategori", "Lønn med personopplysningar av særleg kategori", "Salary with personal data of special category"],
  ["lotteri-og-spill", "Organization", true, true, true, "kultur_og_frivillighet", "Lotteri og spill", "Lotteri og spel", "Lottery and games"],
  ["lufttransport", "Organization", true, true, true, "transport_og_lagring", "Lufttransport", "Lufttransport", "Air transport"],
  ["maskinlesbare-hendelser", "Organization", false, true, true, "integrasjoner", "Maskinlesbare hendelser", "Maskinlesbare hendingar", "Machine-readable events"],
  ["maskinporten-administrator", "Organization", false, true, false, "administrere_tilganger", "Maskinporten administrator", "Maskinporten administrator", "Maskinporten administrator"],
  ["maskinporten-scopes", "Organization", false, true, true, "integrasjoner", "Delegerbare Maskinporten scopes", "Delegerbare Maskinporten scopes", "Delegable maskinporten scopes"],
  ["maskinporten-scopes-nuf", "Organization", false, true, true, "integrasjoner", "Delegerbare Maskinporten scopes - NUF", "Delegerbare Maskinporten scopes - NUF", "Delegable maskinporten scopes - NUF"],
  ["merverdiavgift", "Organization", true, true, true, "skatt_avgift_regnskap_og_toll", "Merverdiavgift", "Meirverdiavgift", "Value added tax"],
  ["metaller-og-mineraler", "Organization", true, true, true, "industrier", "Metaller og mineraler", "Metallar og mineral", "Metals and minerals"],
  ["metallvarer-elektrisk-utstyr-og-maskiner", "Organization", true, true, true, "industrier", "Metallvarer elektrisk utstyr og maskiner", "Metallvarar, elektrisk utstyr og maskiner", "Metal products, electrical equipment and machinery"],
  ["miljorydding-miljorensing-og-lignende", "Organization", true, true, true, "miljo_ulykke_og_sikkerhet", "Miljørydding, miljørensing og lignende", "Miljørydding, miljøreinsing og liknande", "Environmental cleanup, environmental remediation and similar"],
  ["miljorydding-rensing", "Organization", true, true, true, "energi_vann_avlop_og_avfall", "Miljørydding - rensing og lignende virksomhet", "Miljørydding - reinsing og liknande verksemd", "Environmental remediation, cleaning and similar activities"],
  ["mine-sider-kommune", "Organization", true, true, true, "forhold_ved_virksomheten", "Mine sider hos kommunen", "Mine sider hos kommunen", "My pages at the municipality"],
  ["mobler-og-annen-industri", "Organization", true, true, true, "industrier", "Møbler og annen industri", "Møblar og anna industri", "Furniture and other manufacturing"],
  ["motorvognavgift", "Organization", true, true, true, "skatt_avgift_regnskap_og_toll", "Motorvognavgifter", "Motorvognavgifter", "Motor vehicle taxes"],
  ["motta-nabo-og-planvarsel", "Organization", true, true, true, "bygg_anlegg_og_eiendom", "Motta nabo- og planvarsel", "Motta nabo- og planvarsel", "Receive neighbor and planning notifications"],
  ["mva-kompensasjon-revisorattesterer", "Organization", true, true, true, "skatt_avgift_regnskap_og_toll", "MVA-kompensasjon revisorattesterer", "MVA-kompensasjon revisorattesterer", "VAT compensation auditor certifies"],
  ["naeringsmidler-drikkevarer-og-tobakk", "Organization", true, true, true, "industrier", "Næringsmidler, drikkevarer og tobakk", "Næringsmiddel, drikkevarar og tobakk", "Food, beverages and tobacco"],
  ["namsmannen-tvangsfullbyrdelse-forliksradet", "Person", false, false, true, "vergemal-namsmannen", "Namsmannen - Tvangsfullbyrdelse, herunder behandling i forliksrådet", "Namsmannen - Tvangsfullbyrding, inkludert behandling i forliksrådet", "The Enforcement Officer - Enforcement, including proceedings in the conciliation board"],
  ["offentlige-anskaffelser", "Organization", true, true, true, "forhold_ved_virksomheten", "Offentlige anskaffelser", "Offentlege anskaffingar", "Public procurement"],
  ["oljeraffinering-kjemisk-farmasoytisk-industri", "Organization", true, true, true, "industrier", "Oljeraffinering, kjemisk og farmasøytisk industri", "Oljeraffinering, kjemisk og farmasøytisk industri", "Oil refining, chemical and pharmaceutical industry"],
  ["omregistrering", "Organization", true, true, true, "transport_og_lagring", "Omregistrering av kjøretøy", "Omregistrering av køyretøy", "Registration transfer of vehicles"],
  ["oppforing-bygg-anlegg", "Organization", true, true, true, "bygg_anlegg_og_eiendom", "Oppføring av bygg og anlegg", "Oppføring av bygg og anlegg", "Construction of buildings and facilities"],
  ["oppgi-naermeste-leder", "Organization", true, true, true, "personale", "Oppgi nærmeste leder for sykmeldt ansatt", "Oppgi næraste leiar for sjukmeld tilsett", "Provide the immediate supervisor for the sick-listed employee"],
  ["opplaeringskontorleder", "Organization", true, true, true, "oppvekst_og_utdanning", "Opplæringskontorleder", "Opplæringskontorleder", "Training office leader"],
  ["ordinaer-post-til-virksomheten", "Organization", true, true, true, "post_og_arkiv", "Ordinær post til virksomheten", "Ordinær post til verksemda", "Regular mail to business"],
  ["overnatting", "Organization", true, true, true, "handel_overnatting_og_servering", "Overnatting", "Overnatting", "Accommodation"],
  ["patent-varemerke-design", "Organization", true, true, true, "forhold_ved_virksomheten", "Patent, varemerke og design", "Patent, varemerke og design", "Patents, trademarks and design"],
  ["pensjon", "Organization", true, true, true, "personale", "Pensjon", "Pensjon", "Pension"],
  ["permisjon", "Organization", true, true, true, "personale", "Permisjon", "Permisjon", "Leave of absence"],
  ["plansak", "Organization", true, true, true, "bygg_anlegg_og_eiendom", "Plansak", "Plansak", "Planning case"],
  ["pleie-omsorgstjenester-i-institusjon", "Organization", true, true, true, "helse_pleie_omsorg_og_vern", "Pleie- og omsorgstjenester i institusjon", "Pleie- og omsorgstenester i institusjon", "Care services in institutions"],
  ["politi-og-domstol", "Organization", true, true, true, "forhold_ved_virksomheten", "Politi og domstol", "Politi og domstol", "Police and courts"],
  ["politikk", "Organization", true, true, true, "kultur_og_frivillighet", "Politikk", "Politikk", "Politics"],
  ["post-til-virksomheten-med-taushetsbelagt-innhold", "Organization", true, true, true, "post_og_arkiv", "Post til virksomheten med taushetsbelagt innhold", "Post til verksemda med teiepliktbelagt innhald", "Mail to business with confidential content"],
  ["posttjenester", "Organization", true, true, true, "andre_tjenesteytende_naeringer", "Posttjenester", "Posttenester", "Postal services"],
  ["ppt-leder", "Organization", true, true, true, "oppvekst_og_utdanning", "PPT-leder", "PPT-leiar", "Educational-psychological service leader"],
  ["rapportering-statistikk", "Organization", true, true, true, "forhold_ved_virksomheten", "Rapportering av statistikk", "Rapportering av statistikk", "Statistics reporting"],
  ["reelle-rettighetshavere-avvik-eu-oppslag", "Organization", true, true, true, "forhold_ved_virksomheten", "Reelle rettighetshavere - avviksrapportering og EU-oppslag", "Reelle rettshavarar - avviksrapportering og EU-oppslag", "Beneficial owners - non-compliance reporting and EU lookups"],
  ["regnskap-okonomi-rapport", "Organization", true, true, true, "skatt_avgift_regnskap_og_toll", "Regnskap og økonomirapportering", "Rekneskap og økonomirapportering", "Accounting and economic reporting"],
  ["regnskapsforer-lonn", "Organization", true, false, true, "fullmakter_for_regnskapsforer", "Regnskapsfører lønn", "Rekneskapsførar løn", "Accountant salary"],
  ["regnskapsforer-med-signeringsrettighet", "Organization", true, false, true, "fullmakter_for_regnskapsforer", "Regnskapsfører med signeringsrettighet", "Rekneskapsførar med signeringsrett", "Accountant with signing rights"],
  ["regnskapsforer-uten-signeringsrettighet", "Organization", true, false, true, "fullmakter_for_regnskapsforer", "Regnskapsfører uten signeringsrettighet", "Rekneskapsførar utan signeringsrett", "Accountant without signing rights"],
  ["reindrift", "Organization", true, true, true, "jordbruk_skogbruk_jakt_fiske_og_akvakultur", "Reindrift", "Reindrift", "Reindeer herding"],
  ["renovasjon", "Organization", true, true, true, "miljo_ulykke_og_sikkerhet", "Renovasjon", "Renovasjon", "Waste management"],
  ["reparasjon-og-installasjon-av-maskiner-og-utstyr", "Organization", true, true, true, "industrier", "Reparasjon og installasjon av maskiner og utstyr", "Reparasjon og installasjon av maskiner og utstyr", "Repair and installation of machinery and equipment"],
  ["revisjon", "Organization", true, true, true, "skatt_avgift_regnskap_og_toll", "Revisjon", "Revisjon", "Revision"],
  ["revisorattesterer", "Organization", true, true, true, "skatt_avgift_regnskap_og_toll", "Revisorattesterer", "Revisorattesterer", "Auditor attestation"],
  ["revisormedarbeider", "Organization", true, false, true, "fullmakter_for_revisor", "Revisormedarbeider", "Revisormedarbeidar", "Assistant auditor"],
  ["saeravgifter", "Organization", true, true, true, "skatt_avgift_regnskap_og_toll", "Særavgifter", "Særavgifter", "Special taxes"],
  ["samle-behandle-avlopsvann", "Organization", true, true, true, "energi_vann_avlop_og_avfall", "Samle opp og behandle avløpsvann", "Samle opp og behandle avløpsvatn", "Sewage collection and treatment"],
  ["servering", "Organization", true, true, true, "handel_overnatting_og_servering", "Servering", "Servering", "Catering"],
  ["sfo-leder", "Organization", true, true, true, "oppvekst_og_utdanning", "SFO-leder", "SFO-leiar", "After-school program leader"],
  ["sikkerhet-og-internkontroll", "Organization", true, true, true, "miljo_ulykke_og_sikkerhet", "Sikkerhet og internkontroll", "Tryggleik og internkontroll", "Security and internal control"],
  ["sjofart", "Organization", true, true, true, "transport_og_lagring", "Sjøfart", "Sjøfart", "Maritime transport"],
  ["skatt-naering", "Organization", true, true, true, "skatt_avgift_regnskap_og_toll", "Skatt næring", "Skatt næring", "Business tax"],
  ["skattegrunnlag", "Organization", true, true, true, "skatt_avgift_regnskap_og_toll", "Skattegrunnlag", "Skattegrunnlag", "Tax base"],
  ["skogbruk", "Organization", true, true, true, "jordbruk_skogbruk_jakt_fiske_og_akvakultur", "Skogbruk", "Skogbruk", "Forestry"],
  ["skoleeier", "Organization", true, true, true, "oppvekst_og_utdanning", "Skoleeier", "Skuleeigar", "School owner"],
  ["skoleleder", "Organization", true, true, true, "oppvekst_og_utdanning", "Skoleleder", "Skuleleder", "School leader"],
  ["sosiale-omsorgstjenester-uten-botilbud-og-flyktningemottak", "Organization", true, true, true, "helse_pleie_omsorg_og_vern", "Sosiale omsorgstjenester uten botilbud og flyktningemottak", "Sosiale omsorgstenester utan butilbod og flyktningemottak", "Social care services without housing and refugee reception"],
  ["sport-og-fritid", "Organization", true, true, true, "kultur_og_frivillighet", "Sport og fritid", "Sport og fritid", "Sports and recreation"],
  ["starte-drive-endre-avvikle-virksomhet", "Organization", true, true, true, "forhold_ved_virksomheten", "Starte, endre og avvikle virksomhet", "Starte, endre og avvikle verksemd", "Start, change and dissolve business"],
  ["statsforvalter-barnehage", "Organization", true, true, true, "oppvekst_og_utdanning", "Statsforvalter - barnehage", "Statsforvaltar - barnehage", "County governor - kindergarten"],
  ["statsforvalter-skole-og-opplearing", "Organization", true, true, true, "oppvekst_og_utdanning", "Statsforvalter - skole og opplæring", "Statsforvaltar - skule og opplæring", "County governor - school and education"],
  ["sykefravaer", "Organization", true, true, true, "personale", "Sykefravær", "Sjukefråvær", "Sick leave"],
  ["sykefravaer-personopplysninger-saerlig-kategori", "Organization", true, true, true, "personale", "Sykefravær med personopplysninger av særlig kategori", "Sjukefråvær med personopplysningar av særleg kategori", "Sick leave with personal data of a special category."],
  ["teknisk-samhandling-digdir", "Organization", true, true, true, "forhold_ved_virksomheten", "Teknisk samhandling med Digdir", "Teknisk samhandling med Digdir", "Technical interaction with Digdir"],
  ["teknisk-samhandling-skatt", "Organization", true, true, true, "forhold_ved_virksomheten", "Teknisk samhandling med Skatteetaten", "Teknisk samhandling med Skatteetaten", "Technical interaction with the Norwegian Tax Agency"],
  ["tekstiler-klaer-laervarer", "Organization", true, true, true, "industrier", "Tekstiler, klær og lærvarer", "Tekstilar, klede og lærvarar", "Textiles, clothing and leather goods"],
  ["tilgangsstyrer", "Organization", false, true, false, "administrere_tilganger", "Tilgangsstyrer", "Tilgangsstyrar", "Access manager"],
  ["tilgangsstyring-enkeltinstanser", "Organization", false, true, false, "administrere_tilganger", "Tilgangsstyrer for enkeltmeldinger, -skjema og -dialoger", "Tilgangsstyrar for enkeltmeldingar, -skjema og -dialogar", "Access manager of individual messages, forms and dialogs"],
  ["tilskudd-stotte-erstatning", "Organization", true, true, true, "forhold_ved_virksomheten", "Tilskudd, støtte og erstatning", "Tilskot, støtte og erstatning", "Grant, support and compensation"],
  ["tinglysing-eiendom", "Organization", true, true, true, "bygg_anlegg_og_eiendom", "Tinglysing eiendom", "Tinglysing eigedom", "Property registration"],
  ["tjenester-nuf", "Organization", true, true, true, "andre_tjenesteytende_naeringer", "Tjenester NUF", "Tenester NUF", "Services NUF"],
  ["toll", "Organization", true, true, true, "skatt_avgift_regnskap_og_toll", "Toll", "Toll", "Customs"],
  ["trafikant", "Organization", true, true, true, "transport_og_lagring", "Trafikant", "Trafikant", "Road users"],
  ["transport-i-ror", "Organization", true, true, true, "transport_og_lagring", "Transport i rør", "Transport i røyr", "Pipeline transport"],
  ["trelast-trevarer-papirvarer", "Organization", true, true, true, "industrier", "Trelast, trevarer og papirvarer", "Trelast, trevarar og papirvarar", "Lumber, wood products and paper goods"],
  ["trykkerier-reproduksjon-opptak", "Organization", true, true, true, "industrier", "Trykkerier og reproduksjon av innspilte opptak", "Trykkeri og reproduksjon av innspelte opptak", "Printing and reproduction of recorded media"],
  ["ulykke", "Organization", true, true, true, "miljo_ulykke_og_sikkerhet", "Ulykke", "Ulykke", "Accident"],
  ["utleie-eiendom", "Organization", true, true, true, "bygg_anlegg_og_eiendom", "Utleie av eiendom", "Utleige av eigedom", "Real estate rental"],
  ["utvinning-raaolje-naturgass-kull", "Organization", true, true, true, "energi_vann_avlop_og_avfall", "Utvinning av råolje, naturgass og kull", "Utvinning av råolje, naturgass og kol", "Extraction of crude oil, natural gas and coal"],
  ["vann-kilde-rense-distrubere", "Organization", true, true, true, "energi_vann_avlop_og_avfall", "Vann - ta ut fra kilde, rense og distribuere", "Vatn - ta ut frå kjelde, reinske og distribuere", "Water - source extraction, treatment and distribution"],
  ["varehandel", "Organization", true, true, true, "handel_overnatting_og_servering", "Varehandel", "Varehandel", "Retail trade"],
  ["veitransport", "Organization", true, true, true, "transport_og_lagring", "Veitransport", "Vegtransport", "Road transport"],
  ["verft-og-andre-transportmidler", "Organization", true, true, true, "industrier", "Verft og andre transportmidler", "Verft og andre transportmiddel", "Shipyards and other transport vehicles"],
  ["vergemal-bank-representasjon-dagligbank", "Person", false, false, true, "vergemal-bank", "Bank - Representasjon dagligbank", "Bank - Representasjon daglegbank", "Bank - Representation daily banking"],
  ["vergemal-bank-ta-opp-lan-kreditter", "Person", false, false, true, "vergemal-bank", "Bank - Ta opp lån/kreditter", "Bank - Ta opp lån/kredittar", "Bank - Taking out loans/credits"],
  ["vergemal-forsikringsselskap-forvalte-forsikringsavtaler", "Person", false, false, true, "vergemal-forsikringsselskap", "Forsikringsselskap - Forvalte forsikringsavtaler", "Forsikringsselskap - Forvalte forsikringsavtalar", "Insurance company - Managing insurance agreements"],
  ["vergemal-helfo-fastlege", "Person", false, false, true, "vergemal-helfo", "Helfo - Fastlege", "Helfo - Fastlege", "Helfo - General practitioner"],
  ["vergemal-helfo-refusjon-privatpersoner", "Person", false, false, true, "vergemal-helfo", "Helfo - Refusjon for privatpersoner", "Helfo - Refusjon for privatpersonar", "Helfo - Reimbursement for private individuals"],
  ["vergemal-husbanken-bostotte", "Person", false, false, true, "vergemal-husbanken", "Husbanken - Bostøtte", "Husbanken - Bustønad", "The Housing Bank - Housing allowance"],
  ["vergemal-husbanken-startlan", "Person", false, false, true, "vergemal-husbanken", "Husbanken - Startlån", "Husbanken - Startlån", "The Housing Bank - Start-up loan"],
  ["vergemal-inkassoselskap-inkassoavtaler", "Person", false, false, true, "vergemal-inkassoselskap", "Inkassoselskap - Forhandle og inngå inkassoavtaler", "Inkassoselskap - Forhandle og inngå inkassoavtalar", "Debt collection companies - Negotiate and conclude debt collection agreements"],
  ["vergemal-kartverket-arv-privat-skifte-uskifte", "Person", false, false, true, "vergemal-kartverket", "Kartverket - Arv - privat skifte og uskifte", "Kartverket - Arv - privat skifte og uskifte", "The Norwegian Mapping Authority - Inheritance - private settlement and undivided estate"],
  ["vergemal-kartverket-avtaler-rettigheter", "Person", false, false, true, "vergemal-kartverket", "Kartverket - Avtaler og rettigheter", "Kartverket - Avtalar og rettar", "The Norwegian Mapping Authority - Agreements and rights"],
  ["vergemal-kartverket-endring-eiendom", "Person", false, false, true, "vergemal-kartverket", "Kartverket - Endring av eiendom", "Kartverket - Endring av eigedom", "The Norwegian Mapping Authority - Change of property"],
  ["vergemal-kartverket-kjop-eiendom", "Person", false, false, true, "vergemal-kartverket", "Kartverket - Kjøp av eiendom", "Kartverket - Kjøp av eigedom", "The Norwegian Mapping Authority - Purchase of property"],
  ["vergemal-kartverket-laneopptak", "Person", false, false, true, "vergemal-kartverket", "Kartverket - Låneopptak", "Kartverket - Låneopptak", "The Norwegian Mapping Authority - Loan acquisition"],
  ["vergemal-kartverket-salg-fast-eiendom-borettslagsandel", "Person", false, false, true, "vergemal-kartverket", "Kartverket - Salg av fast eiendom/borettslagsandel", "Kartverket - Sal av fast eigedom/del av burettslag", "The Norwegian Mapping Authority - Sale of real estate/condominium share"],
  ["vergemal-kartverket-sletting", "Person", false, false, true, "vergemal-kartverket", "Kartverket - Sletting", "Kartverket - Sletting", "The Norwegian Mapping Authority - Deletion"],
  ["vergemal-kommune-bygg-eiendom", "Person", false, false, true, "vergemal-kommune", "Kommune - Bygg og eiendom", "Kommune - Bygg og eigedom", "Municipality - Building and property"],
  ["vergemal-kommune-helse-omsorg", "Person", false, false, true, "vergemal-kommune", "Kommune - Helse og omsorg", "Kommune - Helse og omsorg", "Municipality - Health and care"],
  ["vergemal-kommune-skatt-avgift", "Person", false, false, true, "vergemal-kommune", "Kommune - Skatt og avgift", "Kommune - Skatt og avgift", "Municipality - Tax and duty"],
  ["vergemal-kommune-skole-utdanning", "Person", false, false, true, "vergemal-kommune", "Kommune - Skole og utdanning", "Kommune - Skule og utdanning", "Municipality - School and education"],
  ["vergemal-kommune-sosiale-tjenester", "Person", false, false, true, "vergemal-kommune", "Kommune - Sosiale tjenester", "Kommune - Sosiale tenester", "Municipality - Social services"],
  ["vergemal-kredittvurderingsselskap-kredittsperre", "Person", false, false, true, "vergemal-kredittvurderingsselskap", "Kredittvurderingsselskap - Kredittsperre", "Kredittvurderingsselskap - Kredittsperre", "Credit rating agency - Credit freeze"],
  ["vergemal-namsmannen-gjeldsordning", "Person", false, false, true, "vergemal-namsmannen", "Namsmannen - Gjeldsordning", "Namsmannen - Gjeldsordning", "The Enforcement Officer - Debt settlement"],
  ["vergemal-nav-arbeid", "Person", false, false, true, "vergemal-nav", "Nav - Arbeid", "Nav - Arbeid", "Nav - Work"],
  ["vergemal-nav-familie", "Person", false, false, true, "vergemal-nav", "Nav - Familie", "Nav - Familie", "Nav - Family"],
  ["vergemal-nav-hjelpemidler", "Person", false, false, true, "vergemal-nav", "Nav - Hjelpemidler", "Nav - Hjelpemiddel", "Nav - Assistive devices"],
  ["vergemal-nav-pensjon", "Person", false, false, true, "vergemal-nav", "Nav - Pensjon", "Nav - Pensjon", "Nav - Pension"],
  ["vergemal-nav-sosiale-tjenester", "Person", false, false, true, "vergemal-nav", "Nav - Sosiale tjenester", "Nav - Sosiale tenester", "Nav - Social services"],
  ["vergemal-ovrige-avslutning-husleiekontrakter", "Person", false, false, true, "vergemal-annen-kjop-avtaleinngaelse", "Øvrige - Avslutning av husleiekontrakter", "Øvrige - Avslutting av husleigekontraktar", "Others - Termination of lease agreements"],
  ["vergemal-ovrige-inngaelse-husleiekontrakter", "Person", false, false, true, "vergemal-annen-kjop-avtaleinngaelse", "Øvrige - Inngåelse av husleiekontrakter", "Øvrige - Inngåing av husleigekontraktar", "Others - Conclusion of lease agreements"],
  ["vergemal-ovrige-kjop-leie-varer-tjenester", "Person", false, false, true, "vergemal-annen-kjop-avtaleinngaelse", "Øvrige - Kjøp/leie av varer og tjenester", "Øvrige - Kjøp/leige av varer og tenester", "Others - Purchase/rental of goods and services"],
  ["vergemal-ovrige-salg-losore-storre-verdi", "Person", false, false, true, "vergemal-annen-kjop-avtaleinngaelse", "Øvrige - Salg av løsøre av større verdi", "Øvrige - Sal av lausøyre av større verdi", "Others - Sale of personal property of greater value"],
  ["vergemal-pasientreiser-refusjon-pasientreiser", "Person", false, false, true, "vergemal-pasientreiser", "Pasientreiser - Refusjon av pasientreiser", "Pasientreiser - Refusjon av pasientreiser", "Patient travel - Reimbursement of patient travel"],
  ["vergemal-skatteetaten-endre-postadresse", "Person", false, false, true, "vergemal-skatteetaten", "Skatteetaten - Endre postadresse", "Skatteetaten - Endre postadresse", "The Tax Administration - Change postal address"],
  ["vergemal-skatteetaten-innkreving-tvangsfullbyrdelse", "Person", false, false, true, "vergemal-namsmannen", "Skatteetaten - Innkreving og tvangsfullbyrdelse", "Skatteetaten - Innkrevjing og tvangsfullbyrding", "The Tax Administration - Collection and enforcement"],
  ["vergemal-skatteetaten-melde-flytting", "Person", false, false, true, "vergemal-skatteetaten", "Skatteetaten - Melde flytting", "Skatteetaten - Melde flytting", "The Tax Administration - Report moving"],
  ["vergemal-skatteetaten-skatt", "Person", false, false, true, "vergemal-skatteetaten", "Skatteetaten - Skatt", "Skatteetaten - Skatt", "The Tax Administration - Tax"],
  ["vergemal-statsforvalter-soke-om-samtykke-disposisjon", "Person", false, false, true, "vergemal-statsforvalteren", "Statsforvalter - Søke om samtykke til disposisjon", "Statsforvalter - Søkje om samtykke til disposisjon", "County Governor - Apply for consent to disposition"],
  ["vergemal-tingretten-begjaere-skifte-uskiftebo", "Person", false, false, true, "vergemal-tingretten", "Tingretten - Begjære skifte av uskiftebo", "Tingretten - Begjære skifte av uskiftebu", "The District Court - Petition for settlement of undivided estate"],
  ["vergemal-tingretten-begjaere-uskifte", "Person", false, false, true, "vergemal-tingretten", "Tingretten - Begjære uskifte", "Tingretten - Begjære uskifte", "The District Court - Petition for undivided estate"],
  ["vergemal-tingretten-privat-skifte-dodsbo", "Person", false, false, true, "vergemal-tingretten", "Tingretten - Privat skifte av dødsbo", "Tingretten - Privat skifte av dødsbu", "The District Court - Private settlement of estate"],
  ["virksomhetens-representant-skjemaoppgaver", "Organization", false, true, false, "forhold_ved_virksomheten", "Virksomhetens representant - skjemaoppgaver", "Representant for verksemda - skjemaoppgåver", "Company representative - form tasks"],
  ["yrkesskade", "Organization", true, true, true, "miljo_ulykke_og_sikkerhet", "Yrkesskade", "Yrkesskade", "Occupational injury"],
];

/** Values of `urn:altinn:accesspackage`. */
// prettier-ignore
export type KnownPackageCode =
  | "a-ordning" | "aksjer-og-eierforhold" | "akvakultur" | "annen-tjenesteyting"
  | "ansettelsesforhold" | "ansvarlig-revisor" | "attester" | "avfall-behandle-gjenvinne"
  | "baerekraft" | "barnehageeier" | "barnehageleder" | "barnehagemyndighet" | "barnevern"
  | "beredskap" | "bergverk" | "biblioteker-museer-arkiver-og-annen-kultur" | "byggesoknad"
  | "damp-varmtvann" | "dokumentbasert-tilsyn" | "dyrehold" | "eiendomsmegler" | "eksplisitt"
  | "elektrisitet-produsere-overfore-distrubere" | "elektronisk-kommunikasjon" | "familievern"
  | "ffor-tilgangsstyrer-nuf" | "finansiering-og-forsikring" | "fiske" | "folkeregister"
  | "fornoyelser" | "forretningsforer-eiendom" | "forskning" | "forstegangsregistrering"
  | "generelle-helfotjenester" | "godkjenning-av-personell" | "godkjenning-av-utdanningsvirksomhet"
  | "gummi-plast-og-ikkemetallholdige-mineralprodukter" | "helfo-saerlig-kategori"
  | "helsetjenester" | "helsetjenester-personopplysninger-saerlig-kategori" | "hovedadministrator"
  | "hoyere-utdanning-og-hoyere-yrkesfaglig-utdanning" | "informasjon-og-kommunikasjon"
  | "infrastruktur" | "innbygger-arbeidsliv" | "innbygger-attester" | "innbygger-avlastning-stotte"
  | "innbygger-bank-finans" | "innbygger-barn-foreldre" | "innbygger-barnehage-sfo-skole"
  | "innbygger-behandling" | "innbygger-bolig-eiendom" | "innbygger-byggesoknad"
  | "innbygger-design-varemerke" | "innbygger-forerkort" | "innbygger-forsikring"
  | "innbygger-fritidsaktiviteter-friluftsliv" | "innbygger-frivillighet"
  | "innbygger-helsetjenester" | "innbygger-idrett" | "innbygger-innkreving" | "innbygger-kjoretoy"
  | "innbygger-kultur" | "innbygger-loyve" | "innbygger-patent" | "innbygger-pensjon"
  | "innbygger-permisjon-oppsigelse" | "innbygger-pleie-omsorg" | "innbygger-samliv"
  | "innbygger-sertifisering" | "innbygger-skatteforhold-privatpersoner"
  | "innbygger-soknader-sertifisering" | "innbygger-stotte-tilskudd" | "innbygger-straffesak"
  | "innbygger-sykefravaer" | "innbygger-tilgangsstyring-privatperson" | "innbygger-toll-avgift"
  | "innbygger-utdanning" | "innbygger-vapen" | "jakt-og-viltstell" | "jernbanetransport"
  | "jordbruk" | "kjop-og-salg-eiendom" | "kjoretoy" | "klientadministrator" | "kommuneoverlege"
  | "konkursbo-lesetilgang" | "konkursbo-skrivetilgang" | "konkursbo-tilgangsstyrer"
  | "krav-og-utlegg" | "kreditt-og-oppgjoer" | "kunst-og-underholdning"
  | "lagring-og-andre-tjenester-tilknyttet-transport" | "lonn"
  | "lonn-personopplysninger-saerlig-kategori" | "lotteri-og-spill" | "lufttransport"
  | "maskinlesbare-hendelser" | "maskinporten-administrator" | "maskinporten-scopes"
  | "maskinporten-scopes-nuf" | "merverdiavgift" | "metaller-og-mineraler"
  | "metallvarer-elektrisk-utstyr-og-maskiner" | "miljorydding-miljorensing-og-lignende"
  | "miljorydding-rensing" | "mine-sider-kommune" | "mobler-og-annen-industri" | "motorvognavgift"
  | "motta-nabo-og-planvarsel" | "mva-kompensasjon-revisorattesterer"
  | "naeringsmidler-drikkevarer-og-tobakk" | "namsmannen-tvangsfullbyrdelse-forliksradet"
  | "offentlige-anskaffelser" | "oljeraffinering-kjemisk-farmasoytisk-industri" | "omregistrering"
  | "oppforing-bygg-anlegg" | "oppgi-naermeste-leder" | "opplaeringskontorleder"
  | "ordinaer-post-til-virksomheten" | "overnatting" | "patent-varemerke-design" | "pensjon"
  | "permisjon" | "plansak" | "pleie-omsorgstjenester-i-institusjon" | "politi-og-domstol"
  | "politikk" | "post-til-virksomheten-med-taushetsbelagt-innhold" | "posttjenester" | "ppt-leder"
  | "rapportering-statistikk" | "reelle-rettighetshavere-avvik-eu-oppslag"
  | "regnskap-okonomi-rapport" | "regnskapsforer-lonn" | "regnskapsforer-med-signeringsrettighet"
  | "regnskapsforer-uten-signeringsrettighet" | "reindrift" | "renovasjon"
  | "reparasjon-og-installasjon-av-maskiner-og-utstyr" | "revisjon" | "revisorattesterer"
  | "revisormedarbeider" | "saeravgifter" | "samle-behandle-avlopsvann" | "servering" | "sfo-leder"
  | "sikkerhet-og-internkontroll" | "sjofart" | "skatt-naering" | "skattegrunnlag" | "skogbruk"
  | "skoleeier" | "skoleleder" | "sosiale-omsorgstjenester-uten-botilbud-og-flyktningemottak"
  | "sport-og-fritid" | "starte-drive-endre-avvikle-virksomhet" | "statsforvalter-barnehage"
  | "statsforvalter-skole-og-opplearing" | "sykefravaer"
  | "sykefravaer-personopplysninger-saerlig-kategori" | "teknisk-samhandling-digdir"
  | "teknisk-samhandling-skatt" | "tekstiler-klaer-laervarer" | "tilgangsstyrer"
  | "tilgangsstyring-enkeltinstanser" | "tilskudd-stotte-erstatning" | "tinglysing-eiendom"
  | "tjenester-nuf" | "toll" | "trafikant" | "transport-i-ror" | "trelast-trevarer-papirvarer"
  | "trykkerier-reproduksjon-opptak" | "ulykke" | "utleie-eiendom"
  | "utvinning-raaolje-naturgass-kull" | "vann-kilde-rense-distrubere" | "varehandel"
  | "veitransport" | "verft-og-andre-transportmidler" | "vergemal-bank-representasjon-dagligbank"
  | "vergemal-bank-ta-opp-lan-kreditter"
  | "vergemal-forsikringsselskap-forvalte-forsikringsavtaler" | "vergemal-helfo-fastlege"
  | "vergemal-helfo-refusjon-privatpersoner" | "vergemal-husbanken-bostotte"
  | "vergemal-husbanken-startlan" | "vergemal-inkassoselskap-inkassoavtaler"
  | "vergemal-kartverket-arv-privat-skifte-uskifte" | "vergemal-kartverket-avtaler-rettigheter"
  | "vergemal-kartverket-endring-eiendom" | "vergemal-kartverket-kjop-eiendom"
  | "vergemal-kartverket-laneopptak" | "vergemal-kartverket-salg-fast-eiendom-borettslagsandel"
  | "vergemal-kartverket-sletting" | "vergemal-kommune-bygg-eiendom"
  | "vergemal-kommune-helse-omsorg" | "vergemal-kommune-skatt-avgift"
  | "vergemal-kommune-skole-utdanning" | "vergemal-kommune-sosiale-tjenester"
  | "vergemal-kredittvurderingsselskap-kredittsperre" | "vergemal-namsmannen-gjeldsordning"
  | "vergemal-nav-arbeid" | "vergemal-nav-familie" | "vergemal-nav-hjelpemidler"
  | "vergemal-nav-pensjon" | "vergemal-nav-sosiale-tjenester"
  | "vergemal-ovrige-avslutning-husleiekontrakter" | "vergemal-ovrige-inngaelse-husleiekontrakter"
  | "vergemal-ovrige-kjop-leie-varer-tjenester" | "vergemal-ovrige-salg-losore-storre-verdi"
  | "vergemal-pasientreiser-refusjon-pasientreiser" | "vergemal-skatteetaten-endre-postadresse"
  | "vergemal-skatteetaten-innkreving-tvangsfullbyrdelse" | "vergemal-skatteetaten-melde-flytting"
  | "vergemal-skatteetaten-skatt" | "vergemal-statsforvalter-soke-om-samtykke-disposisjon"
  | "vergemal-tingretten-begjaere-skifte-uskiftebo" | "vergemal-tingretten-begjaere-uskifte"
  | "vergemal-tingretten-privat-skifte-dodsbo" | "virksomhetens-representant-skjemaoppgaver"
  | "yrkesskade";
