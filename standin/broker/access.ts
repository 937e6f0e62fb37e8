import type { DecisionPort } from "../altinn";
import type { Claims } from "../server/route";
import { withoutPrefix } from "./caller";
import type { ResourceStore } from "./resources";
import type { Transfer } from "./transfers";

/** What Broker asks the decision point. A resource that Broker does not know is a no without asking. */
export class Access {
  constructor(
    private readonly decisions: DecisionPort,
    private readonly resources: ResourceStore,
  ) {}

  asSender(claims: Claims, resourceId: string, sender: string): boolean {
    return this.permits(claims, resourceId, ["write"], sender);
  }

  /** For any recipient; whoever has downloaded counts as one. */
  asRecipient(claims: Claims, transfer: Transfer, recipients: readonly string[]): boolean {
    return recipients.some((recipient) =>
      this.permits(claims, transfer.resourceId, ["read"], recipient, transfer.id),
    );
  }

  toSearch(claims: Claims, resourceId: string, caller: string): boolean {
    return this.permits(claims, resourceId, ["write", "read"], caller);
  }

  private permits(
    claims: Claims,
    resourceId: string,
    actions: readonly string[],
    party: string,
    instance?: string,
  ): boolean {
    return (
      this.resources.has(resourceId) &&
      this.decisions.letsIn({
        claims,
        resourceId,
        actions,
        party: withoutPrefix(party),
        ...(instance === undefined ? {} : { instance }),
      })
    );
  }
}
