import * as pulumi from "@pulumi/pulumi";
import type { Recorded } from "./recorded";
import { shell } from "./shell";

/** Arguments of {@link ResourcePolicy}. */
export interface ResourcePolicyArgs {
  /** Identifier of the registry resource. Changing this replaces the resource. */
  resourceId: pulumi.Input<string>;
  /** The policy as XACML 3.0 XML. It is uploaded byte for byte as UTF-8. */
  xml: pulumi.Input<string>;
  /**
   * Take over a policy that exists and differs, and replace it.
   * @default the setting `altinn:adopt`
   */
  adopt?: pulumi.Input<boolean>;
  /**
   * What happens when the resource leaves the program. The registry has no way to remove a policy: it stays, and so does
   * the access that it gives.
   * @default "keep"
   */
  onDelete?: pulumi.Input<"keep">;
}

const provider = shell("ResourcePolicy");

/**
 * The access policy of a registry resource (`PUT /resourceregistry/api/v1/resource/{id}/policy`): who may send, fetch and
 * subscribe. Its id is the resource's identifier. Policies are public: anybody can read them from the registry.
 *
 * @example
 * ```ts
 * const access = new altinn.ResourcePolicy("licences", {
 *   resourceId: licences.identifier,
 *   xml: readFileSync("licences.xml", "utf8"),
 * });
 * ```
 */
export class ResourcePolicy extends pulumi.dynamic.Resource {
  /** @internal */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/altinn:ResourcePolicy";

  declare readonly resourceId: pulumi.Output<string>;
  declare readonly xml: pulumi.Output<string>;
  declare readonly onDelete: pulumi.Output<string>;
  declare readonly server: pulumi.Output<Readonly<Record<string, never>>>;
  declare readonly recorded: pulumi.Output<Recorded>;

  constructor(name: string, args: ResourcePolicyArgs, opts?: pulumi.CustomResourceOptions) {
    const props = {
      server: undefined,
      recorded: undefined,
      ...args,
      onDelete: args.onDelete ?? "keep",
      xml: pulumi.unsecret(pulumi.output(args.xml)),
    };
    super(provider, name, props, opts, "altinn", "ResourcePolicy");
    warnAboutSecret(args.xml, this);
  }
}

function warnAboutSecret(xml: pulumi.Input<string>, resource: pulumi.Resource): void {
  void pulumi.isSecret(pulumi.output(xml)).then((secret) => {
    if (secret) {
      void pulumi.log.warn(
        "xml is marked as a secret, but the registry shows every policy to everybody. The mark is dropped.",
        resource,
      );
    }
  });
}
