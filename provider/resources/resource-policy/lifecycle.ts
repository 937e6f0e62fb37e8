import { mayHaveTakenEffect, messageOf, PartialCreateError, RefusedError } from "../../errors";
import { accessOfText } from "../../policy";
import { sameJson } from "../../values/compare";
import { isUnknown } from "../../values/unknown";
import { identifierFailures } from "../identifier";
import {
  without,
  type Checked,
  type Context,
  type Difference,
  type Found,
  type Lifecycle,
  type Outputs,
  type Values,
} from "../lifecycle";
import { isMarked, marksOf, type Marks } from "../marks";
import { checkOnDelete } from "../on-delete";
import { judge, lookBeforehand, mayTakeOver, type Verdict, type Wanted } from "../take-over";
import { policyChange } from "./change";
import { acknowledgeFailures, isSamePolicy, policyInputs, type PolicyInputs } from "./inputs";

/** What `check` keeps only while the policy is not in state. */
const TAKE_OVER_ONLY = ["adopt", "accessBeforeTakeover"];

const titled = (resourceId: unknown): string => `ResourcePolicy ${String(resourceId)}`;

const outputsOf = (inputs: Values, marks: Marks = {}): Outputs => ({
  ...without(inputs, ...TAKE_OVER_ONLY),
  server: { ...marks },
});

/** While it is not known what the registry made of the text that state has. */
const UNCONFIRMED: Marks = { unconfirmed: ["xml"] };

export const resourcePolicyLifecycle = (context: Context): Lifecycle =>
  new ResourcePolicyLifecycle(context);

/**
 * The access policy of a registry resource: who may send, receive and subscribe. The registry keeps the uploaded bytes as
 * they are, replaces them whole, and offers no way to remove them.
 */
class ResourcePolicyLifecycle implements Lifecycle {
  constructor(private readonly context: Context) {}

  idOf(inputs: Values): string {
    return String(inputs.resourceId);
  }

  async check(olds: Values | undefined, news: Values): Promise<Checked> {
    const { delegable } = this.context;
    const { onDelete, failures } = checkOnDelete(olds, news, ["keep"], "resourceId");
    const made = policyInputs(olds, news, delegable.get(String(news.resourceId)));
    const inputs: Values = {
      resourceId: news.resourceId,
      xml: made.xml,
      access: made.access,
      onDelete,
      ...(news.acknowledge === undefined ? {} : { acknowledge: news.acknowledge }),
    };
    const found = [
      ...failures,
      ...identifierFailures(news.resourceId, "resourceId"),
      ...acknowledgeFailures(news.acknowledge),
      ...made.failures,
    ];
    if (found.length > 0) return { inputs, failures: [...found, ...made.refusals] };
    for (const warning of made.warnings)
      this.context.warn(`${titled(news.resourceId)}: ${warning}`);
    return olds === undefined
      ? this.checkNew(inputs, news, made)
      : { inputs, failures: this.checkKnown(olds, inputs, made) };
  }

  diff(olds: Outputs, news: Values): Difference {
    if (olds.resourceId !== news.resourceId) return { replaces: ["resourceId"] };
    if (isMarked(olds)) return { changes: true };
    const same =
      isSamePolicy(olds.xml, news.xml, news.resourceId) &&
      olds.onDelete === news.onDelete &&
      sameJson(olds.acknowledge, news.acknowledge);
    return same ? { changes: false } : {};
  }

  async create(inputs: Values): Promise<Outputs> {
    const wanted = this.wanted(inputs);
    const live = await wanted.read();
    if (live === undefined) return this.upload(inputs, { made: false });
    return mayTakeOver(wanted, live) === "equal" ? outputsOf(inputs) : this.upload(inputs);
  }

  async get(id: string): Promise<Outputs | undefined> {
    const xml = await this.context.registry.getPolicy(id);
    if (xml === undefined) return undefined;
    const access = accessOfText(xml, id).lines;
    return { resourceId: id, xml, access, onDelete: "keep", server: {} };
  }

  async read(id: string, olds: Outputs): Promise<Found | undefined> {
    const live = await this.context.registry.getPolicy(id);
    if (live === undefined) return undefined;
    const same = isSamePolicy(olds.xml, live, id);
    const marks = marksOf(olds);
    // Nothing of ours is known to be there, so this is somebody else's: it is taken over, or not, like any other.
    if (!same && marks.made === false) return undefined;
    const inputs: Values = {
      ...without(olds, "server"),
      xml: same ? olds.xml : live,
      access: same ? olds.access : accessOfText(live, id).lines,
    };
    const isDrift = !same && marks.unconfirmed === undefined;
    if (isDrift && typeof olds.xml === "string") this.warnOfDrift(id, olds.xml, live);
    return { inputs, outputs: { ...inputs, server: { ...marks } } };
  }

  async update(id: string, olds: Outputs, news: Values): Promise<Outputs> {
    const marks = marksOf(olds);
    if (marks.made === false) return this.createAgain(id, olds, news);
    if (isMarked(olds)) return this.upload(news, marks);
    return isSamePolicy(olds.xml, news.xml, id) ? outputsOf(news) : this.upload(news);
  }

  async delete(id: string): Promise<void> {
    this.context.warn(
      `${titled(id)} stays uploaded, so access stays as it is: the Resource Registry has no way to remove a policy. Pulumi has forgotten it.`,
    );
  }

  /** While the policy is not in state: what a take-over of the one that is there would mean. */
  private async checkNew(inputs: Values, news: Values, made: PolicyInputs): Promise<Checked> {
    const adopting = {
      ...inputs,
      ...(news.adopt === undefined ? {} : { adopt: news.adopt }),
    };
    if (isUnknown(news.resourceId)) return { inputs: adopting, failures: made.refusals };
    const verdict = await lookBeforehand(this.context, this.wanted(adopting));
    const refusals = this.judged(made, verdict, news.resourceId);
    if (verdict.is === "refused") return { inputs, failures: [...refusals, verdict.refusal] };
    if (verdict.is !== "adopted") return { inputs: adopting, failures: refusals };
    if (refusals.length === 0) this.warnOfChange(verdict.live, made, news.resourceId);
    const accessBeforeTakeover = accessOfText(verdict.live, String(news.resourceId)).lines;
    return { inputs: { ...adopting, accessBeforeTakeover }, failures: refusals };
  }

  private checkKnown(olds: Values, inputs: Values, made: PolicyInputs): readonly string[] {
    const known = isSamePolicy(olds.xml, made.xml, inputs.resourceId);
    const refusals = this.judged(
      made,
      known ? { is: "equal", live: String(olds.xml) } : { is: "absent" },
      inputs.resourceId,
    );
    if (refusals.length === 0) this.warnOfChange(olds.xml, made, inputs.resourceId);
    return refusals;
  }

  /** A refusal stops a change, never what is in force already and stays. */
  private judged(
    made: PolicyInputs,
    inForce: Verdict<string>,
    resourceId: unknown,
  ): readonly string[] {
    if (made.refusals.length === 0) return [];
    if (inForce.is === "unasked")
      return made.refusals.map((refusal) => `${refusal} And ${inForce.why}`);
    if (inForce.is !== "equal") return made.refusals;
    for (const refusal of made.refusals)
      this.context.warn(`${titled(resourceId)} is in force as it is: ${refusal}`);
    return [];
  }

  private wanted(inputs: Values): Wanted<string> {
    const { registry, settings } = this.context;
    const { resourceId, xml } = inputs;
    return {
      title: titled(resourceId),
      api: "the Resource Registry",
      read: () => registry.getPolicy(String(resourceId)),
      // A text that is not known yet cannot be compared.
      differences: (live) =>
        isUnknown(xml) || isSamePolicy(live, xml, resourceId)
          ? []
          : differences(live, String(xml), String(resourceId)),
      adopt: inputs.adopt === true || settings.adopt,
    };
  }

  /**
   * Uploads the text and looks what is there then. An upload that is not known to have ended well is marked, so that the
   * next run does it again, whatever the text there is by then. `marks` are those that stand until it has ended well.
   */
  private async upload(inputs: Values, marks: Marks = {}): Promise<Outputs> {
    const { registry } = this.context;
    const resourceId = String(inputs.resourceId);
    const uncertain = (error: unknown, standing: Marks): PartialCreateError =>
      new PartialCreateError(resourceId, outputsOf(inputs, standing), messageOf(error));
    try {
      await registry.putPolicy(resourceId, String(inputs.xml));
    } catch (error) {
      if (!mayHaveTakenEffect(error)) throw error;
      throw uncertain(error, { ...marks, ...UNCONFIRMED });
    }
    let live: string | undefined;
    try {
      live = await registry.getPolicy(resourceId);
    } catch (error) {
      throw uncertain(error, UNCONFIRMED);
    }
    if (isSamePolicy(live, inputs.xml, resourceId)) return outputsOf(inputs);
    const title = titled(resourceId);
    if (live === undefined) {
      const why = `${title} was uploaded, but the Resource Registry shows none. Run \`pulumi up\` again, which uploads it anew.`;
      throw uncertain(why, UNCONFIRMED);
    }
    const told = differences(live, String(inputs.xml), resourceId).join("; ");
    const access = accessOfText(live, resourceId).lines;
    throw new PartialCreateError(
      resourceId,
      outputsOf({ ...inputs, xml: live, access }),
      `${title} was uploaded, but the Resource Registry shows another policy, which differs from the program in ${told}: somebody else has written it since. Run \`pulumi up\` again, which compares it anew and uploads the program's where it differs.`,
    );
  }

  /** After a create of which nothing is known to be there. What is there by now may be somebody else's. */
  private async createAgain(id: string, olds: Outputs, news: Values): Promise<Outputs> {
    const wanted = this.wanted(news);
    const live = await wanted.read();
    if (live === undefined) return this.upload(news, marksOf(olds));
    if (!isSamePolicy(olds.xml, live, id)) {
      const verdict = judge(wanted, live);
      if (verdict.is === "refused")
        throw new RefusedError(
          `${verdict.refusal} Nothing was written. Run \`pulumi up --refresh\`, which forgets the upload that failed.`,
        );
    }
    return this.upload(news, UNCONFIRMED);
  }

  /** What somebody else has done to who gets in. */
  private warnOfDrift(id: string, before: string, live: string): void {
    const { given, taken, untold } = policyChange(before, live, id);
    if (untold !== undefined) {
      this.context.warn(
        `${titled(id)} was changed at Altinn, and whether access grew cannot be told. \`up\` puts it back. If it was changed on purpose, change the program first.`,
      );
    }
    if (given.length > 0) {
      this.context.warn(
        `${titled(id)} gives more access than it did: ${given.join("; ")}. \`up\` takes it away. If somebody opened it on purpose, change the program first.`,
      );
    }
    if (taken.length > 0) {
      this.context.warn(
        `${titled(id)} gives less access than it did: ${taken.join("; ")}. \`up\` gives it back. If somebody closed it on purpose, change the program first.`,
      );
    }
  }

  /** What a change of the policy takes away for good or not, and what nobody can tell of it. */
  private warnOfChange(before: unknown, made: PolicyInputs, resourceId: unknown): void {
    const { xml } = made;
    if (typeof before !== "string" || typeof xml !== "string" || isUnknown(xml)) return;
    if (isSamePolicy(before, xml, resourceId)) return;
    const change = policyChange(before, xml, String(resourceId));
    if (change.untold !== undefined)
      this.context.warn(`${titled(resourceId)} changes, and ${change.untold}.`);
    if (change.afterwards.length === 0) return;
    this.context.warn(`${titled(resourceId)}: ${change.afterwards.join(" ")}`);
  }
}

/** What a take-over would change, in words. */
function differences(live: string, xml: string, resourceId: string): string[] {
  const change = policyChange(live, xml, resourceId);
  const told = [
    ...change.taken.map((line) => `${line} (would be taken away)`),
    ...change.given.map((line) => `${line} (would be given)`),
    ...(change.untold === undefined ? [] : [`who gets in (${change.untold})`]),
    ...change.other,
  ];
  return told.length > 0 ? told : ["how it is written; nobody gains or loses access by it"];
}
