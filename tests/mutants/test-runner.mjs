// Stryker's runner of our tests. Its own for jest starts jest for each mutant, which loads every test file anew and goes on
// after the first failure: seconds of processor time for each of thousands of mutants. Here the files are loaded once, by
// jest-circus in this process, and a mutant costs the time of the tests that reach it, up to the first that fails.
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { jestExpect } from "@jest/expect";
import circus from "jest-circus";
import { ModuleMocker } from "jest-mock";
import { filesOf, testsOf } from "./rooms.mjs";

const require = createRequire(import.meta.url);
const { forget, load, takeTypeScript } = require("./load.cjs");

const { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } = circus;
const { addEventHandler, getState, resetState, run, setState } = require("jest-circus");

/** A test that needs longer than this is taken as one that hangs. */
const TEST_TIMEOUT_MS = 15_000;

/** How many tests are run one by one before the others. */
const FIRST = 4;

/**
 * Milliseconds of tests that a mutant is given, fastest first, and how many tests it is given in any case. What only a slower
 * one would notice counts as not noticed.
 */
const MOST_MS = 6_000;
const LEAST = 80;

/** In Stryker's copy of the repository: what the first process measures, those after it read. */
const KEPT = "mutants-kept.json";

/** What the instrumented code shares with whoever runs it. */
const shared = (globalThis.__stryker__ ??= {});

/** One per process: jest-circus keeps its state in a global. */
class CircusRunner {
  /** @type {Map<string, { ids: string[], loaded?: { state: any, tests: any[] } }>} by path from the root */
  #files = new Map();
  /** @type {WeakMap<object, string>} the id of a test of jest-circus's */
  #ids = new WeakMap();
  /** @type {Map<string, object>} blocks whose hooks have run, by the id under which they are counted */
  #blocks = new Map();
  /** @type {Record<string, number>} milliseconds that a test took, by its id */
  #times = {};
  /** @type {Record<string, string[]>} test files that meet a mutant while they are loaded, by its id */
  #metAtLoad = {};
  #root = process.cwd();
  /** True when modules were loaded while a mutant was active. */
  #isStale = false;
  #failed = false;
  #bail = false;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const mocker = new ModuleMocker(globalThis);
    const jest = {
      spyOn: mocker.spyOn.bind(mocker),
      fn: mocker.fn.bind(mocker),
      restoreAllMocks: mocker.restoreAllMocks.bind(mocker),
    };
    const globals = { afterAll, afterEach, beforeAll, beforeEach, describe, it, test, jest };
    Object.assign(globals, { expect: jestExpect });
    Object.assign(globalThis, globals);
    takeTypeScript(globals);
    process.env.NODE_ENV = "test";
    addEventHandler((event) => this.#onEvent(event));
    // What a test left behind must not end the process.
    const onError = (error) => void getState().unhandledErrors.push(error);
    process.on("uncaughtException", onError).on("unhandledRejection", onError);
    // Nor may it go on without the process that wants its results.
    process.on("disconnect", () => process.exit());
  }

  async dryRun() {
    this.#readAll();
    const tests = [];
    for (const [file, kept] of this.#files) {
      tests.push(...(await this.#runFile(file, new Set(kept.ids))));
    }
    this.#times = Object.fromEntries(tests.map(({ id, timeSpentMs }) => [id, timeSpentMs]));
    const mutantCoverage = this.#coverage();
    writeFileSync(KEPT, JSON.stringify({ times: this.#times, metAtLoad: this.#metAtLoad }));
    // Whoever judges mutants in one process must know that a test says the same a second time.
    for (const [file, { ids }] of this.#files) {
      for (const { id, failureMessage } of await this.#runFile(file, new Set(ids))) {
        const first = tests.find((one) => one.id === id);
        if (failureMessage === undefined || first === undefined) continue;
        Object.assign(first, {
          status: FAILED,
          failureMessage: `the second time: ${failureMessage}`,
        });
      }
    }
    return { status: "complete", tests, mutantCoverage };
  }

  async mutantRun({
    activeMutant: { id: mutant },
    testFilter,
    disableBail,
    hitLimit,
    reloadEnvironment,
  }) {
    this.#bail = !disableBail;
    if (this.#files.size === 0) this.#readAll();
    const filter = testFilter && new Set(testFilter);
    for (const isAnew of [reloadEnvironment, true]) {
      const judged = await this.#judge(mutant, filter, isAnew, hitLimit);
      if (judged.status !== "killed") return judged;
      // A test that fails without the mutant as well says nothing about it.
      const { status } = await this.#judge(undefined, new Set(judged.killedBy), isAnew);
      if (status === "survived") return judged;
    }
    return { status: "error", errorMessage: "What kills it fails without it as well." };
  }

  async #judge(mutant, filter, isAnew, hitLimit) {
    Object.assign(shared, { activeMutant: mutant, hitLimit, hitCount: hitLimit ? 0 : undefined });
    if (isAnew || this.#isStale) this.#forget();
    this.#isStale = isAnew && mutant !== undefined;
    const results = [];
    const failures = () => results.filter(({ failureMessage }) => failureMessage !== undefined);
    for (const [file, ids] of this.#inTurn(filter)) {
      const isMetAtLoad = this.#metAtLoad[mutant]?.includes(file);
      if (isMetAtLoad) this.#forgetTests(file);
      results.push(...(await this.#runFile(file, ids)));
      if (isMetAtLoad) this.#forgetTests(file);
      if (this.#bail && failures().length > 0) break;
    }
    shared.activeMutant = undefined;
    const nrOfTests = results.length;
    if (hitLimit && shared.hitCount > hitLimit)
      return { status: "timeout", reason: "It goes round in circles." };
    const [first] = failures();
    if (first === undefined) return { status: "survived", nrOfTests };
    const killedBy = failures().map(({ id }) => id);
    return { status: "killed", killedBy, failureMessage: first.failureMessage, nrOfTests };
  }

  /** First the few fastest tests, which see most of what can be seen at all; then the others, file by file. */
  *#inTurn(filter) {
    const chosen = (ids) => ids.filter((id) => !filter || filter.has(id));
    const time = ({ id }) => this.#times[id] ?? 0;
    let spent = 0;
    const all = [...this.#files]
      .flatMap(([file, { ids }]) => chosen(ids).map((id) => ({ file, id })))
      .sort((a, b) => time(a) - time(b))
      .filter((one, at) => (spent += time(one)) < MOST_MS || at < LEAST);
    const first = all.slice(0, FIRST);
    for (const { file, id } of first) yield [file, new Set([id])];
    const done = new Set(first.map(({ id }) => id));
    for (const file of new Set(all.map((one) => one.file))) {
      const rest = all.filter((one) => one.file === file && !done.has(one.id)).map(({ id }) => id);
      if (rest.length > 0) yield [file, new Set(rest)];
    }
  }

  #readAll() {
    if (existsSync(KEPT)) {
      const { times, metAtLoad } = JSON.parse(readFileSync(KEPT, "utf8"));
      [this.#times, this.#metAtLoad] = [times, metAtLoad];
    }
    // What a module does by itself is met here, before a test file makes use of it.
    const mutated = globSync(filesOf(process.env.MUTANTS_ROOM), { cwd: this.#root });
    for (const file of mutated.sort()) load(resolve(this.#root, file));
    const patterns = testsOf(process.env.MUTANTS_ROOM);
    for (const file of globSync(patterns, { cwd: this.#root }).sort()) {
      const kept = { ids: [] };
      this.#files.set(file, kept);
      kept.ids = this.#loaded(file).tests.map(({ id }) => id);
    }
  }

  #forget() {
    // The stand-in imports nothing of provider/, and its keys take a while to make.
    forget([join(this.#root, "provider"), join(this.#root, "tests")]);
    for (const kept of this.#files.values()) delete kept.loaded;
  }

  /** A file that makes its cases by what it tests has other ones under a mutant. */
  #forgetTests(file) {
    forget([join(this.#root, "tests")]);
    delete this.#files.get(file).loaded;
  }

  /** A file that cannot be loaded fails as each of its tests. */
  #loaded(file) {
    const kept = this.#files.get(file);
    if (kept.loaded) return kept.loaded;
    resetState();
    const state = getState();
    state.testTimeout = TEST_TIMEOUT_MS;
    try {
      shared.currentTestId = atLoad(file);
      load(resolve(this.#root, file));
    } catch (error) {
      resetState();
      const names = kept.ids.length > 0 ? kept.ids : [`${file}: is loaded`];
      for (const id of names) {
        test(id.slice(file.length + 2), () => {
          throw error;
        });
      }
    }
    shared.currentTestId = undefined;
    const tests = testsUnder(getState().rootDescribeBlock).map((one) => ({
      one,
      mode: one.mode,
      id: `${file}: ${nameOf(one)}`,
    }));
    for (const { one, id } of tests) this.#ids.set(one, id);
    return (kept.loaded = { state: getState(), tests });
  }

  /** @param {string} file @param {Set<string>} chosen ids */
  async #runFile(file, chosen) {
    const { state, tests } = this.#loaded(file);
    this.#failed = false;
    setState(state);
    Object.assign(state, { hasStarted: false, unhandledErrors: [], currentlyRunningTest: null });
    for (const { one, id, mode } of tests) {
      Object.assign(one, { errors: [], status: null, duration: null, startedAt: null });
      Object.assign(one, { invocations: 0, seenDone: false, mode: chosen.has(id) ? mode : "skip" });
      one.unhandledRejectionErrorByPromise.clear();
    }
    await run();
    const done = tests.filter(({ one }) => one.status === "done");
    return done.map(({ one, id }, at) => {
      const error =
        one.errors[0] ?? (at === done.length - 1 ? state.unhandledErrors[0] : undefined);
      const result = {
        id,
        name: id,
        fileName: join(this.#root, file),
        timeSpentMs: one.duration ?? 0,
      };
      return error === undefined
        ? { ...result, status: SUCCESS }
        : { ...result, status: FAILED, failureMessage: messageOf(error) };
    });
  }

  #onEvent(event) {
    switch (event.name) {
      case "hook_start":
        // What runs before all tests of a block counts for each of them; Stryker knows tests alone.
        if (event.hook.type === "beforeAll") shared.currentTestId = this.#keyOf(event.hook.parent);
        break;
      case "hook_success":
      case "hook_failure":
        if (event.hook.type === "beforeAll") shared.currentTestId = undefined;
        break;
      case "test_start":
        if (this.#bail && this.#failed) event.test.mode = "skip";
        else shared.currentTestId = this.#ids.get(event.test);
        break;
      case "test_done":
        this.#failed ||= event.test.errors.length > 0;
        shared.currentTestId = undefined;
        break;
      case "test_skip":
        shared.currentTestId = undefined;
        break;
    }
  }

  #keyOf(block) {
    const key = `beforeAll ${this.#ids.get(testsUnder(block)[0])}, block ${depthOf(block)}`;
    this.#blocks.set(key, block);
    return key;
  }

  #coverage() {
    const { static: loaded, perTest } = structuredClone(
      shared.mutantCoverage ?? { static: {}, perTest: {} },
    );
    const share = (key, ids) => {
      const hits = Object.entries(perTest[key] ?? {});
      delete perTest[key];
      for (const id of ids) {
        const own = (perTest[id] ??= {});
        for (const [mutant, count] of hits) own[mutant] = (own[mutant] ?? 0) + count;
      }
      return hits.map(([mutant]) => mutant);
    };
    for (const [key, block] of this.#blocks)
      share(
        key,
        testsUnder(block).map((one) => this.#ids.get(one)),
      );
    for (const [file, { ids }] of this.#files)
      for (const mutant of share(atLoad(file), ids)) (this.#metAtLoad[mutant] ??= []).push(file);
    return { static: loaded, perTest };
  }
}

const SUCCESS = 0;
const FAILED = 1;

const atLoad = (file) => `loading ${file}`;

const testsUnder = (block) =>
  block.children.flatMap((child) => (child.type === "test" ? [child] : testsUnder(child)));

const nameOf = (one) =>
  one.parent === undefined || one.name === "ROOT_DESCRIBE_BLOCK"
    ? ""
    : `${nameOf(one.parent)} ${one.name}`.trim();

const depthOf = (block) => (block.parent === undefined ? 0 : 1 + depthOf(block.parent));

const messageOf = (error) => {
  const [first] = Array.isArray(error) ? error : [error];
  return String(first?.message ?? first).slice(0, 2000);
};

const create = () => new CircusRunner();
create.inject = [];

export const strykerPlugins = [{ kind: "TestRunner", name: "circus", factory: create }];
