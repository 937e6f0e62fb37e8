import { ofLists } from "./all";

/* As each-trouble.long.test.ts, of access lists and their connections. */

describe.each([...ofLists.ordinary, ...ofLists.rare])("%s", (_title, scenariosOf) => {
  scenariosOf("each");
});
