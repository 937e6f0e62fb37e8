import { expect, test } from "@jest/globals";
import { readPolicy, resourceIdOf } from "../../../provider/policy";
import * as text from "./policy-texts";

/* The resource that a policy is for. */

const app = (org: string, name: string): text.MatchSpec[] => [
  text.resource(org, { id: "urn:altinn:org" }),
  text.resource(name, { id: "urn:altinn:app" }),
];
const found = (...resources: text.AnyOfSpec[]) =>
  resourceIdOf(
    readPolicy(
      text.policyText({
        rules: resources.map((resource) => ({
          anyOfs: [text.any(text.role("dagl")), resource, text.any(text.action("read"))],
        })),
      }),
    ),
  );
const R1 = text.any(text.resource("r1"));

test("is the one resource that the rules name", () => {
  expect(found(R1, R1)).toEqual({ id: "r1" });
});

test("is the one that every rule names, whatever others some name", () => {
  expect(found(text.any(text.resource("r2"), text.resource("r1")), R1)).toEqual({
    reason: "the rules name several resources: r1, r2",
  });
});

test("is the app, where no rule names a resource", () => {
  expect(found([app("ttd", "skjema")])).toEqual({ id: "app_ttd_skjema" });
  expect(found([app("ttd", "skjema")], R1)).toEqual({ id: "r1" });
});

test("is the app that every rule names, in whatever casing and beside whatever others", () => {
  expect(found([app("ttd", "a")], [app("TTD", "A")])).toEqual({ id: "app_ttd_a" });
  expect(found([app("ttd", "b"), app("ttd", "a")], [app("ttd", "a")])).toEqual({
    id: "app_ttd_a",
  });
});

test("is a reason, where there is none or several", () => {
  expect(found(text.any(text.party("991825827")))).toEqual({
    reason: "no rule names a resource or an app",
  });
  expect(found([[text.resource("")]])).toEqual({ reason: "no rule names a resource or an app" });
  expect(found(text.any(text.resource("b"), text.resource("a")))).toEqual({
    reason: "the rules name several resources: a, b",
  });
  expect(found([app("ttd", "b")], [app("ttd", "a")])).toEqual({
    reason: "the rules name several resources: app_ttd_a, app_ttd_b",
  });
});
