// Who gets in, taken from the lines of `access` by the words of docs/who-gets-in.md alone. It knows no XACML.

/**
 * @typedef {object} Caller
 * @property {string} [organization] Number of the organisation whose own client asks.
 * @property {boolean} [exchanged] It comes with a token of Altinn's.
 * @property {string} [serviceOwner] Code of a service owner that the token names.
 * @property {string} [systemUser] UUID of the system user that asks.
 * @property {string} [delegatedBy] The party whose holders have delegated to it all that they can.
 * @property {string} [holdsPackagesFor] The party for which it holds the access packages that are named.
 */

/**
 * Whether somebody gets in.
 *
 * @param {Record<string, string>} lines
 * @param {Caller} caller
 * @param {string} party The sender or recipient for which it acts.
 * @param {readonly string[]} actions What is asked for; one of them is enough.
 * @param {(party: string, actions: readonly string[]) => boolean} [isMember] Whether the party is on a connected list.
 */
export function getsIn(lines, caller, party, actions, isMember = () => true) {
  if (!isMember(party, actions)) return false;
  return Object.entries(lines).some(
    ([key, value]) => isAllowed(value, actions) && letsIn(key, caller, party),
  );
}

/** What stands after a line: `every action`, or actions with commas between them. */
const isAllowed = (value, actions) =>
  value === "every action" ||
  value.split(", ").some((each) =>
    actions.some((action) => {
      const anyCasing = each.endsWith(" in any casing");
      const name = anyCasing ? each.slice(0, -" in any casing".length) : each;
      return name === action || (anyCasing && name.toLowerCase() === action.toLowerCase());
    }),
  );

function letsIn(key, caller, party) {
  if (key.startsWith("nobody: ") || key.startsWith("minimum authentication level")) return false;
  if (key.startsWith("unusual policy")) throw new Error(`${key} does not say who gets in.`);
  const ownersOnly = "with a service owner's token only: ";
  if (key.startsWith(ownersOnly)) {
    return caller.serviceOwner !== undefined && letsIn(key.slice(ownersOnly.length), caller, party);
  }
  const forParty = / \((?:for any party|on its own behalf|for party (\d+))\)$/.exec(key);
  const who = forParty ? key.slice(0, forParty.index) : key;
  if (forParty?.[1] !== undefined && forParty[1] !== party) return false;
  if (forParty?.[0] === " (on its own behalf)" && who.split(" ")[1] !== party) return false;
  return isMeant(who, caller, party);
}

function isMeant(who, caller, party) {
  if (who === "anyone") return true;
  const organization = /^organization (\S+?)( with an exchanged token)?$/.exec(who);
  if (organization) {
    const [, number, exchanged] = organization;
    return caller.organization === number && (exchanged === undefined || caller.exchanged === true);
  }
  const owner = /^service owner (\S+)$/.exec(who);
  if (owner) return caller.serviceOwner === owner[1];
  const system = /^system user (\S+)$/.exec(who);
  if (system) return caller.systemUser === system[1];
  const delegated = caller.delegatedBy === party;
  const holds = caller.holdsPackagesFor === party;
  if (who.startsWith("holders of, and delegated by, access package ")) return delegated || holds;
  if (who.startsWith("holders of access package ")) return holds;
  if (/^delegated by (?:role|external role cc?ra?|access package) /.test(who)) return delegated;
  if (/^members of access list .* \(not through Broker\)$/.test(who)) return false;
  throw new Error(`docs/who-gets-in.md has no such line: ${who}`);
}
