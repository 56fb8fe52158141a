import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { z } from "zod";

const markerFile = z.strictObject({ adminId: z.string(), complete: z.boolean() });

/** What the demo keeps beside its database. */
export interface DemoFiles {
  readonly dataDir: string;
  readonly simulatorState: string;
  readonly marker: string;
  /** The value of the demo's key of the API. */
  readonly apiKey: string;
}

/** @param fast The data of the demo whose time runs fast, which lie apart: they reach into the future. */
export function demoFiles(root: string, { fast = false } = {}): DemoFiles {
  const dataDir = fast ? join(root, ".data/demo-fast") : join(root, ".data");
  return {
    dataDir,
    simulatorState: join(dataDir, "simulator.json"),
    marker: join(dataDir, "demo.json"),
    apiKey: join(dataDir, "demo-api-key"),
  };
}

/** Puts down whose database is the demo's, by a row in it that exists nowhere else. */
export function mark({ marker }: DemoFiles, adminId: string, complete: boolean): void {
  writeFileSync(marker, `${JSON.stringify({ adminId, complete })}\n`, { mode: 0o600 });
}

/**
 * Decides whether the demo's data can be carried on with, and clears away what can't.
 *
 * @param reset Begin anew even if it could.
 * @param embedded The database is the demo's own; anyone else's is cleared only if this demo filled it.
 * @returns Whether the demo must be seeded.
 * @throws {Error} The database belongs to somebody else.
 */
export async function clearUnlessUsable(
  files: DemoFiles,
  databaseUrl: string,
  { reset, embedded }: { reset: boolean; embedded: boolean },
): Promise<boolean> {
  const kept = readMarker(files);
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const people = await idsOfPeople(client);
    const ours = kept !== undefined && people.includes(kept.adminId);
    const usable = ours && kept.complete && existsSync(files.simulatorState);
    if (usable && !reset) return false;
    if (!embedded && !ours && people.length > 0) {
      throw new Error(
        "DATABASE_URL names a database in use that this demo did not fill. " +
          "Unset it, or point it at an empty database.",
      );
    }
    if (ours || embedded) await client.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  } finally {
    await client.end();
  }
  for (const file of [files.marker, files.simulatorState, files.apiKey]) rmSync(file, { force: true });
  return true;
}

function readMarker({ marker }: DemoFiles): z.infer<typeof markerFile> | undefined {
  if (!existsSync(marker)) return undefined;
  return markerFile.parse(JSON.parse(readFileSync(marker, "utf8")));
}

async function idsOfPeople(client: pg.Client): Promise<string[]> {
  const { rows: tables } = await client.query(`SELECT to_regclass('public."User"') IS NOT NULL AS there`);
  if (!tables[0]?.there) return [];
  const { rows } = await client.query<{ id: string }>(`SELECT id FROM "User"`);
  return rows.map(({ id }) => id);
}
