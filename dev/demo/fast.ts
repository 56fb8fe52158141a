import { setTimeout as pause } from "node:timers/promises";
import { startTokens } from "@/lib/boot/start/start-tokens";
import { openDatabase } from "@/lib/db";
import { readEnv } from "@/lib/env";
import { currentIncidents } from "@/lib/health/incident/read";
import { companyPath } from "@/lib/text/company-path";
import { providerModules } from "@/lib/token/providers/registry";
import type { Stack } from "../stack";
import { fastLife } from "./fast-life";
import { MINUTE_MS } from "./timeline";

/** Virtual milliseconds for each real one: an hour in two minutes. */
export const FAST_RATE = 30;
const BEFORE_OUTAGE_MS = 20_000;
const OUTAGE_MS = 12 * MINUTE_MS;
const LOOK_EVERY_MS = 500;
/** Real time after which a scene that did not come about is passed over. */
const SCENE_MAX_MS = 60_000;

/**
 * Plays a refresh, an outage of QuickBooks and its end within two minutes, saying what happens and where to look. The
 * companies' everyday use goes on until the process ends.
 */
export async function playFast(stack: Stack, say: (line: string) => void): Promise<void> {
  const { simulator, env, appUrl } = stack;
  const { clock, control } = simulator;
  const configuration = readEnv(providerModules, env);
  const database = openDatabase({ url: configuration.databaseUrl, maxConnections: 4 });
  const { service } = await startTokens(configuration, database, clock);
  const tell = (line: string, path: string) =>
    say(`${new Date(clock.nowMs()).toISOString().slice(11, 16)} UTC  ${line}\n           ${appUrl}${path}`);

  say(`\nTime runs ${FAST_RATE} times as fast, here, in the app and at the providers.\n`);
  const beganAtMs = clock.nowMs();
  const everyday = fastLife({ database, service, rate: FAST_RATE });
  void everyday.catch((error: Error) => say(`The companies' everyday use broke off: ${error.message}`));
  const scenes = pause(BEFORE_OUTAGE_MS);

  const refresh = await seen(async () => {
    const [row] = await database.query<Refreshed>(REFRESHED, [new Date(beganAtMs)]);
    return row;
  });
  if (refresh) {
    const { company, provider, generation, companyId, connectionType } = refresh;
    tell(
      `${company}: ${provider} gave token set ${generation}. Callers noticed nothing.`,
      companyPath(companyId, { provider: connectionType }),
    );
  }

  await scenes;
  const effect = { kind: "status", status: 503 } as const;
  for (const endpoint of ["token", "api"] as const) {
    control.addFault({ provider: "qbo", endpoint, effect, forMs: OUTAGE_MS });
  }
  tell(`QuickBooks goes away for ${OUTAGE_MS / MINUTE_MS} minutes of its time.`, "/");
  const outage = await seen(async () => (await currentIncidents({ database }))[0]);
  if (outage) {
    tell(
      `${outage.companies} companies are touched, told as one incident. Valid tokens are served; nobody must reconnect.`,
      `/health/incidents/${outage.id}`,
    );
    const over = await seen(async () =>
      (await currentIncidents({ database })).length === 0 ? true : undefined,
    );
    if (over)
      tell(
        "QuickBooks is back, and so are its companies. Nobody had to act.",
        `/health/incidents/${outage.id}`,
      );
  }
  say("\nEveryday use goes on. Ctrl-C ends everything.");
  await everyday;
}

/** What is looked for, or undefined when it does not show in time. */
async function seen<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  const giveUpAtMs = performance.now() + SCENE_MAX_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined || performance.now() > giveUpAtMs) return found;
    await pause(LOOK_EVERY_MS);
  }
}

interface Refreshed {
  company: string;
  provider: string;
  generation: number;
  companyId: string;
  connectionType: string;
}

const REFRESHED = `SELECT o.name AS company, CASE a."connectionType" WHEN 'qbo' THEN 'QuickBooks' ELSE 'Xero' END AS provider,
    a.generation, a."companyId", a."connectionType"
  FROM "AuditLog" a
  JOIN "Company" o ON o.id = a."companyId"
  WHERE a.operation = 'token.refresh' AND a.outcome = 'success' AND a.timestamp >= $1
  ORDER BY a.timestamp LIMIT 1`;
