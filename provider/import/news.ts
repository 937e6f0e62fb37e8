import { accessOfText, grantsByLine } from "../policy";
import { textOfPolicy } from "../program-writer/policy-of-stacks";
import type { PolicyValues, ServiceValues } from "../program-writer/values";
import { describeDifferences } from "../resources/take-over";
import { sameJson } from "../values/compare";
import type { JsonObject } from "../values/json";

/*
 * In what Altinn has a part of the program otherwise than it was imported last, from which its files are written: what whoever
 * edited them brings in by hand.
 */

type Values = Readonly<Record<string, unknown>>;

const WAS = "in what was imported last";

/** Phrases; none where it is the same, and of what nobody looked at. */
export function newsOfService(
  identifier: string,
  written: Partial<ServiceValues>,
  now: ServiceValues,
): string[] {
  return [
    ...newsOf(written.resource ?? {}, now.resource),
    ...ofPolicy(identifier, written.policy, now.policy),
    ...ofBroker(written.broker, now.broker),
    ...ofConnections(written.connections, now.connections),
  ];
}

/** Of plain arguments, such as those of an access list. */
export function newsOf(written: Values, now: Values, before = ""): string[] {
  const keys = [...new Set([...Object.keys(written), ...Object.keys(now)])];
  const changed = keys.filter((key) => !sameJson(written[key], now[key]));
  return describeDifferences(changed, now, written).map(
    ({ of, detail }) =>
      `${before}${of} ${detail.replace(", program ", ` at Altinn; ${WAS} it is `)}`,
  );
}

function ofPolicy(
  identifier: string,
  written: PolicyValues | null | undefined,
  now: PolicyValues | null | undefined,
): string[] {
  if (now === undefined) return [];
  const [was, is] = [accessIn(written, identifier), accessIn(now, identifier)];
  const keys = [...new Set([...Object.keys(is.lines), ...Object.keys(was.lines)])];
  return keys
    .filter((key) => is.lines[key] !== was.lines[key])
    .map((key) => {
      const words = is.grants.has(key) || was.grants.has(key) ? may : states;
      return `policy: at Altinn, ${key} ${words(is.lines[key])}; ${WAS} it ${words(was.lines[key])}`;
    });
}

/** The lines of a policy, and which of them are about somebody who may do something. */
function accessIn(
  policy: PolicyValues | null | undefined,
  identifier: string,
): { readonly lines: Readonly<Record<string, string>>; readonly grants: ReadonlySet<string> } {
  if (!policy) return { lines: {}, grants: new Set() };
  const access = accessOfText(textOfPolicy(policy, identifier), identifier);
  const grants = access.form === "plain" ? grantsByLine(access.grants).keys() : [];
  return { lines: access.lines, grants: new Set(grants) };
}

/** Such as `may read and subscribe`. */
function may(actions: string | undefined): string {
  if (actions === undefined) return "may do nothing";
  return `may ${actions.replace(/, (?=[^,]+$)/, " and ")}`;
}

const states = (value: string | undefined): string => `is ${value ?? "nothing"}`;

function ofBroker(
  written: JsonObject | null | undefined,
  now: JsonObject | null | undefined,
): string[] {
  if (now === undefined || (!now && !written)) return [];
  if (!now) return [`Broker has no settings of it; ${WAS} it has`];
  if (!written) return [`Broker has settings of it, ${JSON.stringify(now)}; ${WAS} it has none`];
  return newsOf(written, now, "Broker's ");
}

function ofConnections(
  written: ServiceValues["connections"],
  now: ServiceValues["connections"],
): string[] {
  if (now === undefined) return [];
  const words = (actions: readonly string[] | undefined): string =>
    actions === undefined
      ? "not connected"
      : `connected for ${actions.length === 0 ? "every action" : actions.join(", ")}`;
  const lists = [...new Set([...Object.keys(now), ...Object.keys(written ?? {})])];
  return lists
    .filter((list) => words(now[list]) !== words(written?.[list]))
    .map(
      (list) =>
        `access list ${list} is ${words(now[list])} at Altinn; ${WAS} it is ${words(written?.[list])}`,
    );
}
