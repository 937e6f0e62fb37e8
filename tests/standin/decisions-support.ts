import { afterAll, beforeAll, beforeEach } from "@jest/globals";
import type { DecisionRequest } from "../../standin/altinn";
import { decisionPort, type Decisions } from "../../standin/decisions/port";
import { startStandin, type Standin } from "../../standin/start";
import {
  action,
  call,
  makeResource,
  policyXml,
  registryResource,
  RESOURCE,
  upload,
  validResource,
  WRITE,
  type AnyOfSketch,
  type Owner,
  type RuleSketch,
} from "./registry-support";

export const SYSTEM_USER = "a5f4a3b0-0000-4000-8000-000000000001";

export let standin: Standin;
export let decisions: Decisions;
export let owner: Owner;
export let sender: Owner;
export let id: string;

/** Starts a stand-in for a test file. Each test has an owner with a new resource, and a sender. */
export function openDecisions(): void {
  beforeAll(async () => {
    standin = await startStandin();
    decisions = decisionPort(standin.altinn);
  });
  afterAll(() => standin.close());
  beforeEach(async () => {
    owner = standin.newOrganisation();
    sender = standin.newOrganisation();
    id = await makeResource(standin, owner);
  });
}

const consumer = (number: string) => ({ authority: "iso6523-actorid-upis", ID: `0192:${number}` });
export const plain = (number: string) => ({ consumer: consumer(number) });
export const exchanged = ({ number, code }: Owner, isServiceOwner = false) => ({
  consumer: consumer(number),
  "urn:altinn:orgNumber": number,
  ...(isServiceOwner ? { "urn:altinn:org": code } : {}),
});
export const systemUser = (number: string) => ({
  consumer: consumer(number),
  authorization_details: [
    {
      type: "urn:altinn:systemuser",
      systemuser_id: [SYSTEM_USER],
      systemuser_org: consumer(number),
    },
  ],
});

/** What Broker makes of the answer. */
export const lets = (claims: DecisionRequest["claims"], changes: Partial<DecisionRequest> = {}) =>
  decisions.letsIn({
    claims,
    resourceId: id,
    actions: ["write"],
    party: sender.number,
    ...changes,
  });

export const rule = (subjects: AnyOfSketch, actions = ["read", "write"]): RuleSketch => ({
  target: [subjects, [registryResource(id)], actions.map(action)],
});
export const use = (rules: RuleSketch[], rest = "") =>
  upload(standin, owner, id, policyXml({ rules, rest }));
export const ask = (
  claims: DecisionRequest["claims"],
  changes: Partial<DecisionRequest> = {},
  port = decisions,
) => port.decide({ claims, resourceId: id, actions: ["write"], party: sender.number, ...changes });
export const put = (changes: Record<string, unknown>) =>
  call(standin, "PUT", `${RESOURCE}/${id}`, {
    token: standin.token({ organisation: owner.number, scopes: WRITE }),
    json: validResource(owner, id, changes),
  });
