import type { DatabaseSync } from "node:sqlite";

/**
 * Broker's tables. Times are milliseconds since the epoch, durations microseconds (as text: they may exceed 2^53).
 * A waiting step is a time in a `..._due` column, so that a restart goes on where the last process ended.
 */
export function createTables(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS broker_service_owner (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      created INTEGER NOT NULL,
      -- answers since the registration, its own included, until there are enough
      answers INTEGER NOT NULL DEFAULT 0,
      provisioning_from INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS broker_service_owner_waiting
      ON broker_service_owner (id) WHERE provisioning_from IS NULL;
    CREATE TABLE IF NOT EXISTS broker_provider_setting (
      service_owner TEXT NOT NULL,
      type TEXT NOT NULL,
      status TEXT NOT NULL,
      PRIMARY KEY (service_owner, type)
    ) WITHOUT ROWID;

    CREATE TABLE IF NOT EXISTS broker_resource (
      id TEXT PRIMARY KEY,
      service_owner TEXT NOT NULL,
      organization TEXT NOT NULL,
      created INTEGER NOT NULL,
      max_file_transfer_size INTEGER,
      time_to_live TEXT,
      purge INTEGER NOT NULL DEFAULT 1,
      grace_period TEXT,
      manifest_shim INTEGER NOT NULL DEFAULT 0,
      service_code TEXT,
      edition_code INTEGER,
      required_party TEXT
    ) WITHOUT ROWID;
    -- what a test asked for: the PUT of somebody else to which the resource's first PUT loses
    CREATE TABLE IF NOT EXISTS broker_lost_first_put (
      resource_id TEXT PRIMARY KEY,
      configuration TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS broker_approval (resource_id TEXT PRIMARY KEY) WITHOUT ROWID;

    -- what a test asked for: what scans find, for so many more of them or for ever
    CREATE TABLE IF NOT EXISTS broker_scan_verdict (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      verdict TEXT NOT NULL,
      file_name TEXT,
      resource_id TEXT,
      left INTEGER
    );

    CREATE TABLE IF NOT EXISTS broker_actor (id TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS broker_transfer (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      resource_id TEXT NOT NULL,
      file_name TEXT NOT NULL,
      reference TEXT NOT NULL,
      sender TEXT NOT NULL,
      checksum TEXT,
      use_virus_scan INTEGER NOT NULL,
      created INTEGER NOT NULL,
      expires INTEGER NOT NULL,
      properties TEXT NOT NULL,
      size INTEGER,
      location TEXT,
      status TEXT,
      status_text TEXT,
      status_at INTEGER,
      scan_due INTEGER,
      scan_answers INTEGER,
      scan_from INTEGER,
      stale_due INTEGER,
      purge_due INTEGER
    );
    CREATE INDEX IF NOT EXISTS broker_transfer_resource ON broker_transfer (resource_id, created);
    CREATE INDEX IF NOT EXISTS broker_transfer_scan
      ON broker_transfer (scan_due) WHERE scan_due IS NOT NULL;
    CREATE INDEX IF NOT EXISTS broker_transfer_stale
      ON broker_transfer (stale_due) WHERE stale_due IS NOT NULL;
    CREATE INDEX IF NOT EXISTS broker_transfer_purge
      ON broker_transfer (purge_due) WHERE purge_due IS NOT NULL;

    CREATE TABLE IF NOT EXISTS broker_transfer_status (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      transfer INTEGER NOT NULL,
      status TEXT NOT NULL,
      text TEXT,
      at INTEGER NOT NULL,
      vendor TEXT
    );
    CREATE INDEX IF NOT EXISTS broker_transfer_status_transfer ON broker_transfer_status (transfer);
    -- A status and what follows from it are one write, so that no reader sees half of it.
    CREATE TRIGGER IF NOT EXISTS broker_transfer_status_current
      AFTER INSERT ON broker_transfer_status BEGIN
        UPDATE broker_transfer
        SET status = NEW.status, status_text = NEW.text, status_at = NEW.at,
            stale_due = CASE WHEN NEW.status = 'UploadStarted' THEN NEW.at + 86400000 END,
            scan_due = CASE WHEN NEW.status IN ('UploadStarted', 'UploadProcessing') THEN scan_due END,
            purge_due = CASE WHEN NEW.status <> 'Purged' THEN purge_due END
        WHERE seq = NEW.transfer;
      END;

    CREATE TABLE IF NOT EXISTS broker_recipient_status (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      transfer INTEGER NOT NULL,
      actor TEXT NOT NULL,
      status INTEGER NOT NULL,
      at INTEGER NOT NULL,
      vendor TEXT
    );
    CREATE INDEX IF NOT EXISTS broker_recipient_status_transfer ON broker_recipient_status (transfer);
    CREATE INDEX IF NOT EXISTS broker_recipient_status_actor ON broker_recipient_status (actor);
    CREATE TABLE IF NOT EXISTS broker_ranged_download (
      transfer INTEGER NOT NULL,
      actor TEXT NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (transfer, actor)
    ) WITHOUT ROWID;
    -- which files in the folder of contents a transfer's file is, one after the other; none when it is empty
    CREATE TABLE IF NOT EXISTS broker_content_file (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      transfer INTEGER NOT NULL,
      file TEXT NOT NULL,
      size INTEGER NOT NULL
    );
    CREATE INDEX IF NOT EXISTS broker_content_file_transfer ON broker_content_file (transfer);
    CREATE TABLE IF NOT EXISTS broker_content_md5 (transfer INTEGER PRIMARY KEY, md5 TEXT NOT NULL);

    CREATE TABLE IF NOT EXISTS broker_tus_upload (
      id TEXT PRIMARY KEY,
      transfer INTEGER NOT NULL,
      concat TEXT,
      length INTEGER NOT NULL,
      received INTEGER NOT NULL DEFAULT 0,
      metadata TEXT,
      expires INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS broker_tus_upload_transfer ON broker_tus_upload (transfer);
    CREATE INDEX IF NOT EXISTS broker_tus_upload_expires ON broker_tus_upload (expires);
    -- the chunks of an upload that is not complete, each a file in the folder of contents
    CREATE TABLE IF NOT EXISTS broker_tus_file (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      upload TEXT NOT NULL,
      file TEXT NOT NULL,
      size INTEGER NOT NULL
    );
    CREATE INDEX IF NOT EXISTS broker_tus_file_upload ON broker_tus_file (upload);
    CREATE TABLE IF NOT EXISTS broker_tus_session (
      transfer INTEGER NOT NULL,
      client TEXT NOT NULL,
      organisation TEXT NOT NULL,
      expires INTEGER NOT NULL,
      PRIMARY KEY (transfer, client, organisation)
    ) WITHOUT ROWID;
  `);
}
