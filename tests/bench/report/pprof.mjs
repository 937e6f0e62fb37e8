// Reads a processor profile of a Go program (https://github.com/google/pprof/blob/main/proto/profile.proto), as far as it takes
// to say how much time was spent in which function and below it.
import { gunzipSync } from "node:zlib";

const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;

/** The fields of a message: number, and a varint as number or the bytes. */
function* fields(bytes) {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const kind = key % 8;
    if (kind === VARINT) yield [key >> 3, varint()];
    else if (kind === BYTES) {
      const length = varint();
      yield [key >> 3, bytes.subarray(at, (at += length))];
    } else if (kind === FIXED_64) at += 8;
    else throw new Error(`a field of kind ${kind} in a profile`);
  }
}

const all = (bytes, number) =>
  [...fields(bytes)].filter(([found]) => found === number).map(([, value]) => value);

/** Numbers of a repeated field, which is packed when there are several. */
const numbers = (bytes, number) =>
  all(bytes, number).flatMap((value) => (typeof value === "number" ? [value] : [...packed(value)]));

function* packed(bytes) {
  let at = 0;
  while (at < bytes.length) {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * factor;
      if (byte < 128) break;
    }
    yield value;
  }
}

/**
 * @param {Buffer} file
 * @returns {{ stack: readonly string[], seconds: number }[]} samples; of each stack the innermost function is the first
 */
export function samplesOf(file) {
  const profile = gunzipSync(file);
  const texts = all(profile, 6).map((bytes) => bytes.toString("utf8"));
  const first = (bytes, number) => all(bytes, number)[0] ?? 0;
  const functions = new Map(
    all(profile, 5).map((bytes) => [first(bytes, 1), texts[first(bytes, 2)]]),
  );
  const locations = new Map(
    all(profile, 4).map((bytes) => [
      first(bytes, 1),
      all(bytes, 4).map((line) => functions.get(first(line, 1)) ?? "?"),
    ]),
  );
  return all(profile, 2).map((bytes) => ({
    stack: numbers(bytes, 1).flatMap((id) => locations.get(id) ?? []),
    // Values are the count of samples and nanoseconds.
    seconds: numbers(bytes, 2)[1] / 1e9,
  }));
}
