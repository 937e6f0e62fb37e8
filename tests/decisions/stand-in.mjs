// Answers the questions of a vector file by the decision point of the built stand-in.
// STANDIN_DIST names another build directory than standin/dist.
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const dist =
  process.env.STANDIN_DIST ?? fileURLToPath(new URL("../../standin/dist", import.meta.url));
const require = createRequire(join(dist, "index.js"));
const { AccessListStore } = require("./access-lists/list-store.js");
const { createTables: createListTables } = require("./access-lists/tables.js");
const { createClock } = require("./clock.js");
const { decisionPort } = require("./decisions/port.js");
const { openDatabase } = require("./store/database.js");

/** The party that has delegated, and at which the packages are held. */
const GIVER = "910000001";
const SYSTEM_USERS = {
  delegated: "33333333-3333-4333-8333-333333333333",
  withPackages: "44444444-4444-4444-8444-444444444444",
};
const DELEGATED_ORGANISATION = "910000004";
const TRANSFER = "aaaaaaaa-0000-4000-8000-000000000001";

/** Party id and uuid of an organisation, as the Register behind the vectors has them. */
const register = {
  byOrganizationNumber: (number) => ({
    uuid: `00000000-0000-4000-8000-000${number}`,
    id: 50_000_000 + (Number(number) - 910_000_000),
    organizationNumber: number,
  }),
};

/** The token id that this policy is about. `callers` shows another one than the run had. */
const TOKEN_IDS = { "n-d11-session": "j-1" };

const LETTERS = { Permit: "P", NotApplicable: "N", Deny: "D", Indeterminate: "I" };

/** A caller's claims as an object. Claims that are JSON stay text, as the file has them. */
function claimsOf(caller, policyName) {
  const claims = Object.fromEntries(caller.claims);
  const jti = TOKEN_IDS[policyName];
  return jti === undefined ? claims : { ...claims, jti };
}

/** `read 910000001` and the like as what Broker asks. */
function questionOf(text) {
  const [action, party] = text.split(" ");
  if (action === "search") return { party, actions: ["write", "read"] };
  return action === "read"
    ? { party, actions: ["read"], instance: TRANSFER }
    : { party, actions: ["write"] };
}

/** The access packages that a policy names anywhere, as Altinn calls them. */
function packagesIn(xml) {
  const values = xml.matchAll(
    /<(?:\w+:)?AttributeValue[^>]*>([^<]*)<\/[^>]*>\s*<(?:\w+:)?AttributeDesignator[^>]*AttributeId="urn:altinn:accesspackage"/g,
  );
  return [...new Set(Array.from(values, ([, value]) => value.toLowerCase()))];
}

function connectMembers(database, resourceId, members) {
  const lists = new AccessListStore(database);
  members.forEach(({ org, actions = [] }, at) => {
    lists.create("ttd", `list${at}`, "List", "", 0);
    const list = lists.list("ttd", `list${at}`);
    const { uuid } = register.byOrganizationNumber(org);
    lists.changeMembers(list, { add: [uuid], remove: () => false }, 0);
    lists.putConnection(list, resourceId, actions, 0);
  });
}

/** Two decision points over one policy, with the flag for access packages on and off. */
function openPolicy(resourceId, { xml, accessListMode = "Disabled", members = [] }) {
  const database = openDatabase();
  createListTables(database);
  connectMembers(database, resourceId, members);
  const policy = Buffer.from(xml);
  const parts = {
    database,
    clock: createClock(),
    register,
    registry: {
      document: (id) => (id === resourceId ? { delegable: true, accessListMode } : undefined),
      policy: (id) => (id === resourceId ? policy : undefined),
    },
  };
  const port = decisionPort(parts);
  const withoutPackages = decisionPort(parts, { systemUserAccessPackages: false });
  const key = { party: GIVER, resourceId };
  const delegable = port.delegate({ ...key, systemUser: SYSTEM_USERS.delegated });
  port.delegate({ ...key, organisation: DELEGATED_ORGANISATION });
  port.holdPackages({
    party: GIVER,
    systemUser: SYSTEM_USERS.withPackages,
    packages: packagesIn(xml),
  });
  return {
    delegable,
    portFor: ({ flags }) => (flags === undefined ? port : withoutPackages),
    close: () => database.close(),
  };
}

function letsIn(port, request) {
  try {
    return port.letsIn(request) ? "1" : "0";
  } catch (error) {
    if (error.name !== "ObligationError") throw error;
    return "x";
  }
}

/**
 * The stand-in's answers to a vector file.
 * @param {any} file a parsed vector file; see its `legend`
 * @returns {[policy: string, caller: string, decisions: string, letsIn: string][]} in the form and order of the file's own
 *   `vectors`
 */
export function standInAnswers(file) {
  const questions = file.questions.map(questionOf);
  return Object.entries(file.policies).flatMap(([policyName, policy]) => {
    const opened = openPolicy(file.resource, policy);
    const answers = Object.entries(file.callers).map(([callerName, caller]) => {
      const port = opened.portFor(caller);
      const claims = claimsOf(caller, policyName);
      const requests = questions.map((each) => ({ ...each, claims, resourceId: file.resource }));
      const decisions = requests.map((request) => LETTERS[port.decide(request)]);
      const lets = requests.map((request) => letsIn(port, request));
      return [policyName, callerName, decisions.join(""), lets.join("")];
    });
    opened.close();
    return answers;
  });
}

/**
 * @typedef {object} Verdict what somebody says to one question, beside the truth
 * @property {string} policy
 * @property {string} caller
 * @property {string} party
 * @property {string} action
 * @property {string} said
 * @property {string} truth
 */

/**
 * What the stand-in says to each question of a vector file.
 * @param {any} file a parsed vector file
 * @returns {Verdict[]} `said` and `truth` are two letters, of the decision and of `letsIn`, such as `P1`
 */
export function standInVerdicts(file) {
  const said = new Map(
    standInAnswers(file).map(([policy, caller, ...texts]) => [`${policy} ${caller}`, texts]),
  );
  return file.vectors.flatMap(([policy, caller, ...truth]) => {
    const texts = said.get(`${policy} ${caller}`);
    return file.questions.map((question, at) => {
      const [action, party] = question.split(" ");
      const letters = (each) => each.map((text) => text[at]).join("");
      return { policy, caller, party, action, said: letters(texts), truth: letters(truth) };
    });
  });
}

/**
 * What the stand-in lets holders of a policy's roles and packages delegate, for each policy of a vector file.
 * @param {any} file a parsed vector file
 * @returns {Pick<Verdict, "policy" | "said" | "truth">[]} `said` and `truth` are action ids with a space between them
 */
export function delegableVerdicts(file) {
  return Object.entries(file.policies).map(([name, policy]) => {
    const opened = openPolicy(file.resource, policy);
    opened.close();
    return { policy: name, said: opened.delegable.join(" "), truth: policy.delegable.join(" ") };
  });
}
