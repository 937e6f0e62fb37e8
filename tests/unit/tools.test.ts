import { existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { acceptProgram, acceptedVersion, hashFiles } from "../../tools/bootstrap/marker.mjs";
import {
  packagesComplete,
  packagesReady,
  workspacePackages,
} from "../../tools/bootstrap/packages.mjs";
import {
  compareVersions,
  isSuitableEngine,
  isSuitableGo,
  isSuitableNode,
  parseVersion,
} from "../../tools/bootstrap/versions.mjs";
import { anySecret, asSecret, withoutMarks } from "../../tools/command-plugin/secrets.mjs";
import { leaveFolder, noteEnding, takeFolder } from "../../tools/local-stack/run-record.mjs";
import {
  isLockDead,
  parseLock,
  pendingOperations,
  readLocks,
  removeCutMetadata,
  repairStackFile,
} from "../../tools/local-stack/state-files.mjs";
import { verifiedLine } from "../../tools/local-stack/verified.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tools-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, content: unknown): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

describe("versions", () => {
  it("are read from what programs print", () => {
    expect(parseVersion("v3.259.0")).toEqual([3, 259, 0]);
    expect(parseVersion("go version go1.26 linux/amd64")).toEqual([1, 26, 0]);
    expect(parseVersion("unknown")).toBeUndefined();
  });

  it("are compared number by number", () => {
    expect(compareVersions([3, 9, 0], [3, 10, 0])).toBeLessThan(0);
    expect(compareVersions([3, 10, 1], [3, 10, 0])).toBeGreaterThan(0);
    expect(compareVersions([3, 10], [3, 10, 0])).toBe(0);
  });

  it.each([
    ["v20.20.2", false],
    ["v22.12.0", false],
    ["v22.13.0", true],
    ["v23.3.0", false],
    ["v23.4.0", true],
    ["v24.21.0", true],
    ["", false],
  ])("of Node: %s has node:sqlite without a flag: %s", (version, suitable) => {
    expect(isSuitableNode(version)).toBe(suitable);
  });

  it.each([
    ["v3.215.0", false],
    ["v3.216.0", true],
    ["v3.259.0\n", true],
    ["v4.0.0", false],
    ["", false],
  ])("of the engine: %j is taken: %s", (version, suitable) => {
    expect(isSuitableEngine(version)).toBe(suitable);
  });

  it.each([
    ["go version go1.25.9 linux/amd64", false],
    ["go version go1.26.0 linux/amd64", true],
    ["go version go1.30 darwin/arm64", true],
    ["", false],
  ])("of Go: %j is taken: %s", (version, suitable) => {
    expect(isSuitableGo(version)).toBe(suitable);
  });
});

describe("the marker of a step", () => {
  it("changes with a file's content, its name, its absence and the facts, not with the order", () => {
    write("a", "one");
    write("b", "two");
    const before = hashFiles(["a", "b"], ["x"], folder);
    expect(hashFiles(["b", "a"], ["x"], folder)).toBe(before);
    expect(hashFiles(["a"], ["x"], folder)).not.toBe(before);
    expect(hashFiles(["a", "b", "missing"], ["x"], folder)).not.toBe(before);
    expect(hashFiles(["a", "b"], ["y"], folder)).not.toBe(before);
    write("b", "three");
    expect(hashFiles(["a", "b"], ["x"], folder)).not.toBe(before);
  });

  it("tells where one file ends and the next begins", () => {
    write("a", "12");
    write("b", "3");
    const before = hashFiles(["a", "b"], [], folder);
    write("a", "1");
    write("b", "23");
    expect(hashFiles(["a", "b"], [], folder)).not.toBe(before);
  });
});

describe("an accepted program", () => {
  it("is good until its size changes", () => {
    const program = write("bin/pulumi", "0123456789");
    expect(acceptedVersion(program)).toBeUndefined();
    acceptProgram(program, "3.259.0");
    expect(acceptedVersion(program)).toBe("3.259.0");
    truncateSync(program, 5);
    expect(acceptedVersion(program)).toBeUndefined();
    rmSync(program);
    expect(acceptedVersion(program)).toBeUndefined();
  });
});

describe("node_modules", () => {
  const packages = {
    "": {},
    "node_modules/needed": { version: "1.0.0" },
    "node_modules/elsewhere": { version: "1.0.0", optional: true },
    "node_modules/linked": { resolved: "standin", link: true },
    standin: { version: "0.1.0" },
  };

  beforeEach(() => {
    write("package.json", { workspaces: ["standin", "examples/*"] });
    write("standin/package.json", { name: "linked" });
    write("examples/one/package.json", {});
    write("examples/README.md", "");
    write("package-lock.json", { packages });
    write("node_modules/needed/package.json", {});
    write("node_modules/linked/package.json", {});
    const { "node_modules/elsewhere": _left, ...present } = packages;
    write("node_modules/.package-lock.json", { packages: present });
  });

  it("is complete without the optional packages of other platforms", () => {
    expect(packagesComplete(folder)).toBe(true);
  });

  it("is not complete when a package is gone", () => {
    rmSync(join(folder, "node_modules/needed"), { recursive: true });
    expect(packagesComplete(folder)).toBe(false);
  });

  it("is not complete when npm was cut off before it wrote its list", () => {
    rmSync(join(folder, "node_modules/.package-lock.json"));
    expect(packagesComplete(folder)).toBe(false);
  });

  it("is not complete when the lockfile asks for another version", () => {
    const next = { ...packages, "node_modules/needed": { version: "1.0.1" } };
    write("package-lock.json", { packages: next });
    expect(packagesComplete(folder)).toBe(false);
  });

  it("made by somebody's own npm ci is taken, and no longer fits once a package.json changes", () => {
    expect(packagesReady(folder, "24.21.0")).toBe(true);
    write("examples/one/package.json", { dependencies: { another: "1" } });
    expect(packagesReady(folder, "24.21.0")).toBe(false);
  });

  it("no longer fits when Node's major version changes", () => {
    expect(packagesReady(folder, "24.21.0")).toBe(true);
    expect(packagesReady(folder, "24.30.0")).toBe(true);
    expect(packagesReady(folder, "22.13.0")).toBe(false);
  });

  it("belongs to the workspaces that have a package.json", () => {
    expect(workspacePackages(folder)).toEqual([
      "standin/package.json",
      "examples/one/package.json",
    ]);
  });
});

describe("a stack lock", () => {
  // A pid above the largest that Linux and macOS give out.
  const FREE_PID = 2 ** 22 + 1;

  it("is read from the engine's file, and not from one cut short", () => {
    const text = `{"pid":4711,"username":"root","hostname":"build-1","timestamp":"2026-01-31T12:00:00Z"}`;
    expect(parseLock(text)).toMatchObject({ pid: 4711, hostname: "build-1" });
    expect(parseLock(text.slice(0, 30))).toBeUndefined();
    expect(parseLock("")).toBeUndefined();
  });

  it("is found wherever the backend keeps it, unreadable ones apart", () => {
    const lock = { pid: 4711, hostname: "build-1" };
    const whole = write(".pulumi/locks/organization/project/local/one.json", lock);
    const cut = write(".pulumi/locks/organization/project/local/two.json", '{"pi');
    write(".pulumi/locks/organization/project/local/one.json.attrs", "{}");
    expect(readLocks(folder)).toEqual({ locks: [{ file: whole, ...lock }], unreadable: [cut] });
    expect(readLocks(join(folder, "nothing"))).toEqual({ locks: [], unreadable: [] });
  });

  it("is dead when its process is gone, or is no engine", () => {
    expect(isLockDead({ pid: FREE_PID, hostname: hostname() })).toBe(true);
    expect(isLockDead({ pid: process.pid, hostname: hostname() })).toBe(true);
  });

  it("of another machine is never taken for dead", () => {
    expect(isLockDead({ pid: FREE_PID, hostname: `not-${hostname()}` })).toBe(false);
  });
});

describe("the stack file", () => {
  const path = ".pulumi/stacks/project/local.json";
  const state = { checkpoint: { latest: { pending_operations: [{ type: "creating" }] } } };

  it("names the operations that were never finished", () => {
    write(path, state);
    expect(pendingOperations(folder, "project", "local")).toEqual(["creating"]);
    write(path, { checkpoint: { latest: {} } });
    expect(pendingOperations(folder, "project", "local")).toEqual([]);
    expect(pendingOperations(folder, "project", "other")).toEqual([]);
  });

  it("is replaced by the backup when it was cut short", () => {
    write(path, JSON.stringify(state).slice(0, 20));
    write(`${path}.bak`, state);
    expect(repairStackFile(folder, "project", "local")).toBe(true);
    expect(pendingOperations(folder, "project", "local")).toEqual(["creating"]);
    expect(repairStackFile(folder, "project", "local")).toBe(false);
  });

  it("is left alone when only its metadata was cut short, which goes", () => {
    write(path, state);
    const cut = write(`${path}.attrs`, "");
    const whole = write(`${path}.bak.attrs`, { md5: "AAAA" });
    expect(removeCutMetadata(folder)).toEqual([cut]);
    expect(existsSync(cut)).toBe(false);
    expect(existsSync(whole)).toBe(true);
    expect(repairStackFile(folder, "project", "local")).toBe(false);
    expect(removeCutMetadata(join(folder, "nothing"))).toEqual([]);
  });
});

describe("a local folder", () => {
  const silent = () => undefined;

  it("is refused to a second run while the first one lives, with the first one's pid", async () => {
    const { mark } = await takeFolder(folder, silent);
    await expect(takeFolder(folder, silent)).rejects.toThrow(`pid ${String(process.pid)}`);
    leaveFolder(folder, mark);
    expect((await takeFolder(folder, silent)).before).toBeUndefined();
  });

  it("is given to a second run that waited for an interrupted one to end", async () => {
    const { mark } = await takeFolder(folder, silent);
    noteEnding(folder, mark);
    const told: string[] = [];
    const second = await takeFolder(folder, (text) => {
      told.push(text);
      leaveFolder(folder, mark);
    });
    expect(second.mark).not.toBe(mark);
    expect(told).toHaveLength(1);
  });

  it("is taken over from a run that was killed, also when its pid is another process by now", async () => {
    const holder = { pid: process.pid, start: "some other time" };
    write("run.json", { mark: "killed", holder });
    const { mark, before } = await takeFolder(folder, silent);
    expect(before).toMatchObject({ mark: "killed" });
    leaveFolder(folder, "killed");
    await expect(takeFolder(folder, silent)).rejects.toThrow("Another run");
    leaveFolder(folder, mark);
  });
});

describe("the line after an up", () => {
  const start = new Date("2026-03-01T10:00:00Z");

  it("is the smoke check's own when it ran in this up", () => {
    const text = "sent\nverified: a file of 3 bytes went through at 2026-03-01T10:00:05.123Z\n";
    expect(verifiedLine(text, start)).toBe(
      "verified: a file of 3 bytes went through at 2026-03-01T10:00:05.123Z",
    );
  });

  it("names the time of the last smoke check when nothing has changed since", () => {
    const text = "verified: a file went through at 2026-02-27T08:00:00.000Z";
    expect(verifiedLine(text, start)).toBe(
      "verified: at 2026-02-27T08:00:00.000Z, and none of the smoke check's triggers has changed since",
    );
  });

  it.each([[undefined], [""], ["not verified: it failed"], ["verified: a file, some day"]])(
    "claims nothing for %j",
    (text) => {
      expect(verifiedLine(text, start)).toMatch(/^not verified/);
    },
  );
});

describe("secrets between engine and plugin", () => {
  it("are seen at any depth and taken out of their marks", () => {
    const marked = { environment: { KEY: asSecret("k") }, triggers: [asSecret(1), 2] };
    expect(anySecret(marked)).toBe(true);
    expect(withoutMarks(marked)).toEqual({ environment: { KEY: "k" }, triggers: [1, 2] });
    expect(anySecret(withoutMarks(marked))).toBe(false);
  });
});
