// What docs/errors.md says around the texts that it takes from the code.

/** What to do about a class of errors as such, by class. @type {Record<string, string>} */
export const ways = {
  ConfigError: "Set what it names, where it says.",
  KeyError: "Correct the key in the setting it names; the text never shows the key.",
  TokenError: "Do what it says. Registry reads go on without a token.",
  RefusedError: "Nothing was written. Change the program, or the settings, as it says.",
  ApiError:
    "It ends with what to do. With a status of 500 and above, wait and run the same command again.",
  NoResponseError:
    "Run the same command again: what took effect is found. `--refresh=false` plans without asking Altinn.",
  ProxyError:
    "Nothing reached the server. Correct the proxy's login, or ask whoever runs it: [proxies](proxies.md).",
  PartialCreateError: "Run `pulumi up` again: it goes on from there.",
  PolicyError: "Correct the policy at the line and column it names.",
};

/**
 * Sections, in the order of the page. A message belongs to the first section that names its file, or a folder of it.
 * @type {readonly { title: string, text: string, files: readonly string[] }[]}
 */
export const sections = [
  {
    title: "Settings",
    text: "Refused at preview. All of them are listed in [settings](settings.md).",
    files: ["provider/settings", "provider/http/proxy.ts", "provider/clients/organisation-list.ts"],
  },
  {
    title: "Private key",
    text: "The key is read when the first token is needed. No text repeats any part of it.",
    files: ["provider/auth/key", "provider/auth/signing-key.ts"],
  },
  {
    title: "Tokens",
    text:
      "Maskinporten's refusals name client, key id, scope and the setting the key came from. A refusal is told in full once; " +
      "other resources that need the same scope fail with a short reference to it, and those that need none go on.",
    files: ["provider/auth/", "provider/before-writing.ts"],
  },
  {
    title: "Answers of Altinn",
    text:
      "A message has method, path, status, the server's own code and words, a trace id where there is one, and one of these ways " +
      "out. Reads, and writes that can be repeated, have been tried four times by then.",
    files: [
      "provider/http/",
      "provider/errors.ts",
      "provider/clients/resource-registry.ts",
      "provider/clients/access-lists/",
    ],
  },
  {
    title: "Answers of Broker",
    text: "The same, for codes that Broker gives.",
    files: ["provider/clients/broker.ts", "provider/clients/file-transfer.ts"],
  },
  {
    title: "Every resource",
    text: "",
    files: [
      "provider/dynamic-methods.ts",
      "provider/carried-inputs.ts",
      "provider/pulumi/altinn-resource.ts",
      "provider/pulumi/options.ts",
      "provider/pulumi/twins.ts",
      "provider/telling.ts",
      "provider/lifecycles.ts",
      "provider/resources/identifier.ts",
      "provider/resources/on-delete.ts",
      "provider/resources/take-over.ts",
      "provider/resources/lifecycle.ts",
    ],
  },
  {
    title: "ServiceOwner",
    text: "",
    files: ["provider/resources/service-owner/", "provider/pulumi/service-owner.ts"],
  },
  {
    title: "ResourcePolicy",
    text: "What is wrong with a policy itself is listed under [policies](#policies).",
    files: ["provider/resources/resource-policy/", "provider/pulumi/resource-policy.ts"],
  },
  {
    title: "Names of roles and access packages",
    text: "How the refusal of a rule's role or access package ends, when what is written is the URN of something else.",
    files: ["provider/catalogue/urns.ts"],
  },
  {
    title: "BrokerResourceConfig",
    text: "",
    files: [
      "provider/resources/broker-resource-config/",
      "provider/pulumi/broker-resource-config.ts",
    ],
  },
  {
    title: "Resource",
    text: "",
    files: ["provider/resources/resource/", "provider/pulumi/resource.ts"],
  },
  {
    title: "AccessList",
    text: "",
    files: ["provider/resources/access-list/", "provider/pulumi/access-list.ts"],
  },
  {
    title: "AccessListConnection",
    text: "",
    files: [
      "provider/resources/access-list-connection/",
      "provider/pulumi/access-list-connection.ts",
    ],
  },
  {
    title: "The smoke check",
    text:
      "`altinn-broker smoke` ends with `not verified: ` or `could not be tried: ` and one of these, or with what a call that is " +
      "part of it says.",
    files: ["provider/cli/smoke", "provider/cli/program.ts"],
  },
  {
    title: "Explaining a run",
    text: "What `altinn-broker explain` says of what it is given.",
    files: ["provider/explain/", "provider/cli/explain.ts", "provider/cli/preview-json.ts"],
  },
  {
    title: "Checking documents and policies",
    text: "What `altinn-broker documents` and `altinn-broker policies` say of a file, beside what is said of a Resource and a policy.",
    files: ["provider/cli/"],
  },
];
