import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createDatabaseClock, openDatabase } from "@/lib/db";
import { createApiKeys, SCOPES } from "@/lib/people";
import { actAs } from "@/lib/request-context";
import { providerNames } from "@/lib/token";

/** What a first request to the API takes. */
export interface DemoKey {
  value: string;
  /** A company that is connected to QuickBooks and works. */
  companyId: string;
}

const DEMO = { kind: "system", id: "demo" } as const;

/** The demo's key of the API: made at the first start, and kept in a file of this user's, because no database has it. */
export async function demoKey(databaseUrl: string, file: string): Promise<DemoKey> {
  const database = openDatabase({ url: databaseUrl });
  try {
    const [working] = await database.query<{ companyId: string }>(
      `SELECT c."companyId" FROM "Connection" c JOIN "Grant" g ON g.id = c."grantId"
       JOIN "ConnectionHealth" h ON h."companyId" = c."companyId" AND h."connectionType" = c."connectionType"
       WHERE c."connectionType" = 'qbo' AND c."disconnectedAt" IS NULL AND g.state = 'active' AND h.cause IS NULL
       ORDER BY c."connectedAt" LIMIT 1`,
    );
    if (!working) throw new Error("The demo has no working connection to QuickBooks.");
    if (existsSync(file)) return { value: readFileSync(file, "utf8"), ...working };
    const clock = createDatabaseClock();
    const keys = createApiKeys({ database, clock, random: randomBytes, providers: providerNames });
    const { value } = await actAs(DEMO, () =>
      keys.makeKey({
        name: "demo",
        service: "demo",
        environment: "test",
        scopes: SCOPES,
        companyIds: null,
        providers: providerNames,
        networks: [],
      }),
    );
    writeFileSync(file, value, { mode: 0o600 });
    return { value, ...working };
  } finally {
    await database.close();
  }
}
