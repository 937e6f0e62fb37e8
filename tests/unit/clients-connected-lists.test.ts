import { expect, test } from "@jest/globals";
import { ConnectedLists } from "../../provider/clients/access-lists/connected-lists";

/** The lists of a resource, as Altinn answers; an error is what is thrown at the first time. */
function connected(lists: string[], error?: Error) {
  let asked = 0;
  const of = new ConnectedLists({
    listsOf: () => {
      asked += 1;
      return asked === 1 && error ? Promise.reject(error) : Promise.resolve(lists);
    },
  });
  return { of, asked: () => asked };
}

test("the lists of a resource are asked for once, and what this run changes is counted", async () => {
  const { of, asked } = connected(["towns", "cities"]);
  expect(await of.known("ttd-licences")).toBeUndefined();
  expect(await of.to("ttd-licences")).toEqual(["cities", "towns"]);
  of.came("partners", "ttd-licences");
  of.went("towns", "ttd-licences");
  expect(await of.to("ttd-licences")).toEqual(["cities", "partners"]);
  expect(await of.known("ttd-licences")).toEqual(["cities", "partners"]);
  expect(asked()).toBe(1);
});

test("an error is told, and not taken for an answer", async () => {
  const { of, asked } = connected(["cities"], new Error("no"));
  const first = of.to("ttd-licences");
  of.came("partners", "ttd-licences");
  await expect(first).rejects.toThrow("no");
  expect(await of.to("ttd-licences")).toEqual(["cities"]);
  expect(asked()).toBe(2);
});
