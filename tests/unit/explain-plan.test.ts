import { explanationOf } from "../../provider/explain/explanation";
import { explanationAsJson } from "../../provider/explain/formats";
import { readRun } from "../../provider/explain/reading";
import { UNKNOWN } from "../../provider/values/unknown";

/* What is told from the steps of a plan, of which no recorded preview has every kind. */

interface Planned {
  readonly op: string;
  readonly kind: string;
  readonly olds?: Readonly<Record<string, unknown>>;
  readonly news?: Readonly<Record<string, unknown>>;
  readonly retained?: boolean;
}

/** `section: about: text` of each item, those without a refresh left out. */
function told(planned: readonly Planned[], messages: readonly string[] = []): string[] {
  const steps = planned.map(({ op, kind, olds, news, retained }) => ({
    op,
    urn: `urn:pulumi:tt02::broker::${kind.includes(":") ? kind : `pulumi-nodejs:dynamic/altinn:${kind}`}::name`,
    oldState: olds && { id: "ttd-x", inputs: olds, retainOnDelete: retained },
    newState: news && { inputs: news },
  }));
  const refresh = { op: "refresh", urn: "urn:pulumi:tt02::broker::pulumi:pulumi:Stack::x" };
  const diagnostics = messages.map((message) => ({ severity: "info#err", message }));
  const run = readRun(JSON.stringify({ steps: [refresh, ...steps], diagnostics }));
  const { sections } = JSON.parse(
    explanationAsJson(explanationOf(run, { language: "en", names: {} })),
  ) as {
    sections: { section: string; items: { about?: string; text: string; details?: string[] }[] }[];
  };
  return sections.flatMap(({ section, items }) =>
    items.map(({ about = "", text, details = [] }) =>
      [`${section}: ${about}: ${text}`, ...details].join(" | "),
    ),
  );
}

const service = { identifier: "ttd-x", title: { nb: "A", nn: "B", en: "C" } };
const part = { resourceId: "ttd-x" };
const usual = { "organization 974761076 (on its own behalf)": "write" };

describe("what leaves the program", () => {
  const leaving = (kind: string, olds: Planned["olds"], retained = false): string[] =>
    told([{ op: "delete", kind, olds: olds ?? {}, retained }]);

  test.each([
    [
      "Resource",
      { ...service, onDelete: "close" },
      false,
      /^loses: ttd-x: the service is closed: everybody who is on no /,
    ],
    [
      "Resource",
      { ...service, onDelete: "delete" },
      false,
      /^loses: ttd-x: the service is deleted, and everybody loses /,
    ],
    [
      "Resource",
      { ...service, onDelete: "withdraw" },
      false,
      /^stays: ttd-x: the service is withdrawn: it is not .* everybody keeps access$/,
    ],
    [
      "Resource",
      { ...service, accessListMode: "Enabled", onDelete: "withdraw" },
      false,
      /^stays: ttd-x: the service is withdrawn: it is not .* Only members of connected access lists are let in, as before$/,
    ],
    [
      "Resource",
      { ...service, onDelete: "close" },
      true,
      /^stays: ttd-x: the service stays as it is, and so does/,
    ],
    ["Resource", service, false, /^stays: ttd-x: the service is withdrawn/],
    ["ServiceOwner", { name: "A" }, true, /^stays: organisation ttd-x: stays registered in Broker/],
    [
      "AccessList",
      { identifier: "l", onDelete: "keep" },
      true,
      /^stays: access list l: the list stays/,
    ],
    [
      "AccessList",
      { identifier: "l", onDelete: "delete" },
      false,
      /^loses: access list l: the list is deleted: its/,
    ],
    [
      "AccessListConnection",
      { accessList: "l", ...part },
      false,
      /^loses: ttd-x: the access list l is disconnected\. If the service lets in only members/,
    ],
    [
      "AccessListConnection",
      { accessList: "l", ...part },
      true,
      /^stays: ttd-x: the access list l stays connected/,
    ],
  ])("%s %j, retained: %j", (kind, olds, retained, sentence) => {
    expect(leaving(kind, olds, retained)).toEqual([expect.stringMatching(sentence)]);
  });

  test("of a service that is closed, policy and settings are not said to let anybody in", () => {
    const parts = ["ResourcePolicy", "BrokerResourceConfig"].map((kind) => ({ kind, olds: part }));
    const steps = [{ kind: "Resource", olds: { ...service, onDelete: "close" } }, ...parts];
    expect(told(steps.map((step) => ({ op: "delete", ...step })))).toHaveLength(1);
  });
});

describe("what is new", () => {
  const made = (kind: string, news: Planned["news"]): string[] =>
    told([{ op: "create", kind, news: news ?? {} }]);

  test.each([
    ["Resource", service, "made: ttd-x: the service C is made in Altinn's Resource Registry"],
    [
      "Resource",
      { ...service, identifier: UNKNOWN },
      "made: name: the service C is made in Altinn's Resource Registry",
    ],
    ["ResourcePolicy", { ...part, xml: "<x/>" }, "made: ttd-x: gets an access policy"],
    [
      "ResourcePolicy",
      { ...part, xml: UNKNOWN },
      "made: ttd-x: gets an access policy; whom it lets in is not known before `up`",
    ],
    ["BrokerResourceConfig", { resourceId: UNKNOWN }, "made: name: opens in Broker"],
    [
      "BrokerResourceConfig",
      {
        ...part,
        onDelete: "forget",
        purgeFileTransferGracePeriod: "PT2H30M",
        requiredParty: "974761076",
      },
      "made: ttd-x: opens in Broker with these settings: | how long files stay after that confirmation: 2 hours 30 minutes | organisation that must be sender or recipient: organisation 974761076",
    ],
    [
      "AccessList",
      { identifier: "l", members: [] },
      "made: access list l: the list is made, without members",
    ],
    [
      "AccessListConnection",
      { accessList: "l", ...part },
      "made: ttd-x: the access list l is connected to it",
    ],
    [
      "AccessListConnection",
      { accessList: UNKNOWN, resourceId: UNKNOWN },
      "made: name: the access list not known before `up` is connected to it",
    ],
  ])("%s %j", (kind, news, sentence) => {
    expect(made(kind, news)).toEqual([sentence]);
  });
});

describe("what changes", () => {
  const changed = (kind: string, olds: object, news: object, ...messages: string[]): string[] =>
    told([{ op: "update", kind, olds: { ...olds }, news: { ...news } }], messages);
  const policy = (access: object, xml = "<x/>") => ({ ...part, access, xml });
  const unusual = { "unusual policy": "who gets in cannot be told: rule 2 has Effect" };

  test.each([
    [
      "sizes that read the same have their bytes",
      "BrokerResourceConfig",
      { ...part, maxFileTransferSize: 1_073_741_824 },
      { ...part, maxFileTransferSize: 1_073_741_825 },
      [
        "changes: ttd-x: largest file: 1.07 GB (1073741824 bytes) becomes 1.07 GB (1073741825 bytes)",
      ],
    ],
    [
      "a duration that nobody reads stands as it is",
      "BrokerResourceConfig",
      { ...part, fileTransferTimeToLive: "P1Y" },
      { ...part, fileTransferTimeToLive: "for ever" },
      ["changes: ttd-x: how long files can be fetched: 365 days becomes for ever"],
    ],
    [
      "a policy by which nobody gains or loses",
      "ResourcePolicy",
      policy(usual),
      policy(usual, "<y/>"),
      ["changes: ttd-x: its access policy is written anew; nobody gains or loses access by it"],
    ],
    [
      "an unusual policy, whose warning may be acknowledged",
      "ResourcePolicy",
      policy(usual),
      policy(unusual, "<y/>"),
      [
        "changes: ttd-x: its access policy is written anew, in a form of which nobody can tell in words who gains or loses access. Compare both policies",
      ],
    ],
    [
      "a policy that is not known yet",
      "ResourcePolicy",
      policy(usual),
      policy({}, UNKNOWN),
      [
        "changes: ttd-x: its access policy may be written anew; whom it lets in is not known before `up`",
      ],
    ],
    [
      "members of a list that no line tells of",
      "AccessList",
      { identifier: "l", members: ["974761076"] },
      { identifier: "l", members: ["974761076", "889640782"] },
      [
        "changes: access list l: members: organisation 974761076 becomes organisation 974761076 and organisation 889640782",
      ],
    ],
    [
      "actions of a connection that no line tells of",
      "AccessListConnection",
      { accessList: "l", ...part, actions: ["read", "mine"] },
      { accessList: "l", ...part },
      [
        "changes: ttd-x: what the access list lets its members do: fetch files and do mine is taken away",
      ],
    ],
    [
      "texts by language, null like what is not there, and an argument that has no words",
      "Resource",
      { ...service, homepage: null, newThing: [1] },
      { ...service, title: { nb: "A", nn: "B", en: "D" }, newThing: [2] },
      ["changes: ttd-x: title (English): C becomes D", "changes: ttd-x: newThing: [1] becomes [2]"],
    ],
    [
      "an update with nothing to show finishes what an earlier run did not",
      "ServiceOwner",
      { name: "A" },
      { name: "A" },
      [
        "changes: organisation ttd-x: the organisation's registration in Broker: `up` looks at it again, and finishes what an earlier run did not",
      ],
    ],
  ])("%s", (_name, kind, olds, news, sentences) => {
    expect(changed(kind, olds, news)).toEqual(sentences);
  });

  test("what a line tells of is told once", () => {
    const list = { identifier: "l", members: ["974761076"] };
    const line =
      "note: AccessList l: members go: 974761076. This changes no access now: the list is connected to no service.";
    expect(changed("AccessList", list, { ...list, members: [] }, line)).toEqual([
      "changes: access list l: members that go: organisation 974761076. That changes no access now: the list is connected to no service",
    ]);
    const mode =
      "access given: Resource ttd-x: accessListMode Disabled: whoever the policy lets in, on a connected access list or not";
    const [was, is] = ["Enabled", "Disabled"].map((accessListMode) => ({
      ...service,
      accessListMode,
    }));
    expect(changed("Resource", was ?? {}, is ?? {}, mode)).toEqual([
      "gains: ttd-x: whoever the access policy lets in, on an access list or not; until now only members got in",
    ]);
  });

  test("long texts are cut to where they differ", () => {
    const text = (end: string) => ({ ...service, homepage: `${"x".repeat(500)}${end}` });
    const [sentence = ""] = changed("Resource", text("a"), text("b"));
    expect(sentence).toMatch(/: \.\.\.x{40}a becomes \.\.\.x{40}b$/);
  });
});

test("what drifted and is no more in the program, or is the same there, is told with what `up` does", () => {
  const drift = (field: string, is: string, was: string) =>
    `note: BrokerResourceConfig ttd-x: at Altinn, not by the program, ${field} became ${is}; it was ${was}`;
  const lines = [
    drift("fileTransferTimeToLive", "not set (Broker's default today: P30D)", '"P7D"'),
    drift("maxFileTransferSize", "5", "6"),
  ];
  const olds = { ...part, maxFileTransferSize: 5 };
  const news = { ...part, maxFileTransferSize: 5, fileTransferTimeToLive: "P7D" };
  expect(told([{ op: "update", kind: "BrokerResourceConfig", olds, news }], lines)).toEqual([
    "drift: ttd-x: how long files can be fetched: 7 days became not set (Altinn's default today: 30 days). `up` sets it to 7 days",
    "drift: ttd-x: largest file: 6 bytes became 5 bytes. `up` leaves it so: the program says the same",
  ]);
});

test("resources of other packages are named, providers and the stack are not", () => {
  const kinds = [
    "command:local:Command",
    "pulumi:providers:aws",
    "pulumi:pulumi:Stack",
    "pulumi-nodejs:dynamic/altinn:System",
  ];
  expect(told(kinds.map((kind) => ({ op: "create", kind, news: {} })))).toEqual([
    "others: : name (command:local:Command): is made",
    "others: : name (pulumi-nodejs:dynamic/altinn:System): is made",
  ]);
});

describe("texts by language", () => {
  const texts = { nb: "A", nn: "B", en: "C" };
  const drift = (is: object): string =>
    `note: Resource ttd-x: at Altinn, not by the program, description became ${JSON.stringify(is)}; it was ${JSON.stringify(texts)}`;
  const update = (is: object, program: object): Planned => ({
    op: "update",
    kind: "Resource",
    olds: { ...service, description: is },
    news: { ...service, description: program },
  });

  test("what was changed at Altinn is told by language, and what the program changes in another one as a change", () => {
    const is = { ...texts, nb: "Other" };
    expect(told([update(is, { ...texts, en: "New" })], [drift(is)])).toEqual([
      "drift: ttd-x: description (bokmål): A became Other. `up` sets it to A",
      "changes: ttd-x: description (English): C becomes New",
    ]);
  });

  test("one that the program has meanwhile as well stays", () => {
    const is = { ...texts, nb: "Other" };
    expect(told([], [drift(is)])).toEqual([
      "drift: ttd-x: description (bokmål): A became Other. `up` leaves it so: the program says the same",
    ]);
  });

  test("what is taken over and changed is told by language", () => {
    const is = JSON.stringify({ ...texts, en: "Old" });
    const lines = [
      "taken over: Resource ttd-x: exists and is changed to what the program says (adopt).",
      `taken over: Resource ttd-x: description: is ${is}, program ${JSON.stringify(texts)}.`,
    ];
    expect(told([{ op: "create", kind: "Resource", news: service }], lines)).toEqual([
      "changes: ttd-x: the service: taken over, and changed to what the program says | description (English): Old becomes C",
    ]);
  });
});
