import type { Match } from "../registry/policy/policy";

/** Thrown where the decision point fails on a policy: the whole answer is then Indeterminate. */
export class EvaluationError extends Error {
  override readonly name = "EvaluationError";
}

const XSD_STRING = "http://www.w3.org/2001/XMLSchema#string";
const FUNCTION_1 = "urn:oasis:names:tc:xacml:1.0:function:";
const FUNCTION_3 = "urn:oasis:names:tc:xacml:3.0:function:";

function time(text: string): Date {
  const date = new Date(/^\d{1,2}:\d{2}/.test(text) ? `1970-01-01T${text}` : text);
  if (Number.isNaN(date.getTime())) throw new EvaluationError(`'${text}' is no date or time`);
  return date;
}

function uri(text: string): string {
  try {
    return new URL(text).href;
  } catch {
    throw new EvaluationError(`'${text}' is no absolute URI`);
  }
}

/** NaN for what is no integer of 32 bits, which equals nothing. */
function integer(text: string): number {
  const number = /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : NaN;
  return number === (number | 0) ? number : NaN;
}

function pattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new EvaluationError(`'${text}' is no regular expression`);
  }
}

type Compare = (inPolicy: string, inRequest: string) => boolean;

const equal: Compare = (inPolicy, inRequest) => inPolicy === inRequest;
const sameTime: Compare = (inPolicy, inRequest) =>
  time(inPolicy).getTime() === time(inRequest).getTime();
const sameInteger: Compare = (inPolicy, inRequest) => integer(inPolicy) === integer(inRequest);

/** The match functions that Altinn's decision point implements; each sees one value of the request at a time. */
const FUNCTIONS: Readonly<Record<string, Compare>> = {
  [`${FUNCTION_1}string-equal`]: equal,
  [`${FUNCTION_1}string-is-in`]: equal,
  [`${FUNCTION_3}string-equal-ignore-case`]: (inPolicy, inRequest) =>
    inPolicy.toUpperCase() === inRequest.toUpperCase(),
  [`${FUNCTION_1}anyURI-equal`]: (inPolicy, inRequest) => uri(inPolicy) === uri(inRequest),
  [`${FUNCTION_1}integer-equal`]: sameInteger,
  [`${FUNCTION_1}integer-one-and-only`]: sameInteger,
  [`${FUNCTION_1}time-equal`]: sameTime,
  [`${FUNCTION_1}dateTime-equal`]: sameTime,
  [`${FUNCTION_1}date-equal`]: (inPolicy, inRequest) =>
    time(inPolicy).toDateString() === time(inRequest).toDateString(),
  [`${FUNCTION_1}string-regexp-match`]: (inPolicy, inRequest) => pattern(inPolicy).test(inRequest),
};

/**
 * Compares two texts by a match function.
 *
 * @throws EvaluationError for a function that is not implemented, and for texts that it cannot read
 */
export function compareByFunction(
  functionId: string,
  inPolicy: string,
  inRequest: string,
): boolean {
  const compare = Object.hasOwn(FUNCTIONS, functionId) ? FUNCTIONS[functionId] : undefined;
  if (compare === undefined) throw new EvaluationError(`${functionId} is not implemented`);
  return compare(inPolicy, inRequest);
}

/**
 * Whether a match holds for one value of a request. All values of a request are strings, and a
 * literal of another data type never matches one.
 *
 * @throws EvaluationError for a function that is not implemented
 */
export function matches({ matchId, dataType, value: literal }: Match, value: string): boolean {
  return dataType === XSD_STRING && compareByFunction(matchId, literal, value);
}
