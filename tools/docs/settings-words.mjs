// What docs/settings.md says of each setting; which there are, and how they behave, is read from the code.

/** @typedef {{ key?: string, variable?: string, meaning: string }} Words */
/** @type {readonly { title: string, text: string, settings: readonly Words[] }[]} */
export const groups = [
  {
    title: "Where, and for whom",
    text:
      "Every run needs these three. Set them once for each stack, in its configuration. Code and number must belong together by " +
      "Altinn's organisation list, which a run asks for when something is new or changes; a code that the list lacks, and a list " +
      "that cannot be read, are warnings.",
    settings: [
      {
        key: "environment",
        variable: "ALTINN_ENVIRONMENT",
        meaning: "Which Altinn: see [environments](#environments).",
      },
      {
        key: "orgNumber",
        variable: "ALTINN_ORG_NUMBER",
        meaning: "The service owner's organisation number, nine digits.",
      },
      {
        key: "orgCode",
        variable: "ALTINN_ORG_CODE",
        meaning:
          "Altinn's short code of the service owner, letters and digits in any casing. `ttd` belongs to 991825827 alone.",
      },
    ],
  },
  {
    title: "The key",
    text:
      "Needed as soon as a run asks Broker, or when something is new or changes: a preview then asks for the tokens of the `up` to " +
      "come, and fails when the key, the client or a scope is refused. When Maskinporten cannot be reached a warning says so. " +
      "Reading the registry needs no key; a preview without one sets `ALTINN_WITHOUT_KEY=true`. Keep them in the " +
      "environment: Pulumi hands `refresh` and `destroy` the stack configuration of the last `up`, so a key that was rotated " +
      "there locks you out. In stack configuration the key is set with `--secret`. When anything of the key is in the " +
      "environment, the configuration's key is not looked at. A key may stand in quotes. Certificates and PKCS#12 files are not taken.",
    settings: [
      {
        key: "clientId",
        variable: "MASKINPORTEN_CLIENT_ID",
        meaning:
          "Maskinporten client of the service owner, with the scopes `altinn:serviceowner` and `altinn:resourceregistry/resource.write`, and `altinn:resourceregistry/accesslist.write` where the program has access lists.",
      },
      {
        key: "jwk",
        variable: "MASKINPORTEN_JWK",
        meaning:
          "Its private RSA key of 2048 bits or more as a JWK: JSON, or base64 of it. Also a key set with one private key, " +
          'a `{ "publicKey": ..., "privateKey": ... }`, and a JWK with `n`, `e` and `d` alone.',
      },
      {
        variable: "MASKINPORTEN_CLIENT_JWK",
        meaning:
          "The same by the name that nais gives it. Set beside `MASKINPORTEN_JWK` it must be the same.",
      },
      {
        key: "privateKey",
        variable: "MASKINPORTEN_PRIVATE_KEY",
        meaning:
          "Instead of the JWK: PEM (PKCS#8 or PKCS#1), also indented or with `\\n` for its line breaks, or base64 of it.",
      },
      {
        key: "keyId",
        variable: "MASKINPORTEN_KEY_ID",
        meaning: "The key's `kid`. A PEM key needs it; a JWK only when it has none or another one.",
      },
    ],
  },
  {
    title: "How a run behaves",
    text: "",
    settings: [
      {
        variable: "ALTINN_WITHOUT_KEY",
        meaning:
          "`true`: a read-only run without a key, for [pull requests](pull-requests.md). The registry is read, ServiceOwner, BrokerResourceConfig and access lists are shown from state, every write is refused.",
      },
      {
        key: "adopt",
        variable: "ALTINN_ADOPT",
        meaning:
          "`true`: [take over](taking-over.md) what exists and differs, for the whole stack.",
      },
      {
        variable: "ALTINN_ON_DELETE",
        meaning:
          "`withdraw`, `close`, `delete` or `keep`: overrides every `onDelete` of a Resource, as in `ALTINN_ON_DELETE=keep pulumi destroy` ([leaving](leaving.md)). `keep` leaves access lists and their connections, too; `withdraw` and `close` do not concern them.",
      },
      {
        variable: "ALTINN_DEBUG",
        meaning: "Any value: errors come with their stack. It shows no key and no token.",
      },
    ],
  },
  {
    title: "The smoke check",
    text:
      "`altinn-broker smoke` reads environment variables only. It acts as the service owner's client unless one of these names " +
      "another client with its key, for the part of sender or recipient. The service owner's client must be that of " +
      "`altinn:orgNumber`; one that is named here may belong to any organisation.",
    settings: ["SENDER", "RECIPIENT"].flatMap((part) => [
      {
        variable: `ALTINN_SMOKE_${part}_CLIENT_ID`,
        meaning: `Maskinporten client of the ${part.toLowerCase()}, with \`altinn:broker.${part === "SENDER" ? "write" : "read"}\`.`,
      },
      { variable: `ALTINN_SMOKE_${part}_JWK`, meaning: "Its private JWK." },
    ]),
  },
  {
    title: "Advanced",
    text:
      "Leave them alone without a reason. A call is tried four times at most, with pauses of 0.5 seconds, doubled up to 8; what " +
      "the server asks for in `Retry-After` counts up to 60 seconds.",
    settings: [
      {
        key: "parallelCalls",
        variable: "ALTINN_PARALLEL_CALLS",
        meaning: "Calls under way at once.",
      },
      {
        key: "callTimeoutSeconds",
        variable: "ALTINN_CALL_TIMEOUT_SECONDS",
        meaning:
          "Seconds until a call without a whole answer is given up: more for large files on slow lines.",
      },
      {
        key: "subscriptionKey",
        variable: "ALTINN_SUBSCRIPTION_KEY",
        meaning: "Sent as `Ocp-Apim-Subscription-Key`, where a gateway asks for one.",
      },
      {
        key: "platformUrl",
        variable: "ALTINN_PLATFORM_URL",
        meaning: "Address of Altinn's APIs. Required with `local`, refused with `production`.",
      },
      {
        key: "maskinportenUrl",
        variable: "ALTINN_MASKINPORTEN_URL",
        meaning: "Address of Maskinporten. Required with `local`, refused with `production`.",
      },
      {
        key: "maskinportenIssuer",
        variable: "ALTINN_MASKINPORTEN_ISSUER",
        meaning:
          "What the assertion's `aud` says, where it is not Maskinporten's address. Refused with `production`.",
      },
    ],
  },
];
