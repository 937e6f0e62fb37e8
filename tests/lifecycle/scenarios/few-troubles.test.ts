import { ordinary, rare } from "./all";

/* Every situation. The ordinary ones meet a few troubles at each of their calls. The long test brings about all of them. */

describe.each(ordinary)("%s", (_title, scenariosOf) => {
  scenariosOf("few");
});

describe.each(rare)("%s", (_title, scenariosOf) => {
  scenariosOf("none");
});
