import { refusalIn } from "../../provider/auth/maskinporten-refusals";
import { HttpAnswer } from "../../provider/http/answer";

const refused = (body: unknown) =>
  refusalIn(
    new HttpAnswer(400, {}, Buffer.from(typeof body === "string" ? body : JSON.stringify(body))),
  );

test("a refusal is taken apart: code, trace, cause and way out", () => {
  const error_description = "Client not found (trace_id: ab-12)";
  const error_uri = "https://docs.digdir.no/x#MP-100";
  expect(refused({ error: "invalid_client", error_description, error_uri })).toEqual({
    error: "invalid_client",
    code: "MP-100",
    description: error_description,
    traceId: "ab-12",
    about: "client",
    cause: "Maskinporten does not know the client.",
    wayOut:
      "Check MASKINPORTEN_CLIENT_ID, and that it was made in this environment: test and production are separate.",
  });
});

test("one that nobody has met has no cause, and a way out all the same", () => {
  expect(refused({ error: "odd", error_description: "Something new" })).toEqual({
    error: "odd",
    code: undefined,
    description: "Something new",
    traceId: undefined,
    about: "client",
    cause: "",
    wayOut:
      "Check that the client id and the key belong together and to this environment; a new or rotated key takes up to two minutes to reach Maskinporten.",
  });
});

test("members that are no texts are none, and the answer itself is the description, shortened", () => {
  expect(refused({ error: 7, error_description: ["x"] })).toMatchObject({
    error: "no error code",
    description: '{"error":7,"error_description":["x"]}',
  });
  expect(refused("x".repeat(301)).description).toBe("x".repeat(300));
  expect(refused("null")).toMatchObject({ error: "no error code", description: "null" });
});

test("the other name of a trace", () => {
  const error_description = "No (correlation id: cd-34)";
  expect(refused({ error: "x", error_description }).traceId).toBe("cd-34");
});

test("what looks like a token is cut out", () => {
  const error_description = "bad eyJhbGciOiJub25lIn0.eyJhIjoxfQ.x";
  expect(refused({ error: "x", error_description }).description).toBe("bad [token]");
});
