import type { Line } from "../../provider/lines";
import { identifierFailures, unreadableFailures } from "../../provider/resources/identifier";
import { only, without, type Context } from "../../provider/resources/lifecycle";
import { isMarked, marksOf } from "../../provider/resources/marks";
import { checkOnDelete, whatOfAccess } from "../../provider/resources/on-delete";
import {
  describeDifferences,
  describeDrift,
  judge,
  lookBeforehand,
  mayAdopt,
  mayTakeOver,
  rememberAdopt,
  uncompared,
  type Difference,
  type Wanted,
} from "../../provider/resources/take-over";
import { UNKNOWN } from "../../provider/values/unknown";

interface Live {
  readonly name: string;
}
const A: Difference = { of: "a", detail: 'is "1", program "2"' };
const B: Difference = { of: "b", detail: "is nothing, program 3" };
const wanted = (more: Partial<Wanted<Live>> = {}): Wanted<Live> => ({
  title: "Resource x",
  api: "Broker",
  read: () => Promise.resolve({ name: "there" }),
  differences: () => [],
  adopt: false,
  ...more,
});
const differs = { differences: () => [A, B] };
const live: Live = { name: "there" };

/** As much of a run as a take-over asks for. */
function run(adopt = false) {
  const said: string[] = [];
  const context = {
    adopting: new Set<string>(),
    replacing: new Set<string>(),
    settings: { adopt },
    say: ({ text }: Line) => void said.push(text),
  };
  return { context: context as unknown as Context, said };
}

describe("the verdict on what is there", () => {
  test.each<[string, Partial<Wanted<Live>>, string]>([
    ["equal", {}, "equal"],
    ["different", differs, "refused"],
    ["different, with adopt", { ...differs, adopt: true }, "adopted"],
    ["different by our own delete", { ...differs, isOurOwnDoing: () => true }, "reopened"],
    ["different, and not by our own delete", { ...differs, isOurOwnDoing: () => false }, "refused"],
    ["different, and taken as it is", { ...differs, taken: "as it is" }, "equal"],
    ["somebody else's", { notOurs: () => "It is theirs." }, "refused"],
    ["somebody else's, with adopt", { notOurs: () => "It is theirs.", adopt: true }, "refused"],
    ["ours", { notOurs: () => undefined }, "equal"],
  ])("%s", (_what, more, is) => {
    expect(judge(wanted(more), live)).toMatchObject({ is, live });
  });

  test("nothing is absent", () => {
    expect(judge(wanted(differs), undefined)).toEqual({ is: "absent" });
  });

  test("a refusal tells the differences in its sentence, or below it", () => {
    const refusal = (told?: "on lines of their own"): string => {
      const verdict = judge(wanted(differs), live, told);
      return verdict.is === "refused" ? verdict.refusal : verdict.is;
    };
    const advice =
      "Taking it over would change it. Write the program as it is there, or set adopt: true on this resource (or altinn:adopt for the stack) to change it to what the program says.";
    expect(refusal()).toBe(
      `Resource x exists already and differs from the program in a (is "1", program "2"); b (is nothing, program 3). ${advice}`,
    );
    expect(refusal("on lines of their own")).toBe(
      `Resource x exists already and differs from the program in a, b. ${advice}\n  a: is "1", program "2"\n  b: is nothing, program 3`,
    );
    expect(judge(wanted({ notOurs: () => "It is theirs." }), live)).toMatchObject({
      refusal: "It is theirs.",
    });
  });
});

const EQUAL = "taken over: Resource x: exists and is equal to the program: nothing is written.";
const CHANGED = [
  'taken over: Resource x: a: is "1", program "2".',
  "taken over: Resource x: b: is nothing, program 3.",
];

describe("what is said of a take-over, before it and when it is done", () => {
  test.each<[string, Partial<Wanted<Live>>, string[]]>([
    ["equal", {}, [EQUAL]],
    [
      "as it is",
      { ...differs, taken: "as it is" },
      [
        "taken over: Resource x: exists and is taken over as it is: nothing is written.",
        ...CHANGED,
      ],
    ],
    [
      "adopted",
      { ...differs, adopt: true },
      [
        "taken over: Resource x: exists and is changed to what the program says (adopt).",
        ...CHANGED,
      ],
    ],
    [
      "reopened",
      { ...differs, isOurOwnDoing: () => true },
      [
        "taken over: Resource x: was withdrawn when it left a program, and is made visible and delegable again.",
        ...CHANGED,
      ],
    ],
  ])("%s", async (_what, more, lines) => {
    const [before, then] = [run(), run()];
    const { is } = await lookBeforehand(before.context, wanted(more));
    expect(before.said).toEqual(lines);
    expect(mayTakeOver(then.context, wanted(more), live)).toBe(is);
    expect(then.said).toEqual(lines);
  });

  test("what cannot be compared yet is not said to be equal", async () => {
    const { context, said } = run();
    const verdict = await lookBeforehand(context, uncompared(wanted(differs)));
    expect([verdict.is, said]).toEqual([
      "equal",
      [
        "taken over: Resource x: exists. Whether `up` changes it is not known before the values that it is given are.",
      ],
    ]);
  });

  test("of what is replaced in place nothing more is said", async () => {
    const { context, said } = run();
    context.replacing.add("Resource x");
    await lookBeforehand(context, wanted({ ...differs, adopt: true }));
    expect(said).toEqual([]);
  });

  test("of what is not there, or refused, nothing is said beforehand", async () => {
    const { context, said } = run();
    const absent = wanted({ read: () => Promise.resolve(undefined) });
    expect(await lookBeforehand(context, absent)).toEqual({ is: "absent" });
    expect(await lookBeforehand(context, wanted(differs))).toMatchObject({
      is: "refused",
      refusal: expect.stringContaining("\n  a: "),
    });
    expect(said).toEqual([]);
  });

  test("an API that cannot be asked is a warning, and nobody knows", async () => {
    const { context, said } = run();
    const why = "Broker could not be asked whether it exists already. no answer";
    const read = () => Promise.reject(new Error("no answer"));
    expect(await lookBeforehand(context, wanted({ read }))).toEqual({ is: "unasked", why });
    expect(said).toEqual([`warning [not-asked]: Resource x: ${why}`]);
  });

  test("a refusal when something is about to be written is thrown", () => {
    const { context, said } = run();
    expect(() => mayTakeOver(context, wanted(differs), live)).toThrow(
      /differs from the program in a \(.*what the program says\. Nothing was written\.$/,
    );
    expect(said).toEqual([]);
  });
});

describe("whether a program may change what is there", () => {
  test.each<[unknown, boolean]>([
    [true, true],
    [false, false],
    [undefined, false],
    ["true", false],
  ])("adopt: %j on the resource", (adopt, may) => {
    const { context } = run();
    expect(mayAdopt(context, "Resource x", { adopt })).toBe(may);
    rememberAdopt(context, "Resource x", { adopt });
    expect(mayAdopt(context, "Resource x", {})).toBe(may);
    expect(mayAdopt(context, "Resource y", {})).toBe(false);
  });

  test("for the stack, or because the engine replaces it", () => {
    expect(mayAdopt(run(true).context, "Resource x", {})).toBe(true);
    const { context } = run();
    context.replacing.add("Resource x");
    expect(mayAdopt(context, "Resource x", {})).toBe(true);
    expect(mayAdopt(context, "Resource y", {})).toBe(false);
  });
});

describe("values that differ", () => {
  const details = (is: unknown, program: unknown, unset = {}) =>
    describeDifferences(["a"], { a: is }, { a: program }, unset)[0]?.detail;
  const [head, tail] = ["h".repeat(100), "t".repeat(300)];

  test.each<[unknown, unknown, string]>([
    ["1", 2, 'is "1", program 2'],
    [null, false, "is nothing, program false"],
    [undefined, null, "is nothing, program nothing"],
    [{ b: 1, a: 2 }, { a: 2, b: 3 }, 'is {"a":2,"b":1}, program {"a":2,"b":3}'],
  ])("%j and %j", (is, program, detail) => {
    expect(details(is, program)).toBe(detail);
  });

  test("what is not there has words of its own where it has some", () => {
    const unset = { a: "30 days, as Broker has it" };
    expect(details(null, "P7D", unset)).toBe('is 30 days, as Broker has it, program "P7D"');
    expect(details("P1D", null, unset)).toBe('is "P1D", program nothing');
    expect(describeDrift(["a"], { a: null }, { a: "P7D" }, unset)).toEqual([
      'a became 30 days, as Broker has it; it was "P7D"',
    ]);
    expect(describeDrift(["a"], { a: "P1D" }, { a: null }, unset)).toEqual([
      'a became "P1D"; it was nothing',
    ]);
    expect(describeDrift(["a", "b"], { a: 1, b: null }, { a: 2, b: 3 })).toEqual([
      "a became 1; it was 2",
      "b became nothing; it was 3",
    ]);
  });

  test("texts of 200 characters stand in full, of longer ones the part that differs", () => {
    const whole = "x".repeat(198);
    expect(details(whole, "y")).toBe(`is "${whole}", program "y"`);
    const same = "x".repeat(197);
    expect(details(`${same}1`, `${same}2`)).toBe(`is "${same}1", program "${same}2"`);
    const longer = `${whole}x`;
    expect(details(longer, "y")).toBe(`is "${longer.slice(0, 199)}..., program "y"`);
    expect(details("y", longer)).toBe(`is "y", program "${longer.slice(0, 199)}...`);
    expect(details(`${head}1${tail}`, `${head}2${tail}`)).toBe(
      `is ...${"h".repeat(40)}1${"t".repeat(159)}..., program ...${"h".repeat(40)}2${"t".repeat(159)}...`,
    );
    const rest = `${"h".repeat(40)}1${"t".repeat(158)}`;
    expect(details(rest, "h".repeat(40))).toBe(`is ...${rest}", program ...${"h".repeat(40)}"`);
    expect(details(tail, tail)).toBe(details(tail, tail));
    expect(details(`${tail}1`, `${tail}`)).toBe(
      `is ...${"t".repeat(40)}1", program ...${"t".repeat(40)}"`,
    );
  });
});

test("only an Enabled list mode that this run brings ends access", () => {
  const said = (onDelete: string | undefined) => whatOfAccess({ onDelete }, "Access goes on.");
  for (const way of ["close", "delete"])
    expect(said(way)).toBe(
      `ALTINN_ON_DELETE=${way} ends access to the services whose registry resource this run takes out of use.`,
    );
  for (const way of ["withdraw", "keep", undefined])
    expect(said(way)).toMatch(/^Access goes on\. To let nobody in any more/);
});

describe("onDelete", () => {
  const WAYS = ["withdraw", "keep"];
  test.each<[unknown, unknown, string[]]>([
    [undefined, "withdraw", []],
    [null, "withdraw", []],
    ["keep", "keep", []],
    [UNKNOWN, UNKNOWN, []],
    ["x", "x", ['onDelete is "x". Write "withdraw" or "keep".']],
    [7, 7, ['onDelete is 7. Write "withdraw" or "keep".']],
  ])("as %j is %j", (given, onDelete, failures) => {
    expect(checkOnDelete(undefined, { onDelete: given }, WAYS, "id")).toEqual({
      onDelete,
      failures,
    });
  });

  test.each<[object, object, boolean]>([
    [{ id: "a", onDelete: "keep" }, { id: "b", onDelete: "keep" }, true],
    [{ id: "a", onDelete: "keep" }, { id: "a" }, true],
    [{ id: "a", onDelete: "keep" }, { id: "b" }, false],
    [{ id: "a", onDelete: "withdraw" }, { id: "b" }, true],
  ])("%j becomes %j: %s", (olds, news, may) => {
    const { failures } = checkOnDelete({ ...olds }, { ...news }, WAYS, "id");
    expect(failures).toEqual(
      may ? [] : [expect.stringMatching(/^onDelete and id change together/)],
    );
  });
});

test.each<[unknown, object, boolean]>([
  [{}, {}, false],
  [undefined, {}, false],
  ["x", {}, false],
  [{ made: false }, { made: false }, true],
  [{ made: true }, {}, false],
  [{ unconfirmed: ["a", 7] }, { unconfirmed: ["a", "7"] }, true],
  [{ unconfirmed: "a" }, {}, false],
])("the marks of state with %j are %j", (server, marks, marked) => {
  const outputs = { server } as never;
  expect([marksOf(outputs), isMarked(outputs)]).toEqual([marks, marked]);
});

test.each<[unknown, RegExp | undefined]>([
  ["ttd-x", undefined],
  [UNKNOWN, undefined],
  ["Search", /is "Search", which is an address of the Resource Registry itself/],
  ["a/b", /With a slash in it/],
  [".", /In an address that is no name/],
  ["..", /In an address that is no name/],
  ["a\n", /^resourceId is "a\\n"\. It ends in a line break.* Write "a": use \.trim\(\)/],
  ["a\nb", undefined],
  ["a\ud800", /holds half a character/],
])("the identifier %j", (identifier, failure) => {
  const found = unreadableFailures(identifier, "resourceId");
  expect(identifierFailures(identifier, "resourceId")).toEqual(found);
  expect(found).toEqual(failure ? [expect.stringMatching(failure)] : []);
});

test.each<[unknown, string]>([
  [undefined, "missing"],
  ["", '""'],
  [" ", '" "'],
  [7, "7"],
])("%j is no identifier", (identifier, shown) => {
  expect(identifierFailures(identifier)).toEqual([
    `identifier is ${shown}. Write the identifier of a registry resource.`,
  ]);
  if (typeof identifier !== "string") expect(unreadableFailures(identifier, "x")).toEqual([]);
});

test("members of values are left out, or picked", () => {
  expect(without({ a: 1, b: 2, c: 3 }, "a", "c")).toEqual({ b: 2 });
  expect(only({ a: 1, b: 2, c: 3 }, ["a", "x"])).toEqual({ a: 1 });
});
