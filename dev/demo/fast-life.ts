import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import type { ProviderName, TokenService } from "@/lib/token";
import { asProduct, jobs } from "./people";
import { MINUTE_MS } from "./timeline";

const USED_EVERY_MS = 2 * MINUTE_MS;

interface FastLife {
  database: Database;
  service: TokenService;
  /** Virtual time for each real one. */
  rate: number;
}

interface Used {
  companyId: string;
  connectionType: ProviderName;
}

/** The product asks for every company's token again and again, for as long as the process lives. */
export async function fastLife({ database, service, rate }: FastLife): Promise<never> {
  for (;;) {
    const next = pause(USED_EVERY_MS / rate);
    const used = await database.query<Used>(
      `SELECT "companyId", "connectionType" FROM "Connection" WHERE "disconnectedAt" IS NULL ORDER BY id`,
    );
    for (const [index, { companyId, connectionType }] of used.entries()) {
      const job = jobs[index % jobs.length] ?? jobs[0];
      await unlessTyped(() => asProduct(() => service.getValidToken(companyId, connectionType, job)));
    }
    await next;
  }
}

/** What a company meets is on record and on the screens; it ends nobody else's day. */
async function unlessTyped(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
  }
}
