import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { startStandin, type Standin } from "../../standin/start";
import {
  call,
  freshIdentifier,
  RESOURCE,
  validResource,
  WRITE,
  type Owner,
} from "./registry-support";

/* Charsets in the Content-Type of a JSON body, as ASP.NET Core's formatter takes them. */

let standin: Standin;
let owner: Owner;
let token: string;

beforeAll(async () => {
  standin = await startStandin();
  owner = standin.newOrganisation();
  token = standin.token({ organisation: owner.number, scopes: WRITE });
});
afterAll(() => standin.close());

const send = async (charset: string, bytes: (text: string) => Uint8Array) => {
  const identifier = freshIdentifier();
  const resource = validResource(owner, identifier, { homepage: "https://å.test" });
  const answer = await fetch(new URL(RESOURCE, standin.platformUrl), {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": `application/json; charset=${charset}`,
    },
    body: new Uint8Array(bytes(JSON.stringify(resource))),
  });
  const { json } = await call(standin, "GET", `${RESOURCE}/${identifier}`);
  return [answer.status, json.homepage];
};
const utf8 = (text: string) => Buffer.from(text, "utf8");

it.each([
  ["utf-16", (text: string) => Buffer.from(text, "utf16le")],
  ['"UTF-8"', utf8],
  ["windows-1252", utf8],
])("%s is read, a name that .NET does not know as UTF-8", async (charset, bytes) => {
  expect(await send(charset, bytes)).toEqual([201, "https://å.test"]);
});

it.each(["us-ascii", "utf-32"])("%s is refused", async (charset) => {
  expect(await send(charset, utf8)).toEqual([415, undefined]);
});

it("is not looked at without a body", async () => {
  const answer = await call(standin, "POST", RESOURCE, {
    token,
    body: "",
    headers: { "content-type": "application/json; charset=us-ascii" },
  });
  expect(Object.keys(answer.json.errors)).toEqual([""]);
});
