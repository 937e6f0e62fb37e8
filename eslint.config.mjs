import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** One room may import what stands behind it, and nothing else of provider/. Everything may import errors and values. */
const rooms = [
  { target: "provider/pulumi", from: ["pulumi", "resources", "policy"] },
  { target: "provider/resources", from: ["resources", "clients", "policy", "settings.ts"] },
  { target: "provider/clients", from: ["clients", "http"] },
  { target: "provider/auth", from: ["auth", "http", "settings.ts"] },
  { target: "provider/http", from: ["http"] },
  { target: "provider/policy", from: ["policy", "catalogue"], leaf: true },
  {
    target: "provider/checks",
    from: [
      "checks",
      "stack",
      "clients",
      "auth",
      "http",
      "policy",
      "settings.ts",
      "settings-client.ts",
      "settings-reader.ts",
      "environments.ts",
    ],
  },
  {
    target: "provider/inventory",
    from: [
      "inventory",
      "stack",
      "clients",
      "auth",
      "http",
      "policy",
      "settings.ts",
      "settings-client.ts",
      "settings-reader.ts",
      "environments.ts",
    ],
  },
  {
    target: "provider/program-writer",
    from: ["program-writer", "resources", "policy", "catalogue"],
  },
  {
    target: "provider/import",
    from: [
      "import",
      "inventory",
      "program-writer",
      "lifecycles.ts",
      "resources",
      "stack",
      "clients",
      "policy",
      "settings.ts",
      "settings-reader.ts",
      "pulumi",
      "dynamic-methods.ts",
      "auth",
      "http",
    ],
  },
  { target: "provider/stack", from: ["stack", "settings-reader.ts"] },
  { target: "provider/catalogue", from: ["catalogue"], leaf: true },
  { target: "provider/explain", from: ["explain", "catalogue"] },
  { target: "provider/values", from: ["values"], leaf: true },
];
const everything = [
  "pulumi",
  "resources",
  "clients",
  "auth",
  "http",
  "policy",
  "catalogue",
  "checks",
  "inventory",
  "program-writer",
  "import",
  "stack",
  "explain",
  "cli",
  "settings.ts",
  "settings-client.ts",
  "settings-reader.ts",
  "environments.ts",
  "lifecycles.ts",
  "dynamic-methods.ts",
  "index.ts",
];

const message = "Imports go one way; see CONTRIBUTING.md.";
const zones = rooms.flatMap(({ target, from, leaf }) =>
  [...everything, ...(leaf ? ["errors.ts"] : [])]
    .filter((room) => !from.includes(room))
    .map((room) => ({ target: `./${target}`, from: `./provider/${room}`, message })),
);

/** The rooms of policies, in the order in which the data flows. */
const ofPolicies = ["text", "xacml", "plain", "access", "rules", "findings"];
const policyZones = ofPolicies.flatMap((room, at) =>
  ofPolicies.slice(at + 1).map((later) => ({
    target: `./provider/policy/${room}`,
    from: `./provider/policy/${later}`,
    message,
  })),
);

export default tseslint.config(
  {
    ignores: [
      "**/dist/",
      "node_modules/",
      ".local/",
      ".tools/",
      "docs/",
      "tests/contract/*.mjs",
      "tests/decisions/*.mjs",
    ],
  },
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strict],
    plugins: { "import-x": importX },
    languageOptions: { parserOptions: { projectService: false } },
    rules: {
      "max-lines": ["error", { max: 400 }],
      "import-x/no-restricted-paths": [
        "error",
        {
          zones: [
            ...zones,
            ...policyZones,
            {
              target: "./provider",
              from: "./standin",
              message: "Provider and stand-in share no code.",
            },
            {
              target: "./standin",
              from: "./provider",
              message: "Provider and stand-in share no code.",
            },
            { target: "./standin", from: "./tests" },
            { target: "./provider", from: "./tests" },
          ],
        },
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrorsIgnorePattern: "^_" },
      ],
      "@typescript-eslint/no-extraneous-class": "off",
    },
    settings: { "import-x/resolver": { node: { extensions: [".ts", ".js", ".json"] } } },
  },
  {
    files: ["provider/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { paths: [{ name: "@pulumi/pulumi", message: "Only provider/pulumi knows Pulumi." }] },
      ],
    },
  },
  {
    files: ["provider/resources/**/*.ts"],
    rules: { "max-lines-per-function": ["error", { max: 60 }] },
  },
  {
    files: ["provider/pulumi/**/*.ts"],
    rules: { "no-restricted-imports": "off", "@typescript-eslint/no-require-imports": "off" },
  },
);
