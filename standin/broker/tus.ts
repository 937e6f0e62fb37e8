import { createHash, randomUUID, type Hash } from "node:crypto";
import type { FastifyInstance, FastifyReply, HTTPMethods } from "fastify";
import { sendEmpty } from "../server/problems";
import { mediaType } from "../server/route";
import type { ContentFile } from "../store/contents";
import { transaction } from "../store/database";
import type { Broker } from "./broker";
import { endpoint, senderScope, type Call } from "./endpoint";
import { errorDetail, errorStatus } from "./errors";
import { readGuid } from "./guid";
import { takesUpload } from "./transfer-status";
import { hasChecksum, type Content, type Transfer } from "./transfers";
import { TusAccess, tusMethod, type TusIntent } from "./tus-access";
import { receiveChunk } from "./tus-chunk";
import { count, header } from "./tus-headers";
import { tusExpiryMs, type TusUpload } from "./tus-store";
import { isTooLarge, scanMs, vendorOf } from "./upload";

const version = "1.0.0";
const root = "/broker/api/v1/filetransfer/upload/tus";
const chunkType = "application/offset+octet-stream";
const anyMethod: readonly HTTPMethods[] = [
  "OPTIONS",
  "POST",
  "HEAD",
  "PATCH",
  "DELETE",
  "GET",
  "PUT",
];

const intents: Readonly<Record<string, TusIntent>> = {
  POST: "create",
  HEAD: "info",
  PATCH: "write",
  DELETE: "delete",
};

/** A request that may do what it wants, with the ids of its path. */
interface TusCall extends Call {
  readonly transfer: Transfer;
  /** Id of the upload: the transfer's, or that of a partial upload. */
  readonly id: string;
  /** Answers with a status and a sentence in plain text, as the TUS library does. */
  fail(status: number, text: string): FastifyReply;
}

/**
 * Resumable uploads by the TUS protocol 1.0.0 with creation (and upload), termination, expiration, checksum and
 * concatenation. `app` must be a scope whose bodies are not read before the handler.
 */
export function registerTus(app: FastifyInstance, broker: Broker): void {
  const access = new TusAccess(broker, broker.uploads);
  const tus = new Tus(broker);
  const path = "/filetransfer/upload/tus";
  for (const suffix of ["", "/:tusId", "/:tusId/partial", "/:tusId/partial/:partialId"]) {
    endpoint(app, broker, {
      method: anyMethod,
      path: `${path}${suffix}`,
      scopes: [senderScope],
      authenticate: (request) => access.authenticate(request),
      handle(call) {
        const { request, reply, claims, now } = call;
        const sent = request.raw.headers["tus-resumable"];
        const method = tusMethod(request);
        const intent = intents[method];
        if (method !== "OPTIONS" && (intent === undefined || sent === undefined)) {
          return sendEmpty(reply, 404);
        }
        reply.header("tus-resumable", version);
        if (intent === undefined) {
          return capabilities(reply);
        }
        const fail = (status: number, text: string) =>
          reply.code(status).header("content-type", "text/plain; charset=utf-8").send(text);
        const { tusId, partialId } = request.params as { tusId?: string; partialId?: string };
        const transferId = readGuid(tusId ?? "");
        if (transferId === undefined) {
          return fail(404, "Missing file transfer id");
        }
        const transfer = access.authorize(claims, transferId, intent, now);
        if (typeof transfer === "string") {
          return fail(errorStatus(transfer), errorDetail(transfer));
        }
        if (sent !== version) {
          reply.header("tus-version", version);
          return fail(
            412,
            `Tus version ${String(sent)} is not supported. Supported versions: ${version}`,
          );
        }
        return tus[intent]({ ...call, transfer, id: partialId ?? transferId, fail });
      },
    });
  }
}

function capabilities(reply: FastifyReply): FastifyReply {
  return reply
    .code(204)
    .headers({
      "tus-version": version,
      "tus-extension":
        "creation,creation-with-upload,termination,checksum,concatenation,expiration",
      "tus-checksum-algorithm": "md5",
    })
    .send();
}

class Tus {
  /** Uploads with a PATCH under way. */
  private readonly writing = new Set<string>();
  /** MD5 of the bytes so far, of uploads that have been written since the start of the process. */
  private readonly hashes = new Map<string, Hash>();
  private readonly uploads: Broker["uploads"];

  constructor(private readonly broker: Broker) {
    this.uploads = broker.uploads;
  }

  async create(call: TusCall): Promise<FastifyReply> {
    const { request, reply, transfer, now, fail } = call;
    const { headers } = request.raw;
    const concat = header(headers["upload-concat"]);
    if (concat?.startsWith("final;")) {
      return this.concatenate(call, concat);
    }
    if (concat !== undefined && concat !== "partial") {
      return fail(400, 'Header Upload-Concat: must be "partial" or start with "final;"');
    }
    if (headers["upload-defer-length"] !== undefined) {
      return fail(400, "Upload-Defer-Length is not supported");
    }
    const length = count(header(headers["upload-length"]));
    if (length === undefined) {
      return fail(400, "Missing or unreadable Upload-Length header");
    }
    if (isTooLarge(this.broker, transfer, length)) {
      return fail(errorStatus("BRO-00016"), errorDetail("BRO-00016"));
    }
    const isPartial = concat === "partial";
    const id = isPartial ? randomUUID().replaceAll("-", "") : transfer.id;
    this.begin(call, {
      id,
      transfer: transfer.seq,
      concat: concat ?? null,
      length,
      received: 0,
      metadata: header(headers["upload-metadata"]) ?? null,
    });
    const upload = this.uploads.get(id, now);
    reply
      .code(201)
      .header("location", `${root}/${transfer.id}${isPartial ? `/partial/${id}` : ""}`);
    if (mediaType(headers["content-type"] ?? "") === chunkType && upload) {
      return this.receive({ ...call, id }, upload);
    }
    if (length === 0 && !isPartial) {
      this.complete(call, { files: [], size: 0, md5: createHash("md5").digest("hex") });
    }
    return expiring(reply, upload).send();
  }

  info({ reply, transfer, id, now }: TusCall): FastifyReply {
    const upload = this.find(transfer, id, now);
    if (!upload) {
      return sendEmpty(reply, 404);
    }
    return expiring(reply, upload)
      .headers({
        "upload-offset": String(upload.received),
        "upload-length": String(upload.length),
        ...(upload.metadata === null ? {} : { "upload-metadata": upload.metadata }),
        ...(upload.concat === null ? {} : { "upload-concat": upload.concat }),
      })
      .send();
  }

  async write(call: TusCall): Promise<FastifyReply> {
    const { request, reply, transfer, id, now, fail } = call;
    const { headers } = request.raw;
    const upload = this.find(transfer, id, now);
    if (!upload) {
      return sendEmpty(reply, 404);
    }
    const sentOffset = header(headers["upload-offset"]);
    const offset = count(sentOffset);
    reply.code(204);
    // A client that lost the last answer asks again; it is told that all is there.
    if (upload.length > 0 && offset !== undefined && offset >= upload.length) {
      return reply.header("upload-offset", String(upload.length)).send();
    }
    if (upload.concat?.startsWith("final;")) {
      return fail(403, "File is final");
    }
    if (mediaType(headers["content-type"] ?? "") !== chunkType) {
      return fail(
        415,
        `Content-Type ${headers["content-type"] ?? ""} is invalid. Must be ${chunkType}`,
      );
    }
    if (offset === undefined) {
      return fail(
        400,
        sentOffset === undefined
          ? "Missing Upload-Offset header"
          : "Could not parse Upload-Offset header",
      );
    }
    if (offset !== upload.received) {
      return fail(
        409,
        `Offset does not match file. File offset: ${upload.received}. Request offset: ${offset}`,
      );
    }
    return this.receive(call, upload);
  }

  delete({ reply, transfer, id, now }: TusCall): FastifyReply {
    if (!this.find(transfer, id, now)) {
      return sendEmpty(reply, 404);
    }
    const { database, contents } = this.broker.altinn;
    const unused = transaction(database, () => {
      this.uploads.endSessions(transfer.seq);
      return this.uploads.remove(id);
    });
    contents.remove(unused);
    this.hashes.delete(id);
    return reply.code(204).send();
  }

  /** A live upload of this transfer; what is published or failed has none any more. */
  private find(transfer: Transfer, id: string, now: number): TusUpload | undefined {
    const upload = this.uploads.get(id, now);
    return upload?.transfer === transfer.seq &&
      ["Initialized", "UploadStarted", "UploadProcessing"].includes(transfer.status)
      ? upload
      : undefined;
  }

  /** Stores an upload that begins; the transfer is `UploadStarted` from then on, unless it is only a part. */
  private begin({ transfer, claims, now }: TusCall, upload: Omit<TusUpload, "expires">): void {
    const { altinn, transfers, background } = this.broker;
    const unused = transaction(altinn.database, () => {
      if (upload.concat !== "partial") {
        transfers.addStatus(transfer.seq, "UploadStarted", now, null, vendorOf(claims));
      }
      return this.uploads.create(upload, now);
    });
    altinn.contents.remove(unused);
    background.expect(now + tusExpiryMs);
  }

  /** Writes a chunk to a file. What came before the sender hung up is kept, unless a checksum says it is not what was meant. */
  private async receive(call: TusCall, upload: TusUpload): Promise<FastifyReply> {
    const { request, reply, transfer, id, fail } = call;
    const { clock, contents, database } = this.broker.altinn;
    if (this.writing.has(id)) {
      return fail(409, `File ${id} is currently being updated. Please try again later`);
    }
    this.writing.add(id);
    try {
      const hash = upload.received === 0 ? createHash("md5") : this.hashes.get(id)?.copy();
      const chunk = await receiveChunk(contents, request, upload, hash);
      const { problem } = chunk;
      const received = upload.received + chunk.size;
      const isFile = received === upload.length && upload.concat === null && !problem;
      const files = isFile ? [...this.uploads.files(id), ...chunk.files] : [];
      const md5 = isFile ? (hash?.digest("hex") ?? (await contents.md5(files))) : "";
      const now = clock.now();
      // The upload may have been given up, or begun again, meanwhile.
      const isGone = this.uploads.get(id, now)?.received !== upload.received;
      if (problem || isGone) {
        contents.remove(chunk.files);
        return problem ? fail(...problem) : sendEmpty(reply, 404);
      }
      if (isFile && this.takesFile(transfer)) {
        this.complete(call, { files, size: received, md5 }, [], chunk.files);
      } else {
        transaction(database, () => this.uploads.append(id, chunk.files, now));
      }
      if (hash && received < upload.length) {
        this.hashes.set(id, hash);
      } else {
        this.hashes.delete(id);
      }
      reply.header("upload-offset", String(received));
      return expiring(reply, this.uploads.get(id, now)).send();
    } finally {
      this.writing.delete(id);
    }
  }

  /** `Upload-Concat: final;<url> <url>`: the file is these parts in this order. */
  private async concatenate(call: TusCall, concat: string): Promise<FastifyReply> {
    const { reply, transfer, now, fail } = call;
    const { contents } = this.broker.altinn;
    const names = concat
      .slice("final;".length)
      .split(" ")
      .filter((name) => name !== "");
    const parts = names.map((name) => {
      const part = this.uploads.get(name.slice(name.lastIndexOf("/") + 1), now);
      return part?.transfer === transfer.seq && part.concat === "partial" ? part : undefined;
    });
    const unknown = names.filter((_name, index) => parts[index] === undefined);
    if (names.length === 0 || unknown.length > 0) {
      return fail(
        400,
        `Could not find some of the files supplied for concatenation: ${unknown.join(", ")}`,
      );
    }
    const known = parts.filter((part) => part !== undefined);
    const unfinished = known.filter((part) => part.received < part.length);
    if (unfinished.length > 0) {
      return fail(
        400,
        `Some of the files supplied for concatenation are not finished and can not be concatenated: ${unfinished.map(({ id }) => id).join(", ")}`,
      );
    }
    const files = known.flatMap(({ id }) => this.uploads.files(id));
    const size = known.reduce((sum, { length }) => sum + length, 0);
    const md5 = await contents.md5(files);
    if (!this.takesFile(transfer) || known.some(({ id }) => !this.uploads.get(id, now))) {
      return fail(errorStatus("BRO-00004"), errorDetail("BRO-00004"));
    }
    this.begin(call, {
      id: transfer.id,
      transfer: transfer.seq,
      concat,
      length: size,
      received: size,
      metadata: header(call.request.raw.headers["upload-metadata"]) ?? null,
    });
    this.complete(
      call,
      { files, size, md5 },
      known.map(({ id }) => id),
    );
    return reply.code(201).header("location", `${root}/${transfer.id}`).send();
  }

  /**
   * All bytes are there: a background step publishes the file, also one without a scan.
   * @param parts uploads that the file is put together from
   * @param chunk the last one, which is not kept yet
   */
  private complete(
    { transfer }: TusCall,
    content: Content,
    parts: readonly string[] = [],
    chunk: readonly ContentFile[] = [],
  ): void {
    const { altinn, transfers, background } = this.broker;
    const now = altinn.clock.now();
    const unused = transaction(altinn.database, () => {
      this.uploads.append(transfer.id, chunk, now);
      const replaced = transfers.store(transfer.seq, transfer.id, content);
      if (transfer.useVirusScan === 1 || hasChecksum(transfer)) {
        transfers.addStatus(transfer.seq, "UploadProcessing", now);
      }
      transfers.processAt(transfer.seq, now + scanMs);
      this.uploads.handOver(transfer.id);
      for (const part of parts) {
        this.uploads.remove(part);
      }
      this.uploads.endSessions(transfer.seq);
      return replaced;
    });
    altinn.contents.remove(unused);
    background.countAnswers();
  }

  /** Looked at again after something was waited for. */
  private takesFile({ id }: Transfer): boolean {
    const status = this.broker.transfers.get(id)?.status;
    return status !== undefined && takesUpload(status);
  }
}

function expiring(reply: FastifyReply, upload: TusUpload | undefined): FastifyReply {
  return upload && upload.received < upload.length
    ? reply.header("upload-expires", new Date(upload.expires).toUTCString())
    : reply;
}
