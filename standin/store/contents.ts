import { createHash, randomUUID } from "node:crypto";
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";

/** A file of the folder: written once, never changed. A content is some of them, one after the other. */
export interface ContentFile {
  /** Its name in the folder, of our own making. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
}

/** What came of a stream. */
export interface Written {
  /** One file, or none when no byte came. */
  readonly files: readonly ContentFile[];
  /** Bytes that came; more than the file has when there was a limit. */
  readonly size: number;
  /** False when the sender hung up before the end. */
  readonly whole: boolean;
}

const ownName = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Bytes read at once. */
const readSize = 256 * 1024;

/**
 * The folder of contents. It is beside the data file, whose name it has with `.contents`, or without a data file in the
 * system's temporary directory, where it goes with `close`. Which files are in use is said by rows in the database: a row
 * is written when its file is whole, and a file goes when its row has gone. What a crash leaves between is `keepOnly`'s.
 */
export class Contents {
  private folder: string | undefined;
  private readonly isTemporary: boolean;
  private isClosed = false;
  private readonly underWay = new Map<string, Promise<unknown>>();

  /** Makes nothing: the folder comes with its first file. */
  constructor(dataFile?: string) {
    this.folder = dataFile === undefined ? undefined : `${resolve(dataFile)}.contents`;
    this.isTemporary = dataFile === undefined;
  }

  /** Where the files are; undefined while nothing in memory has needed a folder. */
  get path(): string | undefined {
    return this.folder;
  }

  /**
   * Writes what comes to a new file as it comes. The sender's end of the connection may fail, the disk may not.
   * @param seen called with each piece that is kept
   * @param limit bytes above it are counted and thrown away
   * @throws Error of the file system, after what was written is gone
   */
  async write(
    source: AsyncIterable<Uint8Array>,
    seen: (bytes: Uint8Array) => void = () => undefined,
    limit = Infinity,
  ): Promise<Written> {
    const file = randomUUID();
    const written = this.receive(file, source, seen, limit);
    this.underWay.set(file, written);
    try {
      return await written;
    } catch (error) {
      this.remove([{ file }]);
      throw error;
    } finally {
      this.underWay.delete(file);
    }
  }

  /** Writes bytes that are in memory already. */
  put(bytes: Uint8Array): readonly ContentFile[] {
    if (bytes.length === 0) {
      return [];
    }
    const file = randomUUID();
    writeFileSync(join(this.made(), file), bytes, { flag: "wx" });
    return [{ file, size: bytes.length }];
  }

  /** A part of a content, read as it is asked for. */
  read(files: readonly ContentFile[], offset = 0, length = Infinity): Readable {
    return Readable.from(this.pieces(files, offset, length), { objectMode: false });
  }

  /** In hex. */
  async md5(files: readonly ContentFile[]): Promise<string> {
    const hash = createHash("md5");
    for await (const bytes of this.pieces(files, 0, Infinity)) {
      hash.update(bytes);
    }
    return hash.digest("hex");
  }

  /** Frees what no row names any more. */
  remove(files: readonly Pick<ContentFile, "file">[]): void {
    const { folder } = this;
    if (folder === undefined) {
      return;
    }
    for (const { file } of files) {
      try {
        rmSync(join(folder, file), { force: true });
      } catch {
        // A file that another program holds open (Windows) goes at the next start.
      }
    }
  }

  /** Frees every file of ours but these and those that are being written. */
  keepOnly(names: ReadonlySet<string>): void {
    const unused = namesIn(this.folder).filter(
      (name) => ownName.test(name) && !names.has(name) && !this.underWay.has(name),
    );
    this.remove(unused.map((file) => ({ file })));
  }

  /** Waits for what is being written, whose connections must be closed; then a temporary folder goes. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.allSettled(this.underWay.values());
    if (this.isTemporary && this.folder !== undefined) {
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  private async receive(
    file: string,
    source: AsyncIterable<Uint8Array>,
    seen: (bytes: Uint8Array) => void,
    limit: number,
  ): Promise<Written> {
    const pieces = source[Symbol.asyncIterator]();
    let handle: FileHandle | undefined;
    let size = 0;
    let whole = true;
    let failed: { readonly error: unknown } | undefined;
    try {
      for (;;) {
        const piece = await pieces.next().catch(() => undefined);
        if (piece === undefined || piece.done) {
          whole = piece !== undefined;
          break;
        }
        size += piece.value.length;
        if (piece.value.length > 0 && size <= limit && !failed) {
          try {
            handle ??= await open(join(this.made(), file), "wx");
            await handle.writeFile(piece.value);
            seen(piece.value);
          } catch (error) {
            // The rest is read all the same, so that the sender hears the answer.
            failed = { error };
          }
        }
      }
    } finally {
      await handle?.close();
    }
    if (failed) {
      throw failed.error;
    }
    return { files: handle ? [{ file, size }] : [], size, whole };
  }

  private async *pieces(
    files: readonly ContentFile[],
    offset: number,
    length: number,
  ): AsyncGenerator<Buffer> {
    let skip = offset;
    let left = length;
    for (const { file, size } of files) {
      const take = Math.min(size - skip, left);
      if (take > 0) {
        yield* createReadStream(join(this.folder ?? "", file), {
          start: skip,
          end: skip + take - 1,
          highWaterMark: readSize,
        });
        left -= take;
      }
      skip = Math.max(skip - size, 0);
    }
  }

  /** The folder, which is there afterwards. */
  private made(): string {
    if (this.isClosed) {
      throw new Error("The stand-in is closed and takes no contents any more.");
    }
    if (this.folder === undefined) {
      removeLeftovers();
      this.folder = mkdtempSync(join(tmpdir(), `${temporaryName}${process.pid}-`));
    }
    mkdirSync(this.folder, { recursive: true });
    return this.folder;
  }
}

/** The machine's name is in it because another container may share the directory, but not the process ids. */
const temporaryName = `altinn-standin-${hostname()}-`;

/** Removes the temporary folders of processes that ended before they could. */
function removeLeftovers(): void {
  for (const name of namesIn(tmpdir())) {
    const pid = name.startsWith(temporaryName)
      ? Number.parseInt(name.slice(temporaryName.length), 10)
      : NaN;
    if (pid > 0 && !isRunning(pid)) {
      try {
        rmSync(join(tmpdir(), name), { recursive: true, force: true });
      } catch {
        // Another user's: it is theirs to remove.
      }
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Nothing where there is no such folder. */
function namesIn(folder: string | undefined): string[] {
  try {
    return folder === undefined ? [] : readdirSync(folder);
  } catch {
    return [];
  }
}
