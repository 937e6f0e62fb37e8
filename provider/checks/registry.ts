import type { AccessListsClient } from "../clients/access-lists/client";
import type { RegistryDocument, ResourceRegistryClient } from "../clients/resource-registry";
import type { OrganisationNames } from "../policy";
import type { Settings } from "../settings";
import { isObject, type JsonObject } from "../values/json";
import {
  failure,
  heldUp,
  notChecked,
  ok,
  warning,
  type Check,
  type Remedy,
  type Subject,
} from "./check";
import { policyChecks, policySubject, type Owner } from "./policy";
import type { Service } from "./services";
import { byError } from "./told";

/* Step 3 of the guide: the registry resource, its policy, and the lists that limit it. */

const subject = (id: string, title: string, identifier: string): Subject => ({
  step: "resource",
  id,
  title: `${title} ${identifier}`,
  about: identifier,
});

export interface Registry {
  readonly settings: Settings;
  readonly registry: ResourceRegistryClient;
  /** The organisation list has code and number of the settings, so another code is wrong where it is. */
  readonly isListed: boolean;
  /** Undefined without a token for them: not asked for, or refused. */
  readonly lists: AccessListsClient | undefined;
  readonly withLists: boolean;
  /** What organisations are called, by the organisation list. */
  readonly names: OrganisationNames;
}

export interface CheckedResource {
  readonly checks: readonly Check[];
  /** Why there is nothing to ask Broker about. */
  readonly held: string | undefined;
}

const inProgram = (todo: string): Remedy => ({
  todo,
  where: "the program, then `pulumi up`",
  who: "we",
});

export async function resourceChecks(
  place: Registry,
  { identifier, makes }: Service,
): Promise<CheckedResource> {
  const { settings, isListed, registry, names } = place;
  const about = subject("resource", "Resource", identifier);
  const ofPolicy = policySubject(identifier);
  const ended = (check: Check, held: string): CheckedResource => ({
    checks: [check, heldUp(ofPolicy, held)],
    held,
  });
  let document: RegistryDocument | undefined;
  try {
    document = await registry.getResource(identifier);
  } catch (error) {
    const check = byError(about, error, { where: settings.platformUrl, who: "Altinn" });
    return ended(check, "the registry resource could not be read");
  }
  if (document === undefined) {
    if (makes.has("Resource")) {
      return {
        checks: [
          ok(about, "Not in the registry yet: the next `pulumi up` makes it."),
          makes.has("ResourcePolicy")
            ? ok(ofPolicy, "Not there yet: the next `pulumi up` uploads it.")
            : failure(
                ofPolicy,
                "The next `pulumi up` uploads no policy for it, so nobody gets in.",
                NO_POLICY,
              ),
        ],
        held: undefined,
      };
    }
    const absent = failure(
      about,
      `The Resource Registry (${settings.environment}) does not have ${identifier}.`,
      inProgram(
        "Check the identifier: `npx --no altinn-broker list` shows those that there are. If it is a new service, put a Resource into the program and run `pulumi up`.",
      ),
    );
    return ended(absent, "there is no such registry resource");
  }
  const ofDocument = documentCheck(about, document, { settings, isListed });
  if (ofDocument.status === "failure")
    return ended(ofDocument, "the registry resource has not the right owner");
  const { organization, orgcode } = ownerOf(document);
  const code = isListed ? settings.orgCode : String(orgcode).toLowerCase();
  const owner = { number: String(organization), code };
  return {
    checks: [
      ofDocument,
      ...(await policyOf(document, owner, { settings, registry, makes, names })),
      ...(await listChecks(document, place)),
    ],
    held: undefined,
  };
}

const NO_POLICY = inProgram("Put a ResourcePolicy into the program and run `pulumi up`.");

const ownerOf = ({ hasCompetentAuthority }: RegistryDocument): JsonObject =>
  isObject(hasCompetentAuthority) ? hasCompetentAuthority : {};

function documentCheck(
  about: Subject,
  document: RegistryDocument,
  { settings, isListed }: Pick<Registry, "settings" | "isListed">,
): Check {
  const { identifier } = document;
  const { organization, orgcode } = ownerOf(document);
  if (typeof organization !== "string" || organization === "" || !orgcode) {
    return failure(
      about,
      `${identifier} has no owner that Broker can read: hasCompetentAuthority lacks organization or orgcode, and Broker fails on it.`,
      inProgram(
        "Give it hasCompetentAuthority with both, or leave it out, and it is taken from the settings.",
      ),
    );
  }
  if (organization !== settings.orgNumber) {
    return failure(
      about,
      `${identifier} belongs to organisation ${organization} (${String(orgcode)}), not to ${settings.orgNumber}.`,
      {
        todo: "Name another identifier, or correct altinn:orgNumber. An owner cannot be changed.",
        where: "the program and its settings",
        who: "we",
      },
    );
  }
  if (isListed && String(orgcode).toLowerCase() !== settings.orgCode) {
    return warning(
      about,
      `${identifier} has the owner's code ${String(orgcode)}, and altinn:orgCode is ${settings.orgCode}.`,
      inProgram("Correct altinn:orgCode, or run `pulumi up`, which writes it."),
    );
  }
  if (document.resourceType !== "BrokerService") {
    return warning(
      about,
      `${identifier} is of the type ${String(document.resourceType)}, not BrokerService. Broker does not look at it; Altinn's own pages do.`,
      inProgram('Leave resourceType out, or write "BrokerService".'),
    );
  }
  if (document.status === "Withdrawn") {
    return warning(
      about,
      `${identifier} is withdrawn: nobody finds it or delegates it, and transfers and access go on.`,
      inProgram(
        "Put it into the program again to open it, or close it as docs/close-access-now.md says.",
      ),
    );
  }
  return ok(about, `${identifier} is registered for ${organization} (${String(orgcode)}).`);
}

async function policyOf(
  document: RegistryDocument,
  owner: Owner,
  {
    settings,
    registry,
    makes,
    names,
  }: Pick<Registry, "settings" | "registry" | "names"> & Pick<Service, "makes">,
): Promise<readonly Check[]> {
  const { identifier } = document;
  const about = policySubject(identifier);
  try {
    const xml = await registry.getPolicy(identifier);
    if (xml !== undefined)
      return policyChecks(xml, identifier, owner, {
        delegable: document.delegable !== false,
        names,
      });
  } catch (error) {
    return [byError(about, error, { where: settings.platformUrl, who: "Altinn" })];
  }
  return [
    makes.has("ResourcePolicy")
      ? ok(about, "Not there yet: the next `pulumi up` uploads it.")
      : failure(about, `${identifier} has no policy, so nobody gets in.`, NO_POLICY),
  ];
}

/** Only of a service that its mode limits to lists: with none connected nobody gets in. */
async function listChecks(
  { identifier, accessListMode }: RegistryDocument,
  { lists, withLists }: Pick<Registry, "lists" | "withLists">,
): Promise<readonly Check[]> {
  if (accessListMode !== "Enabled") return [];
  const about = subject("access-lists", "Access lists of", identifier);
  if (lists === undefined && withLists)
    return [heldUp(about, "there is no Altinn token for the scope of access lists")];
  if (lists === undefined) {
    return [
      notChecked(
        about,
        `${identifier} lets in members of connected access lists alone, and which are connected was not looked at: that needs the scope of access lists.`,
        {
          todo: "Run this with --lists, which asks for the scope and tells what it lacks.",
          where: "this command",
          who: "we",
        },
      ),
    ];
  }
  try {
    const connected = await lists.listsOf(identifier);
    return [
      connected.length === 0
        ? failure(
            about,
            `${identifier} lets in members of connected access lists alone (accessListMode Enabled), and none is connected: nobody gets in.`,
            inProgram("Connect a list with AccessListConnection, or take accessListMode out."),
          )
        : ok(about, `Connected: ${connected.join(", ")}.`),
    ];
  } catch (error) {
    return [byError(about, error, { where: "the client's scopes", who: "Altinn" })];
  }
}
