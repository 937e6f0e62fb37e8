import type { ServicePart, StackProgram } from "../stack/stack-program";

/** A service to look at, and what of it the next `up` makes, as far as that is known. */
export interface Service {
  readonly identifier: string;
  readonly makes: ReadonlySet<ServicePart>;
}

const NOTHING: ReadonlySet<ServicePart> = new Set();

/** Those that are named, else those of the program. */
export function servicesOf(
  only: readonly string[] | undefined,
  program: StackProgram | undefined,
): readonly Service[] {
  const inProgram = program?.services ?? [];
  if (only === undefined) return inProgram;
  return only.map(
    (identifier) =>
      inProgram.find((service) => service.identifier === identifier) ?? {
        identifier,
        makes: NOTHING,
      },
  );
}
