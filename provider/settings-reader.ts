/** Stack configuration as the provider process or `pulumi.Config` hands it over: full keys, secrets in clear. */
export interface StackConfig {
  get(key: string): string | undefined;
}

/** For what runs without a stack. */
export const NO_STACK: StackConfig = { get: () => undefined };

export type Env = Readonly<Record<string, string | undefined>>;

/** A value and the name of the setting that it came from. */
export interface Named {
  readonly value: string;
  readonly from: string;
}

/** What does not belong into a value, by the name that a refusal gives it. */
const STRAY = {
  quotes: /^["'“”‘’]|["'“”‘’]$/,
  commas: /,/,
  blanks: /\s/,
} as const;
type Stray = keyof typeof STRAY;
const EVERY_STRAY = Object.keys(STRAY) as readonly Stray[];

/** The value that was meant, or undefined when that cannot be told. */
function meantBy(value: string): string | undefined {
  const bare = value.replace(/^[\s,"'“”‘’]+|(?<![\s,"'“”‘’])[\s,"'“”‘’]+$/g, "");
  const meant = /^[\d\s]+$/.test(bare) ? bare.replace(/\s/g, "") : bare;
  return meant === "" || /[\s,]/.test(meant) ? undefined : meant;
}

/** Characters of the longest value that a message may repeat. A private key has more than a thousand. */
const LONGEST_SHOWN = 200;

/** A sentence on a value that no message may repeat; undefined for one that may stand in messages. */
export function notToBeShown({ value, from }: Named): string | undefined {
  if (/-----BEGIN|^eyJ/.test(value) || value.length > LONGEST_SHOWN) {
    return `${from} holds ${String(value.length)} characters, which are not shown here: a key or a token may have been set in its place. Write ${from} as docs/settings.md has it; if it was a key, and others could read it there, replace the key.`;
  }
  if (/^[a-z][\w+.-]*:\/\/[^/?#]*@/i.test(value)) {
    return `${from} is an address with a login in it, which is not shown here. Write it without \`user:password@\`: Altinn and Maskinporten take none.`;
  }
  return undefined;
}

/** How settings are looked up. Each method adds a sentence to `problems` for what it finds wrong. */
export class Reader {
  readonly problems: string[] = [];

  constructor(
    readonly config: StackConfig,
    readonly env: Env,
  ) {}

  fromConfig(key: string): Named | undefined {
    return this.#plain(this.#shown(this.textFromConfig(key)));
  }

  fromEnv(variable: string): Named | undefined {
    return this.#plain(this.#shown(this.textFromEnv(variable)));
  }

  /** A value of any form, such as a key. */
  textFromConfig(key: string): Named | undefined {
    const value = this.config.get(`altinn:${key}`)?.trim();
    return value === undefined || value === "" ? undefined : { value, from: `altinn:${key}` };
  }

  /** A value of any form, such as a key. */
  textFromEnv(variable: string): Named | undefined {
    const value = this.env[variable]?.trim();
    return value === undefined || value === "" ? undefined : { value, from: variable };
  }

  /** Two different values are refused: nobody can know which one was meant. */
  agreed(key: string, variable: string): Named | undefined {
    const [config, env] = [this.fromConfig(key), this.fromEnv(variable)];
    if (config && env && config.value !== env.value) {
      this.addProblem(
        `${config.from} is "${config.value}" in the stack configuration, but the environment variable ${env.from} is "${env.value}". Make them the same, or remove one.`,
      );
    }
    return env ?? config;
  }

  required(key: string, variable: string, example: string): Named | undefined {
    if (!this.textFromConfig(key) && !this.textFromEnv(variable)) {
      this.addProblem(
        this.config === NO_STACK
          ? `${variable} is not set. Set it, for example to ${example}.`
          : `altinn:${key} is not set. Set it with \`pulumi config set altinn:${key} ${example}\` or as the environment variable ${variable}.`,
      );
    }
    return this.agreed(key, variable);
  }

  /** For values where the environment wins. */
  preferEnv(key: string, variable: string): Named | undefined {
    return this.fromEnv(variable) ?? this.fromConfig(key);
  }

  /** Like `preferEnv`, for a value that no text may repeat. */
  preferEnvSecret(key: string, variable: string): Named | undefined {
    const found = this.textFromEnv(variable) ?? this.textFromConfig(key);
    return this.#plain(found, { secret: true });
  }

  /** Like `preferEnv`, for a name that somebody else has chosen: it may have commas and blanks in it. */
  preferEnvName(key: string, variable: string): Named | undefined {
    const found = this.textFromEnv(variable) ?? this.textFromConfig(key);
    return this.#plain(this.#shown(found), { stray: ["quotes"] });
  }

  flag(key: string, variable: string): boolean {
    return this.#truth(this.preferEnv(key, variable));
  }

  /** A flag that is set in the environment only. */
  variable(name: string): boolean {
    return this.#truth(this.fromEnv(name));
  }

  count(key: string, variable: string, range: readonly [number, number], fallback: number): number {
    const found = this.preferEnv(key, variable);
    if (!found) return fallback;
    const value = Number(found.value);
    if (Number.isInteger(value) && value >= range[0] && value <= range[1]) return value;
    this.addProblem(
      `${found.from} is "${found.value}". Write a whole number from ${String(range[0])} to ${String(range[1])}.`,
    );
    return fallback;
  }

  url(key: string, variable: string): string | undefined {
    const text = this.agreed(key, variable)?.value;
    if (text === undefined) return undefined;
    const url = URL.parse(text);
    const loopback = url !== null && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
    if (url === null || (url.protocol !== "https:" && !(url.protocol === "http:" && loopback))) {
      this.addProblem(
        `${variable} (or altinn:${key}) is "${text}". Write an https address; http is taken for this machine only, since tokens travel over it.`,
      );
      return undefined;
    }
    if (/[?#]/.test(text) || url.username !== "" || url.password !== "") {
      // A login may stand in it, so it is not repeated.
      this.addProblem(
        `${variable} (or altinn:${key}) has a login, a ? or a # in it. Write the address alone, such as ${url.origin}.`,
      );
      return undefined;
    }
    return text.replace(/\/+$/, "");
  }

  /** Refuses a value that messages would repeat and must not. */
  #shown(found: Named | undefined): Named | undefined {
    const problem = found && notToBeShown(found);
    if (problem === undefined) return found;
    if (!this.problems.includes(problem)) this.addProblem(problem);
    return undefined;
  }

  addProblem(problem: string): void {
    this.problems.push(problem);
  }

  #truth(found: Named | undefined): boolean {
    if (!found) return false;
    if (found.value !== "true" && found.value !== "false")
      this.addProblem(`${found.from} is "${found.value}". Write true or false.`);
    return found.value === "true";
  }

  /** Refuses what env files and copied lists leave in a value, and goes on with the value that was meant. */
  #plain(
    found: Named | undefined,
    { stray = EVERY_STRAY, secret = false }: { stray?: readonly Stray[]; secret?: boolean } = {},
  ): Named | undefined {
    if (found === undefined) return undefined;
    const { value, from } = found;
    const has = stray.filter((one) => STRAY[one].test(value));
    if (has.length === 0) return found;
    const meant = meantBy(value);
    const what = has.join(" and ");
    this.addProblem(
      secret
        ? `${from} has ${what} in its value, as some env files leave them there. Write it without them.`
        : `${from} is \`${value}\`, with ${what} in the value, as some env files leave them there. Write ${meant ?? "one value"}, without them.`,
    );
    return meant === undefined ? undefined : { value: meant, from };
  }
}
