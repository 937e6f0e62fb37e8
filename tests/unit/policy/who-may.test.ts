import { whoMay, type Grant, type PlainAccess } from "../../../provider/policy";

const grant = (kind: string, value: string, more: Partial<Grant> = {}): Grant => ({
  route: "direct",
  who: { kind, value } as Grant["who"],
  party: undefined,
  action: undefined,
  never: undefined,
  ownersOnly: false,
  otherResource: undefined,
  ruleId: "1",
  ruleIndex: 0,
  ...more,
});
const access = (...grants: Grant[]) => ({ grants }) as unknown as PlainAccess;
const NAMES = { "974761076": "Skatteetaten", skd: "Skatteetaten" };

test("organisations, parties and service owners have their names", () => {
  const found = access(
    grant("organization", "974761076"),
    grant("service owner", "skd"),
    grant("organization", "889640782", { party: "974761076" }),
  );
  expect(whoMay(found, "write", NAMES)).toEqual([
    "organization 889640782 (for party 974761076 (Skatteetaten))",
    "organization 974761076 (Skatteetaten) (for any party)",
    "service owner skd (Skatteetaten) (for any party)",
  ]);
});

test("who is never let in, has another action or is named for another resource, may not", () => {
  const found = access(
    grant("organization", "1", { never: "that is no organisation number" }),
    grant("organization", "974761076", { action: { value: "read", anyCase: false } }),
    grant("organization", "974761076", { otherResource: "ttd-other" }),
  );
  expect(whoMay(found, "write", {})).toEqual([]);
});

test("an access list with every action lets nobody send or fetch, since Altinn does not look at it then", () => {
  const found = access(grant("access list", "ttd:partners"));
  expect([whoMay(found, "write", {}), whoMay(found, "read", {})]).toEqual([[], []]);
});
