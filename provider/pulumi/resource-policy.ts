import * as pulumi from "@pulumi/pulumi";
import type { AcknowledgeableCode } from "../lines";
import type { Action, Subject } from "../policy";
import { AltinnResource, type ResourceClass } from "./altinn-resource";
import { isPlain } from "./plain";
import { accessOf, textOf, warningsOf, type Parts } from "./policy-of-arguments";
import type { Recorded } from "./recorded";
import { shell } from "./shell";

/** Lets each of the subjects do each of the actions. */
export interface RuleArgs {
  /** At least one; made with `organization`, `role`, `accessPackage` and the like. They are alternatives. */
  subjects: pulumi.Input<pulumi.Input<Subject>[]>;
  /** At least one. Broker asks for `write` (sender) and `read` (recipient), Altinn Events for `subscribe`. */
  actions: pulumi.Input<pulumi.Input<Action>[]>;
}

/** Arguments of {@link ResourcePolicy}. One of `rules` and `xml` is given. */
export interface ResourcePolicyArgs {
  /** Identifier of the registry resource. Changing this replaces the resource. */
  resourceId: pulumi.Input<string>;
  /** Who may do what. Rendered as XACML 3.0. */
  rules?: pulumi.Input<pulumi.Input<RuleArgs>[]>;
  /**
   * Lowest authentication level, 0 to 3, with `rules`. Maskinporten clients have level 3; a higher one would refuse them
   * all, and wants `acknowledge: ["level-too-high"]`.
   * @default none is demanded
   */
  minimumAuthenticationLevel?: pulumi.Input<number>;
  /** The policy as XACML 3.0 XML. It is uploaded byte for byte as UTF-8, and compared by meaning. */
  xml?: pulumi.Input<string>;
  /**
   * Take over a policy that exists and means something else, and replace it. The preview says what that gives and takes.
   * @default the setting `altinn:adopt`
   */
  adopt?: pulumi.Input<boolean>;
  /**
   * Codes of what the program means as it is: warnings, which are then not printed; `unusual-policy`, by which a policy is
   * uploaded that cannot be put in words; `level-too-high` and `lets-nobody-in`, where it is meant for others than Broker's
   * callers. Changing this alone is an update that writes nothing at Altinn.
   * @default nothing is acknowledged
   */
  acknowledge?: pulumi.Input<pulumi.Input<AcknowledgeableCode<"ResourcePolicy">>[]>;
  /**
   * What happens when the resource leaves the program. The registry has no way to remove a policy: it stays, and so does
   * the access that it gives.
   * @default "keep"
   */
  onDelete?: "keep";
}

const OF: ResourceClass<ResourcePolicyArgs> = {
  kind: "ResourcePolicy",
  provider: shell("ResourcePolicy"),
  names: ["resourceId", "rules", "minimumAuthenticationLevel", "xml", "adopt"],
  refusalsOf: ({ xml }) => bytesRefusals(xml),
  outputs: ["resourceId", "xml", "access"],
  identifierOf: ({ resourceId }) => resourceId,
  onDelete: "keep",
  whenRemoved: () => ({
    sentence:
      "The policy stays at Altinn, and so does its access unless the registry resource is closed: the registry has no way to remove a policy.",
    retained: true,
  }),
  publicOf: () => ["xml", "rules"],
  inputsOf,
  // Under rules the lines of access say what changes, and the XML nothing more.
  hiddenDiffs: ({ rules }) => (rules === undefined ? [] : ["xml"]),
  groupsOf: () => [["resourceId", "xml", "rules", "minimumAuthenticationLevel", "acknowledge"]],
  warningsOf: ({ minimumAuthenticationLevel: level, ...rest }) =>
    warningsOf({ ...rest, level } as unknown as Parts),
};

/**
 * The access policy of a registry resource (`PUT /resourceregistry/api/v1/resource/{id}/policy`): who may send, fetch and
 * subscribe. Its id is the resource's identifier. Policies are public: anybody can read them from the registry.
 *
 * Errors: a policy that a server refuses, or by which a rule can let nobody in, is refused at preview, with what to write
 * instead; one that is in force already is only warned about.
 *
 * @example
 * ```ts
 * const access = new altinn.ResourcePolicy("licences", {
 *   resourceId: licences.identifier,
 *   rules: [
 *     { subjects: [altinn.organization("991825827", { onBehalfOf: "anyone" })], actions: ["read", "write"] },
 *     { subjects: [altinn.role("dagl")], actions: ["read", "subscribe"] },
 *   ],
 *   minimumAuthenticationLevel: 3,
 * });
 * ```
 */
export class ResourcePolicy extends AltinnResource<ResourcePolicyArgs> {
  /** @internal */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/altinn:ResourcePolicy";

  declare readonly resourceId: pulumi.Output<string>;
  declare readonly xml: pulumi.Output<string>;
  /** Who may do what, in words: a line for each subject. Unknown while a part of the policy is. */
  declare readonly access: pulumi.Output<Readonly<Record<string, string>>>;
  declare readonly onDelete: pulumi.Output<string>;
  declare readonly acknowledge: pulumi.Output<readonly string[] | undefined>;
  /** What leaving the program means, a sentence. */
  declare readonly whenRemoved: pulumi.Output<string>;
  declare readonly server: pulumi.Output<Readonly<Record<string, never>>>;
  declare readonly recorded: pulumi.Output<Recorded>;

  /**
   * Reads the policy of a resource of any owner that this program does not manage. Fails when there is none.
   *
   * @param id The resource's identifier.
   */
  static get(
    name: string,
    id: pulumi.Input<string>,
    opts?: pulumi.CustomResourceOptions,
  ): ResourcePolicy {
    return new ResourcePolicy(name, undefined as unknown as ResourcePolicyArgs, { ...opts, id });
  }

  constructor(name: string, args: ResourcePolicyArgs, opts?: pulumi.CustomResourceOptions) {
    super(OF, name, args, opts);
  }
}

/**
 * What the rules come to is an input, and so are the lines of access, so that a refresh compares like with like. `rules` and
 * the level travel hidden beside them: a refusal can then name a place in them.
 */
function inputsOf(args: ResourcePolicyArgs): Record<string, unknown> {
  const { resourceId, xml, rules, minimumAuthenticationLevel: level } = args;
  const partsOf = (id: string): Parts => ({ resourceId: id, xml, rules, level }) as Parts;
  const isGiven = isPlain([xml, rules, level]);
  const text = isGiven
    ? pulumi.unsecret(pulumi.output(resourceId)).apply((id) => textOf(partsOf(id)))
    : pulumi
        .unsecret(pulumi.output({ resourceId, xml, rules, level }))
        .apply((parts) => textOf(parts as Parts));
  const access = isGiven
    ? pulumi.output(resourceId).apply((id) => accessOf(partsOf(id)))
    : pulumi
        .all([text, resourceId])
        .apply(([policy, id]) => accessOf({ resourceId: id, xml: policy }));
  return {
    resourceId,
    xml: text,
    access,
    ...(rules === undefined ? {} : { __rules: rules }),
    ...(level === undefined ? {} : { __minimumAuthenticationLevel: level }),
  };
}

/** Bytes and assets, which reach the provider as something else than they are. */
function bytesRefusals(xml: unknown): string[] {
  const is =
    xml instanceof Uint8Array
      ? "bytes, as of a Buffer, and no text"
      : pulumi.asset.Asset.isInstance(xml)
        ? "an asset of Pulumi's, which nobody here reads"
        : undefined;
  return is === undefined
    ? []
    : [`xml is ${is}. Write the text of the file: readFileSync(path, "utf8").`];
}
