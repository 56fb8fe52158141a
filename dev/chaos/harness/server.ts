import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pg from "pg";
import { startPostgres } from "@/dev/postgres";
import { migrate } from "@/dev/stack/migrations";
import type { Site } from "./scenario";

const root = resolve(import.meta.dirname, "../../..");

/** A Postgres of a scenario's own, which it may stop and start at will. */
export interface ChaosServer {
  /** Its one migrated database. */
  readonly url: string;
  pgCtl(...args: string[]): Promise<void>;
  stop(): Promise<void>;
}

export async function startServer({ durable }: { durable: boolean }): Promise<ChaosServer> {
  const dataDir = mkdtempSync(join(tmpdir(), "countersign-chaos-postgres-"));
  const postgres = await startPostgres({ dataDir, durable });
  const stop = async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await migrate(root, postgres.url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: postgres.url, pgCtl: postgres.pgCtl, stop };
}

/** The server's database as a template for the scenarios that need no server of their own. */
export function siteOn(server: ChaosServer): Site {
  const url = new URL(server.url);
  const prefix = url.pathname.slice(1);
  url.pathname = "/postgres";
  return { url: url.href, prefix, cloneOptions: "STRATEGY file_copy" };
}

/** @returns The URL of a migrated, empty database that nobody else uses. */
export async function cloneDatabase({ url, prefix, cloneOptions }: Site): Promise<string> {
  const name = `${prefix}_${randomBytes(6).toString("hex")}`;
  const client = new pg.Client(url);
  await client.connect();
  await client
    .query(`CREATE DATABASE "${name}" TEMPLATE "${prefix}" ${cloneOptions}`)
    .finally(() => client.end());
  const created = new URL(url);
  created.pathname = `/${name}`;
  return created.href;
}
