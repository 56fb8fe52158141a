import {
  asDatabaseFailure,
  certificateRemedy,
  NotHeardError,
  type NotificationRoute,
  openHearing,
} from "@/lib/db";
import type { Env } from "@/lib/env";
import { CountersignError } from "@/lib/errors";

const TRIES = 2;

type Urls = Pick<Env, "databaseUrl" | "databaseDirectUrl">;

interface Log {
  warn(fields: Record<string, unknown>, message: string): void;
}

/** Writers send as they write; whoever listens goes past the pooler, if there is one. */
export function notificationRoute({ databaseUrl, databaseDirectUrl }: Urls): NotificationRoute {
  return { listenUrl: databaseDirectUrl ?? databaseUrl, sendUrl: databaseUrl };
}

/**
 * Refuses a route to the database on which no notification arrives, as through a pooler in transaction mode: there
 * statements fail as well that one connection prepares and another is given.
 *
 * @throws {CountersignError} `misconfigured`, naming the variable to set. A database that goes away meanwhile is waited
 *   for elsewhere.
 */
export async function requireNotifications(urls: Urls, log: Log): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const channel = "countersign_start";
      const hearing = await openHearing({ ...notificationRoute(urls), channel, onNotification: () => {} });
      return await hearing.end();
    } catch (error) {
      if (error instanceof NotHeardError && attempt < TRIES) continue;
      const message = problemOf(error, urls);
      if (message)
        throw new CountersignError("misconfigured", message, { field: "DATABASE_DIRECT_URL", cause: error });
      const reason = error instanceof Error ? error.message : "unknown";
      return log.warn({ error: reason }, "Database notifications don't arrive yet");
    }
  }
}

function problemOf(error: unknown, { databaseDirectUrl }: Urls): string | undefined {
  if (error instanceof NotHeardError) {
    if (databaseDirectUrl === undefined)
      return "DATABASE_URL leads to a connection pooler in transaction mode, through which no notification arrives. Set DATABASE_DIRECT_URL to the database itself, past the pooler";
    if (error.pooled)
      return "DATABASE_DIRECT_URL leads to a connection pooler in transaction mode, through which no notification arrives. Set it to the database itself, past the pooler";
    return "DATABASE_DIRECT_URL and DATABASE_URL lead to different databases: what is sent over one does not arrive over the other. Set both to the same database";
  }
  // Without a code it was our own patience that ended.
  const isRefusal = (error as { code?: unknown }).code !== undefined && !asDatabaseFailure(error);
  if (databaseDirectUrl === undefined || !isRefusal) return undefined;
  const reason = error instanceof Error ? error.message : "unknown";
  const remedy = certificateRemedy(error, "DATABASE_DIRECT_URL");
  return `DATABASE_DIRECT_URL names a database that refuses us: ${reason}${remedy ? `. ${remedy}` : ""}`;
}
