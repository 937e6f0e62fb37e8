// How long reading, comparing and putting in words takes for a policy of 1,000 rules, on the built package.
import { createRequire } from "node:module";
import { spread } from "../report/statistics.mjs";

const require = createRequire(import.meta.url);
const { SaxesParser } = require("saxes");
const policy = require("../../../dist/policy/index.js");
const { PACKAGES } = require("../../../dist/catalogue/packages-data.js");

const RULES = 1000;
/** The first ones are slower, since the code is new to Node; it is quick enough to be done so often always. */
const ROUNDS = 15;

/** Seven matches a rule, as many as policies in use have on average. */
const rules = Array.from({ length: RULES }, (_, index) => ({
  subjects: [
    policy.organization(String(910000000 + index), { onBehalfOf: "anyone" }),
    policy.role(index % 2 ? "dagl" : "lede"),
    policy.accessPackage(PACKAGES[index % 50][0]),
  ],
  actions: ["read", "write", "subscribe"],
}));
const resourceId = "ttd-licences";

/** As little as the parser that reads policies can do of a text. */
function parseOnly(xml) {
  const parser = new SaxesParser({ xmlns: true, position: false });
  for (const event of ["text", "attribute", "opentag", "closetag"])
    parser.on(event, () => undefined);
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(xml).close();
}

/** @param {{ say: (text: string) => void }} options */
export async function measure({ say }) {
  const xml = policy.renderPolicy({ resourceId, rules, minimumAuthenticationLevel: 3 });
  const reordered = policy.renderPolicy({
    resourceId,
    rules: rules.toReversed(),
    minimumAuthenticationLevel: 3,
  });
  const other = xml.replace("910000000", "919999999");
  const unusual = xml.replace('Effect="Permit"', 'Effect="Deny"');
  const another = policy.renderPolicy({ resourceId, rules: rules.slice(0, 1) });
  const read = policy.readPolicy(xml);
  const access = policy.accessOf(read, resourceId);
  const accessAfter = policy.accessOfText(other, resourceId);
  const works = {
    read: () => policy.readPolicy(xml),
    "of it saxes, when nobody takes what it finds": () => parseOnly(xml),
    // A copy, since what was found of one and the same is remembered.
    "words of what is read": () => policy.accessOf({ ...read }, resourceId),
    "compare: more and less, one value differs": () => policy.compareAccess(access, accessAfter),
    "equal texts but for order, reading both included": () =>
      policy.samePolicy(xml, reordered, resourceId),
    "lines of an unusual one, reading included": () => policy.accessOfText(unusual, resourceId),
    "look for what is refused or warned about, reading included": () =>
      policy.checkPolicy({ xml, resourceId }),
    "render rules": () => policy.renderPolicy({ resourceId, rules }),
  };
  const figures = {};
  for (const [name, work] of Object.entries(works)) {
    const samples = Array.from({ length: ROUNDS }, () => {
      // The text that was read last is not read again.
      policy.readPolicy(another);
      const [start, before] = [performance.now(), process.cpuUsage()];
      work();
      const { user, system } = process.cpuUsage(before);
      return { clock: performance.now() - start, processor: (user + system) / 1000 };
    });
    figures[name] = {
      clock: spread(samples.map(({ clock }) => clock)),
      processor: spread(samples.map(({ processor }) => processor)),
    };
    say(
      `${name}: ${figures[name].clock.median} ms, processor ${figures[name].processor.median} ms`,
    );
  }
  return { times: ROUNDS, rules: RULES, bytes: xml.length, figures };
}
