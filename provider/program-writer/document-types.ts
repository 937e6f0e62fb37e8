import { DOCUMENT, type Shape } from "../resources/resource/document-shape";
import { isObject, type JsonObject } from "../values/json";

const TEXTS: ReadonlySet<string> = new Set(["title", "description", "rightDescription"]);
const LANGUAGES = ["nb", "nn", "en"];
const REQUIRED = ["identifier", "title", "description", "contactPoints"];

/** Whether the type `ResourceArgs` takes the arguments. Documents that are older than today's rules may lack what it wants. */
export const fitsResourceArgs = (args: JsonObject): boolean =>
  REQUIRED.every((name) => args[name] !== undefined) &&
  Object.entries(args).every(
    ([name, value]) =>
      fits((DOCUMENT as Readonly<Record<string, Shape>>)[name], value) &&
      (!TEXTS.has(name) || (isObject(value) && LANGUAGES.every((language) => language in value))),
  );

function fits(shape: Shape | undefined, value: unknown): boolean {
  if (shape === undefined) return false;
  if (shape === "text") return typeof value === "string";
  if (shape === "boolean") return typeof value === "boolean";
  if (shape === "integer") return typeof value === "number";
  if ("enum" in shape) return typeof value === "string" && Object.hasOwn(shape.enum.members, value);
  if ("listOf" in shape)
    return Array.isArray(value) && value.every((each) => fits(shape.listOf, each));
  if (!isObject(value)) return false;
  if ("mapOf" in shape) return Object.values(value).every((each) => fits(shape.mapOf, each));
  return Object.entries(value).every(([name, each]) => fits(shape.object[name], each));
}
