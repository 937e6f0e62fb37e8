// How long reading, comparing and putting in words takes for a policy of 1,000 rules: under 50 ms each on an idle
// machine, where nothing is read twice. Prints figures; run it on the built package: `npm run build`, then `node tests/bench/policy.mjs [rules]`.
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";

const require = createRequire(import.meta.url);
const policy = require("../../dist/policy/index.js");
const { PACKAGES } = require("../../dist/catalogue/packages-data.js");

const count = Number(process.argv[2] ?? 1000);
const organisations = Array.from({ length: count }, (_, index) => String(910000000 + index));

/** Seven matches a rule, as many as policies in use have on average. */
const rules = organisations.map((number, index) => ({
  subjects: [
    policy.organization(number, { onBehalfOf: "anyone" }),
    policy.role(index % 2 ? "dagl" : "lede"),
    policy.accessPackage(PACKAGES[index % 50][0]),
  ],
  actions: ["read", "write", "subscribe"],
}));
const resourceId = "ttd-licences";
const xml = policy.renderPolicy({ resourceId, rules, minimumAuthenticationLevel: 3 });
const reordered = policy.renderPolicy({
  resourceId,
  rules: rules.toReversed(),
  minimumAuthenticationLevel: 3,
});
const other = xml.replace("910000000", "919999999");
const unusual = xml.replace('Effect="Permit"', 'Effect="Deny"');
const read = policy.readPolicy(xml);
const access = policy.accessOf(read, resourceId);
const accessAfter = policy.accessOfText(other, resourceId);

const measures = {
  read: () => policy.readPolicy(xml),
  "words of what is read": () => policy.accessOf(read, resourceId),
  "equal texts but for order, reading included": () =>
    policy.samePolicy(xml, reordered, resourceId),
  "more and less, one value differs": () => policy.compareAccess(access, accessAfter),
  "lines of an unusual one, reading included": () => policy.accessOfText(unusual, resourceId),
  check: () => policy.checkPolicy({ xml, resourceId }),
  render: () => policy.renderPolicy({ resourceId, rules }),
};

console.log(`${count} rules, ${(xml.length / 1e6).toFixed(2)} MB, Node ${process.versions.node}`);
for (const [name, measure] of Object.entries(measures)) {
  const times = Array.from({ length: 15 }, () => {
    const start = performance.now();
    measure();
    return performance.now() - start;
  });
  const first = times[0];
  const median = times.sort((a, b) => a - b)[7];
  console.log(
    `${name.padEnd(45)} first ${first.toFixed(1).padStart(7)} ms   median ${median.toFixed(1).padStart(7)} ms`,
  );
}
