import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { Registries, verdictOf, type Answer } from "./documents-answers";

/** Real documents of others lie outside this repository; our own set always runs. */
const shared = process.env["ALTINN_SHARED_DIR"];
const REAL_DOCUMENTS = 115;

const found = shared
  ? ["resources", "studio-repo"].flatMap((folder) =>
      jsonFiles(join(shared, "fixtures", folder)).sort(),
    )
  : [];

function jsonFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json"))
    .map((file) => join(folder, file));
}

const texts = { nb: "Lisenser", nn: "Lisensar", en: "Licences" };
const owner = { organization: "991825827", orgcode: "ttd", name: { nb: "Testdepartementet" } };
const base = {
  title: texts,
  description: texts,
  rightDescription: texts,
  contactPoints: [{ category: "Support", email: "broker@example.no" }],
  hasCompetentAuthority: owner,
};

/** Documents of the kinds that services are made of. */
const own: Readonly<Record<string, unknown>> = {
  "broker service": { ...base, identifier: "ttd-licences", resourceType: "BrokerService" },
  "older document without contact points": {
    ...base,
    identifier: "ttd-older",
    contactPoints: undefined,
    contactpoint: [],
    resourceType: "SystemResource",
  },
  "app with its reference": {
    ...base,
    identifier: "app_ttd_permits",
    resourceType: "AltinnApp",
    resourceReferences: [
      { referenceSource: "Altinn3", referenceType: "ApplicationId", reference: "ttd/permits" },
    ],
  },
  "app brought over from Altinn 1": {
    ...base,
    identifier: "app_ttd_a1-4471-1:2.0",
    resourceType: "MigratedApp",
    resourceReferences: [
      {
        referenceSource: "Altinn3",
        referenceType: "ApplicationId",
        reference: "ttd/a1-4471-1:2.0",
      },
    ],
  },
  "Altinn 2 service with its codes": {
    ...base,
    identifier: "se_1337_1338",
    resourceType: "Altinn2Service",
    resourceReferences: [
      { referenceSource: "Altinn2", referenceType: "ServiceCode", reference: "1337" },
      { referenceSource: "Altinn2", referenceType: "ServiceEditionCode", reference: "1338" },
    ],
  },
  "scopes of three owners": {
    ...base,
    identifier: "ttd-scopes",
    resourceType: "MaskinportenSchema",
    resourceReferences: ["altinn:a", "digdir:b", "skatteetaten:c/d"].map((reference) => ({
      referenceSource: "ExternalPlatform",
      referenceType: "MaskinportenScope",
      reference,
    })),
  },
  "older test app without organisation": {
    ...base,
    identifier: "app_ttd_older",
    resourceType: "AltinnApp",
    description: undefined,
    hasCompetentAuthority: { organization: "", orgcode: "ttd" },
  },
  "list of documents": [{ ...base, identifier: "ttd-in-a-list", resourceType: "BrokerService" }],
};

const completed = found.flatMap(completedDocuments);
let completedCount = 0;
const registries = new Registries();
const counts = new Map<string, number>();
const count = ({ status, keys }: Answer) => {
  const reason = status === 201 ? "accepted" : `refused ${String(status)} ${keys.join(", ")}`;
  counts.set(reason, (counts.get(reason) ?? 0) + 1);
};

afterAll(async () => {
  await registries.close();
  const lines = [...counts].sort(([, a], [, b]) => b - a);
  const left = REAL_DOCUMENTS - found.length;
  console.info(
    [
      `Documents judged: ${String(found.length)} real ones, ${String(Object.keys(own).length)} of our own.`,
      ...lines.map(([reason, times]) => `  ${String(times)} ${reason}`),
      `Also judged with required members filled in: ${String(completedCount)}.`,
      ...(left > 0
        ? [`  ${String(left)} real documents LEFT OUT: ALTINN_SHARED_DIR does not name them.`]
        : []),
    ].join("\n"),
  );
});

describe("a document gets the verdict that the registry gives it", () => {
  test.each(Object.keys(own))("own document: %s", async (name) => {
    const bytes = Buffer.from(JSON.stringify(own[name]));
    const answer = await registries.answerTo(bytes);
    expect(verdictOf(bytes)).toEqual(answer);
    count(answer);
  });

  if (found.length > 0) {
    test.each(found.map((path) => path.slice((shared ?? "").length)))("%s", async (path) => {
      const bytes = readFileSync(join(shared ?? "", path));
      const answer = await registries.answerTo(bytes);
      expect(inUtf8(verdictOf(bytes), bytes)).toEqual(answer);
      count(answer);
    });

    test.each(completed)("$name, $item, with its required members filled in", async (variant) => {
      const bytes = Buffer.from(JSON.stringify(variant.document));
      const answer = await registries.answerTo(bytes);
      expect(verdictOf(bytes)).toEqual(answer);
      completedCount += 1;
    });

    test("all documents of the folder were found", () => {
      expect(found.length).toBeGreaterThanOrEqual(REAL_DOCUMENTS);
    });
  }
});

/**
 * Every object in the files, list items as well, with what it lacks of required members. Most real documents are older than
 * `contactPoints`, whose absence hides what else is wrong with them.
 */
function completedDocuments(path: string): { name: string; item: string; document: object }[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8").replace(/^\ufeff/, ""));
  } catch {
    return [];
  }
  const items = (Array.isArray(value) ? value : [value]) as object[];
  return items.map((item, index) => ({
    name: path.slice((shared ?? "").length),
    item: `item ${String(index)}`,
    document: { description: texts, contactPoints: [], ...item },
  }));
}

/** The embedded registry says that the whole body is no UTF-8; .NET names the first member that is not. */
function inUtf8(verdict: Answer, bytes: Uint8Array): Answer {
  const isUtf8 = Buffer.from(bytes).equals(Buffer.from(Buffer.from(bytes).toString("utf8")));
  return isUtf8 || verdict.status !== 400 ? verdict : { ...verdict, keys: ["$"] };
}
