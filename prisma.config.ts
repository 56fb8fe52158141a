import { join } from "node:path";
import { defineConfig } from "prisma/config";
import { findRunningPostgres } from "./dev/postgres-state";
import { loadEnvFile } from "./lib/env-file.mjs";

const root = import.meta.dirname;
loadEnvFile(join(root, ".env"));

// Windows cannot spawn a script as a program: there Prisma's own engine is downloaded.
const native = process.env.PRISMA_NATIVE_ENGINE === "1" || process.platform === "win32";
if (!native) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= join(root, "prisma/schema-engine.mjs");

const words = process.argv.slice(2);
// `migrate diff` may compare files alone, and says itself when it misses a database.
const needsDatabase = words.includes("db") || (words.includes("migrate") && !words.includes("diff"));
const asksHelp = words.includes("--help") || words.includes("-h");

function databaseUrl(): string | undefined {
  // A migration holds a lock from one statement to the next, which a pooler does not carry.
  const { DATABASE_DIRECT_URL, DATABASE_URL } = process.env;
  const url = DATABASE_DIRECT_URL || DATABASE_URL || findRunningPostgres(join(root, ".data/postgres"))?.url;
  if (!url && needsDatabase && !asksHelp) {
    throw new Error(
      "DATABASE_URL is not set and this checkout's embedded Postgres is not running: set DATABASE_URL to " +
        "postgresql://user:password@host:5432/database, or start the demo (npm run demo).",
    );
  }
  if (url && !/^postgres(ql)?:$/.test(URL.canParse(url) ? new URL(url).protocol : "")) {
    const name = DATABASE_DIRECT_URL ? "DATABASE_DIRECT_URL" : "DATABASE_URL";
    throw new Error(`${name} is not of the form postgresql://user:password@host:5432/database`);
  }
  return url;
}

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: databaseUrl() },
});
