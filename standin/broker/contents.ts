import type { Altinn } from "../altinn";
import { transaction } from "../store/database";

type Held = Pick<Altinn, "database" | "contents">;

/** Frees the files that no row names: what a crash left, or what somebody has taken out of the tables. */
export function freeUnusedContents({ database, contents }: Held): void {
  const rows = database
    .prepare("SELECT file FROM broker_content_file UNION ALL SELECT file FROM broker_tus_file")
    .all();
  contents.keepOnly(new Set(rows.map((row) => String(row["file"]))));
}

/** Frees all contents, of transfers and of uploads by TUS, with their rows. The transfers themselves stay. */
export function freeContents({ database, contents }: Held): void {
  transaction(database, () => {
    for (const table of [
      "broker_content_file",
      "broker_content_md5",
      "broker_tus_file",
      "broker_tus_upload",
      "broker_tus_session",
    ]) {
      database.exec(`DELETE FROM ${table}`);
    }
  });
  freeUnusedContents({ database, contents });
}
