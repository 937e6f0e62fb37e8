import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startStandin, type Standin } from "../../standin/index";

let standin: Standin;
beforeAll(async () => {
  standin = await startStandin();
});
afterAll(() => standin.close());

test.each([
  ["POST", "/authorization/api/v1/decision", "the decision point's own API"],
  ["POST", "/authorization/api/v1/authorize", "the decision point's own API"],
  ["GET", "/authentication/api/v1/systemuser", "system users and their requests"],
  ["GET", "/broker/api/v1/maintenance", "Broker's maintenance"],
  ["POST", "/authentication/api/v1/systemuser/request/vendor", "system users and their requests"],
  ["GET", "/authentication/api/v1/systemuser/request/vendor/x/byexternalref", "system users"],
  ["POST", "/broker/api/v1/maintenance/cleanup", "Broker's maintenance"],
  ["GET", "/register/api/v1/parties", "Register"],
  ["GET", "/accessmanagement/api/v1/resourceowner/authorizedparties", "Access Management"],
  ["GET", "/correspondence/api/v1/correspondence", "`correspondence`"],
  ["PATCH", "/notifications/api/v1/future/orders", "`notifications`"],
  ["GET", "/profile/api/v1/users/current", "`profile`"],
  ["PUT", "/storage/api/v1/instances", "`storage`"],
])("%s %s says that it is not here, and what is", async (method, path, name) => {
  const answer = await fetch(`${standin.platformUrl}${path}`, { method });
  const text = await answer.text();
  expect([answer.status, answer.headers.get("content-type")]).toEqual([
    501,
    "text/plain; charset=utf-8",
  ]);
  expect(text).toMatch(/^This stand-in for Altinn does not have .*\. \S.*\.\n$/);
  expect(text).toContain(name);
});

test("what Altinn does not have either is an empty 404", async () => {
  const answer = await fetch(`${standin.platformUrl}/broker/api/v1/nothing`);
  expect([answer.status, await answer.text()]).toEqual([404, ""]);
});
