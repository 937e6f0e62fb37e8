import { generateKeyPairSync } from "node:crypto";
import { run } from "../../../provider/cli/program";
import { smoke, type Outcome, type SmokeOptions } from "../../../provider/cli/smoke";
import { organization, renderPolicy, type Rule } from "../../../provider/policy";
import { openWorld, type World } from "../../support/altinn";
import { resourceArgs } from "../../support/resources";

export const resourceId = "ttd-licences";
export const BYTES = 100;

const SENDING = ["altinn:broker.write"];
const RECEIVING = ["altinn:broker.read"];

/** A service that is ready to be checked, and what the check said of it. */
export interface Service {
  readonly world: World;
  /** As the registry has it. */
  readonly document: Record<string, unknown>;
  /** Two other organisations, with clients and keys of their own. */
  readonly sender: Participant;
  readonly recipient: Participant;
  readonly printed: string[];
  readonly complained: string[];
  /** Gives the service a policy that lets these in; each action may have several. */
  letIn(rules: readonly Rule[]): void;
  check(more?: Partial<SmokeOptions>): Promise<Outcome>;
  /** The command line, with the settings of `env`; its exit status. */
  command(args: readonly string[], env?: Record<string, string>): Promise<number>;
  /** Settings with which the two participants send and receive. */
  readonly participants: Record<string, string>;
  /** Status of the newest transfer that `as`, the owner by default, has sent, as Broker now has it. */
  newest(as?: string): Promise<string>;
}

export interface Participant {
  readonly number: string;
  readonly clientId: string;
  /** Private, as the setting has it. */
  readonly jwk: string;
}

/** Keys of the participants, for all services of a test file: making one takes longer than most tests. */
const keys = [SENDING, RECEIVING].map(() => generateKeyPairSync("rsa", { modulusLength: 2048 }));

export const allowed = (
  number: string,
  actions: Rule["actions"],
  onBehalfOf: "itself" | "anyone" = "itself",
): Rule => ({ subjects: [organization(number, { onBehalfOf })], actions });

export const policyOf = (rules: readonly Rule[]): string =>
  renderPolicy({ resourceId, rules: [...rules] });

/** The owner alone may send and receive, for anybody. */
export async function openService(): Promise<Service> {
  const world = await openWorld();
  const { standin, organisation, context, env } = world;
  const [sender, recipient] = [SENDING, RECEIVING].map((scopes, part): Participant => {
    const { number } = standin.newOrganisation();
    const { publicKey, privateKey } = keys[part] as (typeof keys)[number];
    const publicJwk = publicKey.export({ format: "jwk" });
    const client = standin.newClient({ organisation: number, scopes, publicJwk });
    const jwk = { ...privateKey.export({ format: "jwk" }), kid: client.kid };
    return { number, clientId: client.clientId, jwk: JSON.stringify(jwk) };
  }) as [Participant, Participant];
  const document = {
    ...resourceArgs(resourceId),
    resourceType: "BrokerService",
    status: "Completed",
    hasCompetentAuthority: { organization: organisation.number, orgcode: organisation.code },
  };
  standin.storeResource(document);
  const letIn = (rules: readonly Rule[]): void => {
    standin.storePolicy(resourceId, policyOf(rules));
  };
  letIn([allowed(organisation.number, ["read", "write"])]);
  await context.broker.postServiceOwner("Etaten");
  standin.setBrokerConfiguration(resourceId, {});
  const printed: string[] = [];
  const complained: string[] = [];
  const print = (line: string): void => void printed.push(line);
  const complain = (line: string): void => void complained.push(line);
  const waiting = {
    pause: async (ms: number) => {
      standin.advance(ms);
    },
    pauseBetweenTries: () => 0,
  };
  return {
    world,
    document,
    sender,
    recipient,
    printed,
    complained,
    letIn,
    check: (more = {}) =>
      smoke({
        resourceId,
        bytes: BYTES,
        withoutVirusScan: false,
        env,
        print,
        complain,
        ...waiting,
        ...more,
      }),
    command: (args, more = {}) => run({ args, env: { ...env, ...more }, print, complain, waiting }),
    participants: {
      ALTINN_SMOKE_SENDER_CLIENT_ID: sender.clientId,
      ALTINN_SMOKE_SENDER_JWK: sender.jwk,
      ALTINN_SMOKE_RECIPIENT_CLIENT_ID: recipient.clientId,
      ALTINN_SMOKE_RECIPIENT_JWK: recipient.jwk,
    },
    newest: async (as = organisation.number) => {
      const headers = {
        authorization: `Bearer ${standin.token({ organisation: as, scopes: SENDING })}`,
      };
      const address = `${standin.platformUrl}/broker/api/v1/filetransfer`;
      const list = await fetch(`${address}?resourceId=${resourceId}&role=Sender`, { headers });
      const [id] = (await list.json()) as string[];
      const overview = await fetch(`${address}/${id ?? ""}`, { headers });
      return ((await overview.json()) as { fileTransferStatus: string }).fileTransferStatus;
    },
  };
}
