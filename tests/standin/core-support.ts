import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Standin } from "../../standin/index";

/** A fresh folder's path for a data file, and how to remove it. */
export function dataFile(): { readonly file: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "standin-"));
  return {
    file: join(folder, "data.db"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export const writeScopes = ["altinn:serviceowner", "altinn:resourceregistry/resource.write"];

/** A Broker resource of `skd` that the registry takes. */
export function resource(identifier: string, title = "Title"): Record<string, unknown> {
  const text = { nb: title, nn: title, en: title };
  return {
    identifier,
    title: text,
    description: text,
    rightDescription: text,
    contactPoints: [],
    hasCompetentAuthority: { organization: "974761076", orgcode: "skd", name: text },
    resourceType: "BrokerService",
  };
}

/** Posts a resource of `skd` to the registry. */
export function postResource(
  standin: Pick<Standin, "platformUrl">,
  token: string,
  body: Record<string, unknown>,
): Promise<Response> {
  return fetch(`${standin.platformUrl}/resourceregistry/api/v1/resource`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

export function getResource(
  standin: Pick<Standin, "platformUrl">,
  identifier: string,
): Promise<Response> {
  return fetch(`${standin.platformUrl}/resourceregistry/api/v1/resource/${identifier}`);
}
