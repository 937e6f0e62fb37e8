import type { Organisation } from "../altinn";

/** Organisations that every stand-in knows; codes and numbers are those of Altinn's own list. */
export const wellKnown: readonly Organisation[] = [
  organisation(
    "brg",
    "974760673",
    "Brønnøysundregistrene",
    "Brønnøysundregistera",
    "Brønnøysund Register Centre",
  ),
  organisation(
    "digdir",
    "991825827",
    "Digitaliseringsdirektoratet",
    "Digitaliseringsdirektoratet",
    "Norwegian Digitalisation Agency",
  ),
  organisation(
    "nav",
    "889640782",
    "Arbeids- og velferdsetaten",
    "Arbeids- og velferdsetaten",
    "NAV",
  ),
  organisation("skd", "974761076", "Skatteetaten", "Skatteetaten", "Norwegian Tax Administration"),
  organisation(
    "ssb",
    "971526920",
    "Statistisk sentralbyrå",
    "Statistisk sentralbyrå",
    "Statistics Norway",
  ),
  organisation("ttd", "", "Testdepartement", "Testdepartement", "Test Ministry"),
];

function organisation(
  code: string,
  number: string,
  nb: string,
  nn: string,
  en: string,
): Organisation {
  return { code, number, name: { nb, nn, en } };
}
