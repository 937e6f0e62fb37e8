import { Code, literal, members, stringLiteral, WIDTH } from "./literal";

/* Statements of the program, laid out as prettier does. Each is a list of lines. */

/** `new altinn.KIND("NAME", { ... })`. */
export interface Made {
  readonly kind: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** What is spread into the arguments after all others, such as `values.resource`. */
  readonly spread?: string | Code;
  /** What must be there before it, as code; left out: nothing. */
  readonly dependsOn?: string;
  /** Name of the constant that it becomes; left out: none. */
  readonly constant?: string;
  /** Arguments that the types of today do not take are said to be some. */
  readonly cast?: string;
}

export function make(made: Made, indent: string): string[] {
  const { kind, name, args, spread, dependsOn, constant, cast } = made;
  const call = `${indent}${constant === undefined ? "" : `const ${constant} = `}new altinn.${kind}(`;
  const literalName = stringLiteral(name);
  const isWide = `${call}${literalName}, {`.length > WIDTH;
  const end = cast === undefined ? "}" : `} as unknown as ${cast}`;
  const inside = (inner: string): string[] => [
    ...members(args, inner),
    ...(spread === undefined ? [] : [`${inner}...${spreadText(spread, inner)},`]),
  ];
  if (dependsOn === undefined && !isWide)
    return [`${call}${literalName}, {`, ...inside(`${indent}  `), `${indent}${end});`];
  const inner = `${indent}  `;
  return [
    call,
    `${inner}${literalName},`,
    `${inner}{`,
    ...inside(`${inner}  `),
    `${inner}${end},`,
    ...(dependsOn === undefined ? [] : [`${inner}{ dependsOn: ${dependsOn} },`]),
    `${indent});`,
  ];
}

const spreadText = (spread: string | Code, indent: string): string =>
  typeof spread === "string" ? spread : literal(spread, indent, indent.length + "...,".length);

/** The statements in a block of their own where the condition is one. */
export const inBlock = (
  condition: string | undefined,
  indent: string,
  statements: (indent: string) => readonly string[],
): string[] =>
  condition === undefined
    ? [...statements(indent)]
    : [`${indent}if (${condition}) {`, ...statements(`${indent}  `), `${indent}}`];
