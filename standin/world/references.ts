import { checkDigit } from "../organisations/organisations";
import { ResourceStore } from "../registry/resource-store";
import type { State } from "../state";
import { EntryError, nameOf, type Place } from "./mistakes";
import { didYouMean } from "./nearest";

/** Names by list that a reference may have meant, such as those of entries with mistakes. */
export type Named = Readonly<Partial<Record<string, readonly string[]>>>;

/** What an entry's references lead to. Each throws an EntryError with the place when there is no such thing. */
export class References {
  constructor(
    private readonly state: State,
    private readonly named: Named = {},
  ) {}

  /** That nine digits are an organisation number. */
  checkDigit(number: string, place: Place): void {
    const check = checkDigit(number);
    if (String(check) !== number[8]) {
      const right = check === undefined ? "has none that would be right" : `ends with ${check}`;
      const message = `has a wrong check digit, got ${JSON.stringify(number)}; one that begins with ${number.slice(0, 8)} ${right}`;
      throw new EntryError([{ place, message }]);
    }
  }

  /** The number behind a code or a number. A number need not be on the list. */
  organisation(codeOrNumber: string, place: Place): string {
    const { organisations } = this.state;
    if (!organisations.isKnown(codeOrNumber)) {
      this.unknown(
        "organisations",
        codeOrNumber,
        place,
        "is no code on the organisation list",
        this.codes(),
      );
    }
    const number = organisations.numberOf(codeOrNumber);
    if (organisations.byNumber(number) === undefined) this.checkDigit(number, place);
    return number;
  }

  /** The same for one that must be on the list. */
  listed(codeOrNumber: string, place: Place): string {
    const number = this.organisation(codeOrNumber, place);
    if (this.state.organisations.byNumber(number) === undefined) {
      this.unknown("organisations", codeOrNumber, place, "is not on the organisation list", []);
    }
    return number;
  }

  /** The code of one that must be on the list. */
  code(codeOrNumber: string, place: Place): string {
    const { organisations } = this.state;
    const number = this.listed(codeOrNumber, place);
    return (organisations.byCode(codeOrNumber) ?? organisations.byNumber(number))?.code ?? "";
  }

  client(clientId: string, place: Place): void {
    const { clients } = this.state;
    if (clients.find(clientId) === undefined) {
      const known = clients.all().map((each) => each.clientId);
      this.unknown("clients", clientId, place, "is no client", known);
    }
  }

  /** The number of the organisation that approved it. */
  systemUser(id: string, place: Place): string {
    const known = this.state.clients.all().flatMap(({ systemUsers }) => systemUsers);
    const found = known.find((each) => each.id.toLowerCase() === id.toLowerCase());
    if (found === undefined) {
      const ids = known.map((each) => each.id);
      return this.unknown("systemUsers", id, place, "is no system user", ids);
    }
    return found.organisation;
  }

  resource(resourceId: string, place: Place): Readonly<Record<string, unknown>> {
    const { registry, database } = this.state;
    const document = registry.document(resourceId);
    if (document === undefined) {
      const known = new ResourceStore(database)
        .everyLatest()
        .map(({ text }) => (JSON.parse(text) as { identifier: string }).identifier);
      return this.unknown("resources", resourceId, place, "is no resource in the registry", known);
    }
    return document;
  }

  codes(): string[] {
    return this.state.organisations.all().map(({ code }) => code);
  }

  /** Codes and numbers of the world's organisations, right or wrong. */
  namedOrganisations(): readonly string[] {
    return this.named["organisations"] ?? [];
  }

  private unknown(
    kind: string,
    id: string,
    place: Place,
    words: string,
    known: readonly string[],
  ): never {
    const meant = [...known, ...(this.named[kind] ?? [])].filter((each) => each !== id);
    const message = `${words}, got ${JSON.stringify(id)}${didYouMean(id, meant)}`;
    throw new EntryError([{ place, message, refersTo: nameOf(kind, id) }]);
  }
}
