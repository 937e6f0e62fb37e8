import type { Kind } from "../../provider/resources/lifecycle";

/** What one service is made of; lists are beside it. */
export type ServiceKind = Extract<
  Kind,
  "ServiceOwner" | "Resource" | "ResourcePolicy" | "BrokerResourceConfig"
>;
