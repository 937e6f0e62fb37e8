import { runFaults } from "./harness";
import { wrongLine } from "./report";

/* A selection of `npm run faults`: the write that makes each kind, with the faults that few other tests bring about. */

const MAKING =
  / create \(.*(?:POST service owner|POST registry resource|PUT policy|PUT configuration|PUT access list|PUT connection): /;
const FAULTS =
  /: (?:nobody listens|reset after the effect|100 MB|empty 200|redirect|409 Conflict|token expires on the way), once$/;
const SMOKE = /^Broker smoke: .*download: /;
const PARALLEL = 4;

test("each kind's first write is healed, or told and made good by the next run", async () => {
  const rows = (title: string): boolean =>
    (MAKING.test(title) && FAULTS.test(title)) || SMOKE.test(title);
  const { results } = await runFaults({ rows, parallel: PARALLEL });
  expect(results.filter(({ is }) => is === "wrong").map(wrongLine)).toEqual([]);
  expect(results.length).toBe(6 * 7 + 1);
});
