// The figures, in the order of the page.
import * as constructors from "./rooms/constructors.mjs";
import * as largeFiles from "./rooms/large-files.mjs";
import * as policy from "./rooms/policy.mjs";
import * as processor from "./rooms/processor.mjs";
import * as profile from "./rooms/profile.mjs";
import * as requests from "./rooms/requests.mjs";
import { measureOf } from "./rooms/runs.mjs";
import * as standin from "./rooms/standin.mjs";
import * as start from "./rooms/start.mjs";
import * as state from "./rooms/state.mjs";
import * as ofConstructors from "./sections/constructors.mjs";
import * as ofLargeFiles from "./sections/large-files.mjs";
import * as ofPolicy from "./sections/policy.mjs";
import * as ofProcessor from "./sections/processor.mjs";
import * as ofProfile from "./sections/profile.mjs";
import * as ofRequests from "./sections/requests.mjs";
import { goals as goalsOfRuns, sectionOf } from "./sections/runs.mjs";
import * as ofStandin from "./sections/standin.mjs";
import * as ofStart from "./sections/start.mjs";
import * as ofState from "./sections/state.mjs";

/**
 * @typedef {object} Room one figure, or several that are measured together
 * @property {string} name on the command line
 * @property {string} title on the page
 * @property {number} minutes that five times take on two cores with nothing else to do
 * @property {(options: { times: number, say: (text: string) => void }) => Promise<any>} measure JSON, kept in `results/`
 * @property {(data: any) => { text: string, charts?: Record<string, string> }} section of the page, in Markdown, and SVG by file name
 * @property {(data: any) => { figure: string, goal: string, measured: string, met: boolean, why?: string }[]} goals
 *   `why`: what takes it, for a goal that is missed
 */

/** Numbers of services, and how many minutes their runs take. */
const SIZES = [
  [10, 4],
  [50, 10],
  [200, 70],
];

/** @returns {Room} */
const runsOf = ([services, minutes], at) => ({
  name: `runs-${services}`,
  title: `Runs of ${services} services`,
  minutes,
  measure: measureOf(services),
  section: sectionOf({ explained: at === 0 }),
  goals: goalsOfRuns,
});

/** @type {readonly Room[]} */
export const rooms = [
  ...SIZES.map(runsOf),
  {
    name: "profile",
    title: "Where the time of an `up` goes",
    minutes: 2,
    ...profile,
    ...ofProfile,
  },
  { name: "requests", title: "Requests", minutes: 0.2, ...requests, ...ofRequests },
  {
    name: "processor",
    title: "Processor time of the provider process",
    minutes: 0.5,
    ...processor,
    ...ofProcessor,
  },
  { name: "start", title: "Start of the provider process", minutes: 0.5, ...start, ...ofStart },
  { name: "state", title: "State", minutes: 0.7, ...state, ...ofState },
  { name: "policy", title: "Large policies", minutes: 0.2, ...policy, ...ofPolicy },
  {
    name: "constructors",
    title: "The program",
    minutes: 0.7,
    ...constructors,
    ...ofConstructors,
  },
  { name: "standin", title: "The embedded Altinn", minutes: 1, ...standin, ...ofStandin },
  {
    name: "large-files",
    title: "The embedded Altinn and large files",
    minutes: 3,
    ...largeFiles,
    ...ofLargeFiles,
  },
];
