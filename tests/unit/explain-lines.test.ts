import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lineIn } from "../../provider/explain/lines";
import { LANGUAGES } from "../../provider/explain/language";
import { TEXTS } from "../../provider/explain/texts";
import { accessInWords } from "../../provider/explain/who";
import type { Line } from "../../provider/lines";
import { acknowledgeableOf, note, RUN_WARNINGS, stays, warning } from "../../provider/lines";
import { organization, renderPolicy, role, accessPackage, type Rule } from "../../provider/policy";
import * as list from "../../provider/resources/access-list/said";
import { NO_CHANGE } from "../../provider/resources/access-list/members";
import * as listLeaving from "../../provider/resources/access-list/when-removed";
import * as connection from "../../provider/resources/access-list-connection/said";
import { kinds } from "../../provider/resources/lifecycle";
import * as access from "../../provider/resources/resource/access";
import * as deletion from "../../provider/resources/resource/deletion";
import { policyChange } from "../../provider/resources/resource-policy/change";
import * as policy from "../../provider/resources/resource-policy/said";
import { drifted, notLookedFor } from "../../provider/resources/take-over";
import { root } from "../support/engine";
import { told } from "../support/explained";

/* Every sentence that a run prints is known to `explain`, in both languages, and what it does not know is not lost. */

function expectKnown(text: string): void {
  for (const language of LANGUAGES) {
    const [item, ...more] = told(text, language);
    expect([text, item, more]).toEqual([text, expect.not.stringMatching(/^untold|\{\w+\}/), []]);
  }
}

describe("each text", () => {
  const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

  test.each(Object.entries(TEXTS))(
    "%s is there in both languages, with the same places",
    (key, text) => {
      expect(text.en).not.toBe("");
      expect(text.nb).not.toBe("");
      expect([key, places(text.nb)]).toEqual([key, places(text.en)]);
    },
  );

  test("is another one in Norwegian, unless it has the same words in both", () => {
    const same = Object.entries(TEXTS).filter(
      ([, { en, nb }]) => en === nb && /[a-z]{2}/i.test(en.replace(/\{\w+\}/g, "")),
    );
    expect(same.map(([key]) => key)).toEqual([
      "inEnvironment",
      "field_status",
      "language_nb",
      "language_nn",
    ]);
  });
});

const title = "Resource ttd-x";
const LISTS = [
  undefined,
  "No access list is connected at Altinn now: until one is, nobody is let in.",
  "Connected at Altinn now: a, b, whose members keep their access.",
  "Access lists were not looked at, since ALTINN_WITHOUT_KEY is set.",
];
const STILL = [
  undefined,
  "accessListMode stays Enabled, so whoever is let in as a member of a connected access list is let in as before.",
  "accessListMode stays Enabled and no access list is connected, so nobody is let in.",
  "accessListMode stays Enabled, so members of a, b are let in as before.",
];

const OTHERS = [
  connection.OTHERS_UNKNOWN,
  "Members of a, b keep their access.",
  "It was the last list: nobody gets in while accessListMode is Enabled.",
  "Whether another list is connected could not be seen: 500.",
];

describe("what is made by functions", () => {
  const ways = deletion.WAYS_TO_DELETE.flatMap((way) =>
    (way === "withdraw" ? STILL : LISTS).map((lists) => deletion.lineOfLeaving(title, way, lists)),
  );
  const changes = (["accessListMode", "delegable"] as const).flatMap((of) =>
    (["open", "shut"] as const).map((to) => ({ of, to })),
  );
  const opposite = { open: "shut", shut: "open" } as const;
  const modes = changes.flatMap((change) => [
    access.lineOfRun(title, change, []),
    access.lineOfRun(title, change, [{ ...change, to: opposite[change.to] }], LISTS[1]),
    access.lineOfRun(title, change, [], LISTS[2]),
    drifted(title, access.happened(change)),
  ]);
  const member = { come: ["974761076", "889640782"], go: ["991825827"] };
  const many = { come: Array.from({ length: 25 }, (_, at) => String(900000000 + at)), go: [] };
  const members = [
    ...[
      { services: "ttd-a" },
      { services: "ttd-a, ttd-b (read, write)" },
      {
        services:
          "the services that it is connected to (not looked at, since ALTINN_WITHOUT_KEY is set)",
      },
      { none: "the list is connected to no service" },
      { none: "accessListMode of ttd-a, ttd-b is not Enabled" },
    ].flatMap((at) =>
      [NO_CHANGE, { come: member.go, go: member.come }, { come: [], go: ["974761076"] }].flatMap(
        (atAltinn) => [
          ...list.linesOfMembers("partners", member, at, atAltinn),
          ...list.linesOfMembers("partners", many, at, atAltinn),
        ],
      ),
    ),
    note("AccessList partners", "it is deleted with its members. It was connected to no service."),
    listLeaving.lineOfLeaving("AccessList partners", "keep"),
    listLeaving.lineOfLeaving("AccessList partners", "delete"),
    drifted("AccessList partners", "members came: 974761076; members went: 889640782, 991825827"),
    drifted("AccessList partners", 'name became "B"; it was "A"'),
  ];
  const pair = { accessList: "partners", resourceId: "ttd-a" };
  const connections = [
    ...[undefined, ["974761076"]].flatMap((numbers) => [
      ...[
        [undefined, []],
        [undefined, ["read", "write"]],
        [["read"], ["write"]],
        [[], ["write"]],
        [["write"], []],
      ].flatMap(([was, after = []]) =>
        [false, true].flatMap((isUndone) =>
          connection.linesOfRun(pair, { was, after, members: numbers, isUndone }),
        ),
      ),
      ...OTHERS.flatMap((others) => connection.lineOfLeaving(pair, others, numbers)),
    ]),
    ...OTHERS.map((others) => connection.lineOfOthers(pair, others)),
    connection.withoutList(pair),
    connection.lineOfStaying(pair),
    connection.withoutMode(pair),
    drifted(connection.titled(pair), "actions became read, write; it was every action"),
  ];
  const unseen = kinds.map((kind) => notLookedFor(`${kind} ttd-x`));
  const lines: Line[] = [...ways, ...modes, ...members, ...connections, ...unseen];

  test.each(lines.map(({ text }) => text))("%s", expectKnown);

  test("one that is cut, wherever it is, is told somehow", () => {
    for (const { text } of lines)
      for (let length = "note: x: y".length; length < text.length; length += 3)
        if (lineIn(text.slice(0, length)))
          expect(told(text.slice(0, length), "nb")).toHaveLength(1);
  });
});

describe("what is said of policies", () => {
  const SENDER = organization("974761076", { onBehalfOf: "itself" });
  const ANY = organization("974761076", { onBehalfOf: "anyone" });
  const rules = (...subjects: Rule["subjects"][number][]): Rule[] => [
    { subjects, actions: ["read", "write"] },
  ];
  const policies: readonly {
    readonly rules: Rule[];
    readonly minimumAuthenticationLevel?: number;
  }[] = [
    { rules: rules(SENDER) },
    { rules: rules(ANY) },
    { rules: rules(role("dagl"), accessPackage("lonn")) },
    { rules: rules(role("dagl")), minimumAuthenticationLevel: 3 },
    { rules: rules(SENDER), minimumAuthenticationLevel: 4 },
    { rules: [{ subjects: [SENDER], actions: ["read", "publish", "mine"] }] },
  ];
  const texts = policies.map((one) => renderPolicy({ resourceId: "ttd-x", ...one }));
  const of = "ResourcePolicy ttd-x";
  const unusual = texts[0]?.replace('Effect="Permit"', 'Effect="Deny"') ?? "";
  const changes = [undefined, ...texts, unusual].flatMap((before) =>
    [...texts, unusual].map((after) => policyChange(before, after, "ttd-x")),
  );
  const lines = changes.flatMap((change, at) => [
    ...policy.linesOfRun(of, change, changes[changes.length - 1 - at]),
    ...policy.linesOfDrift(of, change),
  ]);
  const each = [...new Set([...lines, policy.filteredByLists(of)].map(({ text }) => text))];

  test("there are many", () => {
    expect(each.length).toBeGreaterThan(40);
  });
  test.each(each)("%s", expectKnown);

  const folder = join(root, "tests", "golden", "policies");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    /access\.json$|^words\//.test(file),
  );
  const keys = new Map<string, string>();
  const gather = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, actions] of Object.entries(value)) {
      if (typeof actions !== "string") gather(actions);
      else if (
        /^(?:organization|service owner|system user|delegated|holders|anyone|members|with a) ?/.test(
          key,
        )
      )
        keys.set(key, actions);
    }
  };
  for (const file of files) gather(JSON.parse(readFileSync(join(folder, file), "utf8")));

  test("every line of access in the golden files is told in words", () => {
    expect(keys.size).toBeGreaterThan(30);
    const untold = [...keys].filter(
      ([key, actions]) =>
        accessInWords({ language: "nb", names: {} }, "can", `${key}: ${actions}`) === undefined,
    );
    expect(untold).toEqual([]);
  });
});

/** Sentences that stand in the middle of a lifecycle, with a part by which the source is searched. */
const IN_LIFECYCLES: readonly (readonly [file: string, part: string, line: Line])[] = [
  [
    "resources/service-owner/lifecycle.ts",
    "for ever once it is registered: no API changes it",
    note(
      "ServiceOwner 991825827",
      'Broker keeps the name "A \\"b\\"" for ever once it is registered: no API changes it or removes the registration. Check it before `up`.',
    ),
  ],
  [
    "resources/service-owner/lifecycle.ts",
    "it stays registered in Broker, with its storage: the API has no way to remove it.",
    stays(
      "ServiceOwner 991825827",
      "it stays registered in Broker, with its storage: the API has no way to remove it. A later `pulumi up` takes it over.",
    ),
  ],
  [
    "resources/resource/lifecycle.ts",
    "its identifier is fixed for ever, and once deleted it can never be used again.",
    note(
      title,
      "its identifier is fixed for ever, and once deleted it can never be used again. Check it before `up`.",
    ),
  ],
  [
    "resources/resource/lifecycle.ts",
    "which is another service: rights that were delegated",
    note(
      title,
      "its identifier becomes ttd-y, which is another service: rights that were delegated and connected access lists do not come along, and senders and recipients must use the new one.",
    ),
  ],
  [
    "resources/resource/lifecycle.ts",
    "its owner, hasCompetentAuthority, is ${JSON.stringify(was)} at Altinn, and becomes ",
    note(
      title,
      'its owner, hasCompetentAuthority, is {"orgcode":"a"} at Altinn, and becomes {"orgcode":"b"}. Check altinn:orgCode if that is not meant.',
    ),
  ],
  [
    "resources/access-list/lifecycle.ts",
    "which is another list: the connections of this one do not come along.",
    note(
      "AccessList a",
      "its identifier becomes b, which is another list: the connections of this one do not come along.",
    ),
  ],
  [
    "resources/access-list/lifecycle.ts",
    "of them in the program until now, stay on the list and keep their access.",
    stays(
      "AccessList a",
      "its members, 3 of them in the program until now, stay on the list and keep their access. The program manages them no more; to empty the list, write members: [].",
    ),
  ],
  [
    "resources/broker-resource-config/lifecycle.ts",
    "the first configuration opens the service in Broker and fixes its owner, ",
    note(
      "BrokerResourceConfig ttd-x",
      "the first configuration opens the service in Broker and fixes its owner, 991825827, for ever. Check the identifier and altinn:orgNumber before `up`.",
    ),
  ],
  ...[
    "The service stays open. To let nobody in any more, run `pulumi up` with x first.",
    "ALTINN_ON_DELETE=close ends access to the services whose registry resource this run takes out of use.",
  ].flatMap((then): [string, string, Line][] => [
    [
      "resources/broker-resource-config/lifecycle.ts",
      "its configuration stays in Broker, which has no way to remove one. ",
      stays(
        "BrokerResourceConfig ttd-x",
        `its configuration stays in Broker, which has no way to remove one. ${then}`,
      ),
    ],
    [
      "resources/resource-policy/lifecycle.ts",
      "it stays uploaded: the Resource Registry has no way to remove a policy. ",
      stays(
        "ResourcePolicy ttd-x",
        `it stays uploaded: the Resource Registry has no way to remove a policy. ${then}`,
      ),
    ],
  ]),
  [
    "resources/on-delete.ts",
    "ends access to the services whose registry resource this run takes out of use.",
    stays(
      "ResourcePolicy ttd-x",
      "it stays uploaded: the Resource Registry has no way to remove a policy. ALTINN_ON_DELETE=close ends access to the services whose registry resource this run takes out of use.",
    ),
  ],
  ...kinds.flatMap((kind): [string, string, Line][] => [
    [
      "dynamic-methods.ts",
      "it is in state and not at Altinn any more. What the program still has of it is made anew.",
      note(
        `${kind} ttd-x`,
        "it is in state and not at Altinn any more. What the program still has of it is made anew.",
      ),
    ],
    [
      "dynamic-methods.ts",
      "this stack has it already. What the plan creates or replaces is changed in place, and nothing is deleted.",
      note(
        `${kind} ttd-x`,
        "this stack has it already. What the plan creates or replaces is changed in place, and nothing is deleted.",
      ),
    ],
  ]),
];

describe("what stands in lifecycles", () => {
  test.each(IN_LIFECYCLES.map(([file, part, { text }]) => [text, file, part]))(
    "%s",
    (text, file, part) => {
      expect(readFileSync(join(root, "provider", file), "utf8")).toContain(part);
      expectKnown(text);
    },
  );

  test("of an error that stands elsewhere nothing is told", () => {
    expect(told(`note: ${title}: this failed; the error of the resource says why.`, "nb")).toEqual(
      [],
    );
  });
});

describe("warnings", () => {
  const codes = kinds.flatMap((kind) => acknowledgeableOf(kind).map((code) => `${kind} ${code}`));

  test.each(codes)("%s", (named) => {
    const [kind = "", code = ""] = named.split(" ");
    expectKnown(warning(code as "in-force", `${kind} ttd-x`, "So it is, `really`.").text);
  });

  test.each(Object.keys(RUN_WARNINGS))("%s of the run", (code) => {
    expectKnown(warning(code as "not-asked", "altinn:orgCode", "So it is.").text);
  });
});

describe("what is not known", () => {
  test.each([
    "note: Resource ttd-x: somebody has written a new sentence.",
    "stays: Planet ttd-x: it goes round.",
    "access given: ResourcePolicy ttd-x: martians: read",
    "access given: Resource ttd-x: accessListMode Sideways: all",
    "access taken: AccessList partners: everybody: all of it",
    "taken over: Resource ttd-x: exists and is liked.",
    "warning [brand-new]: Resource ttd-x: it is new.",
    "note: ResourcePolicy ttd-x: at Altinn, not by the program, it rained",
  ])("%s is shown as it is", (text) => {
    for (const language of LANGUAGES)
      expect(told(text, language)).toEqual([`untold: ${JSON.stringify({ text })}`]);
  });

  test("a line is known by its beginning alone", () => {
    expect(lineIn("noted: Resource ttd-x: it is so.")).toBeUndefined();
    expect(lineIn("my program says note: x")).toBeUndefined();
    expect(told("Debugger attached.", "en")).toEqual([]);
  });
});
