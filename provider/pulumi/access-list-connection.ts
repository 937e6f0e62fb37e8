import * as pulumi from "@pulumi/pulumi";
import type { AcknowledgeableCode } from "../lines";
import { whenRemoved } from "../resources/access-list-connection/when-removed";
import { connectionWarnings } from "../resources/access-list-connection/rules";
import { AltinnResource, eachOf, type ResourceClass } from "./altinn-resource";
import { rememberConnection } from "./connections-of-program";
import type { Recorded } from "./recorded";
import { shell } from "./shell";
import { stated } from "./twins";

/** Arguments of {@link AccessListConnection}. */
export interface AccessListConnectionArgs {
  /** Identifier of the access list. Changing this replaces the connection. */
  accessList: pulumi.Input<string>;
  /** Identifier of the registry resource. Changing this replaces the connection. */
  resourceId: pulumi.Input<string>;
  /**
   * The actions that members of the list may do, as far as the policy lets them: such as `["read", "subscribe"]`, in any
   * order, one at least.
   * @default every action
   */
  actions?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Take over a connection that exists with other actions, and change it. One that is equal is taken over without it.
   * @default the setting `altinn:adopt`
   */
  adopt?: pulumi.Input<boolean>;
  /**
   * What happens when the connection leaves the program: it is removed, and the members lose the service. `ALTINN_ON_DELETE=keep`
   * leaves it.
   * @default "delete"
   */
  onDelete?: "delete";
  /**
   * Codes of warnings that are meant; they are not printed then. Changing this alone is an update that writes nothing.
   * @default nothing is acknowledged
   */
  acknowledge?: pulumi.Input<pulumi.Input<AcknowledgeableCode<"AccessListConnection">>[]>;
}

/** Two marks, which stand while the next run has something to make sure of. */
export interface AccessListConnectionServer {
  /** `["actions"]` after a write that was not confirmed. The next run looks, and writes what differs. */
  readonly unconfirmed?: readonly string[];
  /** False after a first run of which nothing is known to be there. The next run judges what it finds as a take-over. */
  readonly made?: false;
}

/** `{accessList}/{resourceId}`; a text when the program states both. */
function idOf({ accessList, resourceId }: AccessListConnectionArgs): pulumi.Input<string> {
  const [list, resource] = [stated(accessList), stated(resourceId)];
  return list === undefined || resource === undefined
    ? pulumi.interpolate`${accessList}/${resourceId}`
    : `${list}/${resource}`;
}

const OF: ResourceClass<AccessListConnectionArgs> = {
  kind: "AccessListConnection",
  provider: shell("AccessListConnection"),
  names: ["accessList", "resourceId", "actions", "adopt"],
  outputs: ["accessList", "resourceId", "actions"],
  identifierOf: idOf,
  onDelete: "delete",
  whenRemoved: (onDelete, { accessList, resourceId }) => ({
    sentence: pulumi.all([accessList, resourceId]).apply(([list, resource]) => {
      const pair = { accessList: list, resourceId: resource };
      return whenRemoved(onDelete, pair).sentence;
    }),
    retained: onDelete === "keep",
  }),
  publicOf: () => [],
  inputsOf: ({ accessList, resourceId, actions }) => ({
    accessList,
    resourceId,
    ...(actions === undefined ? {} : { actions }),
  }),
  groupsOf: eachOf,
  warningsOf: connectionWarnings,
};

/**
 * The connection of an access list to a registry resource
 * (`PUT /resourceregistry/api/v1/access-lists/{owner}/{accessList}/resource-connections/{resourceId}`): it lets the members
 * into the service while the resource's `accessListMode` is `Enabled`. Its id is `{accessList}/{resourceId}`.
 *
 * @example
 * ```ts
 * new altinn.AccessListConnection("partners-licences", {
 *   accessList: partners.identifier,
 *   resourceId: licences.identifier,
 *   actions: ["read", "publish", "subscribe"],
 * });
 * ```
 */
export class AccessListConnection extends AltinnResource<AccessListConnectionArgs> {
  /** @internal */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/altinn:AccessListConnection";

  declare readonly accessList: pulumi.Output<string>;
  declare readonly resourceId: pulumi.Output<string>;
  declare readonly actions: pulumi.Output<readonly string[] | undefined>;
  declare readonly onDelete: pulumi.Output<string>;
  declare readonly acknowledge: pulumi.Output<readonly string[] | undefined>;
  /** What leaving the program means, a sentence. */
  declare readonly whenRemoved: pulumi.Output<string>;
  declare readonly server: pulumi.Output<AccessListConnectionServer>;
  declare readonly recorded: pulumi.Output<Recorded>;

  /**
   * Reads a connection that this program does not manage. Fails when there is none.
   *
   * @param id `{accessList}/{resourceId}`, such as `partners/ttd-licences`.
   */
  static get(
    name: string,
    id: pulumi.Input<string>,
    opts?: pulumi.CustomResourceOptions,
  ): AccessListConnection {
    return new AccessListConnection(name, undefined as unknown as AccessListConnectionArgs, {
      ...opts,
      id,
    });
  }

  constructor(name: string, args: AccessListConnectionArgs, opts?: pulumi.CustomResourceOptions) {
    super(OF, name, args, opts);
    if (args !== undefined) rememberConnection(args.resourceId);
  }
}
