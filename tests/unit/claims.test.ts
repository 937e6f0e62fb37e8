import {
  organisationOf,
  ownerCodeOf,
  scopePrefixesOf,
  supplierOf,
} from "../../provider/auth/claims";

/** A token with these claims; nobody looks at its signature. */
const token = (claims: object): string =>
  ["{}", JSON.stringify(claims), "x"]
    .map((part) => Buffer.from(part).toString("base64url"))
    .join(".");
const party = (number: string) => ({ authority: "iso6523-actorid-upis", ID: `0192:${number}` });

test.each<[object, string | undefined]>([
  [{ "urn:altinn:orgNumber": "991825827" }, "991825827"],
  [{ consumer: party("974761076") }, "974761076"],
  [{ "urn:altinn:orgNumber": "991825827", consumer: party("974761076") }, "991825827"],
  [{ "urn:altinn:orgNumber": 991825827, consumer: party("974761076") }, "974761076"],
  [{ supplier: party("974761076") }, undefined],
  [{ consumer: "0192:974761076" }, undefined],
  [{ consumer: { ID: 974761076 } }, undefined],
  [{}, undefined],
])("%j is for the organisation %s", (claims, number) => {
  expect(organisationOf(token(claims))).toBe(number);
});

test.each<[object, string | undefined]>([
  [{ consumer: party("991825827"), supplier: party("974761076") }, "974761076"],
  [{ consumer: party("991825827") }, undefined],
])("%j is asked for by the supplier %s", (claims, number) => {
  expect(supplierOf(token(claims))).toBe(number);
});

test.each<[object, string | undefined]>([
  [{ "urn:altinn:org": "ttd" }, "ttd"],
  [{ "urn:altinn:org": null }, undefined],
  [{}, undefined],
])("%j has the service owner's code %s", (claims, code) => {
  expect(ownerCodeOf(token(claims))).toBe(code);
});

test.each<[object, readonly string[]]>([
  [{ consumer_prefix: ["ttd", "brg"] }, ["ttd", "brg"]],
  [{ consumer_prefix: "ttd" }, ["ttd"]],
  [{ consumer_prefix: [7, "ttd", null] }, ["ttd"]],
  [{}, []],
])("%j has the prefixes %j", (claims, prefixes) => {
  expect(scopePrefixesOf(token(claims))).toEqual(prefixes);
});
