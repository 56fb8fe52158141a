import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "@/dev/postgres";
import { migrate } from "@/dev/stack/migrations";
import type { TokenSettings } from "@/lib/boot/start-tokens";
import { type Database, openDatabase } from "@/lib/db";
import { createKeyring, type Keyring } from "@/lib/token/keys/keyring";

/** An empty, migrated database of its own, as durable as in production, and the settings of a service on it. */
export interface BenchWorld {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly settings: TokenSettings;
}

export const REDIRECT_URI = "http://localhost:3000/callback";

/** Opens a world, works in it and removes every trace of it. */
export async function inWorld(
  work: (world: BenchWorld) => Promise<void>,
  simulatorUrl?: string,
): Promise<void> {
  const [dataDir, journalDirectory] = [newFolder("postgres"), newFolder("journal")];
  const postgres = await startPostgres({ dataDir, durable: true });
  try {
    await migrate(join(import.meta.dirname, ".."), postgres.url);
    const settings = settingsOf(postgres.url, journalDirectory, simulatorUrl);
    const database = openDatabase({ url: postgres.url });
    try {
      await work({ database, settings, keyring: createKeyring(settings.encryptionKeys) });
    } finally {
      await database.close();
    }
  } finally {
    await postgres.stop();
    for (const folder of [dataDir, journalDirectory]) rmSync(folder, { recursive: true, force: true });
  }
}

const newFolder = (of: string) => mkdtempSync(join(tmpdir(), `countersign-bench-${of}-`));

function settingsOf(databaseUrl: string, journalDirectory: string, simulatorUrl?: string): TokenSettings {
  const redirectUri = REDIRECT_URI;
  return {
    databaseUrl,
    journalDirectory,
    simulatorUrl,
    auditStrict: false,
    encryptionKeys: { current: randomBytes(32).toString("hex"), previous: [] },
    providers: {
      qbo: {
        clientId: "sim-qbo-client",
        clientSecret: "sim-qbo-secret",
        redirectUri,
        environment: "sandbox",
      },
      xero: {
        clientId: "sim-xero-client",
        clientSecret: "sim-xero-secret",
        redirectUri,
        environment: "production",
      },
    },
  };
}
