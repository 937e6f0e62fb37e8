import { settled } from "../support/engine";
import type { EngineWorld } from "../support/engine-world";
import { policyFor } from "../support/policies";
import { serviceText } from "../support/programs";
import { atAltinn, inState, openServicesByHand, writeByHand } from "./services-by-hand";

export const id = "ttd-licences";
export const [ONE, TWO, OTHER] = ["991825827", "974761076", "889640782"] as const;
export const PUT_RESOURCE = { method: "PUT", path: `/resourceregistry/api/v1/resource/${id}` };
export const PUT_POLICY = { method: "PUT", path: `${PUT_RESOURCE.path}/policy` };
export const PUT_CONFIG = { method: "PUT", path: `/broker/api/v1/resource/${id}` };
/** Option of `up`: all that fails, not only the first. */
export const EVERYTHING = "--continue-on-error";

export interface Program {
  readonly homepage: string;
  /** Organisation number. */
  readonly letsIn: string;
  readonly fileTransferTimeToLive: string;
  readonly requiredParty?: string | undefined;
}

/** What came of an `up`. */
export interface Ran {
  readonly failed: boolean;
  readonly output: string;
  /** PUTs to the service, in the order in which they came. */
  readonly writes: readonly { readonly path: string; readonly status: number }[];
}

/** A service that was made by hand, taken over by a program in which nothing orders its resource, policy and configuration. */
export class ServiceUnderTest {
  program: Program = {
    homepage: "https://one.example",
    letsIn: ONE,
    fileTransferTimeToLive: "P1D",
  };

  private constructor(readonly world: EngineWorld) {}

  /** Taken over in one `up` with adopt, which changes all three. */
  static async takenOver({ answerTimeMs = 0 } = {}): Promise<ServiceUnderTest> {
    const service = new ServiceUnderTest(await openServicesByHand([id], { answerTimeMs }));
    service.write();
    await service.goodUp([], { ALTINN_ADOPT: "true" });
    await service.equalsTheProgram();
    return service;
  }

  /** `options` is JavaScript of the resource options of all three. */
  write(changes: Partial<Program> = {}, options = "{}"): void {
    this.program = { ...this.program, ...changes };
    const { homepage, letsIn, ...config } = this.program;
    this.world.workspace.program(
      serviceText({
        identifier: id,
        organisation: this.world.organisation.number,
        apart: true,
        resource: { homepage },
        xml: policyFor(id, [letsIn]),
        config,
        options,
      }),
    );
  }

  async up(args: readonly string[] = [], env: Record<string, string> = {}): Promise<Ran> {
    const { requests } = this.world.standin;
    const since = requests.length;
    const { status, output } = await this.world.workspace.up(args, env);
    const writes = requests
      .slice(since)
      .filter(({ method, path }) => method === "PUT" && path.includes(id));
    return { failed: status !== 0, output: settled(output), writes };
  }

  async goodUp(args: readonly string[] = [], env: Record<string, string> = {}): Promise<Ran> {
    const ran = await this.up(args, env);
    expect([ran.failed, ran.output]).toEqual([false, expect.any(String)]);
    return ran;
  }

  atAltinn() {
    return atAltinn(this.world, id);
  }

  inState(kind: string) {
    return inState(this.world, kind, id);
  }

  async equalsTheProgram(): Promise<void> {
    const { letsIn, ...rest } = this.program;
    const xml = policyFor(id, [letsIn]);
    expect(await this.atAltinn()).toMatchObject({ ...rest, xml, listedFor: [letsIn] });
  }

  /** A further `up` changes nothing and writes nothing, and no mark stands in state. */
  async settles(): Promise<void> {
    expect((await this.goodUp(["--expect-no-changes"])).writes).toEqual([]);
    await this.equalsTheProgram();
    for (const kind of ["Resource", "ResourcePolicy", "BrokerResourceConfig"])
      expect((await this.inState(kind)).server).not.toHaveProperty("unconfirmed");
  }

  /** Somebody else's values of all three, each between our next write and our look at it. */
  othersWriteBetween(): void {
    const { standin } = this.world;
    standin.after(PUT_RESOURCE, () =>
      writeByHand(this.world, id, { homepage: "https://theirs.example" }),
    );
    standin.after(PUT_POLICY, () => standin.storePolicy(id, policyFor(id, [OTHER])));
    standin.after(PUT_CONFIG, () =>
      standin.setBrokerConfiguration(id, { fileTransferTimeToLive: "P9D" }),
    );
  }

  /** What an `up` must say when others wrote between. */
  saysWhatDiffers({ failed, output }: Ran): void {
    const { homepage, letsIn, fileTransferTimeToLive } = this.program;
    expect(failed).toBe(true);
    expect(output).toContain(
      `Resource ${id} was written, but the Resource Registry shows something else in homepage (is "https://theirs.example", program "${homepage}"): somebody else has written it since. See what it is with \`pulumi preview --refresh --diff\`, then run \`pulumi up --refresh\`.`,
    );
    expect(output).toContain(
      `ResourcePolicy ${id} was uploaded, but the Resource Registry shows another policy, which differs from the program in organization ${OTHER} (for any party) (is "publish, read, subscribe, write", program nothing); organization ${letsIn} (for any party) (is nothing, program "publish, read, subscribe, write"): somebody else has written it since. Run \`pulumi up\` again`,
    );
    expect(output).toContain(
      `BrokerResourceConfig ${id} was written, but Broker shows another value of fileTransferTimeToLive (is "P9D", program "${fileTransferTimeToLive}"): somebody else wrote it, or the write was lost. Run \`pulumi up\` again`,
    );
  }

  /** Another organisation is let in: the text is stored, and its subjects are not. An `up` tells it, and state says so. */
  async uploadFailsHalfWay(): Promise<void> {
    const before = this.program.letsIn;
    const letsIn = before === ONE ? TWO : ONE;
    this.write({ letsIn });
    this.world.standin.failPolicyUploads(id, 2);
    const { failed, output, writes } = await this.up();
    expect(failed).toBe(true);
    expect(output).toMatch(
      /PUT \S+\/ttd-licences\/policy answered 500: .*\. The policy may be stored all the same, with access still listed by the one before: another write may have come between, .*\. Run the same command again, which uploads it anew/,
    );
    expect(writes.map(({ status }) => status)).toEqual([500, 500]);
    const xml = policyFor(id, [letsIn]);
    expect(await this.atAltinn()).toMatchObject({ xml, listedFor: [before] });
    expect((await this.inState("ResourcePolicy")).server).toEqual({ unconfirmed: ["xml"] });
  }
}
