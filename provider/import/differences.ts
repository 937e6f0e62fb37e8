import { accessOfText, samePolicy } from "../policy";
import type { ServiceValues } from "../program-writer/values";
import { changedMembers } from "../resources/resource/document";
import { describeDifferences } from "../resources/take-over";
import type { Live } from "./verify";

/** What a folder says otherwise than Altinn has it, sentences; none where they mean the same. */
export function differencesFrom(
  values: ServiceValues,
  { document, policy }: Live,
  text: string | undefined,
): string[] {
  const identifier = String(values.resource.identifier);
  if (document === undefined)
    return [`${identifier} is not at Altinn: the next \`pulumi up\` makes it.`];
  const wanted = { resourceType: "BrokerService", ...values.resource };
  const changed = changedMembers(wanted, document).filter(
    (key) => key in values.resource || key !== "hasCompetentAuthority",
  );
  return [
    ...describeDifferences(changed, document, wanted).map(
      ({ of, detail }) =>
        `${identifier}: ${of} ${detail.replace(", program ", " at Altinn, in the folder ")}.`,
    ),
    ...ofPolicies(identifier, policy, text),
  ];
}

function ofPolicies(
  identifier: string,
  live: string | undefined,
  text: string | undefined,
): string[] {
  if (live === undefined && text === undefined) return [];
  if (text === undefined)
    return [
      `${identifier} has a policy at Altinn and none in the folder: the program leaves it as it is.`,
    ];
  if (live === undefined)
    return [`${identifier} has no policy at Altinn: the next \`pulumi up\` uploads the folder's.`];
  if (samePolicy(live, text, identifier)) return [];
  const [is, wanted] = [live, text].map((each) => accessOfText(each, identifier).lines);
  const keys = [...new Set([...Object.keys(is ?? {}), ...Object.keys(wanted ?? {})])];
  return keys
    .filter((key) => is?.[key] !== wanted?.[key])
    .map(
      (key) =>
        `${identifier}, policy: ${key} is ${is?.[key] ?? "nothing"} at Altinn, in the folder ${wanted?.[key] ?? "nothing"}.`,
    );
}
