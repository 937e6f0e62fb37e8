// After a crash: what the page tells, until `up` ends well and nothing of the page's messages is left.
import { instructions } from "./instructions.mjs";
import { root } from "./project.mjs";

/** So many sections of the page may have to be followed one after the other. */
const TURNS = 6;

/**
 * @param {import("./project.mjs").Project} project
 * @returns {Promise<{ followed: string[], problems: string[] }>} `followed`: the headings of the page that were met
 */
export async function recover(project) {
  const page = instructions(root);
  /** @type {string[]} */
  const followed = [];
  let last = await project.shell("pulumi up");
  for (let turn = 1; turn <= TURNS; turn += 1) {
    const met = page.find(({ pattern }) => pattern.test(last.output));
    if (met === undefined) break;
    followed.push(met.message);
    for (const block of met.blocks) last = await project.shell(block);
  }
  if (last.status === 0) return { followed, problems: [] };
  return { followed, problems: [`the page does not suffice: ${last.output.slice(-3000)}`] };
}
