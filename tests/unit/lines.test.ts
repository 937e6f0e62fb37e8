import { ACKNOWLEDGEABLE } from "../../provider/policy";
import {
  accessGiven,
  accessTaken,
  acknowledgeableOf,
  note,
  RESOURCE_WARNINGS,
  RUN_WARNINGS,
  stays,
  takenOver,
  warning,
} from "../../provider/lines";
import { kinds } from "../../provider/resources/lifecycle";

/* The beginnings are what people and programs search for: they stay as they are. */

const title = "Resource ttd-x";

test.each([
  [accessGiven(title, "anyone", "read"), "access given: Resource ttd-x: anyone: read"],
  [accessTaken(title, "anyone", "read"), "access taken: Resource ttd-x: anyone: read"],
  [takenOver(title, "It exists."), "taken over: Resource ttd-x: It exists."],
  [stays(title, "It stays."), "stays: Resource ttd-x: It stays."],
  [note(title, "It is so."), "note: Resource ttd-x: It is so."],
  [warning("in-force", title, "It is so."), "warning [in-force]: Resource ttd-x: It is so."],
])("%j", (line, text) => {
  expect(line).toMatchObject({ text, title });
});

test("a warning alone has a code, by which it is acknowledged", () => {
  expect(warning("in-force", title, "It is so.").code).toBe("in-force");
  expect(note(title, "It is so.")).not.toHaveProperty("code");
});

test.each(kinds)("what a %s can acknowledge is told in words, and nothing of a run", (kind) => {
  const codes = acknowledgeableOf(kind);
  expect(codes).toEqual([
    ...Object.keys(RESOURCE_WARNINGS[kind]),
    ...(kind === "ResourcePolicy" ? ACKNOWLEDGEABLE : []),
  ]);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  expect(codes.filter((code) => code in RUN_WARNINGS)).toEqual([]);
});

test("each code says what it is about, in a sentence", () => {
  const sentences = [...Object.values(RESOURCE_WARNINGS), RUN_WARNINGS].flatMap((codes) =>
    Object.values(codes),
  );
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
});
