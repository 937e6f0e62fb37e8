import { brokerResourceConfig } from "./broker-resource-config";
import { brokerResourceConfigByMeaning } from "./broker-resource-config-by-meaning";
import { brokerResourceConfigInDoubt } from "./broker-resource-config-in-doubt";
import { resourceInDoubt } from "./resource-in-doubt";
import { resourceInForce } from "./resource-in-force";
import { resourceKeeping } from "./resource-keeping";
import { resourceMaking } from "./resource-making";
import { resourcePolicy } from "./resource-policy";
import { resourcePolicyInDoubt } from "./resource-policy-in-doubt";
import { serviceOwner } from "./service-owner";

/* Every situation. The ordinary ones meet a few troubles at each of their calls. The long test brings about all of them. */

describe.each([
  ["a service owner", serviceOwner],
  ["making a resource", resourceMaking],
  ["keeping a resource", resourceKeeping],
  ["a resource policy", resourcePolicy],
  ["a Broker configuration", brokerResourceConfig],
])("%s", (_title, scenariosOf) => {
  scenariosOf("few");
});

describe.each([
  ["a resource in doubt", resourceInDoubt],
  ["a resource older than the rules", resourceInForce],
  ["a policy in doubt", resourcePolicyInDoubt],
  ["a configuration in doubt", brokerResourceConfigInDoubt],
  ["the values of a configuration", brokerResourceConfigByMeaning],
])("%s", (_title, scenariosOf) => {
  scenariosOf("none");
});
