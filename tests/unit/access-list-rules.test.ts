import type { FoundList } from "../../provider/clients/access-lists/wire";
import {
  changeInWords,
  memberChange,
  memberDrift,
  NO_CHANGE,
  numbersInWords,
  shownMembers,
  type MemberChange,
} from "../../provider/resources/access-list/members";
import { differences, inDoubt, outputsOf } from "../../provider/resources/access-list/outputs";
import { accessListFailures, accessListWarnings } from "../../provider/resources/access-list/rules";
import { linesOfMembers } from "../../provider/resources/access-list/said";
import { whenRemoved } from "../../provider/resources/access-list/when-removed";
import type { Values } from "../../provider/resources/lifecycle";
import { UNKNOWN } from "../../provider/values/unknown";

/* What is refused and warned of an access list, and how its members are compared. */

const [A, B, C] = ["974760673", "974761076", "991825827"];
const program = (more: Values = {}): Values => ({
  identifier: "partners",
  name: "Partners",
  description: "",
  membership: "exact",
  ...more,
});
const failures = (more: Values): string[] => accessListFailures(program(more));

test.each(["partners", "p", "two words", "a.b", ".a", "a.", "...", "Ærlig", "\u{1f600}", UNKNOWN])(
  "a list may be called %j",
  (identifier) => {
    expect(failures({ identifier })).toEqual([]);
  },
);

test.each(["a/b", "a\\b", "a\0", "a\ud83d", " partners", "partners\n", ".", ".."])(
  "a list called %j could not be found again",
  (identifier) => {
    expect(failures({ identifier })).toEqual([
      `identifier is ${JSON.stringify(identifier)}. It stands in addresses, where the list could not be found by it: write it without slashes, and without a space at either end.`,
    ]);
  },
);

test.each<[unknown, string]>([
  [undefined, "missing"],
  [null, "null"],
  [7, "7"],
  ["", '""'],
  [" \t", '" \\t"'],
])("%j is no identifier of a list", (identifier, shown) => {
  expect(failures({ identifier })).toEqual([
    `identifier is ${shown}. Write the identifier of an access list.`,
  ]);
});

test.each<[Values, string[]]>([
  [{ name: UNKNOWN, description: UNKNOWN, members: UNKNOWN, membership: UNKNOWN }, []],
  [{ membership: "atLeast", members: [] }, []],
  [{ members: [A, UNKNOWN] }, []],
  [{ name: 7 }, ["name is 7. Write the list's name, as Altinn Studio shows it."]],
  [{ description: null }, ["description is null. Write a text, or leave it out."]],
  [
    { name: "a\0", description: "\ud83d" },
    ["name", "description"].map(
      (path) =>
        `${path} holds the character NUL, or half a character, which the registry cannot keep. Take it out.`,
    ),
  ],
  [
    { members: [A, "97476107", "9747610760", "97476107x"] },
    ["97476107", "9747610760", "97476107x"].map(
      (one, at) =>
        `members[${String(at + 1)}] is "${one}". Write an organisation number as a text of nine digits, such as "974761076".`,
    ),
  ],
  [{ membership: null }, ['membership is null. Write "exact" or "atLeast".']],
])("of %j is refused: %j", (more, told) => {
  expect(failures(more)).toEqual(told);
});

test.each<[unknown, string[]]>([
  [undefined, []],
  [UNKNOWN, []],
  [[A, B, C], []],
  [["12", 7, UNKNOWN], []],
  [
    [A, "974761077", "974760674", "974761077"],
    ["974761077", "974760674"],
  ],
])("of the members %j are warned of, each once: %j", (members, numbers) => {
  expect(accessListWarnings({ members })).toEqual(
    numbers.map((number) => ({
      code: "check-digit",
      text: `members has ${number}, whose last digit does not fit the others. No organisation has this number, and \`up\` will fail on it. Check the number.`,
    })),
  );
});

const live = (...members: string[]) => ({ name: "Partners", description: "", members });
const atLeast = (...members: string[]) => program({ membership: "atLeast", members });
const exact = (...members: string[]) => program({ members });

test.each<[string, Values, string[], Values | undefined, object]>([
  ["a list as it is", exact(A, B), [B, A], undefined, { come: [], go: [] }],
  ["one that is named twice", exact(A, A), [], undefined, { come: [A], go: [] }],
  ["all others go", exact(A), [B, C], undefined, { come: [A], go: [B, C] }],
  ["those of others stay", atLeast(A), [B, C], undefined, { come: [A], go: [] }],
  ["what was named before goes", atLeast(A), [B, C], atLeast(A, B), { come: [A], go: [B] }],
  ["of what was named, who is there", atLeast(A), [A], atLeast(A, B), { come: [], go: [] }],
  ["members of nobody's", program(), [A], atLeast(A), { come: [], go: [] }],
])("what a run writes: %s", (_what, inputs, there, before, change) => {
  expect(memberChange(inputs, live(...there), before)).toEqual(change);
});

test.each<[string, Values, string[], object]>([
  ["none", exact(A, B), [B, A], { come: [], go: [] }],
  ["both ways", exact(A, B), [B, C], { come: [C], go: [A] }],
  ["others' are none", atLeast(A, B), [B, C], { come: [], go: [A] }],
  ["where the program names none, none", program(), [A], { come: [], go: [] }],
])("drift of members: %s", (_what, state, there, change) => {
  expect(memberDrift(state, live(...there))).toEqual(change);
});

test.each<[string, Values, string[], string[] | undefined]>([
  ["in the program's order, others last", exact(B, A, B), [A, B, C], [B, A, C]],
  ["without who is gone", exact(A, B), [B], [B]],
  ["without others' where some are enough", atLeast(B, C), [A, B], [B]],
  ["not at all where the program names none", program(), [A], undefined],
])("members are shown %s", (_what, managed, there, shown) => {
  expect(shownMembers(managed, live(...there))).toEqual(shown);
});

test("a list that was read without its members has none", () => {
  const texts: FoundList = { name: "Partners", description: "" };
  expect(memberChange(exact(A), texts)).toEqual({ come: [A], go: [] });
  expect(memberDrift(exact(A), texts)).toEqual({ come: [], go: [A] });
  expect(shownMembers(exact(A), texts)).toEqual([]);
});

test("members who come and go, in words", () => {
  expect(changeInWords({ come: [], go: [] }, "past")).toBe("");
  expect(changeInWords({ come: [A, B], go: [C] }, "future")).toBe(
    `members come: ${A}, ${B}; members go: ${C}`,
  );
  expect(changeInWords({ come: [], go: [C] }, "past")).toBe(`members went: ${C}`);
  const many = Array.from({ length: 22 }, (_, at) => String(900000000 + at));
  expect(numbersInWords(many.slice(0, 20))).toBe(many.slice(0, 20).join(", "));
  expect(numbersInWords(many)).toBe(`${many.slice(0, 20).join(", ")} and 2 more, 22 in all`);
});

test("who comes or goes alone has one line", () => {
  const lines = (change: MemberChange) =>
    linesOfMembers("partners", change, { services: "ttd-x" }, NO_CHANGE).map(({ text }) => text);
  expect(lines({ come: [A], go: [] })).toStrictEqual([
    `access given: AccessList partners: member ${A}: ttd-x, as far as the policy lets them in`,
  ]);
  expect(lines({ come: [], go: [A] })).toStrictEqual([
    `access taken: AccessList partners: member ${A}: ttd-x, unless another connected list has them`,
  ]);
});

test.each([
  ["keep", true],
  ["delete", false],
])("with onDelete %s the engine leaves a list that is gone from the program: %s", (way, left) => {
  expect(whenRemoved(way).retained).toBe(left);
});

test("what is in state: the program's order for the same set, and nothing of adopt", () => {
  const state = { ...exact(B, A, B), onDelete: "keep" };
  const marks = { unconfirmed: ["members"] };
  expect(outputsOf({ ...state, adopt: true, server: {} }, live(A, B), marks)).toEqual({
    ...state,
    server: marks,
  });
  expect(outputsOf(state, { ...live(C), name: "N", description: "D" })).toEqual({
    ...state,
    name: "N",
    description: "D",
    members: [C],
    server: {},
  });
  expect(outputsOf(program(), live(A))).toStrictEqual({ ...program(), server: {} });
  expect(inDoubt({ ...state, adopt: true, server: {} }, marks)).toEqual({
    ...state,
    server: marks,
  });
});

test("what differs is told of the arguments that are asked for", () => {
  const there = { name: "Friends", description: "D", members: [A] };
  const of = (keys: string[], inputs = exact(B)) => differences(inputs, there, keys);
  expect(of([])).toEqual([]);
  expect(of(["name"])).toEqual([{ of: "name", detail: 'is "Friends", program "Partners"' }]);
  expect(of(["description"])).toEqual([{ of: "description", detail: 'is "D", program ""' }]);
  expect(of(["members"])).toEqual([
    {
      of: "members",
      detail: `on the list and not in the program: ${A}; in the program and not on the list: ${B}`,
    },
  ]);
  expect(of(["members"], exact(A))).toEqual([]);
  expect(of(["members"], exact(A, B))).toEqual([
    { of: "members", detail: `in the program and not on the list: ${B}` },
  ]);
  expect(of(["members"], exact())).toEqual([
    { of: "members", detail: `on the list and not in the program: ${A}` },
  ]);
});
