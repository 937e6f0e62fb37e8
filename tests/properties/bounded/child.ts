import { readKey } from "../../../provider/auth/key";
import { judgeDocument } from "../../../provider/cli/documents";
import { KeyError } from "../../../provider/errors";
import { checkPolicy, policyReport, samePolicy, typedPolicy } from "../../../provider/policy";
import { mistakenTexts } from "../../../provider/mistaken-texts";
import { identifierFailures } from "../../../provider/resources/identifier";
import { readSettings } from "../../../provider/settings";
import { durationMeant, ticksOfXsdDuration } from "../../../provider/values/duration";
import { parseDuration } from "../../../standin/broker/duration";
import { readPolicy } from "../../../standin/registry/policy/read-policy";
import { XmlRefused } from "../../../standin/registry/policy/xml-text";
import { DOCUMENTS, POLICIES, TEXTS } from "./inputs";

/*
 * Reads one input with everything that reads such inputs, and prints what each made of it: node child.ts KIND NAME SIZE. It runs
 * in a process of its own, whose memory is limited.
 */

const refused = <T>(work: () => T, kind: new (...given: never[]) => Error): T | string => {
  try {
    return work();
  } catch (error) {
    if (error instanceof kind) return `refused: ${error.message}`;
    throw error;
  }
};

const READERS: Readonly<Record<string, (text: string) => Readonly<Record<string, unknown>>>> = {
  policies: (xml) => ({
    check: checkPolicy({ xml, resourceId: "r1" }).refusals.map(
      ({ code, problem }) => `${code}: ${problem}`,
    ),
    report: policyReport({ file: "a.xml", bytes: Buffer.from(xml) }).reasons,
    same: samePolicy(xml, ` ${xml}`, "r1"),
    typed: typedPolicy(xml, "r1") !== undefined,
  }),
  registry: (xml) => ({
    registry: refused(() => readPolicy(Buffer.from(xml)).rules.length, XmlRefused),
  }),
  documents: (json) => ({
    judged: judgeDocument(Buffer.from(json)).reasons.map(({ text }) => text),
  }),
  texts: (text) => ({
    duration: ticksOfXsdDuration(text) !== undefined,
    meant: durationMeant(text) !== undefined,
    standin: refused(() => parseDuration(text) !== undefined, Error),
    settings: readSettings({ get: () => text }, { ALTINN_ORG_CODE: text, HTTPS_PROXY: text })
      .problems,
    identifier: identifierFailures(text),
    mistaken: mistakenTexts({ identifier: text }, {}).length,
    jwk: refused(
      () => readKey({ form: "jwk", text, keyId: "k", from: "MASKINPORTEN_JWK" }).kid,
      KeyError,
    ),
    pem: refused(
      () => readKey({ form: "pem", text, keyId: "k", from: "MASKINPORTEN_PRIVATE_KEY" }).kid,
      KeyError,
    ),
  }),
};
const INPUTS: Readonly<Record<string, Readonly<Record<string, (size: number) => string>>>> = {
  policies: POLICIES,
  registry: POLICIES,
  documents: DOCUMENTS,
  texts: TEXTS,
};

const [kind = "", name = "", size] = process.argv.slice(2);
const shortened = (value: unknown): unknown =>
  typeof value === "string"
    ? value.slice(0, 200)
    : Array.isArray(value)
      ? value.slice(0, 5).map(shortened)
      : value;
const made = READERS[kind]?.(INPUTS[kind]?.[name]?.(Number(size)) ?? "") ?? {};
process.stdout.write(
  JSON.stringify(
    Object.fromEntries(Object.entries(made).map(([reader, value]) => [reader, shortened(value)])),
  ),
);
