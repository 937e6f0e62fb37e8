import type { DecisionPort } from "../altinn";
import { dropNotes, noteRefusal } from "../server/refusal-notes";
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

  /** Whether an organisation may be a recipient of a resource for those on access lists alone. */
  isListed(claims: Claims, resourceId: string, organisation: string): boolean {
    // Broker asks for memberships alone; what a list's filter allows is for the decision point.
    const isListed = ["read", "write"].some((action) =>
      this.decisions.accessListAllows(resourceId, organisation, action),
    );
    if (!isListed) {
      const lists = this.decisions.connectedLists(resourceId).join(", ") || "none";
      noteRefusal(
        claims,
        `The recipient ${organisation} is on no access list that is connected to ${resourceId}; connected: ${lists}.`,
      );
    }
    return isListed;
  }

  private permits(
    claims: Claims,
    resourceId: string,
    actions: readonly string[],
    party: string,
    instance?: string,
  ): boolean {
    if (!this.resources.has(resourceId)) {
      noteRefusal(
        claims,
        `Broker does not know the resource ${resourceId}: it asks nobody before the resource has a configuration.`,
      );
      return false;
    }
    const asked = {
      claims,
      resourceId,
      actions,
      party: withoutPrefix(party),
      ...(instance === undefined ? {} : { instance }),
    };
    if (this.decisions.letsIn(asked)) {
      dropNotes(claims);
      return true;
    }
    noteRefusal(claims, this.decisions.whyNot(asked));
    return false;
  }
}
