import type { Settings } from "../settings";

/* Where things are done, as far as no setting says it. */

/** Answers for scopes, registrations and Broker. */
export const SERVICE_DESK = "servicedesk@altinn.no";

export const SHELL = "the environment of this shell";

/** Digdir's self-service web, for clients, their keys and their scopes. Source: docs.digdir.no. */
export const selfService = ({ facts }: Settings): string =>
  `Samarbeidsportalen, https://sjolvbetjening.${facts.production ? "" : "test."}samarbeid.digdir.no`;

/** Where a setting of this run comes from. */
export const settingsPlace = (stack: string | undefined): string =>
  stack === undefined ? SHELL : `${SHELL}, or \`pulumi config set --stack ${stack}\``;
