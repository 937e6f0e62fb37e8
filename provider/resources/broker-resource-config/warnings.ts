import type { Warned } from "../../lines";
import type { Settings } from "../../settings";
import { ticksOfXsdDuration } from "../../values/duration";
import { isUnknown } from "../../values/unknown";
import type { Values } from "../lifecycle";

/*
 * What Broker takes of a configuration, and what may yet not be meant.
 */

/** Arguments that a warning is about, each group by itself; {@link configWarnings} may be asked group by group. */
export const CONFIG_WARNING_GROUPS = [
  ["useManifestFileShim"],
  ["purgeFileTransferAfterAllRecipientsConfirmed", "purgeFileTransferGracePeriod"],
  ["fileTransferTimeToLive", "purgeFileTransferGracePeriod"],
] as const;

/** Sentences about the arguments that are given. */
export function configWarnings(args: Values): Warned[] {
  const grace = args.purgeFileTransferGracePeriod;
  const given = grace !== undefined && grace !== null && !isUnknown(grace);
  const [graceTicks, liveTicks] = [grace, args.fileTransferTimeToLive].map((value) =>
    typeof value === "string" ? ticksOfXsdDuration(value) : undefined,
  );
  return [
    ...(args.useManifestFileShim === true
      ? [
          {
            code: "shim-without-effect",
            text: "useManifestFileShim has no effect today: Broker keeps it, and no download looks at it any more.",
          } as const,
        ]
      : []),
    ...(args.purgeFileTransferAfterAllRecipientsConfirmed === false && given
      ? [
          {
            code: "grace-without-purge",
            text: "purgeFileTransferGracePeriod has no effect while purgeFileTransferAfterAllRecipientsConfirmed is false: files stay until they expire.",
          } as const,
        ]
      : []),
    ...(graceTicks !== undefined && liveTicks !== undefined && graceTicks > liveTicks
      ? [
          {
            code: "grace-longer-than-lifetime",
            text: "purgeFileTransferGracePeriod is longer than fileTransferTimeToLive: files expire before it is over.",
          } as const,
        ]
      : []),
  ];
}

/** Broker refuses the upload of a larger file that is to be scanned, in every environment. Source: Altinn/altinn-broker. */
const LARGEST_SCANNED = 50_000_000_000;

/** Sentences that depend on the environment. */
export function configSettingWarnings(
  inputs: Values,
  { facts }: { readonly facts: Pick<Settings["facts"], "approvalAboveBytes"> },
): Warned[] {
  const size = inputs.maxFileTransferSize;
  if (typeof size !== "number" || size <= LARGEST_SCANNED) return [];
  const limit = facts.approvalAboveBytes;
  const approval =
    limit !== undefined && size > limit
      ? " Production wants Altinn's approval for this resource, and refuses the change without it (BRO-00013)."
      : "";
  return [
    {
      code: "approval-needed",
      text: `maxFileTransferSize is ${String(size)}. Broker refuses every file above ${String(LARGEST_SCANNED)} bytes that is scanned for viruses, in every environment (BRO-00016); only transfers without a scan may be larger.${approval}`,
    },
  ];
}
