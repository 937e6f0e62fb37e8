// Answers the questions of a vector file by what the built provider says of the policies in words.
// PROVIDER_DIST names another build directory than dist.
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { getsIn } from "./words-reader.mjs";

const dist = process.env.PROVIDER_DIST ?? fileURLToPath(new URL("../../dist", import.meta.url));
const require = createRequire(join(dist, "index.js"));
const { accessOfText, compareAccess, grantLines } = require("./policy/index.js");

/** The party that has delegated, and at which the packages are held. */
const GIVER = "910000001";

/** Put to the stand-in alone: the words are those of access packages switched on. */
const NOT_FOR_WORDS = "package-system-flag-off";

/** What the legend of the vectors says of a caller, from its name and its token. */
export function callerOf(name, { claims }) {
  const claim = (key) => claims.find(([each]) => each === key)?.[1];
  const details = claim("authorization_details");
  const systemUser = details && JSON.parse(details);
  const ids = [systemUser].flat()[0]?.systemuser_id;
  return {
    ...(systemUser === undefined
      ? {
          organization: JSON.parse(claim("consumer")).ID.replace("0192:", ""),
          exchanged: claim("urn:altinn:orgNumber") !== undefined,
          serviceOwner: claim("urn:altinn:org"),
        }
      : { systemUser: [ids].flat()[0] }),
    ...(name.startsWith("delegated-") ? { delegatedBy: GIVER } : {}),
    ...(name === "package-system" ? { holdsPackagesFor: GIVER } : {}),
  };
}

const questionOf = (text) => {
  const [action, party] = text.split(" ");
  return { party, action, actions: action === "search" ? ["write", "read"] : [action] };
};

/** Lists as docs/who-gets-in.md tells of them: the party must be a member, for search as for sending. */
function memberOf({ accessListMode, members = [] }) {
  if (accessListMode !== "Enabled") return () => true;
  return (party, actions) => {
    const action = actions.includes("write") ? "write" : actions[0];
    return members.some(
      ({ org, actions: only = [] }) => org === party && (only.length === 0 || only.includes(action)),
    );
  };
}

/**
 * Every question about a policy of the plain form, with what the words say and what is true: `1` or `0`. A policy
 * that is plain and has no words is wrong throughout.
 */
export function wordsVerdicts(file) {
  const questions = file.questions.map(questionOf);
  const accesses = accessesOf(file);
  return file.vectors.flatMap(([policy, caller, , letsIn]) => {
    const access = accesses.get(policy);
    const { plain } = file.policies[policy];
    if (caller === NOT_FOR_WORDS || (access.form !== "plain" && !plain)) return [];
    const who = callerOf(caller, file.callers[caller]);
    return questions.map(({ party, action, actions }, at) => {
      const said = () =>
        getsIn(access.lines, who, party, actions, memberOf(file.policies[policy])) ? "1" : "0";
      return {
        policy,
        caller,
        party,
        action,
        said: access.form === "plain" ? said() : "no words",
        truth: letsIn[at] === "1" ? "1" : "0",
      };
    });
  });
}

/** What the provider says on access, by the name of the policy. */
export const accessesOf = (file) =>
  new Map(
    Object.entries(file.policies).map(([name, { xml }]) => [name, accessOfText(xml, file.resource)]),
  );

/**
 * Pairs of plain policies, with who gains and who loses by the one comparison and by the answers: `+`, `-` or nothing,
 * a letter for each question.
 *
 * @param {number} count
 * @param {() => number} random Numbers from 0 up to 1.
 */
export function comparisonVerdicts(files, count, random) {
  const plain = files.flatMap((file) =>
    [...accessesOf(file)]
      .filter(([name, { form }]) => form === "plain" && file.policies[name].members === undefined)
      .map(([name, access]) => ({ file, name, access })),
  );
  const pick = () => plain[Math.floor(random() * plain.length)];
  const answers = new Map(
    files.flatMap((file) =>
      file.vectors.map(([policy, caller, , letsIn]) => [`${policy} ${caller}`, letsIn]),
    ),
  );
  return Array.from({ length: count }, () => {
    const [before, after] = [pick(), pick()];
    const { gained, lost, kept } = compareAccess(before.access, after.access);
    const [gains, losses, keeps] = [gained, lost, kept].map(grantLines);
    const said = [];
    const truth = [];
    for (const [name, caller] of Object.entries(before.file.callers)) {
      if (name === NOT_FOR_WORDS) continue;
      const who = callerOf(name, caller);
      before.file.questions.map(questionOf).forEach(({ party, actions }, at) => {
        const among = (lines) => getsIn(lines, who, party, actions);
        const sign = (was, is) => (was === is ? "." : is ? "+" : "-");
        const was = among(losses) || among(keeps);
        const is = among(gains) || among(keeps);
        said.push(sign(was, is));
        const true_ = ({ name: policy }) => answers.get(`${policy} ${name}`)[at] === "1";
        truth.push(sign(true_(before), true_(after)));
      });
    }
    return { before: before.name, after: after.name, said: said.join(""), truth: truth.join("") };
  });
}
