import { brokerResourceConfig } from "./broker-resource-config";
import { resourceInDoubt } from "./resource-in-doubt";
import { resourceInForce } from "./resource-in-force";
import { resourceKeeping } from "./resource-keeping";
import { resourceMaking } from "./resource-making";
import { resourcePolicy } from "./resource-policy";
import { serviceOwner } from "./service-owner";

/* Every situation, with a few troubles at each of its calls. The long test brings about all of them. */

describe.each([
  ["a service owner", serviceOwner],
  ["making a resource", resourceMaking],
  ["keeping a resource", resourceKeeping],
  ["a resource in doubt", resourceInDoubt],
  ["a resource in force", resourceInForce],
  ["a resource policy", resourcePolicy],
  ["a Broker configuration", brokerResourceConfig],
])("%s", (_title, scenariosOf) => {
  scenariosOf("few");
});
