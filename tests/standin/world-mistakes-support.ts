import { startStandin, WorldError, type WorldMistake } from "../../standin/index";
import { action, policyXml, registryResource, role } from "./registry-support";
import { Folder, resource, SYSTEM_USER, type Json } from "./world-support";

/** A policy by which managing directors may read. */
export const policy = (identifier: string): string =>
  policyXml({
    rules: [{ target: [[role("dagl")], [registryResource(identifier)], [action("read")]] }],
  });

/** The mistakes that a start with this file is refused for. */
export async function mistakesOf(
  folder: Folder,
  content: unknown,
): Promise<readonly WorldMistake[]> {
  const worldFile = folder.write("world.json", content);
  try {
    await (await startStandin({ worldFile })).close();
    return [];
  } catch (error) {
    if (error instanceof WorldError) return error.mistakes;
    throw error;
  }
}

export const client = (more: Json): Json => ({ clientId: "c", organisation: "ttd", ...more });
/** A resource with its policy. */
export const service = {
  resources: [resource("ttd-files")],
  policies: [{ resourceId: "ttd-files", xml: policy("ttd-files") }],
};
export const user = { id: SYSTEM_USER, clientId: "c", organisation: "skd" };
