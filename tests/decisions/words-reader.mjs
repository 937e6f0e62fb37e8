// Who gets in, taken from the lines of `access` by the words of docs/who-gets-in.md alone. It knows no XACML.

/**
 * @typedef {object} Caller
 * @property {string} [organization] Number of the organisation whose own client asks.
 * @property {boolean} [exchanged] It comes with a token of Altinn's.
 * @property {string} [serviceOwner] Code of a service owner that the token names.
 * @property {string} [systemUser] UUID of the system user that asks.
 * @property {string} [delegatedBy] The party whose holders have delegated to it all that they can.
 * @property {string} [holdsPackagesFor] The party for which it holds access packages.
 * @property {readonly string[]} [packages] Those that it holds; without it all that a line may name.
 * @property {readonly string[]} [lists] Access lists of which it is a member.
 */

/**
 * Whether somebody gets in.
 *
 * @param {Record<string, string>} lines
 * @param {Caller} caller
 * @param {string | undefined} party The sender or recipient for which it acts; undefined where none is named.
 * @param {readonly string[]} actions What is asked for; one of them is enough.
 * @param {(party: string | undefined, actions: readonly string[]) => boolean} [isMember] Whether the party is on a connected list.
 * @returns {boolean}
 * @throws {Error} for a line that docs/who-gets-in.md does not know
 */
export function getsIn(lines, caller, party, actions, isMember = () => true) {
  if (!isMember(party, actions)) return false;
  return Object.entries(lines).some(
    ([key, value]) => letsIn(key, caller, party) && isAllowed(value, actions),
  );
}

/** A value in a line: bare, or in quotes as JSON has it. */
const VALUE = /"(?:[^"\\]|\\.)*"|[^\s",()]+/y;

/** @returns {[value: string, rest: string]} */
function takeValue(text) {
  VALUE.lastIndex = 0;
  const [found] = VALUE.exec(text) ?? [];
  if (found === undefined) throw new Error(`A value should stand here: ${text}`);
  return [found.startsWith('"') ? JSON.parse(found) : found, text.slice(found.length)];
}

const EVERY_ACTION_BUT = "every action but ";

/** What stands after a line: `every action`, such as it is or but for some, or actions with commas between them. */
function isAllowed(line, actions) {
  if (line === "every action") return true;
  if (line.startsWith(EVERY_ACTION_BUT)) {
    const named = line.slice(EVERY_ACTION_BUT.length);
    return actions.some((action) => !isAllowed(named, [action]));
  }
  for (let rest = line; rest !== "";) {
    const [name, after] = takeValue(rest);
    const [, anyCasing, next] = /^( in any casing)?(?:, )?(.*)$/s.exec(after) ?? [];
    const isIt = (action) =>
      anyCasing ? action.toLowerCase() === name.toLowerCase() : action === name;
    if (actions.some(isIt)) return true;
    rest = next ?? "";
  }
  return false;
}

const OWNERS_ONLY = "with a service owner's token only: ";

function letsIn(key, caller, party) {
  if (key.startsWith("nobody: ") || key.startsWith("minimum authentication level")) return false;
  if (key.startsWith("unusual policy")) throw new Error(`${key} does not say who gets in.`);
  if (key.startsWith(OWNERS_ONLY)) {
    return (
      caller.serviceOwner !== undefined && letsIn(key.slice(OWNERS_ONLY.length), caller, party)
    );
  }
  const forParty = / \((?:for any party|on its own behalf|for party (\d{9}))\)$/.exec(key);
  const who = forParty ? key.slice(0, forParty.index) : key;
  if (forParty?.[1] !== undefined && forParty[1] !== party) return false;
  if (forParty?.[0] === " (on its own behalf)" && caller.organization !== party) return false;
  return isMeant(who, caller, party);
}

/** By what a line begins with: whether the caller is who is meant, by the value after it. */
const KINDS = [
  [
    "organization ",
    (number, rest, { organization, exchanged }) =>
      organization === number && (rest !== " with an exchanged token" || exchanged === true),
    /^(?: with an exchanged token)?$/,
  ],
  ["service owner ", (code, _, { serviceOwner }) => serviceOwner === code, /^$/],
  ["system user ", (uuid, _, { systemUser }) => systemUser === uuid, /^$/],
  [
    "holders of, and delegated by, access package ",
    (code, _, caller, party) => isDelegated(caller, party) || holds(code, caller, party),
  ],
  ["holders of access package ", (code, _, caller, party) => holds(code, caller, party)],
  ["delegated by access package ", (_code, _, caller, party) => isDelegated(caller, party)],
  ["delegated by role ", (_code, _, caller, party) => isDelegated(caller, party)],
  ["delegated by external role ccr ", (_code, _, caller, party) => isDelegated(caller, party)],
  ["delegated by external role cra ", (_code, _, caller, party) => isDelegated(caller, party)],
  [
    "members of access list ",
    // Broker always names a party.
    (list, _, { lists = [] }, party) => party === undefined && lists.includes(list),
    /^ \(not through Broker\)$/,
  ],
];

/** The name of a role or an access package, behind its code. */
const NAME = /^(?: \(.*\))?$/s;

const isDelegated = ({ delegatedBy }, party) => delegatedBy !== undefined && delegatedBy === party;

const holds = (code, { holdsPackagesFor, packages }, party) =>
  holdsPackagesFor !== undefined &&
  holdsPackagesFor === party &&
  (packages === undefined || packages.includes(code));

function isMeant(who, caller, party) {
  if (who === "anyone") return true;
  const kind = KINDS.find(([begin]) => who.startsWith(begin));
  if (!kind) throw new Error(`docs/who-gets-in.md has no such line: ${who}`);
  const [begin, isIt, ending = NAME] = kind;
  const [value, rest] = takeValue(who.slice(begin.length));
  if (!ending.test(rest)) throw new Error(`docs/who-gets-in.md has no such line: ${who}`);
  return isIt(value, rest, caller, party);
}
