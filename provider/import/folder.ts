import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { RegistryDocument } from "../clients/resource-registry";
import { ConfigError, messageOf } from "../errors";
import { decodePolicy } from "../policy";
import { isObject, jsonIn } from "../values/json";
import { leave, type LeftOut } from "./left-out";

/*
 * A checkout of Altinn Studio's `<org>-resources`: a folder for each resource, with NAME_resource.json and, where it has a policy,
 * NAME_policy.xml, where NAME is the identifier with `%3A` for a colon. Source: Altinn/altinn-studio.
 */

/** A resource as the folder has it. */
export interface FolderEntry {
  readonly document: RegistryDocument;
  /** With the placeholders filled in, as Studio publishes it; undefined when there is none. */
  readonly policy: string | undefined;
}

export interface ReadFolder {
  /** By identifier. */
  readonly entries: ReadonlyMap<string, FolderEntry>;
  readonly leftOut: readonly LeftOut[];
}

/** @param orgCode what Studio writes for the placeholders of the organisation */
export function readFolder(folder: string, orgCode: string): ReadFolder {
  const entries = new Map<string, FolderEntry>();
  const leftOut: LeftOut[] = [];
  for (const name of namesIn(folder)) {
    const file = join(folder, name, `${name}_resource.json`);
    if (!existsSync(file)) continue;
    try {
      const document = documentIn(file);
      const policy = join(folder, name, `${name}_policy.xml`);
      entries.set(document.identifier, {
        document,
        policy: existsSync(policy) ? policyIn(policy, orgCode) : undefined,
      });
    } catch (error) {
      leftOut.push(
        leave(name.replaceAll("%3A", ":"), `${file} cannot be used: ${messageOf(error)}.`),
      );
    }
  }
  if (entries.size === 0 && leftOut.length === 0)
    throw new ConfigError(
      `${folder} has no resource of Altinn Studio in it: a folder NAME with NAME_resource.json. Name the checkout of your organisation's resources repository, such as ttd-resources.`,
    );
  return { entries, leftOut };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith(".") && statSync(join(folder, name)).isDirectory())
      .sort();
  } catch (error) {
    throw new ConfigError(
      `${folder} cannot be read (${messageOf(error)}). Name a folder with --from.`,
    );
  }
}

function documentIn(file: string): RegistryDocument {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch {
    throw new Error("its encoding is broken, or not UTF-8");
  }
  const value = jsonIn(text);
  const identifier = isObject(value) ? value.identifier : undefined;
  if (!isObject(value) || typeof identifier !== "string" || identifier === "")
    throw new Error("it is no JSON object with an identifier");
  // What the registry fills in for a document without a type.
  return { resourceType: "Default", ...value, identifier };
}

/** Studio fills these in when it publishes; what is null it leaves out. Source: Altinn/altinn-studio, AuthorizationPolicyService. */
function policyIn(file: string, orgCode: string): string {
  return decodePolicy(readFileSync(file))
    .replaceAll(/\[(?:org|ORG)\]/g, orgCode)
    .replaceAll(/\[(?:app|APP)\]/g, `${orgCode}-resources`);
}
