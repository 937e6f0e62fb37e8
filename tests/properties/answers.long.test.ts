import { BrokerClient } from "../../provider/clients/broker";
import { FileTransferClient, SENDER_SCOPE } from "../../provider/clients/file-transfer";
import { belongTogether, codesOf, namesIn } from "../../provider/clients/organisation-list";
import { ResourceRegistryClient } from "../../provider/clients/resource-registry";
import { ticksOfXsdDuration } from "../../provider/values/duration";
import { answered, bodyOf, http, is404, isNoContent, isText, ONCE_FAILED } from "./answered";
import type { Answer } from "./answering";

/* Any answer of the registry and of Broker. */

const resource = { identifier: "ttd-licences", title: { nb: "T" }, versionId: 3 };
const registry = (url: string): ResourceRegistryClient => new ResourceRegistryClient(http, url);

answered(
  "any answer of the registry is a value or an error that says what",
  [
    {
      right: resource,
      ask: (url) => registry(url).getResource("ttd-licences"),
      isRight: (value: typeof resource) => value.identifier === "ttd-licences",
      saysGone: (answer) => is404(answer) || isNoContent(answer),
    },
    {
      right: [resource, { identifier: "app_ttd_a" }],
      ask: (url) => registry(url).listIdentifiers(),
      isRight: (value: unknown[]) => value.every(isText),
    },
    {
      right: [resource, { identifier: "app_ttd_a", versionId: 0 }],
      ask: (url) => registry(url).listResources(),
      isRight: (value: (typeof resource)[]) => value.every(({ identifier }) => isText(identifier)),
    },
    {
      right: "<Policy/>",
      ask: (url) => registry(url).getPolicy("ttd-licences"),
      isRight: isText,
      saysGone: (answer) => is404(answer) || isNoContent(answer),
    },
    {
      right: resource,
      ask: (url) => registry(url).postResource(resource),
      isRight: (value: string) => ["created", "exists"].includes(value),
    },
    {
      right: resource,
      ask: (url) =>
        registry(url)
          .putResource(resource, ({ title }) => title !== undefined)
          .then(() => "done"),
      isRight: isText,
    },
    {
      right: {},
      ask: (url) =>
        registry(url)
          .putPolicy("ttd-licences", "<Policy/>")
          .then(() => "done"),
      isRight: isText,
    },
    {
      right: {},
      ask: (url) =>
        registry(url)
          .deleteResource("ttd-licences")
          .then(() => "done"),
      isRight: isText,
    },
    {
      right: {
        orgs: { ttd: { name: { nb: "T" }, orgnr: "991825827", environments: ["tt02"] }, skd: {} },
      },
      ask: async (url) => {
        const list = await registry(url).organisations();
        const owner = { orgCode: "ttd", orgNumber: "974761076" };
        return [
          belongTogether(list, owner).is,
          ...codesOf(list, "974761076"),
          ...Object.values(namesIn(list, "en")),
        ];
      },
      isRight: (value: unknown[]) => value.every(isText),
    },
  ],
  ONCE_FAILED,
);

const config = {
  maxFileTransferSize: 1,
  fileTransferTimeToLive: "30.00:00:00",
  purgeFileTransferAfterAllRecipientsConfirmed: true,
  purgeFileTransferGracePeriod: "02:00:00",
  useManifestFileShim: null,
  externalServiceCodeLegacy: null,
  externalServiceEditionCodeLegacy: null,
  requiredParty: null,
};
const isDuration = (value: unknown): boolean =>
  value === null || ticksOfXsdDuration(String(value)) !== undefined;
const isConfig = (value: typeof config): boolean =>
  Object.keys(value).length === Object.keys(config).length &&
  isDuration(value.fileTransferTimeToLive) &&
  isDuration(value.purgeFileTransferGracePeriod) &&
  typeof value.purgeFileTransferAfterAllRecipientsConfirmed === "boolean" &&
  typeof value.useManifestFileShim === "boolean" &&
  [value.maxFileTransferSize, value.externalServiceEditionCodeLegacy].every(
    (each) => each === null || typeof each === "number",
  );
const serviceOwner = {
  name: "T",
  storageProviders: [
    { type: "AltinnAzure", deploymentStatus: "Ready", deploymentEnvironment: "t" },
  ],
};
const broker = (url: string): BrokerClient => new BrokerClient(http, url);
const saysCode =
  (code: string) =>
  (answer: Answer): boolean =>
    [400, 404].includes(answer.status) && bodyOf(answer)?.code === code;
const transfers = (url: string): FileTransferClient =>
  new FileTransferClient(http, url, SENDER_SCOPE);
const transfer = {
  resourceId: "r",
  fileName: "f",
  reference: "r",
  sender: "991825827",
  recipient: "974761076",
  checksum: "0".repeat(32),
  withoutVirusScan: false,
};

answered(
  "any answer of Broker is a value or an error that says what",
  [
    {
      right: serviceOwner,
      ask: (url) => broker(url).getServiceOwner(),
      isRight: ({ name, storageProviders }: typeof serviceOwner) =>
        isText(name) &&
        storageProviders.every(
          ({ type, deploymentStatus }) => isText(type) && isText(deploymentStatus),
        ),
      saysGone: saysCode("BRO-07004"),
    },
    {
      right: serviceOwner,
      ask: (url) => broker(url).postServiceOwner("T"),
      isRight: (value: string) => ["created", "exists"].includes(value),
    },
    {
      right: config,
      ask: (url) => broker(url).getConfig("ttd-licences"),
      isRight: isConfig,
      saysGone: saysCode("BRO-00025"),
    },
    {
      right: config,
      ask: async (url) =>
        (await broker(url).putFirstConfig("ttd-licences", { requiredParty: "" })) ?? "done",
      isRight: (value: { live: typeof config; lost: string } | string) =>
        typeof value === "string" || (isConfig(value.live) && isText(value.lost)),
    },
    {
      right: { fileTransferId: "id" },
      ask: (url) => transfers(url).initialize(transfer),
      isRight: isText,
      saysGone: (answer) => bodyOf(answer)?.code === "BRO-00021",
    },
    {
      right: { fileTransferStatus: "Published", fileTransferStatusText: "t", useVirusScan: true },
      ask: (url) => transfers(url).getOverview("id"),
      isRight: ({
        status,
        text,
        isScanned,
      }: {
        status: unknown;
        text: unknown;
        isScanned: unknown;
      }) => isText(status) && isText(text) && typeof isScanned === "boolean",
    },
    {
      right: { fileTransferStatus: "Published" },
      ask: (url) =>
        transfers(url)
          .upload("id", Buffer.from("a"))
          .then(() => "done"),
      isRight: isText,
    },
    {
      right: { fileTransferStatus: "AllConfirmedDownloaded" },
      ask: (url) =>
        transfers(url)
          .confirmDownload("id")
          .then(() => "done"),
      isRight: isText,
    },
  ],
  [
    ...ONCE_FAILED,
    // Once taken for "not there", though it says that nothing can be said now.
    [503, { code: "BRO-00025" }],
    [503, { code: "BRO-07004" }],
  ],
);
