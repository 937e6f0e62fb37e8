import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { Altinn } from "../altinn";
import { transaction } from "../store/database";

/** Moves contents that an earlier version kept inside the data file to the folder of contents. */
export function moveOlderContents({
  database,
  contents,
}: Pick<Altinn, "database" | "contents">): void {
  if (!hasTable(database, "broker_content")) {
    return;
  }
  transaction(database, () => {
    const keep = database.prepare(
      "INSERT INTO broker_content_file (transfer, file, size) VALUES (?, ?, ?)",
    );
    const keepMd5 = database.prepare(
      "INSERT INTO broker_content_md5 (transfer, md5) VALUES (?, ?)",
    );
    for (const row of database.prepare("SELECT transfer, bytes FROM broker_content").iterate()) {
      const { transfer, bytes } = row as { transfer: number; bytes: Uint8Array };
      for (const { file, size } of contents.put(bytes)) {
        keep.run(transfer, file, size);
      }
      keepMd5.run(transfer, createHash("md5").update(bytes).digest("hex"));
    }
    const keepChunk = database.prepare(
      "INSERT INTO broker_tus_file (upload, file, size) VALUES (?, ?, ?)",
    );
    const chunks = database.prepare("SELECT upload, bytes FROM broker_tus_chunk ORDER BY seq");
    for (const row of chunks.iterate()) {
      const { upload, bytes } = row as { upload: string; bytes: Uint8Array };
      for (const { file, size } of contents.put(bytes)) {
        keepChunk.run(upload, file, size);
      }
    }
    database.exec("DROP TABLE broker_content; DROP TABLE broker_tus_chunk");
  });
  // The file keeps the size that it had with them otherwise.
  database.exec("VACUUM");
}

const hasTable = (database: DatabaseSync, name: string): boolean =>
  database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !==
  undefined;
