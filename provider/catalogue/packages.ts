import { nearest } from "../values/nearest";
import { caseless, namesIn, type Names } from "./names";
import { PACKAGES } from "./packages-data";
import type { PackageRow } from "./rows";

/** An access package of Access Management's catalogue. */
export interface Package {
  /** What follows `urn:altinn:accesspackage:`, such as `regnskapsforer-lonn`. */
  readonly code: string;
  readonly urn: string;
  readonly name: Names;
  /** Whether who holds the package may delegate it. */
  readonly delegable: boolean;
  /** Whether the package can be given to somebody, rather than come with a role alone. */
  readonly assignable: boolean;
  /** Whether Altinn lets service owners name the package in policies. */
  readonly availableForServiceOwners: boolean;
  /** What kind of party is represented by it. */
  readonly entityType: "Organization" | "Person";
  /** What follows `accesspackage:area:` in the URN of the area that Altinn shows it under. */
  readonly area: string;
}

let made: ReadonlyMap<string, Package> | undefined;

/** By code; made at the first question, as the roles are. */
function packages(): ReadonlyMap<string, Package> {
  made ??= new Map(PACKAGES.map(packageOf).map((one) => [one.code, one]));
  return made;
}

const packageOf = ([
  code,
  entityType,
  delegable,
  assignable,
  availableForServiceOwners,
  area,
  nb,
  nn,
  en,
]: PackageRow): Package => ({
  code,
  urn: `urn:altinn:accesspackage:${code}`,
  name: { nb, nn, en },
  delegable,
  assignable,
  availableForServiceOwners,
  entityType,
  area,
});

/** The access package with this code, in any casing. */
export const findPackage = (code: string): Package | undefined => packages().get(caseless(code));

/**
 * Up to three access packages that the misspelt code may mean, by their codes and their names in every language,
 * nearest first.
 */
export const nearestPackages = (code: string): Package[] =>
  nearest(code, packages().values(), (one) => [one.code, ...namesIn(one.name)]);
