import * as pulumi from "@pulumi/pulumi";
import type { AcknowledgeableCode } from "../lines";
import { serviceOwnerWarnings } from "../resources/service-owner/rules";
import { AltinnResource, eachOf, type ResourceClass } from "./altinn-resource";
import type { Recorded } from "./recorded";
import { shell } from "./shell";

/** Arguments of {@link ServiceOwner}. */
export interface ServiceOwnerArgs {
  /**
   * The service owner's name as Broker shows it, 1 to 500 characters. Fixed for ever by the first registration: Broker has
   * no way to change it, and another name is refused at preview.
   */
  name: pulumi.Input<string>;
  /**
   * Whole seconds to wait until Broker's storage for the organisation is ready, 1 to 86400. When the time is up the run
   * fails, keeps the registration in state, and the next `pulumi up` goes on waiting.
   * @default 300
   */
  readyTimeoutSeconds?: pulumi.Input<number>;
  /**
   * What happens when the resource leaves the program. Broker has no way to remove a service owner, so it is forgotten.
   * @default "forget"
   */
  onDelete?: "forget";
  /**
   * Codes of warnings that are meant; they are not printed then. Changing this alone is an update that writes nothing.
   * @default nothing is acknowledged
   */
  acknowledge?: pulumi.Input<pulumi.Input<AcknowledgeableCode<"ServiceOwner">>[]>;
}

/** What Broker says of a service owner, and two marks, which stand while the next run has something to make sure of. */
export interface ServiceOwnerServer {
  /** The name that Broker keeps; differs from `name` when the organisation was registered before under another one. */
  readonly registeredName: string;
  /** Broker's storage, newest first; `deploymentStatus` is `NotStarted`, `DeployingResources` or `Ready`. */
  readonly storageProviders: readonly {
    readonly type: string;
    readonly deploymentStatus: string;
  }[];
  /** True when a provider of type `AltinnAzure` is `Ready`: transfers are accepted. */
  readonly ready: boolean;
  /** `["name"]` after a registration that was not confirmed. */
  readonly unconfirmed?: readonly string[];
  /** False after a registration of which nothing is known to be there. The next run looks, and registers when needed. */
  readonly made?: false;
}

const OF: ResourceClass<ServiceOwnerArgs> = {
  kind: "ServiceOwner",
  provider: shell("ServiceOwner"),
  names: ["name", "readyTimeoutSeconds"],
  outputs: ["name", "readyTimeoutSeconds"],
  identifierOf: () => undefined,
  onDelete: "forget",
  whenRemoved: () => ({
    sentence:
      "The organisation stays registered in Broker, with its storage: Broker has no way to remove a service owner.",
    retained: true,
  }),
  publicOf: () => [],
  inputsOf: ({ name, readyTimeoutSeconds }) => ({
    name,
    ...(readyTimeoutSeconds === undefined ? {} : { readyTimeoutSeconds }),
  }),
  groupsOf: eachOf,
  warningsOf: serviceOwnerWarnings,
};

/**
 * The organisation's registration in Altinn Broker (`POST /broker/api/v1/serviceowner`). Its id is the organisation number
 * (`altinn:orgNumber`). An organisation that is registered already is taken over as it is. One stack has one.
 *
 * Errors: a name that differs from the registered one is refused at preview; storage that is not ready in time fails the
 * run and is waited for again by the next one.
 *
 * @example
 * ```ts
 * const owner = new altinn.ServiceOwner("owner", { name: "Testdepartementet" });
 * ```
 */
export class ServiceOwner extends AltinnResource<ServiceOwnerArgs> {
  /** @internal */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/altinn:ServiceOwner";

  declare readonly name: pulumi.Output<string>;
  declare readonly readyTimeoutSeconds: pulumi.Output<number | undefined>;
  declare readonly onDelete: pulumi.Output<string>;
  declare readonly acknowledge: pulumi.Output<readonly string[] | undefined>;
  /** What leaving the program means, a sentence. */
  declare readonly whenRemoved: pulumi.Output<string>;
  declare readonly server: pulumi.Output<ServiceOwnerServer>;
  declare readonly recorded: pulumi.Output<Recorded>;

  /**
   * Reads the registration that this program does not manage. Fails when there is none.
   *
   * @param id The organisation number; Broker shows an organisation its own registration only.
   */
  static get(
    name: string,
    id: pulumi.Input<string>,
    opts?: pulumi.CustomResourceOptions,
  ): ServiceOwner {
    return new ServiceOwner(name, undefined as unknown as ServiceOwnerArgs, { ...opts, id });
  }

  constructor(name: string, args: ServiceOwnerArgs, opts?: pulumi.CustomResourceOptions) {
    super(OF, name, args, opts);
  }
}
