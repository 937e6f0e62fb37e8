import type { Settings } from "../settings";
import { isUnknown } from "../values/unknown";
import type { Values } from "./lifecycle";

/**
 * `onDelete` with its default is part of the inputs, so that a change of it alone is stored (an update that calls
 * nothing): deleting sees only what was stored last.
 */
export function checkOnDelete(
  olds: Values | undefined,
  news: Values,
  allowed: readonly string[],
  identifierKey: string,
): { readonly onDelete: unknown; readonly failures: readonly string[] } {
  const onDelete = news.onDelete ?? allowed[0];
  const failures: string[] = [];
  if (!isUnknown(onDelete) && !allowed.includes(onDelete as string)) {
    failures.push(
      `onDelete is ${JSON.stringify(onDelete)}. Write ${allowed.map((a) => `"${a}"`).join(" or ")}.`,
    );
  }
  if (
    olds !== undefined &&
    olds.onDelete !== onDelete &&
    olds[identifierKey] !== news[identifierKey]
  ) {
    failures.push(
      `onDelete and ${identifierKey} change together, and the old object would be left by the old rule. First run \`pulumi up\` with the new onDelete, then change ${identifierKey}.`,
    );
  }
  return { onDelete, failures };
}

/**
 * What follows the sentence that something stays at Altinn: that access goes on, and how to end it, unless this run takes
 * registry resources out of use, which ends it.
 */
export const whatOfAccess = ({ onDelete }: Pick<Settings, "onDelete">, goesOn: string): string =>
  onDelete === "close" || onDelete === "delete"
    ? `ALTINN_ON_DELETE=${onDelete} ends access to the services whose registry resource this run takes out of use.`
    : `${goesOn} To let nobody in any more, run \`pulumi up\` with accessListMode: "Enabled" on the Resource first.`;
