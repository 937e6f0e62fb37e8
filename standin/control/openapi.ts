import * as z from "zod";
import type { Operation } from "./operation";

const schemaOf = (schema: z.ZodType): object => {
  const { $schema: _, ...made } = z.toJSONSchema(schema, { io: "input" });
  return made;
};

const problem = {
  description: "Refused: what is wrong, with its place",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

/** The description of the control server, from what it checks by. @param url its base */
export function openApi(operations: readonly Operation[], url: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const { method, path } = operation;
    (paths[path] ??= {})[method.toLowerCase()] = described(operation);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Control of a stand-in for Altinn",
      version: "1",
      description:
        "What a test asks of the stand-in beside Altinn's own APIs. It is not Altinn. This machine alone is served.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url }],
    paths,
    components: {
      schemas: {
        Problem: {
          type: "object",
          required: ["title", "status", "detail"],
          properties: {
            title: { type: "string" },
            status: { type: "integer" },
            detail: { type: "string" },
            errors: {
              type: "array",
              items: {
                type: "object",
                required: ["path", "message"],
                properties: {
                  path: { type: "string", description: "JSON path from the body or the query" },
                  message: { type: "string" },
                },
              },
            },
          },
        },
      },
    },
  };
}

function described(operation: Operation): object {
  const { method, path, summary, query, body, answer, refusals = {} } = operation;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: "query",
    required: !(schema as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(schema as z.ZodType),
  }));
  const parameters = [...inPath, ...inQuery];
  const content = (schema: object, type = "application/json") => ({ [type]: { schema } });
  return {
    operationId: operationId(method, path),
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: content(schemaOf(body)) } }),
    responses: {
      ...(answer
        ? {
            [answer.status]: {
              description: answer.words,
              content: content(
                answer.schema ? schemaOf(answer.schema) : { type: "string" },
                answer.type,
              ),
            },
          }
        : refusals[501] === undefined && { 204: { description: "Done" } }),
      ...Object.fromEntries(
        [[400, ""], [403, ""], ...Object.entries(refusals)].map(([status]) => [status, problem]),
      ),
    },
  };
}

/** `postAccessLists`, `getClientsClientId`. */
const operationId = (method: string, path: string): string =>
  method.toLowerCase() +
  path
    .split(/[^A-Za-z]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
