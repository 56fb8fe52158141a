import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startSimulator } from "@/dev/simulator";
import { appEnvironment, callbackUrl, providerNames } from "@/dev/stack/app-environment";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { openDatabase } from "@/lib/db";
import { listIncidents } from "@/lib/health/incident/read";
import { log } from "@/lib/log";
import { companies } from "./companies";
import { PAST_MS, seedDemo } from "./seed";

/** Those in use on the day of the outage, and those who have fallen asleep since. */
const FEW = new Set([
  "Alder & Finch Architects",
  "Amberline Logistics",
  "Canyon Ridge Outfitters",
  "Crestline Roofing",
  "Eastgate Physiotherapy",
  "Foxglove Florists",
]);
const HOUR_MS = 3_600_000;
const hex = () => randomBytes(32).toString("hex");

test("the demo's past holds one outage of QuickBooks with its companies, and the connections that lapsed", async () => {
  log.level = "silent"; // the outage's failures are part of the story
  const folder = mkdtempSync(join(tmpdir(), "countersign-seed-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const databaseUrl = await testDatabaseUrl();
  const appUrl = "http://localhost:3000";
  const simulator = await startSimulator({ startAtMs: Date.now() - PAST_MS });
  onTestFinished(() => simulator.close());
  for (const provider of providerNames) {
    simulator.control.registerRedirectUri(provider, callbackUrl(appUrl, provider));
  }
  const addresses = {
    appUrl,
    simulatorUrl: simulator.url,
    databaseUrl,
    journalDirectory: join(folder, "journal"),
  };
  const env = appEnvironment(addresses, { encryptionKey: hex(), sessionSecret: hex() });
  const few = companies.filter(({ name }) => FEW.has(name));
  await seedDemo({ simulator, env }, () => {}, few);

  const database = openDatabase({ url: databaseUrl });
  onTestFinished(() => database.close());
  const { incidents } = await listIncidents({ database });
  expect(incidents).toMatchObject([
    { connectionType: "qbo", cause: "provider_unavailable", owner: "provider" },
  ]);
  const [{ startedAt, endedAt, companies: touched, recovered } = {}] = incidents;
  expect(touched).toBe(4);
  expect(recovered).toBe(4);
  const hours = ((endedAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0)) / HOUR_MS;
  expect(hours).toBeGreaterThan(3);
  expect(hours).toBeLessThan(3.6);

  const lapsed = await database.query<{ onTime: boolean }>(
    `SELECT h.since = LEAST(g."refreshExpiresAt", g."hardExpiresAt") AS "onTime"
     FROM "Grant" g JOIN "Connection" c ON c."grantId" = g.id
     JOIN "ConnectionHealth" h ON h."companyId" = c."companyId" AND h."connectionType" = c."connectionType"
     WHERE g.state = 'active' AND c."disconnectedAt" IS NULL AND LEAST(g."refreshExpiresAt", g."hardExpiresAt") < now()`,
  );
  expect(lapsed.length).toBeGreaterThan(0);
  expect(lapsed.every(({ onTime }) => onTime)).toBe(true);
}, 180_000);
