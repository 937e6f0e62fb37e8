/** What one run of the Pulumi CLI printed with `--json`, as far as it is told. */
export interface Run {
  /** `up`: it has been done, or tried. */
  readonly command: "preview" | "up";
  /** Undefined where nothing names it, as when the run failed before it had a step. */
  readonly stack: string | undefined;
  /** The stack configuration, without what is no plain text. */
  readonly config: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  /** How many resources do not change, the stack itself among them; they need have no step. */
  readonly unchanged: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly failed: boolean;
}

/** What is planned for one Pulumi resource, or was done. */
export interface Step {
  /** Such as `create`, `update`, `replace`, `delete`, `refresh`, `same`. */
  readonly op: string;
  /** Such as `pulumi-nodejs:dynamic/altinn:Resource`. */
  readonly type: string;
  /** Logical name in the program. */
  readonly name: string;
  readonly id: string | undefined;
  /** Empty for what is new. */
  readonly olds: Values;
  /** Empty for what leaves the program. */
  readonly news: Values;
  /** The engine leaves it as it is when it leaves the program. */
  readonly retained: boolean;
}

const QUIET: ReadonlySet<string> = new Set(["same", "refresh", "read"]);

/** Whether a step changes nothing, neither at Altinn nor in the stack. */
export const isQuiet = ({ op }: Pick<Step, "op">): boolean => QUIET.has(op);

export interface Diagnostic {
  readonly severity: string;
  readonly text: string;
  /** What the engine prints it at; undefined for the stack, or for nothing. */
  readonly resource?: Pick<Step, "type" | "name"> | undefined;
}

export type Values = Readonly<Record<string, unknown>>;
