// Answers the questions of a vector file by the decision point of the built stand-in.
// STANDIN_DIST names another build directory than standin/dist.
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { callersOf } from "./callers.mjs";

const dist =
  process.env.STANDIN_DIST ?? fileURLToPath(new URL("../../standin/dist", import.meta.url));
const require = createRequire(join(dist, "index.js"));
const { AccessListStore } = require("./access-lists/list-store.js");
const { createTables: createListTables } = require("./access-lists/tables.js");
const { createClock } = require("./clock.js");
const { decisionPort } = require("./decisions/port.js");
const { readPolicy } = require("./registry/policy/read-policy.js");
const { openDatabase } = require("./store/database.js");

const TRANSFER = "aaaaaaaa-0000-4000-8000-000000000001";
/** Somebody to whom everything is delegated that can be, to see what that is. */
const ANYBODY = { party: "999999999", systemUser: "99999999-9999-4999-8999-999999999999" };

/** Party id and uuid of an organisation, as the Register behind the vectors has them. */
const register = {
  byOrganizationNumber: (number) => ({
    uuid: `00000000-0000-4000-8000-000${number}`,
    id: 50_000_000 + (Number(number) - 910_000_000),
    organizationNumber: number,
  }),
};

/** The token id of the run of decisions-more.json, whose callers are shown with that of the other run. */
const TOKEN_ID = { shown: "j1", run: "j-1" };

const LETTERS = { Permit: "P", NotApplicable: "N", Deny: "D", Indeterminate: "I" };

/** A caller's claims as they were when a policy was asked about. */
function claimsFor({ claims }, { xml }) {
  const isAboutRun = claims.jti === TOKEN_ID.shown && xml.includes(`>${TOKEN_ID.run}<`);
  return isAboutRun ? { ...claims, jti: TOKEN_ID.run } : claims;
}

/** `read 910000001` and the like as what Broker asks. */
function questionOf(text) {
  const [action, party] = text.split(" ");
  if (action === "search") return { party, actions: ["write", "read"] };
  return { party, actions: [action], ...(action === "read" ? { instance: TRANSFER } : {}) };
}

/** The access packages that a policy names in its rules, as Altinn calls them. */
function packagesIn(policy) {
  let rules = [];
  try {
    ({ rules } = readPolicy(policy));
  } catch {
    // Of a policy that cannot be read nobody holds anything.
  }
  const matches = rules.flatMap(({ target }) => (target ?? []).flat(2));
  const named = matches.filter(
    ({ designator }) => designator?.attributeId === "urn:altinn:accesspackage",
  );
  return [...new Set(named.map(({ value }) => value.toLowerCase()))];
}

function connectMembers(database, resourceId, members) {
  const lists = new AccessListStore(database);
  members.forEach(({ org, actions }, at) => {
    lists.create("ttd", `list${at}`, "List", "", 0);
    const list = lists.list("ttd", `list${at}`);
    const { uuid } = register.byOrganizationNumber(org);
    lists.changeMembers(list, { add: [uuid], remove: () => false }, 0);
    lists.putConnection(list, resourceId, actions ?? [], 0);
  });
}

/** Two decision points over one policy, with the flag for access packages on and off. */
function openPolicy(resourceId, { xml, accessListMode, members }, callers) {
  const database = openDatabase();
  createListTables(database);
  connectMembers(database, resourceId, members ?? []);
  const policy = Buffer.from(xml);
  const document = { delegable: true, accessListMode: accessListMode ?? "Disabled" };
  const parts = {
    database,
    clock: createClock(),
    register,
    registry: {
      document: (id) => (id === resourceId ? document : undefined),
      policy: (id) => (id === resourceId ? policy : undefined),
    },
  };
  const port = decisionPort(parts);
  const withoutPackages = decisionPort(parts, { systemUserAccessPackages: false });
  for (const { systemUser, organization: organisation, ...caller } of callers) {
    const { delegatedBy: party, holdsPackagesFor } = caller;
    const receiver = systemUser === undefined ? { organisation } : { systemUser };
    if (party !== undefined) port.delegate({ ...receiver, party, resourceId });
    if (holdsPackagesFor === undefined) continue;
    port.holdPackages({ party: holdsPackagesFor, systemUser, packages: packagesIn(policy) });
  }
  return {
    delegable: () => port.delegate({ ...ANYBODY, resourceId }),
    portFor: ({ packagesOff }) => (packagesOff ? withoutPackages : port),
    close: () => database.close(),
  };
}

/** Where the stand-in itself fails, which is wrong whatever is true. */
const FAILED = "!";

function decision(port, request) {
  try {
    return LETTERS[port.decide(request)];
  } catch {
    return FAILED;
  }
}

function letsIn(port, request) {
  try {
    return port.letsIn(request) ? "1" : "0";
  } catch (error) {
    return error.name === "ObligationError" ? "x" : FAILED;
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
  const callers = [...callersOf(file).values()];
  return Object.entries(file.policies).flatMap(([policyName, policy]) => {
    const opened = openPolicy(file.resource, policy, callers);
    const answers = callers.map((caller) => {
      const port = opened.portFor(caller);
      const claims = claimsFor(caller, policy);
      const requests = questions.map((each) => ({ ...each, claims, resourceId: file.resource }));
      const decisions = requests.map((request) => decision(port, request));
      const lets = requests.map((request) => letsIn(port, request));
      return [policyName, caller.name, decisions.join(""), lets.join("")];
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
  const key = (policy, caller) => JSON.stringify([policy, caller]);
  const said = new Map(
    standInAnswers(file).map(([policy, caller, ...texts]) => [key(policy, caller), texts]),
  );
  return file.vectors.flatMap(([policy, caller, ...truth]) => {
    const texts = said.get(key(policy, caller));
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
    const opened = openPolicy(file.resource, policy, []);
    const said = opened.delegable().join(" ");
    opened.close();
    return { policy: name, said, truth: (policy.delegable ?? []).join(" ") };
  });
}
