import * as pulumi from "@pulumi/pulumi";
import type { AcknowledgeableCode, Warned } from "../lines";
import {
  accessOfText,
  checkPolicy,
  checkRules,
  findingInRules,
  findingText,
  renderPolicy,
  type AccessLines,
  type Action,
  type Finding,
  type Rule,
  type Subject,
} from "../policy";
import { AltinnResource, type ResourceClass } from "./altinn-resource";
import { isPlain } from "./plain";
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
  warningsOf,
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
  const isGiven = isPlain([xml, rules, level]);
  const of = (id: string): Parts => ({ resourceId: id, xml, rules, level }) as Parts;
  const text = isGiven
    ? pulumi.unsecret(pulumi.output(resourceId)).apply((id) => textOf(of(id)))
    : pulumi
        .unsecret(pulumi.output({ resourceId, xml, rules, level }))
        .apply((parts) => textOf(parts as Parts));
  const access = isGiven
    ? pulumi.output(resourceId).apply((id) => accessOf(textOf(of(id)), of(id)))
    : pulumi.all([text, resourceId]).apply(([policy, id]) => accessOf(policy, of(id)));
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

interface Parts {
  readonly resourceId: string;
  readonly xml?: unknown;
  readonly rules?: Rule[];
  readonly level?: number;
}

/** What rules come to. Inputs and warnings want parts of it, at times when the texts of all other policies have been read. */
interface Made {
  readonly resourceId: string;
  readonly level: number | undefined;
  readonly text: string;
  readonly access: AccessLines;
  readonly warnings: readonly Finding[];
}

/** What was made last of these rules. */
const made = new WeakMap<object, Made>();

/** The policy; undefined for arguments that the provider refuses. */
function textOf({ resourceId, xml, rules, level }: Parts): unknown {
  if (rules === undefined || xml !== undefined) return xml;
  const found = made.get(rules);
  // One list of rules may stand in the policies of several resources.
  if (found?.resourceId === resourceId && found.level === level) return found.text;
  if (checkRules(rules, level).length > 0) return undefined;
  const text = renderPolicy({
    resourceId,
    rules,
    ...(level === undefined ? {} : { minimumAuthenticationLevel: level }),
  });
  const { warnings } = checkPolicy({ xml: text, resourceId, rules });
  made.set(rules, {
    resourceId,
    level,
    text,
    access: accessOfText(text, resourceId).lines,
    warnings,
  });
  return text;
}

/** The lines of a policy that is made of these parts, of which only the resource need be known. */
function accessOf(text: unknown, { resourceId, rules }: Parts): AccessLines | undefined {
  if (typeof text !== "string") return undefined;
  const found = rules && made.get(rules);
  return found?.text === text ? found.access : accessOfText(text, resourceId).lines;
}

/** What may well be meant and should be known. Refusals are the provider's; what it refuses is not warned about. */
function warningsOf(values: Readonly<Record<string, unknown>>): Warned[] {
  const { minimumAuthenticationLevel, ...rest } = values;
  const parts = { ...rest, level: minimumAuthenticationLevel } as unknown as Parts;
  if (parts.xml !== undefined && parts.rules !== undefined) return [];
  const xml = textOf(parts);
  if (typeof xml !== "string") return [];
  const { resourceId, rules } = parts;
  const { warnings } = rules ? (made.get(rules) as Made) : checkPolicy({ xml, resourceId });
  const text = rules === undefined ? findingText : findingInRules;
  return warnings.map((finding) => ({ code: finding.code, text: text(finding) }) as Warned);
}
