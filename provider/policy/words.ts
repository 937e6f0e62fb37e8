import { levelOf, refusesMaskinporten, type Level } from "./levels";
import { readRule, isTogether, type Actions, type Cell } from "./cells";
import { quoted, relate, type Relation } from "./callers";
import type { Policy } from "./model";
import type { Scope } from "./scopes";
import { combiningOf, DENY_OVERRIDES, DENY_OVERRIDES_1_0 } from "./vocabulary";
import { LEVEL_CATEGORY, MASKINPORTEN_LEVEL } from "./vocabulary";

const EVERY_ACTION = "every action";
const IN_DOUBT = "in doubt: ";

/**
 * Who may do what by a policy, in words: a map from a caller to the actions, sorted and joined by
 * comma. Made from the policy as read, so typed rules and handwritten XML give the same words.
 *
 * | key | says |
 * | --- | --- |
 * | `organization 991825827 (for any party)` | lets in this organisation's Maskinporten clients |
 * | `organization 991825827 (on its own behalf)` | the same, for itself alone |
 * | `system users delegated by role DAGL` | who holds the role may delegate to system users |
 * | `anyone` | every caller |
 * | `denied: KEY` | refused, whatever other lines say |
 * | `denied unless let in: KEY` | refused where no other line lets in |
 * | `unless denied: KEY` | let in where no line with `denied` refuses |
 * | `nobody: KEY (REASON)` | written in the policy, and never true |
 * | `in doubt: KEY` | Altinn may refuse; another entry says why |
 * | `cannot be put in words: rule "ID"` | what the lines leave out of this rule |
 * | `minimum authentication level` | the level demanded; Maskinporten tokens have 3 |
 *
 * Delegations come last: a request that names several actions, one of them refused by a line with
 * `denied`, is refused whatever was delegated.
 *
 * @param resourceId The registry resource for which access is told.
 */
export function access(policy: Policy, resourceId: string): Record<string, string> {
  const lines = new Lines();
  const readings = policy.rules.map((rule, index) => {
    const reading = readRule(rule, index, resourceId);
    for (const note of reading.notes) lines.note(`rule ${JSON.stringify(rule.ruleId)}`, note);
    return reading;
  });
  for (const part of policy.otherParts) lines.note(part.name, "Altinn does not use it");

  const inDoubt = [
    readings.some((reading) => reading.mayFail),
    levelLines(policy, lines),
    algorithmLine(policy, lines),
  ].includes(true);

  const cells = readings.flatMap((reading) => reading.cells);
  const combining = combiningOf(policy.combiningAlgorithm) ?? "deny-overrides";
  // These two give every caller an answer for whatever any rule names.
  const everyone = (effect: Cell["effect"]) =>
    readings.flatMap((reading) => reading.open.map((cell): Cell => ({ ...cell, effect })));
  if (combining === "permit-unless-deny") cells.push(...everyone("Permit"));
  if (combining === "deny-unless-permit") cells.push(...everyone("Deny"));
  const permits = cells.filter((cell) => cell.effect === "Permit");
  const denies = cells.filter((cell) => cell.effect === "Deny");
  const order = whoWins(combining, permits, denies);
  if (order === "mixed") {
    lines.note("the combining algorithm", "Permit and Deny decide by the order of the rules");
  }

  const doubt = inDoubt || order === "mixed" ? IN_DOUBT : "";
  const delegationDoubt = readings.some((reading) => reading.deniesDelegation) ? IN_DOUBT : doubt;
  const permitWins = order === "permit";
  for (const cell of denies) {
    const prefix = permitWins ? "denied unless let in: " : "denied: ";
    lines.cell(cell, cell.never === undefined ? doubt + prefix : prefix, cell.actions);
  }
  const effective = denies.filter((cell) => cell.never === undefined);
  for (const cell of permits) {
    if (cell.never !== undefined) lines.cell(cell, "", cell.actions);
    // A Deny comes before delegations whatever the algorithm: they count where no rule applies.
    else if (cell.caller.kind === "delegated") letIn(cell, effective, delegationDoubt, lines);
    else if (permitWins) lines.cell(cell, doubt, cell.actions);
    else letIn(cell, effective, doubt, lines);
  }
  if (policy.rules.length === 0) lines.add("nobody", "the policy has no rule");
  return lines.toRecord();
}

/** Adds the lines of a Permit from which every Deny takes its part. */
function letIn(permit: Cell, denies: readonly Cell[], doubt: string, lines: Lines): void {
  const near = denies
    .map((deny) => ({ actions: deny.actions, relation: relateCells(deny, permit) }))
    .filter(({ relation }) => relation !== "apart");
  const denied: Cell = { ...permit, never: "denied by another rule" };
  if (permit.actions === undefined) {
    const all = near.some(({ actions, relation }) => relation === "covers" && !actions);
    if (all) lines.cell(denied, "", undefined);
    else lines.cell(permit, near.length > 0 ? `${doubt}unless denied: ` : doubt, undefined);
    return;
  }
  const outcomes: Record<Relation, Set<string>> = {
    apart: new Set(),
    overlaps: new Set(),
    covers: new Set(),
  };
  for (const action of permit.actions) {
    const hits = near.map(({ actions, relation }) => both(relation, hitBy(action, actions)));
    const worst = (["covers", "overlaps"] as const).find((relation) => hits.includes(relation));
    outcomes[worst ?? "apart"].add(action);
  }
  if (outcomes.apart.size > 0) lines.cell(permit, doubt, outcomes.apart);
  if (outcomes.overlaps.size > 0) {
    lines.cell(permit, `${doubt}unless denied: `, outcomes.overlaps);
  }
  if (outcomes.covers.size > 0) lines.cell(denied, "", outcomes.covers);
}

const relateCells = (deny: Cell, permit: Cell): Relation =>
  both(relate(deny.caller, permit.caller), relateScopes(deny.scope, permit.scope));

function hitBy(action: string, denied: Actions): Relation {
  if (denied === undefined || denied.has(action)) return "covers";
  const alike = [...denied].some(
    (name) => isTogether(name) || isTogether(action) || name.toLowerCase() === action.toLowerCase(),
  );
  return alike ? "overlaps" : "apart";
}

function relateScopes(denied: Scope, permitted: Scope): Relation {
  if (denied.party !== undefined && permitted.party !== undefined) {
    if (denied.party !== permitted.party) return "apart";
  }
  const wider = denied.party === undefined || denied.party === permitted.party;
  const limits = denied.limits.every((limit) => permitted.limits.includes(limit));
  return wider && limits ? "covers" : "overlaps";
}

const both = (a: Relation, b: Relation): Relation =>
  a === "apart" || b === "apart"
    ? "apart"
    : a === "covers" && b === "covers"
      ? "covers"
      : "overlaps";

/** Which effect decides where both apply. */
function whoWins(
  combining: ReturnType<typeof combiningOf>,
  permits: readonly Cell[],
  denies: readonly Cell[],
): "deny" | "permit" | "mixed" {
  if (combining === "permit-overrides" || combining === "deny-unless-permit") return "permit";
  if (combining !== "first-applicable" || denies.length === 0) return "deny";
  const at = (cells: readonly Cell[]) => cells.map((cell) => cell.ruleIndex);
  if (Math.max(...at(denies)) < Math.min(...at(permits))) return "deny";
  if (Math.max(...at(permits)) < Math.min(...at(denies))) return "permit";
  return "mixed";
}

/** The lines of the obligations; true when the level refuses Maskinporten's tokens, or may. */
function levelLines(policy: Policy, lines: Lines): boolean {
  const level = levelOf(policy, LEVEL_CATEGORY.all);
  const aboveUs = level?.number !== undefined && level.number > MASKINPORTEN_LEVEL;
  const above = `, above the ${MASKINPORTEN_LEVEL} of Maskinporten`;
  if (level) lines.add("minimum authentication level", levelWords(level) + (aboveUs ? above : ""));
  const forOrganizations = levelOf(policy, LEVEL_CATEGORY.organizations);
  if (forOrganizations) {
    lines.add("minimum authentication level for organizations", levelWords(forOrganizations));
  }
  const taken = new Set<string>();
  for (const obligation of policy.obligations) {
    const note = (text: string) =>
      lines.note(`obligation ${JSON.stringify(obligation.obligationId)}`, text);
    if (obligation.fulfillOn === "Deny") note("Altinn does not use it on Deny");
    else if (obligation.assignments.length === 0) note("it assigns nothing");
    else {
      for (const { category, value } of obligation.assignments) {
        if (category === undefined || !levelCategories.has(category)) {
          note(`Altinn does not use the category ${category ?? "that is missing"}`);
        } else if (value === undefined) note(`it assigns no plain value to ${category}`);
        else if (taken.has(category)) note(`Altinn takes the first level of ${category} alone`);
        else taken.add(category);
      }
    }
  }
  return refusesMaskinporten(policy);
}

const levelCategories: ReadonlySet<string> = new Set(Object.values(LEVEL_CATEGORY));

const levelWords = ({ text, number }: Level): string =>
  number === undefined ? `${quoted(text)}, which is no whole number` : text;

/** A line for any algorithm but the usual one; true when Altinn does not know it. */
function algorithmLine(policy: Policy, lines: Lines): boolean {
  const id = policy.combiningAlgorithm;
  if (id === DENY_OVERRIDES) return false;
  const combining = combiningOf(id);
  const name = id.split(":").pop() ?? id;
  if (combining !== undefined) lines.add("combining algorithm", name);
  else if (id === DENY_OVERRIDES_1_0) {
    lines.add(
      "combining algorithm",
      "deny-overrides of XACML 1.0, unknown to Altinn's newest code",
    );
  } else lines.add("combining algorithm", `${id}, unknown to Altinn, which then refuses everybody`);
  return combining === undefined;
}

/** Lines under construction: equal keys gather their values. */
class Lines {
  private readonly values = new Map<string, Set<string>>();
  private readonly every = new Set<string>();
  private readonly notes = new Map<string, Set<string>>();

  add(key: string, value: string): void {
    const values = this.values.get(key);
    if (values) values.add(value);
    else this.values.set(key, new Set([value]));
  }

  note(what: string, text: string): void {
    const key = `cannot be put in words: ${what}`;
    const notes = this.notes.get(key);
    if (notes) notes.add(text);
    else this.notes.set(key, new Set([text]));
  }

  cell(cell: Cell, prefix: string, actions: Actions): void {
    const name = cell.caller.words + partyWords(cell);
    const key = [name, ...cell.scope.limits].join(", ");
    const line =
      cell.never === undefined ? `${prefix}${key}` : `${prefix}nobody: ${key} (${cell.never})`;
    if (actions === undefined) this.every.add(line);
    else for (const action of actions) this.add(line, action);
  }

  toRecord(): Record<string, string> {
    const entries: [string, string][] = [];
    for (const [key, values] of this.values) {
      if (!this.every.has(key)) entries.push([key, [...values].sort().join(", ")]);
    }
    for (const key of this.every) entries.push([key, EVERY_ACTION]);
    for (const [key, notes] of this.notes) entries.push([key, [...notes].sort().join("; ")]);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

function partyWords({ caller, scope }: Cell): string {
  if (scope.party === undefined) return caller.kind === "direct" ? " (for any party)" : "";
  return scope.party === caller.organization
    ? " (on its own behalf)"
    : ` (for party ${quoted(scope.party)})`;
}
