import { AccessListsClient } from "../../provider/clients/access-lists/client";
import { answered, http, is404, isText, ONCE_FAILED, type Asked } from "./answered";

/* Any answer about access lists. */

const connection = { resourceIdentifier: "r", actionFilters: ["read"] };
const list = {
  identifier: "partners",
  name: "P",
  description: "",
  resourceConnections: [connection],
};
const members = {
  links: { next: "http://a/?token=b" },
  data: [{ identifiers: { "urn:altinn:organization:identifier-no": "991825827" } }],
};
const lists = (url: string): AccessListsClient => new AccessListsClient(http, url, "ttd");
interface Found {
  readonly name: unknown;
  readonly description: unknown;
  readonly members?: readonly unknown[];
  readonly connections?: readonly {
    readonly resource: unknown;
    readonly actions: readonly unknown[];
  }[];
}
const isFound = ({ name, description, members: numbers = [], connections = [] }: Found): boolean =>
  [name, description, ...numbers].every(isText) &&
  connections.every(({ resource: id, actions }) => [id, ...actions].every(isText));

answered(
  "any answer about access lists is a value or an error that says what",
  [
    ...(["texts", "connections"] as const).map((depth): Asked => ({
      right: list,
      ask: (url) => lists(url).getList("partners", depth),
      isRight: isFound,
      saysGone: is404,
    })),
    {
      right: { ...list, ...members, links: {} },
      ask: (url) => lists(url).getList("partners", "members"),
      isRight: isFound,
      saysGone: is404,
    },
    {
      right: { data: [list], links: { next: "?token=b" } },
      ask: (url) => lists(url).identifiers(),
      isRight: (value: unknown[]) => value.every(isText),
    },
    {
      right: { data: [list], links: {} },
      ask: (url) => lists(url).listsOf("r"),
      isRight: (value: unknown[]) => value.every(isText),
    },
    {
      right: { ...list, ...members, links: null },
      ask: (url) =>
        lists(url).holding("partners", async (held) => {
          const made = await held.make({ name: "P", description: "" });
          await held.look("members");
          await held.putTexts({ name: "Q", description: "" });
          const unknown = await held.addMembers(["991825827", "974761076"]);
          await held.putConnection({ resource: "r", actions: ["read"] });
          await held.removeConnection("r");
          await held.remove();
          return [made?.name ?? "", ...unknown];
        }),
      isRight: (value: unknown[]) => value.every(isText),
    },
  ],
  ONCE_FAILED,
);
