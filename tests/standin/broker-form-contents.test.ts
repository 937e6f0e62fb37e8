import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  asParty,
  configure,
  overviewOf,
  owner,
  resourceId,
  startBroker,
  type BrokerServer,
} from "./broker-support";

let server: BrokerServer;
beforeEach(async () => {
  server = await startBroker();
  await configure(server);
});
afterEach(() => server.close());

describe("a form", () => {
  const send = async (metadata: Record<string, string>, end?: number) => {
    const form = new FormData();
    form.append("FileTransfer", new File(["Hello"], "form.txt"));
    for (const [name, value] of Object.entries(metadata)) {
      form.append(`Metadata.${name}`, value);
    }
    const request = new Request("http://localhost", { method: "POST", body: form });
    return server.ask("POST", "/filetransfer/upload", {
      ...asParty,
      body: Buffer.from(await request.arrayBuffer()).subarray(0, end),
      headers: { "content-type": request.headers.get("content-type") ?? "" },
    });
  };
  const metadata = {
    FileName: "form.txt",
    ResourceId: resourceId,
    SendersFileTransferReference: "form",
    Sender: `0192:${owner}`,
    Recipients: `0192:${owner}`,
    "PropertyList.Nøkkel": "verdi",
  };

  it("may have its file before the rest", async () => {
    const answer = await send({ ...metadata, DisableVirusScan: "true" });
    expect(server.held()).toEqual([5]);
    const { fileTransferId: id } = answer.json;
    expect((await server.ask("GET", `/filetransfer/${id}/download`, asParty)).text).toBe("Hello");
    expect((await overviewOf(server, id)).propertyList).toEqual({ Nøkkel: "verdi" });
  });

  it("that is refused leaves nothing on the disk", async () => {
    expect((await send({ ...metadata, FileName: "" })).status).toBe(400);
    expect(
      (await send({ ...metadata, SendersFileTransferReference: "x".repeat(501) })).status,
    ).toBe(500);
    server.permit = () => false;
    expect((await send(metadata)).json.code).toBe("BRO-00006");
    expect(server.held()).toEqual([]);
  });

  it.each([0, 300])("of which only %d bytes come cannot be read", async (end) => {
    const answer = await send(metadata, end);
    expect([answer.status, answer.json.errors]).toEqual([
      400,
      { "": ["Failed to read the request form."] },
    ]);
    expect(server.held()).toEqual([]);
  });
});
