// A sender with tus-js-client, as node's users write it. The first argument says how: resume, parallel, or override.
import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { Upload } from "tus-js-client";
import { broker, settings } from "./broker.mjs";

const [how = "", file = ""] = process.argv.slice(2);
const token = process.env["TOKEN"] ?? "";
const { initialize, published } = broker(token);
const id = await initialize(`${how}.bin`);
const endpoint = `${settings.platform}/broker/api/v1/filetransfer/upload/tus/${id}`;

/** @type {Record<string, Partial<import("tus-js-client").UploadOptions>>} */
const ways = {
  resume: { chunkSize: 100_000 },
  parallel: { parallelUploads: 3 },
  override: { overridePatchMethod: true, chunkSize: 100_000 },
};
const methods = new Set();
const upload = (/** @type {Partial<import("tus-js-client").UploadOptions>} */ more = {}) =>
  /** @type {Promise<Upload>} */ (
    new Promise((resolve, reject) => {
      const sending = new Upload(createReadStream(file), {
        endpoint,
        headers: { authorization: `Bearer ${token}` },
        retryDelays: [],
        ...ways[how],
        onBeforeRequest: (request) => void methods.add(request.getMethod()),
        onError: reject,
        onSuccess: () => resolve(sending),
        ...more,
      });
      sending.start();
    })
  );

if (how === "resume") {
  // Goes away after the second chunk; another upload takes over where it was.
  const url = await /** @type {Promise<string>} */ (
    new Promise((resolve, reject) => {
      const first = new Upload(createReadStream(file), {
        endpoint,
        headers: { authorization: `Bearer ${token}` },
        chunkSize: 100_000,
        onError: reject,
        onChunkComplete: (_size, accepted) => {
          if (accepted >= 200_000) void first.abort().then(() => resolve(first.url ?? ""));
        },
      });
      first.start();
    })
  );
  const { options } = await upload({ uploadUrl: url });
  assert.equal(options.uploadUrl, url);
} else {
  await upload();
}
await published(id);
console.log(`${id} ${[...methods].sort().join(" ")}`);
