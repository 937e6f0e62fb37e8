import type { RegistryDocument } from "../../clients/resource-registry";
import {
  ApiError,
  mayHaveTakenEffect,
  messageOf,
  PartialCreateError,
  RefusedError,
} from "../../errors";
import { isObject } from "../../values/json";
import { without, type Context, type Outputs, type Values } from "../lifecycle";
import type { Marks } from "../marks";
import { describeDifferences, inWords } from "../take-over";
import { authorityOf, changedMembers, documentOf, newerMembers } from "./document";
import { withOwner } from "./owner";

/* Every write of a registry document, and what is in state after it, whether or not it ended well. */

export const titled = (identifier: unknown): string => `Resource ${String(identifier)}`;

/** The owner is kept under `server`: who it is depends on the settings, and a program need not give it. */
export function outputsOf(
  inputs: Values,
  live: RegistryDocument | undefined,
  marks: Marks = {},
): Outputs {
  const { versionId, hasCompetentAuthority }: Partial<RegistryDocument> = live ?? {};
  return {
    ...without(inputs, "adopt"),
    server: {
      ...marks,
      ...(versionId === undefined ? {} : { versionId }),
      ...(hasCompetentAuthority === undefined ? {} : { hasCompetentAuthority }),
    },
  };
}

export const moved = (identifier: unknown, members: readonly string[]): RefusedError =>
  new RefusedError(
    `${titled(identifier)} was changed at Altinn since it was last read, in ${members.join(", ")}. Nothing was written. See what it was with \`pulumi preview --refresh --diff\`, then run \`pulumi up --refresh\`.`,
  );

/** Makes the registry say what the program says. Whether it may is judged before. */
export class RegistryWriter {
  constructor(private readonly context: Context) {}

  /** Undefined when the identifier is taken: by a living resource or one that was deleted. */
  async make(inputs: Values): Promise<Outputs | undefined> {
    const document = documentOf(this.owned(inputs), await this.nameForNew(inputs));
    const unmade = outputsOf(inputs, undefined, { made: false });
    const made = await this.keeping(unmade, () => this.post(document));
    if (made === "exists") return undefined;
    return this.keeping(outputsOf(inputs, undefined), () => this.written(inputs), true);
  }

  /** Makes the live document say what `inputs` say, and answers what is in state then. */
  async settle(inputs: Values, live: RegistryDocument): Promise<Outputs> {
    // With the version that was looked at: whoever writes after it is seen by the next run.
    const kept = outputsOf(inputs, live);
    if (!(await this.keeping(kept, () => this.write(inputs, live)))) return kept;
    return this.keeping(kept, () => this.written(inputs, live), true);
  }

  /** Writes the whole document unless it says what is there already; true when it was written. */
  private async write(inputs: Values, live: RegistryDocument): Promise<boolean> {
    const document = documentOf(this.owned(inputs), authorityOf(live).name);
    if (changedMembers(document, live).length === 0) return false;
    await this.context.registry.putResource({ ...newerMembers(live), ...document }, (now) => {
      if (changedMembers(document, now).length === 0) return true;
      const changed = changedMembers(live, now);
      if (changed.length > 0) throw moved(inputs.identifier, changed);
      return false;
    });
    return true;
  }

  private async nameForNew(inputs: Values): Promise<unknown> {
    if (isObject(inputs.hasCompetentAuthority) && inputs.hasCompetentAuthority.name !== undefined)
      return undefined;
    return this.context.organisationName();
  }

  /** Puts `outputs` in state when `work` fails after a write that may have taken effect; the next run looks what is there. */
  private async keeping<T>(
    outputs: Outputs,
    work: () => Promise<T>,
    sentBefore = false,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof PartialCreateError) throw error;
      if (!sentBefore && !mayHaveTakenEffect(error)) throw error;
      throw new PartialCreateError(String(outputs.identifier), outputs, messageOf(error));
    }
  }

  /** What only the registry can judge, such as whose the prefixes of scopes are, it judges before it says that it is there. */
  private async post(document: RegistryDocument): Promise<"created" | "exists"> {
    const { registry } = this.context;
    try {
      return await registry.postResource(document);
    } catch (error) {
      const isRefused = error instanceof ApiError && (error.status === 400 || error.status === 401);
      if (isRefused && (await registry.getResource(document.identifier))) return "exists";
      throw error;
    }
  }

  /**
   * What is there after a write of `inputs` over `before`. The version of what somebody else has written since is not ours to
   * keep; where it is still that of `before` the write was answered well and never arrived.
   */
  private async written(inputs: Values, before?: RegistryDocument): Promise<Outputs> {
    const live = await this.mustBeThere(inputs.identifier);
    const wanted = documentOf(this.owned(inputs), undefined);
    const changed = changedMembers(wanted, live);
    if (changed.length === 0) return outputsOf(inputs, live);
    if (live.versionId !== undefined && live.versionId === before?.versionId) {
      throw new RefusedError(
        `${titled(inputs.identifier)} was written, but the Resource Registry shows what was there before, in ${changed.join(", ")}. Run \`pulumi up\` again.`,
      );
    }
    const told = inWords(describeDifferences(changed, live, wanted));
    throw new PartialCreateError(
      String(inputs.identifier),
      outputsOf(inputs, undefined),
      `${titled(inputs.identifier)} was written, but the Resource Registry shows something else in ${told}: somebody else has written it since. See what it is with \`pulumi preview --refresh --diff\`, then run \`pulumi up --refresh\`.`,
    );
  }

  private async mustBeThere(identifier: unknown): Promise<RegistryDocument> {
    const live = await this.context.registry.getResource(String(identifier));
    if (live) return live;
    throw new RefusedError(
      `${titled(identifier)} was written, but the Resource Registry does not show it. Run \`pulumi up\` again.`,
    );
  }

  private owned(inputs: Values): Values {
    return withOwner(inputs, this.context.settings);
  }
}
