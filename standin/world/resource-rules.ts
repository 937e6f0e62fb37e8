import { ServerCrash } from "../registry/answers";
import { readResource, type RegistryResource } from "../registry/resource-model";
import { brokenRules, requiredMembers, type Messages } from "../registry/resource-rules";
import { didYouMean } from "./nearest";
import { EntryError, type Mistake } from "./mistakes";
import type { References } from "./references";

/** Checks a document as POST does, and that its owner is on the organisation list. */
export function checkResource(
  document: Readonly<Record<string, unknown>>,
  references: References,
  numberOf: (code: string) => string,
): void {
  const resource = readResource(document, "$", (path, dotNetType) => {
    throw new EntryError([{ place: [], message: `has a ${path} that is no ${dotNetType}` }]);
  }) as RegistryResource;
  const mistakes = [...fromMessages(brokenBy(resource)), ...ownerMistakes(resource)];
  if (mistakes.length > 0) {
    throw new EntryError(mistakes);
  }

  function ownerMistakes({ hasCompetentAuthority: authority }: RegistryResource): Mistake[] {
    const { orgcode, organization } = authority ?? {};
    const place = ["hasCompetentAuthority"];
    const codes = references.codes();
    const named = [...codes, ...references.namedOrganisations()];
    if (typeof orgcode !== "string" || !codes.includes(orgcode.toLowerCase())) {
      const hint = didYouMean(orgcode ?? "", named);
      const message = `is no code on the organisation list, got ${JSON.stringify(orgcode)}${hint}`;
      return [
        { place: [...place, "orgcode"], message, refersTo: `organisations ${orgcode ?? ""}` },
      ];
    }
    const number = numberOf(orgcode);
    return organization && organization !== number
      ? [
          {
            place: [...place, "organization"],
            message: `must be ${number}, the number of ${orgcode}, got ${JSON.stringify(organization)}`,
          },
        ]
      : [];
  }
}

function brokenBy(resource: RegistryResource): Messages {
  try {
    return { ...requiredMembers(resource), ...brokenRules(resource, true) };
  } catch (error) {
    if (error instanceof ServerCrash) {
      throw new EntryError([{ place: [], message: `makes the registry fail: ${error.message}` }]);
    }
    throw error;
  }
}

/** The registry names fields as .NET does: `HasCompetentAuthority.Organization`. */
const fromMessages = (messages: Messages): Mistake[] =>
  Object.entries(messages).flatMap(([field, said]) => {
    const place = field.split(".").map((name) => name.charAt(0).toLowerCase() + name.slice(1));
    return said.map((message) => ({ place, message: `is refused by the registry: ${message}` }));
  });
