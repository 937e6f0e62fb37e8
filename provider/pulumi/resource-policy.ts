import * as pulumi from "@pulumi/pulumi";
import {
  checkPolicy,
  checkRules,
  renderPolicy,
  warningText,
  type AcknowledgeableCode,
  type Action,
  type Rule,
  type Subject,
} from "../policy";
import type { Recorded } from "./recorded";
import { propsOf } from "./props";
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
   * Lowest authentication level, 0 to 3, with `rules`. Maskinporten clients have level 3; a higher one would refuse them all.
   * @default none is demanded
   */
  minimumAuthenticationLevel?: pulumi.Input<number>;
  /** The policy as XACML 3.0 XML. It is uploaded byte for byte as UTF-8, and compared by meaning. */
  xml?: pulumi.Input<string>;
  /**
   * Take over a policy that exists and means something else, and replace it. Who gets in before that is shown at preview as
   * `accessBeforeTakeover`.
   * @default the setting `altinn:adopt`
   */
  adopt?: pulumi.Input<boolean>;
  /**
   * Codes of what the program means as it is: warnings, which are then not printed, and `unusual-policy`, by which a policy
   * is uploaded that cannot be put in words. Changing this alone is an update that writes nothing at Altinn.
   * @default nothing is acknowledged
   */
  acknowledge?: pulumi.Input<pulumi.Input<AcknowledgeableCode>[]>;
  /**
   * What happens when the resource leaves the program. The registry has no way to remove a policy: it stays, and so does
   * the access that it gives.
   * @default "keep"
   */
  onDelete?: pulumi.Input<"keep">;
}

const provider = shell("ResourcePolicy");
const OUTPUTS = ["resourceId", "xml", "access", "onDelete", "acknowledge"];

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
export class ResourcePolicy extends pulumi.dynamic.Resource {
  /** @internal */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/altinn:ResourcePolicy";

  declare readonly resourceId: pulumi.Output<string>;
  declare readonly xml: pulumi.Output<string>;
  /** Who may do what, in words: a line for each subject. Unknown while a part of the policy is. */
  declare readonly access: pulumi.Output<Readonly<Record<string, string>>>;
  declare readonly onDelete: pulumi.Output<string>;
  declare readonly acknowledge: pulumi.Output<readonly string[] | undefined>;
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
    const props = propsOf(OUTPUTS, args, ({ xml, rules, onDelete }) => ({
      ...(xml === undefined ? {} : { xml: pulumi.unsecret(pulumi.output(xml)) }),
      ...(rules === undefined ? {} : { rules: pulumi.unsecret(pulumi.output(rules)) }),
      onDelete: onDelete ?? "keep",
    }));
    super(provider, name, props, opts, "altinn", "ResourcePolicy");
    if (opts?.id !== undefined) return;
    warnAboutSecret("xml", args.xml, this);
    warnAboutSecret("rules", args.rules, this);
    warnAboutPolicy(args, this);
  }
}

function warnAboutSecret(argument: string, value: unknown, resource: pulumi.Resource): void {
  if (value === undefined) return;
  void pulumi.isSecret(pulumi.output(value)).then((secret) => {
    if (!secret) return;
    const text = `${argument} is marked as a secret, but the registry shows every policy to everybody. The mark is dropped.`;
    void pulumi.log.warn(text, resource);
  });
}

/** What may well be meant and should be known. Refusals are the provider's; what it refuses is not warned about. */
function warnAboutPolicy(args: ResourcePolicyArgs, resource: pulumi.Resource): void {
  const parts = {
    resourceId: args.resourceId,
    xml: args.xml,
    rules: args.rules,
    level: args.minimumAuthenticationLevel,
    acknowledge: args.acknowledge,
  };
  pulumi
    .output(pulumi.unsecret(pulumi.output(parts)))
    .apply(({ resourceId, xml, rules, level, acknowledge }) => {
      const typed = rules as Rule[] | undefined;
      for (const text of policyWarnings(resourceId, xml, typed, level, acknowledge)) {
        void pulumi.log.warn(text, resource);
      }
    });
}

function policyWarnings(
  resourceId: string,
  xml: string | undefined,
  rules: Rule[] | undefined,
  level: number | undefined,
  acknowledge: readonly string[] | undefined,
): string[] {
  if ((xml === undefined) === (rules === undefined)) return [];
  if (rules !== undefined && checkRules(rules, level).length > 0) return [];
  const text =
    xml ??
    renderPolicy({
      resourceId,
      rules: rules ?? [],
      ...(level === undefined ? {} : { minimumAuthenticationLevel: level }),
    });
  return checkPolicy({ xml: text, resourceId, rules, acknowledge }).warnings.map(warningText);
}
