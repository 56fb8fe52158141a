import { networkTo } from "@/dev/vitest/webhook-receiver";
import { secretBox } from "@/lib/boot/secret-box";
import { systemClock } from "@/lib/clock";
import { listen, openDatabase } from "@/lib/db";
import type { EventDeps } from "@/lib/events/deps";
import { startDispatcher } from "@/lib/events/dispatcher";
import { EVENT_CHANNEL } from "@/lib/events/record/channel";
import { createEventSignals } from "@/lib/events/signals";
import { recordHealth } from "@/lib/health/observe/record";
import { log } from "@/lib/log";
import { createKeyring } from "@/lib/token/keys/keyring";
import { createTenantIds } from "@/lib/token/keys/tenant-id";
import { type EventProcessSetup, ROLLED_BACK } from "./fork-event-process";

/** A process that relays and sends events, and once told to, makes connections break and recover until it is killed. */
const { databaseUrl, encryptionKey, port, companyIds } = JSON.parse(
  process.env.EVENT_PROCESS_SETUP ?? "",
) as EventProcessSetup;
log.level = "silent"; // what the kills provoke is counted, not logged
const database = openDatabase({ url: databaseUrl });
const signals = createEventSignals();
const listener = listen({
  listenUrl: databaseUrl,
  sendUrl: databaseUrl,
  channel: EVENT_CHANNEL,
  onNotification: signals.hear,
  onUp: signals.lookAgain,
  onDown: () => {},
});
await listener.started;
const keyring = createKeyring({ current: encryptionKey });
const deps: EventDeps = {
  database,
  clock: systemClock,
  random: Math.random,
  secrets: secretBox(keyring),
  tenantIds: createTenantIds(keyring),
  network: networkTo(port),
  signals,
  log,
};
startDispatcher(deps);

/** Every third change is rolled back when all of it is written. */
async function turn(companyId: string, nth: number): Promise<void> {
  const connectionType = "qbo";
  await database.transaction(async (tx) => {
    const [health] = await tx.query<{ cause: string | null }>(
      `SELECT cause FROM "ConnectionHealth" WHERE "companyId" = $1 FOR UPDATE`,
      [companyId],
    );
    const rollsBack = nth % 3 === 2;
    const cause = health?.cause ? null : "reconnect_required";
    const message = rollsBack ? ROLLED_BACK : "The grant ended.";
    const observation = { companyId, connectionType, cause, message, source: "check" } as const;
    await recordHealth(tx, { ...observation, atMs: Date.now() });
    if (rollsBack) throw new Error(ROLLED_BACK);
  });
}

process.once("message", async () => {
  for (let nth = 0; ; nth++) {
    const companyId = companyIds[nth % companyIds.length] ?? "";
    await turn(companyId, nth).catch(() => {});
    if (nth === 0) process.send?.("begun");
  }
});
process.once("disconnect", () => process.exit());
process.send?.("ready");
