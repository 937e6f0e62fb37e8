import { PartialCreateError } from "../../provider/errors";
import type { Outputs } from "../../provider/resources/lifecycle";
import { resourceLifecycle } from "../../provider/resources/resource/lifecycle";
import { openWorld, type World } from "../support/altinn";
import { methodsOf } from "../support/provider-process";
import { resourceArgs } from "../support/resources";

/* A write that somebody on the way answers with an empty 200, and that Altinn never sees. */

const id = "ttd-licences";
const list = "partners";
const DOCUMENT = /\/resourceregistry\/api\/v1\/resource\//;
const LISTS = /\/access-lists\//;

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const lifecycle = () => resourceLifecycle(world.context);
const swallowed = (method: string, path: RegExp, times = 1): void =>
  world.standin.failNext({ method, path }, { status: 200 }, { times });
const live = () => world.context.registry.getResource(id);

async function made(more: Record<string, unknown> = {}): Promise<Outputs> {
  return lifecycle().create((await lifecycle().check(undefined, resourceArgs(id, more))).inputs);
}

describe("a registry resource", () => {
  test("that was to change is told as it was, and the next run changes it", async () => {
    const olds = await made();
    const wanted = resourceArgs(id, { homepage: "https://broker.example.no" });
    const { inputs } = await lifecycle().check(olds, wanted);
    swallowed("PUT", DOCUMENT);
    const error: unknown = await lifecycle()
      .update(id, olds, inputs)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PartialCreateError);
    const { message, outputs } = error as PartialCreateError;
    expect(message).toBe(
      `Resource ${id} was written, but the Resource Registry shows what was there before, in homepage. Run \`pulumi up\` again.`,
    );
    await lifecycle().update(id, outputs as Outputs, inputs);
    expect(await live()).toMatchObject({ homepage: "https://broker.example.no" });
  });

  test.each([
    ["withdraw", /another value of status, visible, delegable, so it stays as it was/],
    ["close", /another value of status, visible, delegable, accessListMode, so it stays/],
  ])("that was to leave by %s stays in state", async (onDelete, told) => {
    const olds = await made({ onDelete });
    swallowed("PUT", DOCUMENT);
    await expect(lifecycle().delete(id, olds)).rejects.toThrow(told);
    await lifecycle().delete(id, olds);
    expect(await live()).toMatchObject({ status: "Withdrawn", visible: false });
  });

  test("that was to be deleted stays in state", async () => {
    const olds = await made({ onDelete: "delete" });
    swallowed("DELETE", DOCUMENT);
    await expect(lifecycle().delete(id, olds)).rejects.toThrow(
      /DELETE \S+ answered 200: the body is not what the registry answers with\. Check that/,
    );
    await lifecycle().delete(id, olds);
    expect(await live()).toBeUndefined();
  });
});

describe("of access lists", () => {
  const told = /DELETE \S+ answered 200: the body is not what was removed\. Check that/;
  const held = <T>(work: Parameters<typeof world.context.accessLists.holding<T>>[1]) =>
    world.context.accessLists.holding(list, work);

  // The provider process tries a delete once more when nobody knows what came of it.
  test("a list that was to be deleted goes at the second try, or stays in state", async () => {
    const methods = methodsOf(world, "AccessList");
    const args = { identifier: list, name: "Partners", onDelete: "delete" };
    const { outs } = await methods.create((await methods.check({}, args)).inputs);
    swallowed("DELETE", LISTS, 2);
    await expect(methods.delete(list, outs)).rejects.toThrow(told);
    swallowed("DELETE", LISTS);
    await methods.delete(list, outs);
    expect(await held((found) => found.look("texts"))).toBeUndefined();
  });

  test("a connection that was to be removed goes at the second try, or stays in state", async () => {
    await made();
    await held((found) => found.make({ name: "Partners", description: "" }));
    const methods = methodsOf(world, "AccessListConnection");
    const args = { accessList: list, resourceId: id };
    const connected = await methods.create((await methods.check({}, args)).inputs);
    swallowed("DELETE", LISTS, 2);
    await expect(methods.delete(connected.id, connected.outs)).rejects.toThrow(told);
    swallowed("DELETE", LISTS);
    await methods.delete(connected.id, connected.outs);
    expect((await held((found) => found.look("connections")))?.connections).toEqual([]);
  });
});
