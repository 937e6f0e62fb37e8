import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AltinnError, messageOf, type ErrorCode } from "./errors";
import type { Kind } from "./resources/lifecycle";
import type { Settings } from "./settings";

/*
 * Deletes that may have taken effect although no answer came, and no look after them either. Pulumi keeps such a resource in
 * state as it was: were it put back in the program, a run without a refresh would take it for unchanged. So this machine keeps
 * a record of each, an empty file in Pulumi's own folder, until state and Altinn are seen to agree or a write has ended well.
 */

export class DeletesInDoubt {
  readonly #folder: string;

  constructor({ pulumiHome, environment, orgNumber }: Settings, kind: Kind) {
    this.#folder = join(pulumiHome, "altinn-broker", "in-doubt", environment, orgNumber, kind);
  }

  has(id: string): boolean {
    return existsSync(this.#file(id));
  }

  settle(id: string): void {
    if (!this.has(id)) return;
    try {
      rmSync(this.#file(id));
    } catch {
      // It costs a read at the next run, which is no reason to fail what went well.
    }
  }

  /** Records a delete that may have taken effect. @returns its error, which then says what that means */
  failed(id: string, error: unknown): AltinnError {
    const code: ErrorCode = error instanceof AltinnError ? error.code : "NO_RESPONSE";
    return new AltinnError(code, `${messageOf(error)} ${this.#record(id)}`);
  }

  #record(id: string): string {
    try {
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(this.#file(id), "");
      return HERE;
    } catch (error) {
      return `${NOWHERE} (No record could be kept on this machine: ${messageOf(error)}.)`;
    }
  }

  #file(id: string): string {
    return join(this.#folder, encodeURIComponent(id));
  }
}

const UNKNOWN =
  "Whether the delete took effect is not known, and state still has the resource as it was.";
const HERE = `${UNKNOWN} When it stays out of the program, the next run deletes it again. When it is put back, the next run on this machine looks at Altinn first; on any other one, such as a CI runner that keeps no disk, run \`pulumi up --refresh\`.`;
const NOWHERE = `${UNKNOWN} When it stays out of the program, the next run deletes it again. When it is put back, run \`pulumi up --refresh\`, since without a refresh it would be taken for unchanged.`;
