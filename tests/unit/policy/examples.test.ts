import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { accessOfText, checkPolicy } from "../../../provider/policy";

/* The policies of the examples: nothing to warn of but what their programs acknowledge, and nobody let in beside the owner. */

const owner = { number: "991825827", code: "ttd" };
const folder = join(__dirname, "..", "..", "..", "examples");

test.each([
  ["broker-service/licences.xml", "ttd-licences", "for any party", ["for-any-party"]],
  ["two-services/reports.xml", "ttd-reports", "on its own behalf", []],
])("%s", (file, resourceId, party, acknowledged) => {
  const xml = readFileSync(join(folder, file), "utf8");
  const { refusals, warnings } = checkPolicy({ xml, resourceId, owner });
  expect(refusals).toEqual([]);
  expect(warnings.map(({ code }) => code)).toEqual(acknowledged);
  expect(accessOfText(xml, resourceId).lines).toEqual({
    [`organization 991825827 (${party})`]: "publish, read, write",
    "service owner ttd (for any party)": "subscribe",
  });
});
