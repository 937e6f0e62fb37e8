import { expect, test } from "@jest/globals";
import { OneAtATime } from "../../provider/clients/one-at-a-time";

const opened = (): { readonly done: Promise<void>; readonly end: () => void } => {
  let end = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { done, end: () => end() };
};

test("work of one key waits for the one before, also for one that fails; another key does not wait", async () => {
  const works = new OneAtATime();
  const [first, second] = [opened(), opened()];
  const begun: string[] = [];
  const work = (name: string, until: Promise<void>) => async (): Promise<string> => {
    begun.push(name);
    await until;
    return name;
  };
  const failing = works.run("a", async () => {
    await first.done;
    throw new Error("no");
  });
  const next = works.run("a", work("second", second.done));
  const last = works.run("a", work("third", Promise.resolve()));
  expect(await works.run("b", work("other", Promise.resolve()))).toBe("other");
  expect(begun).toEqual(["other"]);
  first.end();
  await expect(failing).rejects.toThrow("no");
  expect(await works.run("b", work("other again", Promise.resolve()))).toBe("other again");
  expect(begun).toEqual(["other", "second", "other again"]);
  const late = works.run("a", work("late", Promise.resolve()));
  expect(await works.run("b", work("and again", Promise.resolve()))).toBe("and again");
  expect(begun).not.toContain("late");
  second.end();
  expect(await Promise.all([next, last, late])).toEqual(["second", "third", "late"]);
  // A key that waits for nobody begins anew.
  expect(await works.run("a", work("fourth", Promise.resolve()))).toBe("fourth");
});
