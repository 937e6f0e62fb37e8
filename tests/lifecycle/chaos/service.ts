import type { Context, Values } from "../../../provider/resources/lifecycle";
import type { ServiceKind } from "../../support/kinds";
import { policyFor } from "../../support/policies";
import { resourceArgs } from "../../support/resources";
import type { Ground, Owner } from "../scenarios/ground";
import { meaningOfDocument } from "./meaning";
import { ORGANISATIONS, type ByHand, type Policy, type Program, type Purpose } from "./steps";

/*
 * One service at Altinn: what a program says of it, what the stand-in holds of it, and what people do to it by hand. What is
 * compared is compared here by rules of its own, not by the provider's.
 */

const NAME = "Etaten";
const REGISTRY = "/resourceregistry/api/v1/resource";
const BROKER = "/broker/api/v1";

/** What an edit by hand touched; a document may be stored anew, in a new version, and say the same. */
export interface Touched {
  readonly kind: ServiceKind | undefined;
  readonly changed: boolean;
}

let services = 0;

export class Service {
  id: string;
  readonly #number: number;
  readonly #clients: Context;
  #moves = 0;

  constructor(
    readonly ground: Ground,
    readonly owner: Owner,
  ) {
    services += 1;
    this.#number = services;
    this.id = `chaos-${String(services)}-0`;
    this.#clients = ground.newProcess("Resource", owner).context;
  }

  move(): void {
    this.#moves += 1;
    this.id = `chaos-${String(this.#number)}-${String(this.#moves)}`;
  }

  /** The arguments of each resource that `program` has. */
  argumentsOf(program: Program, adopt: boolean): Record<ServiceKind, Values | undefined> {
    const { ServiceOwner, Resource, ResourcePolicy, BrokerResourceConfig } = program;
    const more = adopt ? { adopt } : {};
    return {
      ServiceOwner: ServiceOwner && { name: NAME, ...ServiceOwner },
      Resource: Resource && { ...resourceArgs(this.id), ...Resource, ...more },
      ResourcePolicy: ResourcePolicy && {
        resourceId: this.id,
        xml: this.#policyText(ResourcePolicy),
        ...more,
      },
      BrokerResourceConfig: BrokerResourceConfig && {
        resourceId: this.id,
        ...BrokerResourceConfig,
        ...more,
      },
    };
  }

  #policyText({ organisations, dress }: Policy): string {
    const numbers = organisations.map((at) => ORGANISATIONS[at] ?? "");
    const text = policyFor(this.id, dress === 1 ? numbers.reverse() : numbers);
    return dress === 2 ? text.replace("<xacml:Target/>", "<!-- a note --><xacml:Target/>") : text;
  }

  matcherOf(purpose: Purpose): { readonly method: string; readonly path: string } {
    const [method = "", ...rest] = purpose.split(" ");
    const path = {
      "service owner": `${BROKER}/serviceowner`,
      resource: method === "POST" ? REGISTRY : `${REGISTRY}/${this.id}`,
      policy: `${REGISTRY}/${this.id}/policy`,
      configuration: `${BROKER}/resource/${this.id}`,
    }[rest.join(" ")];
    if (path === undefined) throw new Error(purpose);
    return { method, path };
  }

  // What stands at Altinn

  document(): Values | undefined {
    return this.ground.standin.altinn.registry.document(this.id) as Values | undefined;
  }

  policy(): string | undefined {
    const bytes = this.ground.standin.altinn.registry.policy(this.id);
    return bytes && Buffer.from(bytes).toString("utf8");
  }

  /** Whom the registry lists the service for. */
  subjects(): string[] {
    const { database } = this.ground.standin.altinn;
    return database
      .prepare("SELECT urn FROM subjects WHERE resource = ? AND deleted = 0 ORDER BY urn")
      .all(this.id)
      .map(({ urn }) => String(urn));
  }

  configuration(): Values | undefined {
    const { database } = this.ground.standin.altinn;
    const row = database.prepare("SELECT * FROM broker_resource WHERE id = ?").get(this.id);
    return (
      row && {
        maxFileTransferSize: row.max_file_transfer_size,
        fileTransferTimeToLive: row.time_to_live,
        requiredParty: row.required_party,
        purgeFileTransferAfterAllRecipientsConfirmed: row.purge === 1,
        purgeFileTransferGracePeriod: row.grace_period,
        useManifestFileShim: row.manifest_shim === 1,
        externalServiceCodeLegacy: row.service_code,
        externalServiceEditionCodeLegacy: row.edition_code,
      }
    );
  }

  registeredName(): unknown {
    const { database } = this.ground.standin.altinn;
    return database
      .prepare("SELECT name FROM broker_service_owner WHERE id = ?")
      .get(`0192:${this.owner.number}`)?.name;
  }

  /** All of it, so that two moments can be compared. */
  all(): Readonly<Record<ServiceKind, unknown>> {
    const document = this.document();
    return {
      ServiceOwner: this.registeredName(),
      Resource: document && meaningOfDocument(document),
      ResourcePolicy: this.policy(),
      BrokerResourceConfig: this.configuration(),
    };
  }

  // What people do

  /** Does it when it can be done. */
  byHand(edit: ByHand): Touched {
    const before = JSON.stringify(this.all());
    const kind = this.#byHand(edit);
    return { kind, changed: JSON.stringify(this.all()) !== before };
  }

  #byHand(edit: ByHand): ServiceKind | undefined {
    const { standin } = this.ground;
    const { database } = standin.altinn;
    const there = this.document();
    switch (edit.what) {
      case "document": {
        if (!there && this.isBurnt()) return undefined;
        const { versionId: _versionId, ...document } = there ?? this.#madeByHand();
        standin.storeResource({ ...document, ...edit.members });
        return "Resource";
      }
      case "policy":
        if (there) standin.storePolicy(this.id, this.#policyText(edit.policy));
        return "ResourcePolicy";
      case "no policy":
        database.prepare("DELETE FROM policies WHERE path LIKE ?").run(`${this.id}/%`);
        return "ResourcePolicy";
      case "configuration":
        if (there && this.registeredName() !== undefined)
          standin.setBrokerConfiguration(this.id, edit.fields);
        return "BrokerResourceConfig";
      case "reset configuration":
        if (this.configuration()) standin.resetBrokerConfiguration(this.id);
        return "BrokerResourceConfig";
      case "no configuration":
        database.prepare("DELETE FROM broker_resource WHERE id = ?").run(this.id);
        return "BrokerResourceConfig";
      case "deleted resource":
        if (!there) return undefined;
        database.prepare("DELETE FROM versions WHERE identifier = ?").run(this.id);
        database.prepare("UPDATE identifiers SET deleted = 1 WHERE identifier = ?").run(this.id);
        return "Resource";
    }
  }

  /**
   * As `byHand`, but by the APIs, while a run is under way: what collides may be refused. An upload that failed half way is
   * done again.
   */
  async byRequest(edit: ByHand): Promise<Touched> {
    return { kind: await this.#byRequest(edit), changed: true };
  }

  async #byRequest(edit: ByHand): Promise<ServiceKind | undefined> {
    const { registry, broker } = this.#clients;
    const there = this.document();
    if (!there) return undefined;
    if (edit.what === "document") {
      const { versionId: _versionId, ...document } = there;
      const wanted = { ...document, ...edit.members };
      await registry.putResource(wanted as never, () => true).catch(() => undefined);
      return "Resource";
    }
    if (edit.what === "policy") {
      await registry
        .putPolicy(this.id, this.#policyText(edit.policy))
        .catch(() => this.byHand(edit));
      return "ResourcePolicy";
    }
    if (edit.what === "configuration" && this.registeredName() !== undefined) {
      const fields = Object.entries(edit.fields).filter(([, value]) => value !== null);
      await broker.putConfig(this.id, Object.fromEntries(fields)).catch(() => undefined);
      return "BrokerResourceConfig";
    }
    return undefined;
  }

  #madeByHand(): Values {
    const { number: organization, code: orgcode } = this.owner;
    return {
      ...resourceArgs(this.id),
      resourceType: "BrokerService",
      status: "Completed",
      hasCompetentAuthority: { organization, orgcode },
    };
  }

  /** Whether the identifier was deleted, and is never given out again. */
  isBurnt(): boolean {
    const { database } = this.ground.standin.altinn;
    return (
      database.prepare("SELECT deleted FROM identifiers WHERE identifier = ?").get(this.id)
        ?.deleted === 1
    );
  }
}
