/** One Altinn environment: where it is, which Maskinporten goes with it, and what may be done there. */
export interface EnvironmentFacts {
  /** `undefined`: the address must come from the environment variables (local). */
  readonly platformUrl: string | undefined;
  readonly maskinportenUrl: string | undefined;
  readonly production: boolean;
  /** Resource Registry refuses DELETE outside its test environments. */
  readonly mayDelete: boolean;
  /** Broker: a larger `maxFileTransferSize` (bytes) needs Altinn's approval there; elsewhere there is no such rule. A scanned file above 50,000,000,000 is refused everywhere. */
  readonly approvalAboveBytes: number | undefined;
}

const test = (platformUrl: string | undefined, maskinportenUrl?: string): EnvironmentFacts => ({
  platformUrl,
  maskinportenUrl,
  production: false,
  mayDelete: true,
  approvalAboveBytes: undefined,
});

const testMaskinporten = "https://test.maskinporten.no";

/** Every environment that `altinn:environment` may name. */
export const environments = {
  local: test(undefined),
  at22: test("https://platform.at22.altinn.cloud", testMaskinporten),
  at23: test("https://platform.at23.altinn.cloud", testMaskinporten),
  at24: test("https://platform.at24.altinn.cloud", testMaskinporten),
  yt01: test("https://platform.yt01.altinn.cloud", testMaskinporten),
  tt02: test("https://platform.tt02.altinn.no", testMaskinporten),
  production: {
    platformUrl: "https://platform.altinn.no",
    maskinportenUrl: "https://maskinporten.no",
    production: true,
    mayDelete: false,
    approvalAboveBytes: 50_000_000_000,
  },
} as const satisfies Record<string, EnvironmentFacts>;

export type EnvironmentName = keyof typeof environments;

export const isEnvironmentName = (name: string): name is EnvironmentName =>
  Object.hasOwn(environments, name);
