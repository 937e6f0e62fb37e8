import type { Values } from "../../provider/resources/lifecycle";
import type { EngineWorld } from "../support/engine-world";
import { resourceArgs } from "../support/resources";

/** Services, lists and connections by their identifiers, each with its arguments beside those that every test has. */
export interface ListsProgram {
  readonly services?: Readonly<Record<string, Values>>;
  readonly lists?: Readonly<Record<string, Values>>;
  /** By `{accessList}/{resourceId}`. */
  readonly connections?: Readonly<Record<string, Values>>;
}

/** What somebody does to a list in Studio. */
export interface ByHand {
  readonly name?: string;
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
  /** Resources, each with the actions; none are all. */
  readonly connect?: Readonly<Record<string, readonly string[]>>;
}

/** Access lists of one service owner, by a program and by hand. */
export class ListsUnderTest {
  constructor(readonly world: EngineWorld) {}

  /** Every service is Enabled unless its arguments say otherwise. */
  write({ services = {}, lists = {}, connections = {} }: ListsProgram): void {
    const json = JSON.stringify;
    const part = (of: Readonly<Record<string, Values>>, id: string): string =>
      id in of ? `made[${json(id)}].identifier` : json(id);
    const made = (kind: string, id: string, args: Values): string =>
      `made[${json(id)}] = new altinn.${kind}(${json(id)}, ${json(args)});`;
    const statements = [
      "const made = {};",
      ...Object.entries(services).map(([id, { acknowledge = [], ...more }]) =>
        made(
          "Resource",
          id,
          resourceArgs(id, {
            accessListMode: "Enabled",
            acknowledge: ["identifier-prefix", ...(acknowledge as string[])],
            ...more,
          }),
        ),
      ),
      ...Object.entries(lists).map(([id, more]) =>
        made("AccessList", id, { identifier: id, name: id, ...more }),
      ),
      ...Object.entries(connections).map(([id, more]) => {
        const [list = "", service = ""] = id.split("/");
        return `new altinn.AccessListConnection(${json(id)}, { accessList: ${part(lists, list)}, resourceId: ${part(services, service)}, ...${json(more)} });`;
      }),
    ];
    this.world.workspace.program(statements.join("\n"));
  }

  /** Members and connections of a list as Altinn has them, in words. */
  async atAltinn(list: string) {
    const { accessLists } = this.world.context;
    const connected = await accessLists.getList(list, "connections");
    return {
      members: (await accessLists.getList(list, "members"))?.members,
      connections: connected?.connections?.map(({ resource, actions }) =>
        actions.length === 0 ? resource : `${resource} (${actions.join(", ")})`,
      ),
    };
  }

  async byHand(id: string, { name, add = [], remove = [], connect = {} }: ByHand): Promise<void> {
    await this.world.context.accessLists.holding(id, async (list) => {
      if ((await list.look("members")) === undefined)
        await list.make({ name: name ?? id, description: "" });
      else if (name !== undefined) await list.putTexts({ name, description: "" });
      await list.addMembers(add);
      await list.removeMembers(remove);
      await list.look("connections");
      for (const [resource, actions] of Object.entries(connect))
        await list.putConnection({ resource, actions });
    });
  }

  /** New organisations that Altinn's Register knows, sorted. */
  newNumbers(count: number): string[] {
    const { standin } = this.world;
    return Array.from({ length: count }, () => standin.newOrganisation().number).sort();
  }

  /** Requests about lists from `since` on that write, as `METHOD path`. */
  writes(since: number): string[] {
    return this.requests(since).filter((request) => !request.startsWith("GET "));
  }

  /** Requests about lists from `since` on, as `METHOD path` from the owner on, without queries. */
  requests(since: number): string[] {
    const base = `/resourceregistry/api/v1/access-lists/${this.world.organisation.code}`;
    return this.world.standin.requests
      .slice(since)
      .filter(({ path }) => path.startsWith(base))
      .map(({ method, path }) => `${method} ${(path.split("?")[0] ?? "").slice(base.length)}`);
  }
}
