import { createHash, type Hash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { bodyStream } from "../server/route";
import type { Contents, Written } from "../store/contents";
import type { TusUpload } from "./tus-store";

/** A chunk on the disk, and what is wrong with it: status and sentence of the refusal. */
export interface Chunk extends Written {
  readonly problem: readonly [status: number, text: string] | undefined;
}

/**
 * Writes a chunk to a file, as far as it came before the sender hung up.
 * @param hash is told of its bytes
 */
export async function receiveChunk(
  contents: Contents,
  request: FastifyRequest,
  upload: TusUpload,
  hash: Hash | undefined,
): Promise<Chunk> {
  const sent = request.raw.headers["upload-checksum"];
  const checksum = sent === undefined ? undefined : createHash("md5");
  const written = await contents.write(
    bodyStream(request),
    (bytes) => {
      hash?.update(bytes);
      checksum?.update(bytes);
    },
    upload.length - upload.received,
  );
  const { size } = written;
  if (upload.received + size > upload.length) {
    const text = `Stream contains more data than the file's upload length. Stream data: ${size}, upload length: ${upload.length}.`;
    return { ...written, problem: [400, text] };
  }
  return { ...written, problem: checksum && checksumProblem(String(sent), checksum) };
}

function checksumProblem(sent: string, checksum: Hash): Chunk["problem"] {
  const [algorithm, wanted] = sent.split(" ", 2);
  if (algorithm !== "md5") {
    return [400, "Unsupported checksum algorithm. Supported algorithms are: md5"];
  }
  return checksum.digest("base64") === wanted
    ? undefined
    : [460, "Header Upload-Checksum does not match the checksum of the file"];
}
