export { startStandin } from "./start";
export type { ScopeDelegation, Standin, StandinOptions } from "./standin";
export type { NewAccessList } from "./access-lists/controls";
export type { ScanVerdict } from "./broker/scan-verdicts";
export { WorldError, type WorldMistake } from "./world/world-error";
export type { World } from "./world/schema";
export type { Environment } from "./altinn";
export type { BrokerConfiguration } from "./broker/configuration-controls";
export type { DeploymentStatus, ProviderType } from "./broker/service-owners";
export type {
  Delegation as RightsDelegation,
  DelegationKey,
  MadeDelegation,
} from "./decisions/delegations";
export type { HeldPackages } from "./decisions/packages";
export type { TokenRequest } from "./authentication/issue";
export type {
  ClientSettings,
  Delegation,
  NewClient,
  ReadyClient,
  SystemUser,
} from "./maskinporten/clients";
export type { ListTrouble, NewOrganisation } from "./organisations/organisations";
export type { RequestListener } from "./server/app";
export type { Life, RequestMatcher } from "./server/by-request";
export type { Fault } from "./server/faults";
export type { SeenRequest } from "./server/requests";
