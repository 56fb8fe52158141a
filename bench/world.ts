import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "@/dev/postgres";
import { migrate } from "@/dev/stack/migrations";
import { tokenSettings } from "@/dev/world/token-settings";
import type { TokenSettings } from "@/lib/boot/start/start-tokens";
import { type Database, openDatabase } from "@/lib/db";
import { createKeyring, type Keyring } from "@/lib/token/keys/keyring";

/** An empty, migrated database of its own, as durable as in production, and the settings of a service on it. */
export interface BenchWorld {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly settings: TokenSettings;
}

/** Opens a world, works in it and removes every trace of it. */
export async function inWorld(work: (world: BenchWorld) => Promise<void>, simulatorUrl = ""): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "countersign-bench-postgres-"));
  const postgres = await startPostgres({ dataDir, durable: true });
  try {
    await migrate(join(import.meta.dirname, ".."), postgres.url);
    const settings = tokenSettings(postgres.url, simulatorUrl, { auditStrict: false });
    const database = openDatabase({ url: postgres.url });
    try {
      await work({ database, settings, keyring: createKeyring(settings.encryptionKeys) });
    } finally {
      await database.close();
      rmSync(settings.journalDirectory, { recursive: true, force: true });
    }
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
