import { mayHaveTakenEffect, messageOf, PartialCreateError, RefusedError } from "../../errors";
import { stays, warning, type Line } from "../../lines";
import { accessOfText } from "../../policy";
import type { Settings } from "../../settings";
import { isUnknown } from "../../values/unknown";
import { identifierFailures } from "../identifier";
import {
  without,
  type Checked,
  type Context,
  type Difference as Plan,
  type Found,
  type Lifecycle,
  type Outputs,
  type Values,
} from "../lifecycle";
import { filtersAsKnown } from "../access-list-mode";
import { isMarked, marksOf, type Marks } from "../marks";
import { checkOnDelete, whatOfAccess } from "../on-delete";
import {
  describeDifferences,
  inWords,
  judge,
  lookBeforehand,
  mayAdopt,
  mayTakeOver,
  rememberAdopt,
  uncompared,
  type Difference,
  type Verdict,
  type Wanted,
} from "../take-over";
import { policyChange, type PolicyChange } from "./change";
import { isSamePolicy, policyInputs, type PolicyInputs } from "./inputs";
import { filteredByLists, linesOfDrift, linesOfRun } from "./said";

/** What `check` keeps only while the policy is not in state. */
const TAKE_OVER_ONLY = ["adopt"];

const titled = (resourceId: unknown): string => `ResourcePolicy ${String(resourceId)}`;

const outputsOf = (inputs: Values, marks: Marks = {}): Outputs => ({
  ...without(inputs, ...TAKE_OVER_ONLY),
  server: { ...marks },
});

/** While it is not known what the registry made of the text that state has. */
const UNCONFIRMED: Marks = { unconfirmed: ["xml"] };

const stayingLine = (resourceId: unknown, settings: Settings): Line =>
  stays(
    titled(resourceId),
    `it stays uploaded: the Resource Registry has no way to remove a policy. ${whatOfAccess(settings, "The access that it gives stays, too.")}`,
  );

export const resourcePolicyLifecycle = (context: Context): Lifecycle =>
  new ResourcePolicyLifecycle(context);

/**
 * The access policy of a registry resource: who may send, receive and subscribe. The registry keeps the uploaded bytes as
 * they are, replaces them whole, and offers no way to remove them.
 */
class ResourcePolicyLifecycle implements Lifecycle {
  /** What `read` has found that somebody did, by identifier. */
  private readonly atAltinn = new Map<string, PolicyChange>();

  constructor(private readonly context: Context) {}

  idOf(inputs: Values): string {
    return String(inputs.resourceId);
  }

  async check(olds: Values | undefined, news: Values): Promise<Checked> {
    const { delegable, settings } = this.context;
    const { onDelete, failures } = checkOnDelete(olds, news, ["keep"], "resourceId");
    const made = policyInputs(olds, news, {
      delegable: delegable.get(String(news.resourceId)),
      owner: { number: settings.orgNumber, code: settings.orgCode },
    });
    const inputs: Values = {
      resourceId: news.resourceId,
      xml: made.xml,
      access: made.access,
      onDelete,
    };
    rememberAdopt(this.context, titled(news.resourceId), news);
    const found = [
      ...failures,
      ...identifierFailures(news.resourceId, "resourceId"),
      ...made.failures,
    ];
    if (found.length > 0) return { inputs, failures: [...found, ...made.refusals] };
    for (const { code, text } of made.warnings)
      this.context.say(warning(code, titled(news.resourceId), text));
    // The engine asks again about what it replaces, as of something new.
    if (olds !== undefined && olds.resourceId !== inputs.resourceId)
      return { inputs, failures: made.refusals };
    return olds === undefined
      ? this.checkNew(inputs, news, made)
      : { inputs, failures: this.checkKnown(olds, inputs, made) };
  }

  diff(olds: Outputs, news: Values): Plan {
    if (olds.resourceId !== news.resourceId) {
      // Where the registry resource is replaced, nobody knows yet whether its identifier is another one.
      if (!isUnknown(news.resourceId))
        this.context.say(stayingLine(olds.resourceId, this.context.settings));
      return { replaces: ["resourceId"] };
    }
    if (isMarked(olds)) return { changes: true };
    const same =
      isSamePolicy(olds.xml, news.xml, news.resourceId) && olds.onDelete === news.onDelete;
    return same ? { changes: false } : {};
  }

  async create(inputs: Values): Promise<Outputs> {
    const wanted = this.wanted(inputs);
    const live = await wanted.read();
    if (live === undefined) return this.upload(inputs, { made: false });
    if (mayTakeOver(this.context, wanted, live) === "equal") return outputsOf(inputs);
    this.sayChange(live, inputs.xml, inputs.resourceId);
    return this.upload(inputs);
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
    if (isDrift && typeof olds.xml === "string") this.sayDrift(id, olds.xml, live);
    return { inputs, outputs: { ...inputs, server: { ...marks } } };
  }

  async update(id: string, olds: Outputs, news: Values): Promise<Outputs> {
    const marks = marksOf(olds);
    if (marks.made === false) return this.createAgain(id, olds, news);
    if (isMarked(olds)) return this.upload(news, marks);
    return isSamePolicy(olds.xml, news.xml, id) ? outputsOf(news) : this.upload(news);
  }

  async delete(id: string): Promise<void> {
    this.context.say(stayingLine(id, this.context.settings));
  }

  /** While the policy is not in state: what a take-over of the one that is there would mean. */
  private async checkNew(inputs: Values, news: Values, made: PolicyInputs): Promise<Checked> {
    const adopting = {
      ...inputs,
      ...(news.adopt === undefined ? {} : { adopt: news.adopt }),
    };
    if (isUnknown(news.resourceId)) return { inputs: adopting, failures: made.refusals };
    const verdict = (await this.context.known.mayExist(String(news.resourceId)))
      ? await lookBeforehand(this.context, this.wanted(adopting))
      : ({ is: "absent" } as const);
    const refusals = this.judged(made, verdict, news.resourceId);
    if (verdict.is === "refused") return { inputs, failures: [...refusals, verdict.refusal] };
    if (refusals.length === 0 && (verdict.is === "adopted" || verdict.is === "absent"))
      this.sayChange("live" in verdict ? verdict.live : undefined, made.xml, news.resourceId);
    return { inputs: adopting, failures: refusals };
  }

  private checkKnown(olds: Values, inputs: Values, made: PolicyInputs): readonly string[] {
    const known = isSamePolicy(olds.xml, made.xml, inputs.resourceId);
    const refusals = this.judged(
      made,
      known ? { is: "equal", live: String(olds.xml) } : { is: "absent" },
      inputs.resourceId,
    );
    if (refusals.length === 0 && typeof olds.xml === "string")
      this.sayChange(olds.xml, made.xml, inputs.resourceId);
    return refusals;
  }

  /** A refusal stops a change, never what is in force already and stays. */
  private judged(
    made: PolicyInputs,
    inForce: Verdict<string>,
    resourceId: unknown,
  ): readonly string[] {
    if (inForce.is === "unasked")
      return made.refusals.map((refusal) => `${refusal} And ${inForce.why}`);
    if (inForce.is !== "equal") return made.refusals;
    for (const refusal of made.refusals)
      this.context.say(warning("in-force", titled(resourceId), `it stays as it is. ${refusal}`));
    return [];
  }

  private wanted(inputs: Values): Wanted<string> {
    const { registry } = this.context;
    const { resourceId, xml } = inputs;
    const wanted: Wanted<string> = {
      title: titled(resourceId),
      api: "the Resource Registry",
      read: () => registry.getPolicy(String(resourceId)),
      differences: (live) =>
        isSamePolicy(live, xml, resourceId)
          ? []
          : differences(live, String(xml), String(resourceId)),
      adopt: mayAdopt(this.context, titled(resourceId), inputs),
    };
    return isUnknown(xml) ? uncompared(wanted) : wanted;
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
    const told = inWords(differences(live, String(inputs.xml), resourceId));
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
  private sayDrift(id: string, before: string, live: string): void {
    const change = policyChange(before, live, id);
    this.atAltinn.set(id, change);
    for (const line of linesOfDrift(titled(id), change)) this.context.say(line);
  }

  /** What this run does to who gets in; `before` is undefined where there is no policy yet. */
  private sayChange(before: string | undefined, xml: unknown, resourceId: unknown): void {
    if (typeof xml !== "string" || isUnknown(xml)) return;
    if (isSamePolicy(before, xml, resourceId)) return;
    const id = String(resourceId);
    const change = policyChange(before, xml, id);
    for (const line of linesOfRun(titled(id), change, this.atAltinn.get(id)))
      this.context.say(line);
    if (change.given.length > 0 && filtersAsKnown(this.context, id) === true)
      this.context.say(filteredByLists(titled(id)));
  }
}

/** Each line of access in which they differ; without one they differ in how they are written. */
function differences(live: string, xml: string, resourceId: string): Difference[] {
  const [is, program] = [live, xml].map((text) => accessOfText(text, resourceId).lines);
  const keys = [...new Set([...Object.keys(is ?? {}), ...Object.keys(program ?? {})])];
  return describeDifferences(
    keys.filter((key) => is?.[key] !== program?.[key]),
    is ?? {},
    program ?? {},
  );
}
