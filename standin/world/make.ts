import type { JsonWebKey } from "node:crypto";
import type * as z from "zod";
import { checkChange, shimErrors } from "../broker/resource-rules";
import { errorDetail, type ErrorCode } from "../broker/errors";
import type { BrokerConfiguration } from "../broker/configuration-controls";
import type { Handles } from "../handles";
import type { ReadyClient } from "../maskinporten/clients";
import { ServerCrash } from "../registry/answers";
import { PolicyNotAccepted, readPolicy } from "../registry/policy/read-policy";
import { checkPolicy } from "../registry/policy/registry-rules";
import { XmlRefused } from "../registry/policy/xml-text";
import type { RequestMatcher } from "../server/by-request";
import type { State } from "../state";
import { asClientKey, checkedKey } from "./keys";
import { EntryError, nameOf, together, type Mistake, type Place } from "./mistakes";
import { didYouMean } from "./nearest";
import { References, type Named } from "./references";
import { checkResource } from "./resource-rules";
import type { KindName, overHttp } from "./schema";

/** Makes one entry. Throws an EntryError, or another RangeError about the whole entry. */
export type Maker = {
  readonly [Kind in KindName]: (wanted: Made<Kind>) => unknown;
};

/** An entry of the control server's, or one of a file whose files have been read. */
export type Made<Kind extends KindName> = z.infer<(typeof overHttp)[Kind]>;

/**
 * What makes the entries of each kind, by the handles alone.
 * @param named names that a reference may have meant beside what there is
 */
export function makerOf(state: State, handles: Handles, named: Named = {}): Maker {
  const references = new References(state, named);
  const { organisations } = state;

  return {
    organisations(wanted) {
      const { code, number } = wanted;
      together(
        () => refuseTaken("code", code, code && organisations.takenCode(code)),
        () => refuseTaken("number", number, number && organisations.takenNumber(number)),
        () => number && references.checkDigit(number, ["number"]),
      );
      return handles.newOrganisation(defined(wanted));
    },
    clients(wanted): ReadyClient {
      const { key, kid, ...rest } = wanted;
      together(
        () => references.organisation(wanted.organisation, ["organisation"]),
        () => key && checkKey(key),
      );
      return handles.newClient({
        ...defined(rest),
        ...(key && asClientKey(key, kid)),
        ...(kid && { kid }),
      });
    },
    suppliers({ supplier, consumer, scopes }) {
      const [number, other] = together(
        () => references.organisation(supplier, ["supplier"]),
        () => references.organisation(consumer, ["consumer"]),
      );
      if (other === number) {
        refuse(["consumer"], "must be another organisation than the supplier");
      }
      if (!state.clients.all().some(({ organisation }) => organisation === number)) {
        const message = `has no client that could use the scopes, got ${JSON.stringify(supplier)}`;
        throw new EntryError([{ place: ["supplier"], message, refersTo: "clients" }]);
      }
      handles.delegateScopes({ supplier, consumer, scopes });
    },
    systemUsers({ clientId, organisation, ...rest }) {
      const [number] = together(
        () => references.organisation(organisation, ["organisation"]),
        () => references.client(clientId, ["clientId"]),
      );
      return { id: handles.newSystemUser(clientId, { organisation: number, ...defined(rest) }) };
    },
    heldPackages({ party, systemUser, packages }) {
      const [number] = together(
        () => references.organisation(party, ["party"]),
        () => references.systemUser(systemUser, ["systemUser"]),
      );
      handles.holdPackages({ party: number, systemUser, packages });
    },
    resources(document) {
      checkResource(document, references, (code) => organisations.numberOf(code));
      return { versionId: handles.storeResource(document) };
    },
    policies({ resourceId, xml }) {
      together(
        () => references.resource(resourceId, ["resourceId"]),
        () => checkXml(xml, resourceId),
      );
      handles.storePolicy(resourceId, xml);
    },
    delegations({ party, systemUser, organisation, resourceId, actions }) {
      const [number, receiver] = together(
        () => references.organisation(party, ["party"]),
        () => receiverOf(systemUser, organisation, party),
        () => references.resource(resourceId, ["resourceId"]) && checkRights(resourceId, actions),
      );
      const given = handles.delegate({
        ...receiver,
        party: number,
        resourceId,
        ...(actions && { actions }),
      });
      return { actions: given };
    },
    accessLists({ owner, members, connections, ...rest }) {
      const [code, numbers] = together(
        () => references.code(owner, ["owner"]),
        () =>
          together(
            ...(members ?? []).map((each, at) => () => references.listed(each, ["members", at])),
          ),
        () =>
          together(
            ...(connections ?? []).map(({ resourceId }, at) => () => {
              checkConnection(owner, resourceId, ["connections", at, "resourceId"]);
            }),
          ),
      );
      handles.storeAccessList({
        owner: code,
        ...defined(rest),
        members: numbers,
        connections: (connections ?? []).map(defined),
      });
    },
    brokerServiceOwners({ organisation, name, storageProviders = {} }) {
      const number = references.organisation(organisation, ["organisation"]);
      handles.registerServiceOwner(number, name);
      const { AltinnAzure, AltinnAzureWithoutVirusScan } = storageProviders;
      if (AltinnAzure) handles.setStorageProvider(number, "AltinnAzure", AltinnAzure);
      if (AltinnAzureWithoutVirusScan) {
        handles.setStorageProvider(
          number,
          "AltinnAzureWithoutVirusScan",
          AltinnAzureWithoutVirusScan,
        );
      }
    },
    brokerConfigurations({ resourceId, approvedForDisabledVirusScan, ...configuration }) {
      together(
        () => references.resource(resourceId, ["resourceId"]),
        () => checkConfiguration(configuration, approvedForDisabledVirusScan ?? false),
      );
      if (approvedForDisabledVirusScan) handles.approveForDisabledVirusScan(resourceId);
      handles.setBrokerConfiguration(resourceId, defined(configuration));
    },
    scanVerdicts({ resourceId, ...rest }) {
      if (resourceId !== undefined) references.resource(resourceId, ["resourceId"]);
      handles.setScanVerdict({ ...defined(rest), ...(resourceId && { resourceId }) });
    },
    faults({ method, path, pathPattern, server, times = 1, standing, ...what }) {
      const matcher: RequestMatcher = defined({
        method,
        server,
        path: pathPattern === undefined ? path : new RegExp(pathPattern),
      });
      handles.failNext(matcher, defined(what), standing ? { standing } : { times });
    },
  };

  function receiverOf(
    systemUser: string | undefined,
    organisation: string | undefined,
    party: string,
  ): { readonly systemUser: string } | { readonly organisation: string } {
    if (systemUser === undefined) {
      return { organisation: references.organisation(organisation ?? "", ["organisation"]) };
    }
    const approvedBy = references.systemUser(systemUser, ["systemUser"]);
    if (organisations.isKnown(party) && organisations.numberOf(party) !== approvedBy) {
      refuse(
        ["party"],
        `must be ${approvedBy}, the organisation of the system user ${systemUser}, got ${JSON.stringify(party)}; another party gives it access packages (heldPackages), no rights of its own`,
      );
    }
    return { systemUser };
  }

  /** Whether a party could give these rights: the policy lets roles or access packages delegate them. */
  function checkRights(resourceId: string, actions: readonly string[] | undefined): void {
    const allowed = state.decisions.delegable(resourceId);
    const refersTo = nameOf("policies", resourceId);
    if (allowed.length === 0) {
      const message = `has nothing to delegate: no policy with a role or an access package, or delegable is false, got ${JSON.stringify(resourceId)}`;
      throw new EntryError([{ place: ["resourceId"], message, refersTo }]);
    }
    const known = allowed.map((each) => each.toLowerCase());
    const mistakes = (actions ?? []).flatMap((action, at): Mistake[] => {
      const message = `is no action that the policy of ${resourceId} lets roles or access packages delegate, got ${JSON.stringify(action)}${didYouMean(action, allowed) || "."} Allowed: ${allowed.join(", ")}`;
      return known.includes(action.toLowerCase())
        ? []
        : [{ place: ["actions", at], message, refersTo }];
    });
    if (mistakes.length > 0) throw new EntryError(mistakes);
  }

  function checkConnection(owner: string, resourceId: string, place: Place): void {
    const { hasCompetentAuthority } = references.resource(resourceId, place);
    const { orgcode = "" } = hasCompetentAuthority as { orgcode?: string };
    // ttd and digdir are one owner: they have one number.
    if (
      organisations.isKnown(owner) &&
      organisations.numberOf(orgcode) !== organisations.numberOf(owner)
    ) {
      refuse(place, `must be a resource of ${owner}, and ${resourceId} is one of ${orgcode}`);
    }
  }

  /** By the rules of PUT, field for field. */
  function checkConfiguration(
    configuration: { readonly [Field in keyof BrokerConfiguration]?: unknown },
    approved: boolean,
  ): void {
    const mistakes: Mistake[] = Object.entries(configuration).flatMap(([field, value]) => {
      if (value === undefined) return [];
      const outcome = checkChange({ [field]: value }, state.environment, approved);
      return typeof outcome === "string" ? [{ place: [field], message: broken(outcome) }] : [];
    });
    for (const said of Object.values(shimErrors(configuration) ?? {}).flat()) {
      mistakes.push({ place: ["useManifestFileShim"], message: `is refused by Broker: ${said}` });
    }
    if (mistakes.length > 0) throw new EntryError(mistakes);
  }
}

const broken = (code: ErrorCode): string => `is refused by Broker: ${errorDetail(code)}`;

function checkXml(xml: string, resourceId: string): void {
  try {
    checkPolicy(readPolicy(Buffer.from(xml)), resourceId);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    refuse(["xml"], `is refused by the registry: ${error.message}`);
  }
}

function checkKey(jwk: JsonWebKey): void {
  try {
    checkedKey(jwk);
  } catch (error) {
    refuse(["key"], (error as Error).message);
  }
}

function refuseTaken(member: string, value: string | undefined, why: string | undefined): void {
  if (why) refuse([member], `${why}, got ${JSON.stringify(value)}`);
}

function refuse(place: Place, message: string): never {
  throw new EntryError([{ place, message }]);
}

const isRefusal = (error: unknown): error is Error =>
  error instanceof XmlRefused || error instanceof PolicyNotAccepted || error instanceof ServerCrash;

type Defined<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> } & {
  [Name in keyof T as undefined extends T[Name] ? never : Name]: T[Name];
};

/** Without the members that are undefined. */
const defined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined),
  ) as Defined<T>;
