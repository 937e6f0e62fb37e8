import { ofLists } from "./all";

/* As few-troubles.test.ts, of access lists and their connections: a file of its own, which runs beside the other one. */

describe.each(ofLists.ordinary)("%s", (_title, scenariosOf) => {
  scenariosOf("few");
});

describe.each(ofLists.rare)("%s", (_title, scenariosOf) => {
  scenariosOf("none");
});
