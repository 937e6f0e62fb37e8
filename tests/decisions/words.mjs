// Answers the questions of a vector file by what the built provider says of the policies in words.
// PROVIDER_DIST names another build directory than dist.
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { callersOf } from "./callers.mjs";
import { getsIn } from "./words-reader.mjs";

const dist = process.env.PROVIDER_DIST ?? fileURLToPath(new URL("../../dist", import.meta.url));
const require = createRequire(join(dist, "index.js"));
const { accessOfText, compareAccess, grantLines } = require("./policy/index.js");
const { policyChange } = require("./resources/resource-policy/change.js");

const questionOf = (text) => {
  const [action, party] = text.split(" ");
  return { party, action, actions: action === "search" ? ["write", "read"] : [action] };
};

/** Lists as docs/who-gets-in.md tells of them: the party must be a member, for search as for sending. */
function memberOf({ accessListMode, members }) {
  if (accessListMode !== "Enabled") return () => true;
  return (party, actions) => {
    const action = actions.includes("write") ? "write" : actions[0];
    return (members ?? []).some(
      ({ org, actions: only }) => org === party && (!only?.length || only.includes(action)),
    );
  };
}

/**
 * Every question about a policy of the plain form, with what the words say and what is true: `1` or `0`. A policy
 * that is plain and has no words is wrong throughout. The words are those of access packages switched on, so callers
 * with the flag off are left to the stand-in.
 *
 * @param {any} file a parsed vector file
 * @returns {import("./stand-in.mjs").Verdict[]}
 */
export function wordsVerdicts(file) {
  const questions = file.questions.map(questionOf);
  const accesses = accessesOf(file);
  const callers = callersOf(file);
  return file.vectors.flatMap(([policy, callerName, , letsIn]) => {
    const access = accesses.get(policy);
    const caller = callers.get(callerName);
    const { plain, ...list } = file.policies[policy];
    if (caller.packagesOff || (access.form !== "plain" && !plain)) return [];
    const isMember = memberOf(list);
    return questions.map(({ party, action, actions }, at) => ({
      policy,
      caller: callerName,
      party,
      action,
      said: wordsOn(access, caller, party, actions, isMember),
      truth: letsIn[at] === "1" ? "1" : "0",
    }));
  });
}

/** `1` or `0`, or why the words do not tell. */
function wordsOn(access, caller, party, actions, isMember) {
  if (access.form !== "plain") return "no words";
  try {
    return getsIn(access.lines, caller, party, actions, isMember) ? "1" : "0";
  } catch (error) {
    return error.message;
  }
}

/** What the provider says on access, by the name of the policy. */
const accessesOf = (file) =>
  new Map(
    Object.entries(file.policies).map(([name, { xml }]) => [
      name,
      accessOfText(xml, file.resource),
    ]),
  );

/** Lines of access given or taken, without what narrower lines go on to let in. */
const changedLines = (changes) =>
  Object.fromEntries(changes.map(({ who, actions }) => [who, actions.split("; still: ")[0]]));

/**
 * Pairs of plain policies, with who gains and who loses by the one comparison (`said`), by the lines that a run prints of
 * it (`told`) and by the answers (`truth`): `+`, `-` or `.` for neither, a sign for each question.
 *
 * @param {any[]} files parsed vector files with the same callers and questions
 * @param {number} count
 * @param {() => number} random Numbers from 0 up to 1.
 */
export function comparisonVerdicts(files, count, random) {
  const plain = files.flatMap((file) =>
    [...accessesOf(file)]
      .filter(([name, { form }]) => form === "plain" && !file.policies[name].members)
      .map(([name, access]) => ({ name, access, xml: file.policies[name].xml })),
  );
  const pick = () => plain[Math.floor(random() * plain.length)];
  const answers = new Map(
    files.flatMap((file) =>
      file.vectors.map(([policy, caller, , letsIn]) => [`${policy} ${caller}`, letsIn]),
    ),
  );
  const callers = [...callersOf(files[0]).values()].filter(({ packagesOff }) => !packagesOff);
  const questions = files[0].questions.map(questionOf);
  const sign = (was, is) => (was === is ? "." : is ? "+" : "-");
  return Array.from({ length: count }, () => {
    const [before, after] = [pick(), pick()];
    const { gained, lost, kept } = compareAccess(before.access, after.access);
    const [gains, losses, keeps] = [gained, lost, kept].map(grantLines);
    const { given, taken } = policyChange(before.xml, after.xml, files[0].resource);
    const [comes, goes] = [given, taken].map(changedLines);
    const [said, told, truth] = [[], [], []];
    for (const caller of callers) {
      questions.forEach(({ party, actions }, at) => {
        const among = (lines) => getsIn(lines, caller, party, actions);
        said.push(sign(among(losses) || among(keeps), among(gains) || among(keeps)));
        // Who is let in by another line of the other side neither gains nor loses.
        const comesIn = among(comes) && !among(before.access.lines);
        const goesOut = among(goes) && !among(after.access.lines);
        told.push(comesIn ? "+" : goesOut ? "-" : ".");
        const isLetIn = ({ name }) => answers.get(`${name} ${caller.name}`)[at] === "1";
        truth.push(sign(isLetIn(before), isLetIn(after)));
      });
    }
    return {
      before: before.name,
      after: after.name,
      said: said.join(""),
      told: told.join(""),
      truth: truth.join(""),
    };
  });
}
