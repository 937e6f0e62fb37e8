import {
  belongTogether,
  codesOf,
  namesIn,
  numberOf,
  type OrganisationList,
} from "../../provider/clients/organisation-list";

/* What Altinn's organisation list says of codes, numbers and names. */

const LIST: OrganisationList = {
  TTD: { name: { nb: "Testdepartement" }, orgnr: "" },
  digdir: {
    name: { nb: "Digdir", nn: "Digdir nynorsk", en: "Norwegian Digitalisation Agency" },
    orgnr: "991825827",
  },
  Brg: { name: { nb: " Bronnoysund\r\n\u0007registrene ", nn: "x" }, orgnr: "974760673" },
  nav: { name: { nn: "Arbeids- og velferdsetaten" }, orgnr: "889640782" },
  new: { orgnr: "974761076" },
  old: { name: null, orgnr: null },
  bare: { name: { nb: "Bare" } },
};

test.each([
  ["ttd", "991825827"],
  ["TTD", "991825827"],
  ["brg", "974760673"],
  ["BRG", "974760673"],
  ["old", undefined],
  ["bare", undefined],
  ["nobody", undefined],
])("the number of %s is %s", (code, number) => {
  expect(numberOf(LIST, code)).toBe(number);
});

test("the test organisation's number is that of no other code", () => {
  expect(numberOf({ ...LIST, ttdx: { orgnr: "974761076" } }, "ttdx")).toBe("974761076");
  expect(codesOf(LIST, "991825827")).toEqual(["digdir", "ttd"]);
  expect(codesOf(LIST, "974760673")).toEqual(["brg"]);
  expect(codesOf(LIST, "310000004")).toEqual([]);
});

test("names are in the language, or in Norwegian, on one line, by number and by code", () => {
  expect(namesIn(LIST, "en")).toEqual({
    ttd: "Testdepartement",
    digdir: "Norwegian Digitalisation Agency",
    "991825827": "Norwegian Digitalisation Agency",
    brg: "Bronnoysund registrene",
    "974760673": "Bronnoysund registrene",
    nav: "Arbeids- og velferdsetaten",
    "889640782": "Arbeids- og velferdsetaten",
    bare: "Bare",
  });
  expect(namesIn(LIST, "nn").digdir).toBe("Digdir nynorsk");
});

test("a code without a number is told with the code that the number has", () => {
  const verdict = belongTogether(LIST, { orgCode: "bare", orgNumber: "974760673" });
  expect(verdict).toMatchObject({
    is: "unknown",
    text: expect.stringMatching(
      /list has no number for "bare", so nothing shows .* 974760673, whose code there is "brg"\. Check/,
    ),
  });
  const neither = belongTogether(LIST, { orgCode: "nobody", orgNumber: "310000004" });
  expect(neither).toMatchObject({
    is: "unknown",
    text: expect.stringMatching(
      /list does not have "nobody", .* altinn:orgNumber 310000004\. Check/,
    ),
  });
});

test("the test organisation belongs to Digdir, whatever its entry says", () => {
  const verdict = belongTogether(LIST, { orgCode: "ttd", orgNumber: "974760673" });
  expect(verdict).toMatchObject({
    is: "apart",
    text: expect.stringContaining('"ttd" is 991825827'),
  });
});
