// Reads files of decision vectors: answers of the real decision point, with the policies and callers that they are about.
import { readFileSync } from "node:fs";
import { z } from "zod";

const name = z.string().min(1);

const caller = z.object({
  /** Objects may be written as the text of their JSON. */
  claims: z.array(z.tuple([name, z.unknown()])),
  /** The decision point's feature flags that are on; without it they are as in Altinn. */
  flags: z.array(z.string()).nullish(),
});

const policy = z.object({
  xml: z.string(),
  plain: z.boolean().nullish(),
  delegable: z.array(z.string()).nullish(),
  accessListMode: z.string().nullish(),
  members: z.array(z.object({ org: name, actions: z.array(z.string()).nullish() })).nullish(),
});

/** What the answers need; a file's notes, `source` and `parties` may be there or not. */
const vectorFile = z
  .object({
    resource: name,
    questions: z.array(z.string().regex(/^\S+ \S+$/, "needs an action and a party")).min(1),
    legend: z.object({ delegable: z.string().optional() }).nullish(),
    callers: z.record(z.string(), caller),
    policies: z.record(z.string(), policy),
    vectors: z.array(
      z.tuple([
        name,
        name,
        z.string().regex(/^[PNDI]*$/, "has a letter other than P, N, D and I"),
        z.string().regex(/^[10x]*$/, "has a letter other than 1, 0 and x"),
      ]),
    ),
  })
  .superRefine(({ questions, callers, policies, vectors }, context) => {
    vectors.forEach(([policyName, callerName, ...answers], at) => {
      const refuse = (message) =>
        context.addIssue({ code: "custom", path: ["vectors", at], message });
      if (!Object.hasOwn(policies, policyName)) refuse(`has an unknown policy, ${policyName}`);
      if (!Object.hasOwn(callers, callerName)) refuse(`has an unknown caller, ${callerName}`);
      if (answers.some(({ length }) => length !== questions.length)) {
        refuse(`needs a letter for each of ${questions.length} questions`);
      }
    });
  });

/** A file that is no vector file; the message says which and why. */
export class VectorFileError extends Error {
  name = "VectorFileError";
}

/** Beyond this many, further problems of a file are only counted. */
const TOLD = 3;

/**
 * @param {string} path
 * @returns {any} the file parsed; see its `legend`
 * @throws {VectorFileError}
 */
export function readVectorFile(path) {
  const fail = (why) => {
    throw new VectorFileError(`${path} ${why}`);
  };
  let text = "";
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    fail(`cannot be read: ${error.code === "ENOENT" ? "there is no such file" : error.message}.`);
  }
  let parsed;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    fail(`is not JSON: ${error.message}.`);
  }
  const { success, data, error } = vectorFile.safeParse(parsed);
  if (success) return data;
  const told = error.issues
    .slice(0, TOLD)
    .map(({ path: place, message }) => `${place.join(".") || "the whole"}: ${message}`);
  const rest = error.issues.length - told.length;
  return fail(
    `is no file of decision vectors: ${told.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}.`,
  );
}
