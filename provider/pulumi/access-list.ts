import * as pulumi from "@pulumi/pulumi";
import type { AcknowledgeableCode } from "../lines";
import { accessListWarnings } from "../resources/access-list/rules";
import { whenRemoved } from "../resources/access-list/when-removed";
import { AltinnResource, eachOf, type ResourceClass } from "./altinn-resource";
import type { Recorded } from "./recorded";
import { shell } from "./shell";
import { rememberIdentifier } from "./twins";

/** Arguments of {@link AccessList}. */
export interface AccessListArgs {
  /**
   * The list's identifier among the organisation's lists; no slashes. Upper and lower case differ. Changing this replaces the
   * list.
   */
  identifier: pulumi.Input<string>;
  /** The name that Altinn Studio shows. */
  name: pulumi.Input<string>;
  /**
   * What the list is for.
   * @default empty
   */
  description?: pulumi.Input<string>;
  /**
   * The organisations on the list, by number: nine digits each, in any order. An empty list lets nobody in; left out, the
   * members are not managed and stay as they are at Altinn.
   * @default not managed
   */
  members?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * `exact`: `members` are all members, whoever else is added is taken away. `atLeast`: they are added, and who was added by
   * others stays.
   * @default "exact"
   */
  membership?: pulumi.Input<"exact" | "atLeast">;
  /**
   * Take over a list that exists and differs from the program, and change it; also members that were not managed before. One
   * that is equal is taken over without it.
   * @default the setting `altinn:adopt`
   */
  adopt?: pulumi.Input<boolean>;
  /**
   * What happens when the list leaves the program. `keep`: nothing. `delete`: it is deleted with its members and connections,
   * and can be made again. A new value counts from the first `pulumi up` with it. `ALTINN_ON_DELETE=keep` overrides it.
   * @default "keep"
   */
  onDelete?: "keep" | "delete";
  /**
   * Codes of warnings that are meant; they are not printed then. Changing this alone is an update that writes nothing.
   * @default nothing is acknowledged
   */
  acknowledge?: pulumi.Input<pulumi.Input<AcknowledgeableCode<"AccessList">>[]>;
}

/** Two marks, which stand while the next run has something to make sure of. */
export interface AccessListServer {
  /** Names of arguments whose write was not confirmed. The next run looks, and writes what differs. */
  readonly unconfirmed?: readonly string[];
  /** False after a first run of which nothing is known to be there. The next run judges what it finds as a take-over. */
  readonly made?: false;
}

const OF: ResourceClass<AccessListArgs> = {
  kind: "AccessList",
  provider: shell("AccessList"),
  names: ["identifier", "name", "description", "members", "membership", "adopt"],
  outputs: ["identifier", "name", "description", "members", "membership"],
  identifierOf: ({ identifier }) => identifier,
  onDelete: "keep",
  whenRemoved,
  publicOf: () => [],
  // As check has them, so that a refresh shows no difference of defaults.
  inputsOf: ({ identifier, name, description = "", members, membership = "exact" }) => ({
    identifier,
    name,
    description,
    ...(members === undefined ? {} : { members }),
    membership,
  }),
  groupsOf: eachOf,
  warningsOf: accessListWarnings,
};

/**
 * A list of organisations (`PUT /resourceregistry/api/v1/access-lists/{owner}/{identifier}`). A connection lets its members
 * into a service whose `accessListMode` is `Enabled`, as far as the policy does. Its id is the identifier.
 *
 * Errors: organisations that Altinn's Register does not know are named; all others are written.
 *
 * @example
 * ```ts
 * const partners = new altinn.AccessList("partners", {
 *   identifier: "partners",
 *   name: "Partners",
 *   members: ["974761076", "991825827"],
 * });
 * ```
 */
export class AccessList extends AltinnResource<AccessListArgs> {
  /** @internal */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/altinn:AccessList";

  declare readonly identifier: pulumi.Output<string>;
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string>;
  declare readonly members: pulumi.Output<readonly string[] | undefined>;
  declare readonly membership: pulumi.Output<string>;
  declare readonly onDelete: pulumi.Output<string>;
  declare readonly acknowledge: pulumi.Output<readonly string[] | undefined>;
  /** What leaving the program means, a sentence. */
  declare readonly whenRemoved: pulumi.Output<string>;
  declare readonly server: pulumi.Output<AccessListServer>;
  declare readonly recorded: pulumi.Output<Recorded>;

  /**
   * Reads a list of the organisation that this program does not manage, with its members. Fails when there is none.
   *
   * @param id The list's identifier.
   */
  static get(
    name: string,
    id: pulumi.Input<string>,
    opts?: pulumi.CustomResourceOptions,
  ): AccessList {
    return new AccessList(name, undefined as unknown as AccessListArgs, { ...opts, id });
  }

  constructor(name: string, args: AccessListArgs, opts?: pulumi.CustomResourceOptions) {
    super(OF, name, args, opts);
    if (args !== undefined) rememberIdentifier(this.identifier, args.identifier);
  }
}
