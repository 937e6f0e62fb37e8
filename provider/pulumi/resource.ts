import * as pulumi from "@pulumi/pulumi";
import type { AcknowledgeableCode } from "../lines";
import { whenRemoved } from "../resources/resource/when-removed";
import { MODE_WITHOUT_LIST, resourceWarnings } from "../resources/resource/warnings";
import { AltinnResource, eachOf, type ResourceClass } from "./altinn-resource";
import { hasConnection } from "./connections-of-program";
import { known } from "./known";
import type { Recorded } from "./recorded";
import { shell } from "./shell";
import { rememberIdentifier } from "./twins";

/** A text in Norwegian Bokmål, Norwegian Nynorsk and English, none of them blank. Further languages may be added. */
export type Texts = Record<"nb" | "nn" | "en", pulumi.Input<string>> &
  Record<string, pulumi.Input<string>>;

/** Where users of the service get help. The registry checks none of the four. */
export interface ContactPoint {
  /** Such as `Support`. */
  category?: pulumi.Input<string>;
  /** Such as `broker@example.no`. */
  email?: pulumi.Input<string>;
  /** A number, as text. */
  telephone?: pulumi.Input<string>;
  /** Address of a page. */
  contactPage?: pulumi.Input<string>;
}

/** A reference from the resource to something it stands for elsewhere. */
export interface ResourceReference {
  /** The system it is in; letters count as written. */
  referenceSource?: pulumi.Input<
    "Default" | "Altinn1" | "Altinn2" | "Altinn3" | "ExternalPlatform"
  >;
  /** The name or number there. */
  reference?: pulumi.Input<string>;
  /** What the reference is; letters count as written. */
  referenceType?: pulumi.Input<
    | "Default"
    | "Uri"
    | "DelegationSchemeId"
    | "MaskinportenScope"
    | "ServiceCode"
    | "ServiceEditionCode"
    | "ApplicationId"
    | "ServiceEditionVersion"
  >;
}

/** The public body that answers for the resource. */
export interface CompetentAuthority {
  /**
   * Display name by language.
   * @default the name that the registry has; for a new resource the one in Altinn's organisation list
   */
  name?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Nine digits.
   * @default `altinn:orgNumber`; any other one is refused
   */
  organization?: pulumi.Input<string>;
  /**
   * Altinn's short code, in any casing.
   * @default `altinn:orgCode`; any other one is refused
   */
  orgcode?: pulumi.Input<string>;
}

/**
 * Arguments of {@link Resource}. Names and meanings are those of the registry's own document
 * (`/resourceregistry/api/v1/resource`); what is left out is left out of the document as well.
 */
export interface ResourceArgs {
  /**
   * `a-z`, `0-9`, `_` and `-`, 4 to 80 characters; by convention it begins with the owner's code. Fixed for ever, and never
   * to be used again once deleted. Changing this replaces the resource.
   */
  identifier: pulumi.Input<string>;
  /** What people see the service as. */
  title: pulumi.Input<Texts>;
  /** What the service is for. */
  description: pulumi.Input<Texts>;
  /** What somebody gets who is delegated access. Required unless `delegable` is false. */
  rightDescription?: pulumi.Input<Texts>;
  /** May be an empty list. */
  contactPoints: pulumi.Input<pulumi.Input<ContactPoint>[]>;
  /**
   * What kind of resource it is; a service on Broker is a `BrokerService`.
   * @default "BrokerService"
   */
  resourceType?: pulumi.Input<
    | "Systemresource"
    | "MaskinportenSchema"
    | "Altinn2Service"
    | "AltinnApp"
    | "GenericAccessResource"
    | "BrokerService"
    | "CorrespondenceService"
    | "Consent"
    | "MigratedApp"
  >;
  /**
   * Free text; Altinn's own are `Completed`, `Active`, `Deprecated`, `UnderDevelopment`, `Withdrawn`.
   * @default "Completed"
   */
  status?: pulumi.Input<string>;
  /** Who answers for the resource: left out, the service owner of the settings. */
  hasCompetentAuthority?: pulumi.Input<CompetentAuthority>;
  /**
   * Whether access may be delegated to others; false stops new delegations only.
   * @default the registry says true
   */
  delegable?: pulumi.Input<boolean>;
  /**
   * Whether Altinn's pages list it; says nothing of access.
   * @default the registry says true
   */
  visible?: pulumi.Input<boolean>;
  /**
   * `Enabled`: only members of connected access lists are let in, on top of the policy.
   * @default the registry says "Disabled"
   */
  accessListMode?: pulumi.Input<"Disabled" | "Enabled">;
  /** Free text. */
  version?: pulumi.Input<string>;
  /** Address of a page about the service; not checked. */
  homepage?: pulumi.Input<string>;
  /** Where it applies; not checked. */
  spatial?: pulumi.Input<pulumi.Input<string>[]>;
  /** What it gives; not checked. */
  produces?: pulumi.Input<pulumi.Input<string>[]>;
  /** What it belongs to; not checked. */
  isPartOf?: pulumi.Input<string>;
  /** What it is about; not checked. */
  thematicAreas?: pulumi.Input<pulumi.Input<string>[]>;
  /** What it stands for in other systems. Types `AltinnApp`, `MigratedApp` and `MaskinportenSchema` need one. */
  resourceReferences?: pulumi.Input<pulumi.Input<ResourceReference>[]>;
  /** Words to find it by, with their language; not checked. */
  keywords?: pulumi.Input<
    pulumi.Input<{ word?: pulumi.Input<string>; language?: pulumi.Input<string> }>[]
  >;
  /**
   * Whether self-identified users may use it.
   * @default the registry says false
   */
  selfIdentifiedUserEnabled?: pulumi.Input<boolean>;
  /**
   * Whether enterprise users may use it.
   * @default the registry says false
   */
  enterpriseUserEnabled?: pulumi.Input<boolean>;
  /** Which kinds of party it is meant for. */
  availableForType?: pulumi.Input<
    pulumi.Input<
      | "PrivatePerson"
      | "LegalEntityEnterprise"
      | "Company"
      | "BankruptcyEstate"
      | "SelfRegisteredUser"
    >[]
  >;
  /** Attributes that access is asked for by; stored as sent. */
  authorizationReference?: pulumi.Input<
    pulumi.Input<{ id?: pulumi.Input<string>; value?: pulumi.Input<string> }>[]
  >;
  /** For `Consent`: which template; not checked. */
  consentTemplate?: pulumi.Input<string>;
  /** For `Consent`: what the giver reads, by language; not checked. */
  consentText?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** For `Consent`: the values that a request carries, by name. */
  consentMetadata?: pulumi.Input<
    Record<string, pulumi.Input<{ optional?: pulumi.Input<boolean> }>>
  >;
  /**
   * For `Consent`: whether it is good for one use.
   * @default the registry says false
   */
  isOneTimeConsent?: pulumi.Input<boolean>;
  /**
   * Take over a resource of ours that exists and differs from the program, and change it to what the program says. One that
   * is equal, or that only our own deletion has withdrawn, is taken over without it; one of another organisation never.
   * @default the setting `altinn:adopt`
   */
  adopt?: pulumi.Input<boolean>;
  /**
   * What happens when the resource leaves the program. `withdraw`: status Withdrawn, not visible, not delegable; transfers
   * and access go on. `close`: the same with `accessListMode` Enabled, which refuses everybody but members of connected
   * access lists, new transfers at once and the rest within 10 minutes. `delete`: test environments only, and the identifier
   * can never be used again. `keep`: nothing. A new value counts from the first `pulumi up` with it. The environment variable
   * `ALTINN_ON_DELETE` overrides it.
   * @default "withdraw"
   */
  onDelete?: "withdraw" | "close" | "delete" | "keep";
  /**
   * Codes of warnings that are meant; they are not printed then. Changing this alone is an update that writes nothing.
   * @default nothing is acknowledged
   */
  acknowledge?: pulumi.Input<pulumi.Input<AcknowledgeableCode<"Resource">>[]>;
}

/** What the registry adds. */
export interface ResourceServer {
  /** Number of the current version; one sequence over all resources of all owners, new at every write. */
  readonly versionId?: number;
}

const OUTPUTS = [
  "identifier",
  "title",
  "description",
  "rightDescription",
  "contactPoints",
  "resourceType",
  "status",
  "hasCompetentAuthority",
  "delegable",
  "visible",
  "accessListMode",
  "version",
  "homepage",
  "spatial",
  "produces",
  "isPartOf",
  "thematicAreas",
  "resourceReferences",
  "keywords",
  "selfIdentifiedUserEnabled",
  "enterpriseUserEnabled",
  "availableForType",
  "authorizationReference",
  "consentTemplate",
  "consentText",
  "consentMetadata",
  "isOneTimeConsent",
];

const OF: ResourceClass<ResourceArgs> = {
  kind: "Resource",
  provider: shell("Resource"),
  outputs: OUTPUTS,
  identifierOf: ({ identifier }) => identifier,
  onDelete: "withdraw",
  whenRemoved,
  publicOf: Object.keys,
  // As check has them, so that a refresh shows no difference of defaults or of what the registry adds to its answers.
  inputsOf: ({ adopt: _adopt, acknowledge: _acknowledge, ...args }) => ({
    resourceType: "BrokerService",
    status: "Completed",
    ...Object.fromEntries(
      Object.entries(args).filter(
        ([key, value]) => key !== "versionId" && value !== null && value !== undefined,
      ),
    ),
  }),
  groupsOf: eachOf,
  warningsOf: resourceWarnings,
  async warningsOfProgram({ identifier, accessListMode }) {
    const id = await known(identifier);
    const mode = await known(accessListMode);
    // The registry takes any casing.
    if (id === undefined || mode?.toLowerCase() !== "enabled") return [];
    return (await hasConnection(id)) ? [] : [MODE_WITHOUT_LIST];
  },
};

/**
 * A resource in Altinn's Resource Registry (`POST` and `PUT /resourceregistry/api/v1/resource`): what people see of a
 * service, and what its access policy hangs on. Its id is the identifier.
 *
 * @example
 * ```ts
 * const licences = new altinn.Resource("licences", {
 *   identifier: "ttd-licences",
 *   title: { nb: "Lisenser", nn: "Lisensar", en: "Licences" },
 *   description: { nb: "Utveksling", nn: "Utveksling", en: "Exchange" },
 *   rightDescription: { nb: "Sende og hente", nn: "Sende og hente", en: "Send and fetch" },
 *   contactPoints: [{ category: "Support", email: "broker@example.no" }],
 * });
 * ```
 */
export class Resource extends AltinnResource<ResourceArgs> {
  /** @internal */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/altinn:Resource";

  declare readonly identifier: pulumi.Output<string>;
  declare readonly title: pulumi.Output<Readonly<Record<string, string>>>;
  declare readonly description: pulumi.Output<Readonly<Record<string, string>>>;
  declare readonly rightDescription: pulumi.Output<Readonly<Record<string, string>> | undefined>;
  declare readonly contactPoints: pulumi.Output<readonly Readonly<Record<string, string>>[]>;
  declare readonly resourceType: pulumi.Output<string>;
  declare readonly status: pulumi.Output<string | undefined>;
  declare readonly hasCompetentAuthority: pulumi.Output<{
    readonly organization: string;
    readonly orgcode: string;
    readonly name?: Readonly<Record<string, string>>;
  }>;
  declare readonly delegable: pulumi.Output<boolean | undefined>;
  declare readonly visible: pulumi.Output<boolean | undefined>;
  declare readonly accessListMode: pulumi.Output<string | undefined>;
  declare readonly version: pulumi.Output<string | undefined>;
  declare readonly homepage: pulumi.Output<string | undefined>;
  declare readonly spatial: pulumi.Output<readonly string[] | undefined>;
  declare readonly produces: pulumi.Output<readonly string[] | undefined>;
  declare readonly isPartOf: pulumi.Output<string | undefined>;
  declare readonly thematicAreas: pulumi.Output<readonly string[] | undefined>;
  declare readonly resourceReferences: pulumi.Output<
    readonly Readonly<Record<string, string>>[] | undefined
  >;
  declare readonly keywords: pulumi.Output<readonly Readonly<Record<string, string>>[] | undefined>;
  declare readonly selfIdentifiedUserEnabled: pulumi.Output<boolean | undefined>;
  declare readonly enterpriseUserEnabled: pulumi.Output<boolean | undefined>;
  declare readonly availableForType: pulumi.Output<readonly string[] | undefined>;
  declare readonly authorizationReference: pulumi.Output<
    readonly Readonly<Record<string, string>>[] | undefined
  >;
  declare readonly consentTemplate: pulumi.Output<string | undefined>;
  declare readonly consentText: pulumi.Output<Readonly<Record<string, string>> | undefined>;
  declare readonly consentMetadata: pulumi.Output<
    Readonly<Record<string, { readonly optional?: boolean }>> | undefined
  >;
  declare readonly isOneTimeConsent: pulumi.Output<boolean | undefined>;
  declare readonly onDelete: pulumi.Output<string>;
  declare readonly acknowledge: pulumi.Output<readonly string[] | undefined>;
  /** What leaving the program means, a sentence. */
  declare readonly whenRemoved: pulumi.Output<string>;
  declare readonly server: pulumi.Output<ResourceServer>;
  declare readonly recorded: pulumi.Output<Recorded>;

  /**
   * Reads a resource of any owner that this program does not manage. Fails when there is none.
   *
   * @param id The identifier.
   */
  static get(
    name: string,
    id: pulumi.Input<string>,
    opts?: pulumi.CustomResourceOptions,
  ): Resource {
    return new Resource(name, undefined as unknown as ResourceArgs, { ...opts, id });
  }

  constructor(name: string, args: ResourceArgs, opts?: pulumi.CustomResourceOptions) {
    super(OF, name, args, opts);
    if (args !== undefined) rememberIdentifier(this.identifier, args.identifier);
  }
}
