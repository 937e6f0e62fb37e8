/*
 * The parts of provider/ whose mutants are judged one part at a time, and the tests that hold each: unit and lifecycle tests
 * that say it fastest. Slow ones that say the same once more, over thousands of cases or troubles, are left out.
 */

const lifecycle = (/** @type {string[]} */ ...names) =>
  names.map((name) => `tests/lifecycle/${name}.test.ts`);
const unit = (/** @type {string[]} */ ...names) =>
  names.map((name) => `tests/unit/${name}.test.ts`);

/**
 * `least` is the share of mutants in percent that a test must notice.
 * @type {Readonly<Record<string, { files: readonly string[], tests: readonly string[], least?: number }>>}
 */
export const rooms = {
  http: {
    least: 85,
    files: ["provider/http/**/*.ts"],
    tests: [
      ...unit("{proxy,user-agent,http-*}"),
      ...lifecycle("{http-*,proxies,tokens,tokens-*,without-key,policy-upload-unconfirmed}"),
    ],
  },
  auth: {
    least: 85,
    files: ["provider/auth/**/*.ts"],
    tests: [
      ...unit("{keys,key-*,claims,auth-*}"),
      ...lifecycle("{tokens,tokens-*,scope-prefixes}", "doctor/maskinporten-refusals"),
    ],
  },
  settings: {
    least: 85,
    files: ["provider/settings*.ts"],
    tests: unit("{settings,settings-*,misplaced-secrets}"),
  },
  "dynamic-methods": {
    least: 85,
    files: ["provider/dynamic-methods.ts"],
    tests: lifecycle(
      "{dynamic-methods,dynamic-methods-*,before-writing,carried-inputs,mistaken-texts,replaced-by-itself}",
      "{recorded-place,telling,without-key,ownership,take-over-lines,drift-lines,deletes-in-doubt}",
    ),
  },
  beside: {
    files: [
      "provider/{before-writing,carried-inputs,deletes-in-doubt,environments,errors,http-settings}.ts",
      "provider/{lifecycles,lines,mistaken-texts,own-version,telling}.ts",
    ],
    tests: [
      ...unit("{errors,lines,commands,user-agent,unknown-names}"),
      ...lifecycle(
        "{dynamic-methods,dynamic-methods-*,before-writing,carried-inputs,mistaken-texts,replaced-by-itself}",
        "{recorded-place,telling,without-key,ownership,tokens,many-services,scope-prefixes}",
        "{deletes-in-doubt,organisation-list,take-over-lines}",
      ),
    ],
  },
  "resources/resource": {
    least: 85,
    files: ["provider/resources/resource/**/*.ts"],
    tests: [
      ...unit("rules-resource{,-*}", "documents-rules", "document-comparison", "leaving"),
      ...lifecycle("resource{,-*}", "ownership", "drift-lines", "take-over-lines", "storage-apps"),
      ...lifecycle("replaced-by-itself", "scope-prefixes", "access-lines", "writes-at-once"),
    ],
  },
  "resources/resource-policy": {
    least: 85,
    files: ["provider/resources/resource-policy/**/*.ts"],
    tests: [
      ...lifecycle("{resource-policy,resource-policy-*,policy-acknowledged,policy-change}"),
      ...lifecycle("{policy-subscribe,policy-upload-unconfirmed,access-lines,vocabulary}"),
      ...lifecycle("take-over-lines", "drift-lines", "ownership", "services-with-lists"),
      ...unit("typed-policy", "xml-argument", "policy/{change,inputs,meant,names,said,unknown}"),
    ],
  },
  "resources/broker-resource-config": {
    least: 85,
    files: ["provider/resources/broker-resource-config/**/*.ts"],
    tests: [
      ...unit("rules-broker{,-*}", "durations"),
      ...lifecycle("broker-resource-config{,-*}", "ownership", "take-over-lines", "drift-lines"),
      ...lifecycle("storage-apps", "replaced-by-itself"),
    ],
  },
  "resources/service-owner": {
    least: 85,
    files: ["provider/resources/service-owner/**/*.ts"],
    tests: [
      ...unit("rules-broker{,-*}"),
      ...lifecycle("service-owner{,-*}", "ownership", "storage-apps"),
    ],
  },
  "resources/access-list": {
    least: 85,
    files: ["provider/resources/access-list/**/*.ts"],
    tests: [
      ...unit("access-list-*"),
      ...lifecycle("access-list", "access-list-[!c]*", "access-lists-*", "lists-in-words"),
    ],
  },
  "resources/access-list-connection": {
    least: 85,
    files: ["provider/resources/access-list-connection/**/*.ts"],
    tests: [
      ...unit("access-list-*", "mode-without-list"),
      ...lifecycle("access-list-connection{,-*}", "lists-in-words", "services-with-lists"),
    ],
  },
  "resources/shared": {
    least: 85,
    files: ["provider/resources/*.ts"],
    tests: [
      ...unit("rules-{broker,resource}{,-*}", "mode-without-list", "take-over", "leaving"),
      ...lifecycle("{resource,service-owner,broker-resource-config,access-list,ownership}"),
      ...lifecycle("{resource-policy,take-over-lines,take-over-*,access-list-connection,marks}"),
    ],
  },
  clients: {
    files: ["provider/clients/**/*.ts"],
    tests: [
      ...unit("{one-at-a-time,clients-*}"),
      ...lifecycle(
        "{access-lists-client,known-resources,organisation-list,service-owner,clients-*}",
      ),
      ...lifecycle("{service-owner-unseen,broker-resource-config,resource,resource-policy,http-*}"),
      ...lifecycle("access-lists-at-once", "many-services", "smoke/{smoke,lost-answers,refusals}"),
    ],
  },
  policy: {
    files: ["provider/policy/**/*.ts"],
    // Neither the long ones nor those that read examples/, which the copy of the repository lacks.
    tests: [
      ...unit("policy/!(f*|examples|*.long)", "unknown-names", "typed-policy", "xml-argument"),
      ...lifecycle("vocabulary", "resource-policy"),
    ],
  },
  cli: {
    files: ["provider/cli/**/*.ts"],
    // None that runs npm: it would find a copy of the repository that lacks workspaces, and empty node_modules, which is linked.
    tests: [
      ...unit("{commands,documents,explain-command,cli-*}", "policy/policies-command"),
      ...lifecycle("smoke/{smoke,exit-status,lost-answers,refusals}", "doctor/output", "list/list"),
      ...lifecycle("import/{help,folder}"),
    ],
  },
};

/** @param {string} room */
export const testsOf = (room) => [...(rooms[room]?.tests ?? [])];

/** @param {string} room */
export const filesOf = (room) => [...(rooms[room]?.files ?? [])];
