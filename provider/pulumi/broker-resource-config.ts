import * as pulumi from "@pulumi/pulumi";
import type { AcknowledgeableCode } from "../lines";
import {
  CONFIG_WARNING_GROUPS,
  configWarnings,
} from "../resources/broker-resource-config/warnings";
import { AltinnResource, type ResourceClass } from "./altinn-resource";
import type { Recorded } from "./recorded";
import { shell } from "./shell";

/**
 * Arguments of {@link BrokerResourceConfig}. Broker keeps what is left out, and has no way to unset what was once given:
 * leaving out an argument that an earlier run gave is refused at preview.
 */
export interface BrokerResourceConfigArgs {
  /** Identifier of the registry resource, at most 80 characters. Changing this replaces the resource. */
  resourceId: pulumi.Input<string>;
  /**
   * Largest file in bytes, 1 to 1,677,721,600,000. Above 50,000,000,000 production needs Altinn's approval, and Broker
   * refuses a larger file that is scanned for viruses in every environment, whatever is set here.
   * @default none but Broker's 50,000,000,000 of a scanned file
   */
  maxFileTransferSize?: pulumi.Input<number>;
  /**
   * How long a file can be fetched, as an ISO 8601 duration such as `P30D`; above zero, at most 365 days. Transfers keep
   * what held when they began.
   * @default Broker takes 30 days
   */
  fileTransferTimeToLive?: pulumi.Input<string>;
  /**
   * Whether a file is removed once every recipient has confirmed it.
   * @default Broker says true
   */
  purgeFileTransferAfterAllRecipientsConfirmed?: pulumi.Input<boolean>;
  /**
   * How long such a file stays after the last confirmation, as an ISO 8601 duration such as `PT2H`; at most 24 hours.
   * @default Broker takes 2 hours
   */
  purgeFileTransferGracePeriod?: pulumi.Input<string>;
  /**
   * Altinn 2 manifest in downloads; wants both legacy codes as well.
   * @default Broker says false
   */
  useManifestFileShim?: pulumi.Input<boolean>;
  /** Altinn 2 service code, at most 7 characters. */
  externalServiceCodeLegacy?: pulumi.Input<string>;
  /** Altinn 2 service edition code, a whole number of 32 bits. */
  externalServiceEditionCodeLegacy?: pulumi.Input<number>;
  /**
   * Organisation that must be sender or the one recipient of every transfer: nine digits, also with `0192:` or
   * `urn:altinn:organization:identifier-no:` in front, which is the same to Broker; `""` is nobody.
   * @default Broker requires nobody
   */
  requiredParty?: pulumi.Input<string>;
  /**
   * Take over a configuration that exists and differs in the given arguments, and change it.
   * @default the setting `altinn:adopt`
   */
  adopt?: pulumi.Input<boolean>;
  /**
   * What happens when the resource leaves the program. Broker has no way to remove a configuration: the service stays open.
   * @default "forget"
   */
  onDelete?: "forget";
  /**
   * Codes of warnings that are meant; they are not printed then. Changing this alone is an update that writes nothing.
   * @default nothing is acknowledged
   */
  acknowledge?: pulumi.Input<pulumi.Input<AcknowledgeableCode<"BrokerResourceConfig">>[]>;
}

/**
 * Broker's settings that the program does not manage; null is unset, durations are ISO 8601. Beside them stand two marks,
 * while the next run has something to make sure of.
 */
export interface BrokerResourceConfigServer {
  /** Bytes; null: none but Broker's 50,000,000,000 of a scanned file, which holds in every environment. */
  readonly maxFileTransferSize?: number | null;
  /** Null: 30 days. */
  readonly fileTransferTimeToLive?: string | null;
  /** Whether a file is removed once every recipient has confirmed it. */
  readonly purgeFileTransferAfterAllRecipientsConfirmed?: boolean;
  /** Null: 2 hours. */
  readonly purgeFileTransferGracePeriod?: string | null;
  /** Whether downloads have an Altinn 2 manifest. */
  readonly useManifestFileShim?: boolean;
  /** Altinn 2 service code. */
  readonly externalServiceCodeLegacy?: string | null;
  /** Altinn 2 service edition code. */
  readonly externalServiceEditionCodeLegacy?: number | null;
  /** Nine digits, with or without a prefix; null or empty: nobody. */
  readonly requiredParty?: string | null;
  /** Names of arguments whose write was not confirmed. The next run looks, and writes what differs. */
  readonly unconfirmed?: readonly string[];
  /** False after a first run of which nothing is known to be there. The next run judges what it finds as a take-over. */
  readonly made?: false;
}

const NAMES = [
  "resourceId",
  "maxFileTransferSize",
  "fileTransferTimeToLive",
  "purgeFileTransferAfterAllRecipientsConfirmed",
  "purgeFileTransferGracePeriod",
  "useManifestFileShim",
  "externalServiceCodeLegacy",
  "externalServiceEditionCodeLegacy",
  "requiredParty",
] as const;

const OF: ResourceClass<BrokerResourceConfigArgs> = {
  kind: "BrokerResourceConfig",
  provider: shell("BrokerResourceConfig"),
  names: [...NAMES, "adopt"],
  outputs: NAMES,
  identifierOf: ({ resourceId }) => resourceId,
  onDelete: "forget",
  whenRemoved: () => ({
    sentence:
      "These settings stay in Broker, which has no way to remove a configuration: the service stays open unless its registry resource is closed.",
    retained: true,
  }),
  publicOf: () => [],
  inputsOf: ({ adopt: _adopt, acknowledge: _acknowledge, ...args }) => args,
  groupsOf: () => CONFIG_WARNING_GROUPS,
  warningsOf: configWarnings,
};

/**
 * Broker's settings of a resource (`PUT /broker/api/v1/resource/{resourceId}`). Its id is the resource's identifier. The
 * first one opens the service, so let it depend on the service owner and the policy.
 *
 * @example
 * ```ts
 * new altinn.BrokerResourceConfig("licences", {
 *   resourceId: licences.identifier,
 *   maxFileTransferSize: 1_073_741_824,
 *   fileTransferTimeToLive: "P30D",
 * }, { dependsOn: [owner, access] });
 * ```
 */
export class BrokerResourceConfig extends AltinnResource<BrokerResourceConfigArgs> {
  /** @internal */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/altinn:BrokerResourceConfig";

  declare readonly resourceId: pulumi.Output<string>;
  declare readonly maxFileTransferSize: pulumi.Output<number | undefined>;
  declare readonly fileTransferTimeToLive: pulumi.Output<string | undefined>;
  declare readonly purgeFileTransferAfterAllRecipientsConfirmed: pulumi.Output<boolean | undefined>;
  declare readonly purgeFileTransferGracePeriod: pulumi.Output<string | undefined>;
  declare readonly useManifestFileShim: pulumi.Output<boolean | undefined>;
  declare readonly externalServiceCodeLegacy: pulumi.Output<string | undefined>;
  declare readonly externalServiceEditionCodeLegacy: pulumi.Output<number | undefined>;
  declare readonly requiredParty: pulumi.Output<string | undefined>;
  declare readonly onDelete: pulumi.Output<string>;
  declare readonly acknowledge: pulumi.Output<readonly string[] | undefined>;
  /** What leaving the program means, a sentence. */
  declare readonly whenRemoved: pulumi.Output<string>;
  declare readonly server: pulumi.Output<BrokerResourceConfigServer>;
  declare readonly recorded: pulumi.Output<Recorded>;

  /**
   * Reads the configuration of a resource that this program does not manage. Fails when there is none.
   *
   * @param id The resource's identifier.
   */
  static get(
    name: string,
    id: pulumi.Input<string>,
    opts?: pulumi.CustomResourceOptions,
  ): BrokerResourceConfig {
    return new BrokerResourceConfig(name, undefined as unknown as BrokerResourceConfigArgs, {
      ...opts,
      id,
    });
  }

  constructor(name: string, args: BrokerResourceConfigArgs, opts?: pulumi.CustomResourceOptions) {
    super(OF, name, args, opts);
  }
}
