import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { explain, type ExplainCommand } from "../../provider/cli/explain";
import { organisationNames } from "../../provider/cli/organisation-names";
import { previewOfStack } from "../../provider/cli/preview-json";
import { run as runCommand } from "../../provider/cli/program";
import { pulumiCli } from "../../provider/stack/pulumi-cli";
import { goldenPath, NAMES, recordedPath } from "../support/explained";

/* The command's exit statuses and what it prints, without an engine. */

const recorded = (situation: string): string => readFileSync(recordedPath(situation), "utf8");

interface Ended {
  readonly status: number;
  readonly printed: readonly string[];
  readonly complained: readonly string[];
}

async function explaining(given: Partial<ExplainCommand>): Promise<Ended> {
  const [printed, complained]: [string[], string[]] = [[], []];
  const status = await explain({
    format: "text",
    lang: "en",
    json: false,
    env: {},
    cwd: ".",
    print: (line) => printed.push(line),
    complain: (line) => complained.push(line),
    names: async () => NAMES,
    ...given,
  });
  return { status, printed, complained };
}

const reading = (text: string | undefined, given: Partial<ExplainCommand> = {}): Promise<Ended> =>
  explaining({ input: async () => text, ...given });

test("what is told ends with 0", async () => {
  const { status, printed, complained } = await reading(recorded("narrowed"), { lang: "nb" });
  expect([status, complained]).toEqual([0, []]);
  expect(`${printed.join("\n")}\n`).toBe(
    readFileSync(goldenPath("narrowed", "nb", "text"), "utf8"),
  );
});

test("a failed preview ends with 1", async () => {
  const { status, printed } = await reading(recorded("refused"));
  expect(status).toBe(1);
  expect(printed.join()).toContain("failed. Nothing is changed at Altinn.");
});

test("a preview that ended badly has failed, though it names no error", async () => {
  const preview = async () => ({ printed: recorded("unchanged"), failed: true });
  const { status, printed } = await explaining({ stack: "tt02", preview });
  expect(status).toBe(1);
  expect(printed.join()).toContain("The preview of the stack tt02 (Altinn: tt02) failed.");
});

test("a terminal in place of standard input is wrong use", async () => {
  const { status, complained } = await reading(undefined);
  expect([status, complained]).toEqual([
    2,
    [
      "error: There is no standard input. Write `pulumi preview --json | npx --no altinn-broker explain`, or --stack with the name of a stack.",
    ],
  ]);
});

test.each([
  ["nothing", "", /^error: There was nothing to read\./],
  ["a text", "Previewing update (tt02):", /^error: It is no JSON \(/],
  ["half of it", recorded("narrowed").slice(0, 3000), /^error: It is no JSON \(/],
  ["other JSON", '{"name":"x"}', /^error: It is JSON, and no preview of Pulumi\./],
  ["a list", "[]", /^error: It is JSON, and no preview of Pulumi\./],
  ["steps of another form", '{"steps":[{"op":1}]}', /^error: .*steps\.0\.op is not as the CLI/],
])("%s cannot be read, and ends with 3", async (_name, text, message) => {
  const { status, printed, complained } = await reading(text);
  expect([status, printed, complained]).toEqual([3, [], [expect.stringMatching(message)]]);
  expect(complained.join()).toContain("Give it what `pulumi preview --json` or");
});

test("a byte order mark and line ends of Windows are no matter", async () => {
  const { printed } = await reading(`\ufeff${recorded("widened").replaceAll("\n", "\r\n")}`);
  expect(printed).toEqual((await reading(recorded("widened"))).printed);
});

const event = (member: unknown): string => JSON.stringify(member);
const URN = "urn:pulumi:tt02::broker::pulumi-nodejs:dynamic/altinn:BrokerResourceConfig::licences";
const states = {
  old: { id: "ttd-x", inputs: { resourceId: "ttd-x", fileTransferTimeToLive: "P30D" } },
  new: { id: "ttd-x", inputs: { resourceId: "ttd-x", fileTransferTimeToLive: "PT36H" } },
};
const UP = [
  { preludeEvent: { config: { "altinn:environment": "tt02" } } },
  { resOutputsEvent: { metadata: { op: "refresh", urn: URN, old: states.old, new: states.old } } },
  { resourcePreEvent: { metadata: { op: "update", urn: URN, ...states } } },
  { resOutputsEvent: { metadata: { op: "update", urn: URN, ...states } } },
];

test("events of an up, with lines between that are none", async () => {
  const events = [
    ...UP.map(event),
    "waiting for a lock",
    event({ summaryEvent: { result: "succeeded" } }),
  ];
  const { status, printed } = await reading(events.join("\n"));
  expect([status, printed.join("\n")]).toEqual([
    0,
    "What `pulumi up` did in the stack tt02 (Altinn: tt02)\n\nChanged:\n  - ttd-x: how long files can be fetched: 30 days becomes 1 day 12 hours",
  ]);
});

test("what an up did stands under headings in the past", async () => {
  const lines = [
    "access given: ResourcePolicy ttd-x: organization 974761076 (on its own behalf): read",
    "access taken: ResourcePolicy ttd-x: organization 974761076 (on its own behalf): write",
    "taken over: Resource ttd-x: exists and is equal to the program: nothing is written.",
  ];
  const diagnostics = lines.map((message) => ({
    diagnosticEvent: { severity: "info#err", message },
  }));
  const events = [...UP, ...diagnostics, { summaryEvent: { result: "succeeded" } }];
  const titles = async (lang: "en" | "nb"): Promise<string[]> => {
    const { printed } = await reading(events.map(event).join("\n"), { lang });
    return printed.join("\n").match(/^\S.*:$/gm) ?? [];
  };
  expect(await titles("en")).toEqual([
    "Gained access:",
    "Lost access:",
    "Changed:",
    "Taken over as it is (nothing was written):",
  ]);
  expect(await titles("nb")).toEqual([
    "Fikk tilgang:",
    "Mistet tilgang:",
    "Endret:",
    "Tatt over som det er (ingenting ble skrevet):",
  ]);
});

test("an up that fails tells what it did, and its errors", async () => {
  const failure = {
    severity: "error",
    message: "error: BrokerResourceConfig ttd-y: 500.\n    at x.js",
  };
  const events = [
    ...UP,
    { resourcePreEvent: { metadata: { op: "update", urn: `${URN}2`, ...states } } },
    { resOpFailedEvent: { metadata: { op: "update", urn: `${URN}2`, ...states } } },
    { diagnosticEvent: failure },
    { summaryEvent: { result: "failed" } },
  ];
  const { status, printed } = await reading(events.map(event).join("\n"), { lang: "nb" });
  expect(status).toBe(1);
  expect(printed.join("\n")).toBe(
    "`pulumi up` feilet i stakken tt02 (Altinn: tt02). Det den rakk å gjøre før den feilet, står under.\n\nHvorfor det feilet (Pulumis egne meldinger er på engelsk):\n  - ttd-y: 500.\n\nEndret:\n  - ttd-x: hvor lenge filer kan hentes: 30 dager blir 1 dag 12 timer",
  );
});

test("what would be read as marks, HTML, a mention or a command of the terminal is none", async () => {
  const text =
    "note: Resource ttd-x: a `b` <i>c</i> | d @e #1 [f](g) \u001b[31mred\u202e*h* 🚀\n\n::error::x";
  const document = event({ steps: [], diagnostics: [{ severity: "info#err", message: text }] });
  const told = async (format: ExplainCommand["format"]) =>
    (await reading(document, { format })).printed.join("\n");
  expect(await told("text")).toContain(
    "note: Resource ttd-x: a `b` <i>c</i> | d @e #1 [f](g) red *h* 🚀 ::error::x",
  );
  expect(await told("markdown")).toContain(
    "- ``note: Resource ttd-x: a `b` <i>c</i> | d @e #1 [f](g) red *h* 🚀 ::error::x``",
  );
  expect(await told("html")).toContain("a `b` &lt;i&gt;c&lt;/i&gt; | d @e");
});

test("a name from the organisation list is words, and escaped", async () => {
  const names = async () => ({ "889640782": "A*B_<b>`x`|\n# C" });
  const given = { names, format: "markdown" } as const;
  const { printed } = await reading(recorded("widened"), given);
  expect(printed.join("\n")).toContain("A\\*B\\_\\<b\\>`x`\\| \\# C (889640782) can send files");
});

const noteOf = (id: string, text: string) => ({
  severity: "info#err",
  message: `note: Resource ${id}: ${text}`,
});

test("what is said of many in the same words is said once", async () => {
  const said = "this stack has it already. What the plan creates or replaces is changed in place.";
  const diagnostics = ["ttd-a", "ttd-b", "ttd-c"].map((id) => noteOf(id, said));
  const { printed } = await reading(event({ steps: [], diagnostics }));
  expect(printed.join("\n")).toContain(
    "\n  - ttd-a, ttd-b and ttd-c: the service is changed where it is, and nothing is deleted",
  );
});

test("a comment is no longer than a pull request takes, and says so", async () => {
  const diagnostics = Array.from({ length: 1000 }, (_, at) =>
    noteOf(`ttd-${at}`, `new ${at}. `.repeat(9)),
  );
  const given = { format: "markdown", lang: "nb" } as const;
  const { printed } = await reading(event({ steps: [], diagnostics }), given);
  const comment = printed.join("\n");
  expect(comment.length).toBeLessThan(32_000);
  expect(comment).toMatch(/\n\n\d+ til er utelatt her, .* `--format text` har alle\.$/);
  const whole = await reading(event({ steps: [], diagnostics }));
  expect(whole.printed.join("\n")).toContain("ttd-999");
});

test("where nothing changes, and something is to be known, both are said", async () => {
  const diagnostics = [noteOf("ttd-x", "so it is.")];
  const { printed } = await reading(event({ steps: [{ op: "refresh", urn: URN }], diagnostics }));
  expect(printed.join("\n")).toBe(
    "Nothing changes in the stack tt02.\n\nAlso said, in Pulumi's own words:\n  - note: Resource ttd-x: so it is.",
  );
});

test("secrets stay secret", async () => {
  const secret = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    plaintext: "x",
  };
  const inputs = { resourceId: "ttd-x", requiredParty: secret };
  const steps = [{ op: "update", urn: URN, oldState: states.old, newState: { inputs } }];
  const { printed } = await reading(event({ steps }));
  expect(printed.join("\n")).toContain("sender or recipient: (secret) (was not given)");
});

test("--json is one line of a documented shape", async () => {
  const { printed } = await reading(recorded("narrowed"), { json: true });
  expect(printed.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      command: "preview",
      stack: "tt02",
      environment: "tt02",
      failed: false,
      heading: "What `pulumi up` would do in the stack tt02 (Altinn: tt02)",
      sections: [
        {
          section: "loses",
          items: [
            {
              about: "ttd-licences",
              text: "organisation 889640782 can no longer send files on its own behalf",
            },
          ],
        },
      ],
    },
  ]);
});

describe("wrong use", () => {
  test.each([
    [["--format", "pdf"], "Allowed choices are text, markdown, html."],
    [["--lang", "nn"], "Allowed choices are en, nb."],
    [["--stack"], "argument missing"],
    [["preview.json"], "too many arguments"],
  ])("%j ends with 2", async (args, said) => {
    const complained: string[] = [];
    const status = await runCommand({
      args: ["explain", ...args],
      env: {},
      print: () => undefined,
      complain: (line) => complained.push(line),
    });
    expect([status, complained.join()]).toEqual([2, expect.stringContaining(said)]);
  });
});

describe("the preview of --stack", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "explain-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const withPulumi = (script: string): Promise<Ended> => {
    writeFileSync(join(folder, "pulumi"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const complained: string[] = [];
    const cli = pulumiCli(folder, { PATH: `${folder}:/bin:/usr/bin` });
    const preview = previewOfStack(cli, (line) => complained.push(line));
    return explaining({ stack: "tt02", preview }).then((ended) => ({
      ...ended,
      complained: [...complained, ...ended.complained],
    }));
  };

  test("is run with --json for that stack, and its other output handed on", async () => {
    const { status, printed, complained } = await withPulumi(
      `[ "$*" = "preview --json --non-interactive --stack tt02" ] && echo hi >&2 && cat ${recordedPath("unchanged")}`,
    );
    expect([status, printed, complained]).toEqual([
      0,
      ["Nothing changes in the stack tt02 (Altinn: tt02)."],
      ["hi"],
    ]);
  });

  test("that prints a preview and ends badly has failed", async () => {
    const { status } = await withPulumi(`cat ${recordedPath("unchanged")}; exit 1`);
    expect(status).toBe(1);
  });

  test("that prints nothing ends with 3", async () => {
    const { status, complained } = await withPulumi("echo locked >&2; exit 255");
    expect([status, complained]).toEqual([
      3,
      [
        "locked",
        "error: `pulumi preview --json --non-interactive --stack tt02` ended with status 255 and printed no preview. Its error stands above.",
      ],
    ]);
  });

  test("of a stack that is not there names those that are", async () => {
    const { status, complained } = await withPulumi(
      `[ "$1" = stack ] && echo '[{"name":"production"}]' && exit 0; echo "error: no stack named" >&2; exit 255`,
    );
    expect([status, complained]).toEqual([
      3,
      [
        "error: The project has no stack tt02; it has production. Name one of these with --stack, or make it with `pulumi stack init tt02` and set its settings.",
      ],
    ]);
  });

  test("without the CLI ends with 3, and says what to do", async () => {
    const { status, complained } = await explaining({
      stack: "tt02",
      preview: previewOfStack(
        pulumiCli(folder, { PATH: join(folder, "nowhere") }),
        () => undefined,
      ),
    });
    expect([status, complained]).toEqual([
      3,
      ["error: There is no Pulumi CLI on PATH. Install it, or put the folder of `pulumi` on PATH."],
    ]);
  });
});

describe("names of organisations", () => {
  const config = {
    "altinn:environment": "local",
    "altinn:orgNumber": "991825827",
    "altinn:orgCode": "ttd",
  };

  test("there are none without settings that say where to ask, or where nobody answers", async () => {
    expect(await organisationNames({}, {}, "en")).toEqual({});
    const nobody = {
      ALTINN_PLATFORM_URL: "http://127.0.0.1:9",
      ALTINN_MASKINPORTEN_URL: "http://127.0.0.1:9",
    };
    expect(await organisationNames(config, nobody, "en")).toEqual({});
  });
});
