import { ordinary, rare } from "./all";

/* Every situation, with every trouble at each of its calls, once and standing. */

describe.each([...ordinary, ...rare])("%s", (_title, scenariosOf) => {
  scenariosOf("each");
});
