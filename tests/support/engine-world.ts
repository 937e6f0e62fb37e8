import { OWNER_SCOPES, openWorld, type World } from "./altinn";
import { Workspace } from "./engine";

/** A stand-in, a service owner, and a Pulumi project whose provider processes talk to it. */
export interface EngineWorld extends World {
  readonly workspace: Workspace;
}

/** `answerTimeMs` is the stand-in's; with none, writes at once never collide. */
export async function openEngineWorld({ answerTimeMs = 0 } = {}): Promise<EngineWorld> {
  const world = await openWorld(OWNER_SCOPES, { answerTimeMs });
  const { ALTINN_ENVIRONMENT, ALTINN_ORG_NUMBER, ALTINN_ORG_CODE, ...inherited } = world.env;
  const workspace = new Workspace(inherited);
  const close = async (): Promise<void> => {
    workspace.remove();
    await world.close();
  };
  workspace.config({
    "altinn:environment": ALTINN_ENVIRONMENT ?? "",
    "altinn:orgNumber": ALTINN_ORG_NUMBER ?? "",
    "altinn:orgCode": ALTINN_ORG_CODE ?? "",
  });
  try {
    await workspace.init();
  } catch (error) {
    await close();
    throw error;
  }
  return { ...world, workspace, close };
}

/** Says of each request what it is for, with the identifier cut off: `GET registry resource`. */
export function purposeOf(method: string, path: string): string {
  const rules: readonly (readonly [RegExp, string])[] = [
    [/^\/token$/, "Maskinporten token"],
    [/\/exchange\/maskinporten$/, "exchange"],
    [/\/resource\/orgs$/, "organisation list"],
    [/resourceregistry\/.*\/policy$/, "registry policy"],
    [/resourceregistry\/api\/v1\/resource/, "registry resource"],
    [/broker\/api\/v1\/serviceowner$/, "service owner"],
    [/broker\/api\/v1\/resource\//, "Broker resource"],
  ];
  const found = rules.find(([pattern]) => pattern.test(path));
  return `${method} ${found?.[1] ?? path}`;
}

export function tally(world: World, since: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { method, path } of world.standin.requests.slice(since)) {
    const purpose = purposeOf(method, path.split("?")[0] ?? "");
    counts[purpose] = (counts[purpose] ?? 0) + 1;
  }
  return counts;
}
