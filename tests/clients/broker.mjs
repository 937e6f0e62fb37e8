// What the programs here do at Broker, as a sender or recipient writes it: plain requests with an Altinn token.
import assert from "node:assert/strict";

export const settings = {
  platform: process.env["PLATFORM_URL"] ?? "",
  maskinporten: process.env["MASKINPORTEN_URL"] ?? "",
  audience: process.env["MASKINPORTEN_AUDIENCE"] ?? "",
  clientId: process.env["CLIENT_ID"] ?? "",
  kid: process.env["KEY_ID"] ?? "",
  /** Path of a JWK or a PKCS#8 file. */
  keyFile: process.env["KEY_FILE"] ?? "",
  resource: process.env["RESOURCE"] ?? "",
  sender: process.env["SENDER"] ?? "",
  recipient: process.env["RECIPIENT"] ?? "",
};

/** @param {string} maskinportenToken */
export async function exchange(maskinportenToken) {
  const answer = await fetch(`${settings.platform}/authentication/api/v1/exchange/maskinporten`, {
    headers: { authorization: `Bearer ${maskinportenToken}` },
  });
  assert.equal(answer.status, 200);
  return await answer.text();
}

/** @param {string} token */
export function broker(token) {
  const ask = async (/** @type {string} */ path, /** @type {RequestInit} */ init = {}) => {
    const answer = await fetch(`${settings.platform}/broker/api/v1${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...init.headers },
    });
    assert.ok(answer.ok, `${path}: ${answer.status} ${answer.ok ? "" : await answer.text()}`);
    return answer;
  };
  return {
    /** @returns {Promise<string>} id of the transfer */
    async initialize(/** @type {string} */ fileName) {
      const answer = await ask("/filetransfer", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          fileName,
          resourceId: settings.resource,
          sendersFileTransferReference: fileName,
          sender: `0192:${settings.sender}`,
          recipients: [`0192:${settings.recipient}`],
          propertyList: {},
        }),
      });
      return (await answer.json()).fileTransferId;
    },
    async upload(/** @type {string} */ id, /** @type {BodyInit} */ body) {
      const headers = { "content-type": "application/octet-stream" };
      await ask(`/filetransfer/${id}/upload`, { method: "POST", headers, body });
    },
    /** Asks until the transfer is published. */
    async published(/** @type {string} */ id) {
      for (;;) {
        const { fileTransferStatus } = await (await ask(`/filetransfer/${id}`)).json();
        if (fileTransferStatus === "Published") return;
        assert.match(fileTransferStatus, /^Upload(Started|Processing)$/);
      }
    },
    /** @returns {Promise<string[]>} */
    async waiting() {
      const query = new URLSearchParams({
        resourceId: settings.resource,
        recipientStatus: "Initialized",
      });
      return (await ask(`/filetransfer?${query}`)).json();
    },
    async download(/** @type {string} */ id) {
      return Buffer.from(await (await ask(`/filetransfer/${id}/download`)).arrayBuffer());
    },
    async confirm(/** @type {string} */ id) {
      await ask(`/filetransfer/${id}/confirmdownload`, { method: "POST" });
    },
  };
}
