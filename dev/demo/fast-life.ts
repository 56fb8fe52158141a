import { setTimeout as pause } from "node:timers/promises";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { checkConnection } from "@/lib/health/check";
import type { ProviderName, TokenService } from "@/lib/token";
import { asProduct, jobs } from "./people";
import { MINUTE_MS } from "./timeline";

const USED_EVERY_MS = 2 * MINUTE_MS;
/** Every third time a company is used its connection is looked at, too. */
const CHECKED_EVERY = 3;

interface FastLife {
  database: Database;
  service: TokenService;
  clock: Clock;
  /** Virtual time for each real one. */
  rate: number;
}

interface Used {
  companyId: string;
  connectionType: ProviderName;
}

/** The product asks for every company's token again and again, for as long as the process lives. */
export async function fastLife({ database, service, clock, rate }: FastLife): Promise<never> {
  for (let round = 0; ; round++) {
    const next = pause(USED_EVERY_MS / rate);
    const used = await database.query<Used>(
      `SELECT "companyId", "connectionType" FROM "Connection" WHERE "disconnectedAt" IS NULL ORDER BY id`,
    );
    for (const [index, connection] of used.entries()) {
      const { companyId, connectionType } = connection;
      await unlessTyped(async () => {
        const job = jobs[index % jobs.length] ?? jobs[0];
        await asProduct(() => service.getValidToken(companyId, connectionType, job));
      });
      if ((round + index) % CHECKED_EVERY !== 0) continue;
      const actor = { userId: "health", kind: "system" } as const;
      await unlessTyped(() =>
        checkConnection({ database, tokenService: service, clock }, { ...connection, actor }),
      );
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
