import { afterAll, beforeAll, expect } from "@jest/globals";
import fc from "fast-check";
import { startStandin, type Standin } from "../../standin/start";
import type { RegistryDocument } from "../../provider/clients/resource-registry";
import { sameMember } from "../../provider/resources/resource/comparison";
import { changedMembers, documentOf, inputsOf } from "../../provider/resources/resource/document";
import { canonicalDocument } from "../../provider/resources/resource/rules";
import { sameJson } from "../../provider/values/compare";
import { jsonIn } from "../../provider/values/json";
import { Registries, verdictOf } from "../unit/documents-answers";
import { anyJson } from "./any";
import { property } from "./property";
import { complete, documentPairs, documents, turned } from "./registry-documents";

/* Registry documents: when two say the same, what is refused, and what comes back of what was sent. */

property(
  "documents say the same in whatever order and spelling",
  documentPairs,
  ([one = {}, other = {}]) => {
    expect(changedMembers(one, one)).toEqual([]);
    expect(changedMembers(one, turned(one) as typeof one)).toEqual([]);
    const canonical = canonicalDocument(one);
    expect(canonicalDocument(canonical)).toEqual(canonical);
    expect(changedMembers(one, canonical)).toEqual([]);
    expect(changedMembers(canonical, one)).toEqual([]);
    // The owner's name counts only where the program gives one.
    const forth = changedMembers(one, other).filter((key) => key !== "hasCompetentAuthority");
    const back = changedMembers(other, one).filter((key) => key !== "hasCompetentAuthority");
    expect(back.sort()).toEqual(forth.sort());
    expect(
      changedMembers(turned(one) as typeof one, other)
        .filter((key) => key !== "hasCompetentAuthority")
        .sort(),
    ).toEqual(forth);
    // What a refresh shows of the live document equals it.
    const shown = inputsOf(one, other as RegistryDocument);
    expect(changedMembers(shown, other)).toEqual([]);
  },
);

property("any JSON values are compared as values", fc.tuple(anyJson, anyJson), ([a, b]) => {
  expect(sameJson(a, a)).toBe(true);
  expect(sameJson(a, turned(a))).toBe(true);
  expect(sameJson(a, JSON.parse(JSON.stringify(a)))).toBe(true);
  expect(sameJson(a, b)).toBe(sameJson(b, a));
  expect(sameJson([a], [b])).toBe(sameJson(a, b));
  if (JSON.stringify(a) === JSON.stringify(b)) expect(sameJson(a, b)).toBe(true);
  for (const key of ["title", "status", "no member", "__proto__"]) {
    expect(sameMember(key, a, a)).toBe(true);
    expect(sameMember(key, a, b)).toBe(sameMember(key, b, a));
  }
});

const registries = new Registries();
/** So many identifiers have been given out: a taken one would be refused. */
let made = 0;
let standin: Standin;
let token: string;
beforeAll(async () => {
  standin = await startStandin();
  const scopes = ["altinn:serviceowner", "altinn:resourceregistry/resource.write"];
  const consumer = { authority: "iso6523-actorid-upis", ID: "0192:991825827" };
  token = standin.token({
    organisation: "991825827",
    scopes,
    claims: { consumer, consumer_prefix: ["prefix"] },
  });
});
afterAll(async () => {
  await registries.close();
  await standin.close();
});

const bodies = fc.oneof(
  { weight: 5, arbitrary: documents.map((document) => JSON.stringify(document)) },
  { weight: 1, arbitrary: anyJson.map((value) => JSON.stringify(value)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(documents, fc.nat(), fc.constantFrom("", ",", '"', "}", "1e3", "\\", "\u0000"))
      .map(([document, at, put]) => {
        const text = JSON.stringify(document);
        const place = at % text.length;
        return text.slice(0, place) + put + text.slice(place + 1);
      }),
  },
);

property(
  "a document is judged as the registry judges it",
  bodies,
  async (given) => {
    const body = given.replace('"ttd-licences"', `"ttd-licences-${String((made += 1))}"`);
    const bytes = Buffer.from(body);
    const [ours, registrys] = [verdictOf(bytes), await registries.answerTo(bytes)];
    expect({ body, status: ours.status }).toEqual({ body, status: registrys.status });
    // Where in a text that is no JSON .NET stops reading is told, and decides nothing.
    if (jsonIn(body) !== undefined) expect({ body, ...ours }).toEqual({ body, ...registrys });
  },
  {
    examples: [
      // A name that .NET does not read, and a character that is white space to JavaScript alone.
      '{"identifier":"ttd-licences","title":{"\\ud800":null}}',
      JSON.stringify({ ...complete, hasCompetentAuthority: { organization: "\ufeff" } }),
    ],
  },
);

property("what the registry shows of a document is no change", documents, async (document) => {
  const url = `${standin.platformUrl}/resourceregistry/api/v1/resource`;
  const wanted = documentOf({ ...document, identifier: `ttd-${String((made += 1))}` }, undefined);
  const answer = await fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(wanted),
  });
  await answer.text();
  if (answer.status !== 201) return;
  const live = (await (await fetch(`${url}/${wanted.identifier}`)).json()) as RegistryDocument;
  expect(changedMembers(wanted, live)).toEqual([]);
  const managed = { ...document, identifier: wanted.identifier };
  expect(changedMembers(managed, inputsOf(managed, live) as typeof managed)).toEqual([]);
});
