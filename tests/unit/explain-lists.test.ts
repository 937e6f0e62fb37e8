import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/engine";
import { told } from "../support/explained";

/* What lines of access lists, their members and connections say in words. */

/** Section and sentence alone. */
const worded = (item: string): string => {
  const at = item.indexOf(": ");
  return `${item.slice(0, at)}: ${(JSON.parse(item.slice(at + 2)) as { text: string }).text}`;
};

describe("access lists in words", () => {
  const connected = "AccessListConnection partners/ttd-a: members of partners (974761076)";
  test.each([
    [
      "access given: AccessList partners: members 974761076, 889640782: ttd-a, as far as the policy lets them in; 974761076 was taken at Altinn",
      "gains: settes på listen: virksomhet 974761076 og virksomhet 889640782. De slipper inn i tjenesten ttd-a, så langt tilgangsreglene tillater det. Tatt av listen i Altinn, ikke av dette programmet: virksomhet 974761076",
    ],
    [
      "access taken: AccessList partners: member 974761076: ttd-a, unless another connected list has them; it was given at Altinn",
      "loses: tas av listen: virksomhet 974761076. De mister tilgang til tjenesten ttd-a, hvis de ikke står på en annen tilkoblet liste. De var satt på listen i Altinn, ikke av dette programmet",
    ],
    [
      "note: AccessList partners: members come: 974761076 and 5 more, 6 in all. This changes no access now: the list is connected to no service.",
      "changes: nye medlemmer: virksomhet 974761076 og 5 til (6 i alt). Det endrer ingen tilgang nå: listen er ikke koblet til noen tjeneste",
    ],
    [
      `access given: ${connected}: write at ttd-a, as far as the policy lets them in; it was taken at Altinn`,
      "gains: medlemmer av tilgangslisten partners, virksomhet 974761076, kan sende filer, så langt tilgangsreglene slipper dem inn. Dette ble stengt i Altinn, ikke av dette programmet",
    ],
    [
      `access given: ${connected}: every action but read at ttd-a, as far as the policy lets them in`,
      "gains: medlemmer av tilgangslisten partners, virksomhet 974761076, kan gjøre alt, ikke lenger bare hente filer, så langt tilgangsreglene slipper dem inn",
    ],
    [
      "note: AccessListConnection partners/ttd-a: at Altinn, not by the program, actions became read; it was every action",
      "drift: medlemmer av tilgangslisten partners kunne gjøre alt, og kan hente filer nå. `up` lar det være slik: programmet sier det samme",
    ],
    [
      `access taken: ${connected}: read at ttd-a; it was given at Altinn`,
      "loses: medlemmer av tilgangslisten partners, virksomhet 974761076, kan ikke lenger hente filer. Dette ble åpnet i Altinn, ikke av dette programmet",
    ],
    [
      `access taken: ${connected}: every action but read at ttd-a`,
      "loses: medlemmer av tilgangslisten partners, virksomhet 974761076, kan fra nå av bare hente filer",
    ],
    [
      `access taken: ${connected}: ttd-a. Members of b keep their access.`,
      "loses: medlemmer av tilgangslisten partners, virksomhet 974761076, mister tilgang, siden listen kobles fra. Medlemmer av b beholder tilgangen",
    ],
    [
      "note: AccessListConnection partners/ttd-a: it is removed. It was the last list: nobody gets in while accessListMode is Enabled.",
      "notes: tilkoblingen av listen partners fjernes. Det var den siste listen: ingen slipper inn så lenge bare medlemmer slippes inn",
    ],
    [
      "warning [action-not-asked]: AccessListConnection partners/ttd-a: So it is.",
      "warnings: Tilgangslisten partners er koblet til for noe som ingen spør om, og det slipper ingen inn.",
    ],
    [
      "warning [action-not-asked]: ResourcePolicy ttd-a: So it is.",
      "warnings: Tilgangsreglene tillater noe som ingen spør om.",
    ],
  ])("%s", (text, inWords) => {
    expect(told(text, "nb").map(worded)).toEqual([inWords]);
  });
});

describe("members whom Altinn does not know", () => {
  const failing = (text: string): string[] => told(text, "nb", "error").map(worded);
  const NUMBERS = "Altinn kjenner ikke virksomhet 974761076 og virksomhet 889640782.";
  const DO =
    "Rett numrene på medlemmene i programmet, eller ta dem ut, og kjør `pulumi up` på nytt.";
  test.each([
    ["Nothing was written.", "Ingenting ble skrevet"],
    ["All else was written.", "Alt annet ble skrevet"],
    [
      "All else was written: members came: 991825827; members went: 310243260.",
      "Alt annet ble skrevet: medlemmer kom til: virksomhet 991825827; medlemmer ble tatt ut: virksomhet 310243260",
    ],
  ])("%s", (then, inWords) => {
    expect(
      failing(
        `AccessList partners: Altinn's Register does not know these organisations: 974761076, 889640782. Correct the numbers in members, or take them out, and run \`pulumi up\` again. ${then}`,
      ),
    ).toEqual([`errors: ${NUMBERS} ${DO} ${inWords}`]);
  });
});

/** Parts of sentences that these tests and explain-lines.test.ts give by hand, with where they are made. */
const IN_SOURCES: readonly (readonly [file: string, part: string])[] = [
  ["access-list/writer.ts", ": Altinn's Register does not know ${"],
  ["access-list/writer.ts", '"the organisation" : "these organisations"}: ${'],
  ["access-list/writer.ts", ". Correct the numbers in members, or take them out, and run "],
  ["access-list/writer.ts", "} Nothing was written.`"],
  ["access-list/writer.ts", "} All else was written${"],
  ["access-list/said.ts", "it is deleted with its members. It was connected to no service."],
  ["access-list/said.ts", "`; ${which} was ${how} at Altinn`"],
  ["access-list-connection/said.ts", "`; it was ${how} at Altinn`"],
  [
    "access-list-mode.ts",
    '"No access list is connected at Altinn now: until one is, nobody is let in."',
  ],
  [
    "access-list-mode.ts",
    '`Connected at Altinn now: ${lists.join(", ")}, whose members keep their access.`',
  ],
  ["access-list-mode.ts", '"Access lists were not looked at, since ALTINN_WITHOUT_KEY is set."'],
  [
    "access-list-mode.ts",
    '"It was the last list: nobody gets in while accessListMode is Enabled."',
  ],
  ["access-list-mode.ts", '`Members of ${lists.join(", ")} keep their access.`'],
  ["access-list-mode.ts", "`Whether another list is connected could not be seen: ${"],
  [
    "resource/deletion.ts",
    '"accessListMode stays Enabled, so whoever is let in as a member of a connected access list is let in as before."',
  ],
  [
    "resource/deletion.ts",
    '"accessListMode stays Enabled and no access list is connected, so nobody is let in."',
  ],
  [
    "resource/deletion.ts",
    '`accessListMode stays Enabled, so members of ${lists.join(", ")} are let in as before.`',
  ],
];

test.each(IN_SOURCES)("%s still says %s", (file, part) => {
  expect(readFileSync(join(root, "provider", "resources", file), "utf8")).toContain(part);
});
