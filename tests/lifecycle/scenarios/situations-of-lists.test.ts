import { ofLists } from "./all";

/* Every situation of access lists and their connections, without trouble; each-trouble-of-lists.long.test.ts brings it about. */

describe.each([...ofLists.ordinary, ...ofLists.rare])("%s", (_title, scenariosOf) => {
  scenariosOf("none");
});
