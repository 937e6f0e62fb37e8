import { AccessListsClient } from "../../provider/clients/access-lists/client";
import { BrokerClient } from "../../provider/clients/broker";
import {
  FileTransferClient,
  SENDER_SCOPE,
  type NewTransfer,
} from "../../provider/clients/file-transfer";
import { ResourceRegistryClient } from "../../provider/clients/resource-registry";
import { status, type ObedientServer, type Reply } from "./obedient-server";

/** The clients of Altinn's APIs, each of which asks a server that answers as a test says. */
export function clientsOf(server: ObedientServer) {
  const http = server.client(
    {},
    { token: () => Promise.resolve("t"), renew: () => Promise.resolve(false) },
  );
  return {
    broker: new BrokerClient(http, server.url),
    registry: new ResourceRegistryClient(http, server.url),
    transfers: new FileTransferClient(http, server.url, SENDER_SCOPE),
    lists: new AccessListsClient(http, server.url, "ttd"),
  };
}

export const ok = (body: unknown): Reply => status(200, JSON.stringify(body));

/** A refusal as Altinn's APIs write one. */
export const refused = (answered: number, code?: string): Reply =>
  status(answered, JSON.stringify({ ...(code ? { code } : {}), detail: "No." }));

export const TRANSFER: NewTransfer = {
  resourceId: "ttd-licences",
  fileName: "a.bin",
  reference: "a",
  sender: "991825827",
  recipient: "991825827",
  checksum: "0".repeat(32),
  withoutVirusScan: false,
};
