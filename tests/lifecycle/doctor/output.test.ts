import { progressOn } from "../../../provider/cli/progress";
import { run } from "../../../provider/cli/program";
import { withGround } from "./ground";

/* What is printed, for people and for programs. */

const here = withGround();

test("a check is a line, and what is wrong has what to do, where, and who can do it", async () => {
  const { standin, clientId, service } = here();
  standin.changeClient(clientId, { withdrawn: ["altinn:resourceregistry/resource.write"] });
  const { printed, complained, status } = await here().doctor("--only", service);
  expect(status).toBe(1);
  expect(complained).toEqual([]);
  const at = printed.findIndex((line) => line.startsWith("  failure"));
  expect(printed.slice(at, at + 3)).toEqual([
    expect.stringMatching(
      /^ {2}failure {6}Scope altinn:resourceregistry\/resource\.write: Not granted to the organisation: .* \(MP-250, trace [0-9a-f]{32}\)$/,
    ),
    expect.stringMatching(/^ {15}What to do: Ask for altinn:resourceregistry\/resource\.write/),
    "               Where: servicedesk@altinn.no. Who: Altinn.",
  ]);
  expect(printed.at(-1)).toMatch(/^1 failure, \d+ ok\.$/);
  expect(printed.join("\n")).not.toContain("\u001b");
});

test("the steps are those of Altinn's guide, in its order", async () => {
  const { printed } = await here().doctor();
  expect(printed.filter((line) => /^[A-Z\d]/.test(line)).slice(1, -1)).toEqual([
    "Tools",
    "Settings",
    "1. Service owner in Altinn",
    "2. Maskinporten client and scopes",
    "3. Resource and policy in the Resource Registry",
    "4. Service owner in Broker",
    "5. Resource in Broker",
  ]);
});

test("--json has the documented shape", async () => {
  const { report } = await here().report();
  expect(Object.keys(report)).toEqual([
    "status",
    "environment",
    "orgNumber",
    "orgCode",
    "stack",
    "services",
    "counts",
    "checks",
  ]);
  const count = Object.values(report.counts).reduce((sum, one) => sum + one, 0);
  expect(count).toBe(report.checks.length);
  for (const check of report.checks) {
    expect(check).toMatchObject({
      step: expect.any(String),
      id: expect.stringMatching(/^[a-z-]+$/),
      title: expect.stringMatching(/./),
      status: expect.stringMatching(/^(?:ok|warning|failure|not checked)$/),
      seen: expect.stringMatching(/\.$/),
    });
  }
});

test("the example of --help runs", async () => {
  const { printed, status } = await here().doctor("--help");
  expect(status).toBe(0);
  const example = printed.join("\n").match(/npx --no altinn-broker doctor (.*)/)?.[1] ?? "";
  expect(example).toMatch(/^--only /);
  const ran = await here().doctor(...example.split(" "));
  expect(ran.status).toBe(1);
  expect(ran.printed.join("\n")).toContain("does not have ttd-licences");
});

test.each([
  [["--only", ""], "Write identifiers of registry resources"],
  [["--only", "a,,b"], "Write identifiers of registry resources"],
  [["--onyl", "a"], "unknown option '--onyl'"],
  [["tt02"], "too many arguments"],
])("wrong use, %j, is status 2 and asks nobody", async (args, said) => {
  const since = here().standin.requests.length;
  const { status, complained, printed } = await here().doctor(...args);
  expect(status).toBe(2);
  expect(complained.join()).toContain(said);
  expect(printed).toEqual([]);
  expect(here().standin.requests.length).toBe(since);
});

test("progress is told where there is a terminal, and its line is gone at the end", async () => {
  const { env, folder, service } = here();
  const told: string[] = [];
  await run({
    args: ["doctor", "--only", service],
    env,
    cwd: folder,
    print: () => undefined,
    complain: () => undefined,
    progress: (words) => void told.push(words),
  });
  expect(told).toContain("Maskinporten");
  expect(told.at(-2)).toBe("services, 1 of 1");
  expect(told.at(-1)).toBe("");
});

test("the line of progress is as wide as the terminal at most, and takes itself away", () => {
  let written = "";
  const progress = progressOn({ columns: 12, write: (text: string) => (written += text) });
  progress("a long sentence");
  expect(written).toBe("\r\u001b[K... a long ");
  progress("");
  expect(written.endsWith("\r\u001b[K")).toBe(true);
});

test("what could not be asked for the same reason is one line, and it is said where to begin", async () => {
  here().env.MASKINPORTEN_CLIENT_ID = "nobody";
  const { printed } = await here().doctor("--only", here().service);
  expect(printed).toContain(
    "  not checked  Scope altinn:serviceowner, Scope altinn:resourceregistry/resource.write, Scope altinn:broker.write, Scope altinn:broker.read: Could not be asked, since Maskinporten refuses client or key.",
  );
  expect(printed.at(-1)).toMatch(
    /^1 failure, 10 not checked, \d+ ok\. Begin with: Client and key at Maskinporten\.$/,
  );
});
