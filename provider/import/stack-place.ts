import { ConfigError } from "../errors";
import type { AllStacks, StackValues } from "../program-writer/values";
import type { Settings } from "../settings";
import { MEMORY_FILE } from "./memory-file";

/** Where what a stack has was read: environment, address of the platform, and organisation. */
export type StackPlace = Pick<
  StackValues,
  "environment" | "platformUrl" | "organization" | "orgCode"
>;

/** The command was called in a way that this program does not take. */
export class WrongUseError extends ConfigError {}

export const stackPlaceOf = (settings: Settings): StackPlace => ({
  environment: settings.environment,
  platformUrl: settings.platformUrl,
  organization: settings.orgNumber,
  orgCode: settings.orgCode,
});

/** What an older version did not remember is taken for the same. */
export const isSamePlace = (before: StackPlace | undefined, now: StackPlace): boolean =>
  before !== undefined &&
  before.environment === now.environment &&
  before.organization === now.organization &&
  (before.orgCode ?? now.orgCode) === now.orgCode &&
  (before.platformUrl ?? now.platformUrl) === now.platformUrl;

/** Names of the stacks of a program, but not the one of an import without `--stack`. */
export const namedStacks = (stacks: AllStacks): string[] =>
  Object.keys(stacks).filter((name) => name !== "");

/**
 * Before anything is asked: once stacks have names, what is read belongs to one of them.
 * @throws WrongUseError
 */
export function refuseUnnamed(stacks: AllStacks, stack: string): void {
  const names = namedStacks(stacks);
  if (stack !== "" || names.length === 0) return;
  throw new WrongUseError(
    `The program has ${inWords(names)} by name, and what is read belongs to one of its stacks. Nothing was written. Write --stack with its name, such as --stack ${names[0] ?? ""}.`,
  );
}

/**
 * Before anything is written: the settings are those with which the stack was imported before, and no other stack's.
 * @param isPart whether single services are asked for, which several stacks may share out
 * @throws ConfigError that names both
 */
export function refuseOtherPlace(
  stacks: AllStacks,
  stack: string,
  { now, isPart }: { readonly now: StackPlace; readonly isPart: boolean },
): void {
  const own = stacks[stack];
  const unnamed = stacks[""];
  if (own !== undefined) {
    if (isSamePlace(own, now)) return;
    throw new ConfigError(stack === "" ? ofUnnamed(own, now) : ofNamed(stacks, stack, now));
  }
  if (unnamed !== undefined && !isSamePlace(unnamed, now))
    throw new ConfigError(ofUnnamed(unnamed, now));
  const twin = twinOf(stacks, stack, now);
  if (twin !== undefined && !isPart) throw new ConfigError(ofTwin(stack, twin, now));
}

/** Another stack of the same place. */
const twinOf = (stacks: AllStacks, stack: string, now: StackPlace): string | undefined =>
  namedStacks(stacks).find((name) => name !== stack && isSamePlace(stacks[name], now));

const ofTwin = (stack: string, twin: string, now: StackPlace): string =>
  `The settings are for ${placeWords(now)}, from which the stack ${twin} was imported. Two stacks that manage the same undo each other's changes. Nothing was written. Set the settings of ${stack} (environment, address and organisation), or write --stack ${twin}; where stacks share services out, name those of ${stack} with --only.`;

const ofUnnamed = (before: StackPlace, now: StackPlace): string =>
  `The program was imported without --stack, from ${placeWords(before)}; the settings now are for ${placeWords(now)}. Nothing was written. Run the import once with the settings of the first one and the name of its stack, \`--stack NAME\`; then run it with the settings of the other one and the name of that stack.`;

function ofNamed(stacks: AllStacks, stack: string, now: StackPlace): string {
  const before = stacks[stack] as StackPlace;
  const twin = twinOf(stacks, stack, now);
  const those = twin === undefined ? "" : `, which are those of the stack ${twin}`;
  const instead = twin === undefined ? "" : `, or write --stack ${twin}`;
  return `The stack ${stack} was imported from ${placeWords(before)}; the settings now are for ${placeWords(now)}${those}. Nothing was written. Set the settings of ${stack} (environment, address and organisation)${instead}. If ${stack} has moved for good, take "${stack}" out of "stacks" in ${MEMORY_FILE} and run this again.`;
}

const placeWords = ({ environment, platformUrl, organization, orgCode }: StackPlace) =>
  `organisation ${organization}${orgCode === undefined ? "" : ` (${orgCode})`} in ${environment}${platformUrl === undefined ? "" : ` (${platformUrl})`}`;

/** Such as `the stacks tt02 and production`. */
const inWords = (names: readonly string[]): string =>
  names.length === 1
    ? `the stack ${names[0] ?? ""}`
    : `the stacks ${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
