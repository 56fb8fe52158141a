import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { bundledProgram } from "@/dev/bundled-program";
import { type Random, seededRandom } from "@/dev/demo/random";
import { appEnvironment } from "@/dev/stack/app-environment";
import { expire } from "@/dev/world/expire";
import type { Subject } from "@/dev/world/open-world";
import { startTokens, type TokenSettings } from "@/lib/boot/start/start-tokens";
import { createDatabaseClock, type Database } from "@/lib/db";
import { isCode } from "@/lib/errors";
import {
  type EncryptedRow,
  encryptedRowSql,
  encryptedTables,
  encryptionContext,
  keyOfRowSql,
} from "@/lib/token/keys/encrypted-tables";
import { createKeyring, type Keyring } from "@/lib/token/keys/keyring";
import { type Callers, callerChecks, callerCounts, judge, noCallers } from "../harness/callers";
import { type ChaosWorld, connectBoth, openChaosWorld } from "../harness/chaos-world";
import type { TokenProcess } from "../harness/fork-token-process";
import {
  plantConsents,
  plantedCompany,
  plantedIndex,
  plantedSecrets,
  plantGrants,
} from "../harness/many-grants";
import { countLost } from "../harness/observed";
import { type Outcome, type Scenario, times } from "../harness/scenario";
import { cloneDatabase } from "../harness/server";

const root = resolve(import.meta.dirname, "../../..");
const newKey = () => randomBytes(32).toString("hex");

const FULL = { grants: 9_300, consents: 500, connections: 200, kills: 20 };
const FEWEST_KILLS = 3;
/** Small enough that every kill falls into a run with rows before and after it. */
const BATCHES = 400;
const LANES = 8;
const WRONG_KEYS = 5;

/** The command itself is killed, started again, and in the end let finish. */
export const keyRotation: Scenario = {
  name: "key-rotation",
  threat: 16,
  title: "kill -9 of the key rotation under load; then a wrong key",
  run: async (site, scale) => {
    const world = await openChaosWorld({ databaseUrl: await cloneDatabase(site), auditStrict: false });
    try {
      return await rotateUnderLoad(world, scale);
    } finally {
      await world.close();
    }
  },
};

async function rotateUnderLoad(world: ChaosWorld, scale: number): Promise<Outcome> {
  const { database, settings } = world;
  const oldKey = settings.encryptionKeys.current;
  const current = newKey();
  const [grants, consents] = [times(FULL.grants, scale), times(FULL.consents, scale)];
  const subjects = await connectBoth(world, Math.max(4, times(FULL.connections, scale)));
  await plantGrants(database, createKeyring({ current: oldKey }), grants);
  await plantConsents(database, createKeyring({ current: oldKey }), consents);
  const rows = grants + consents + subjects.length;

  const both = { ...settings, encryptionKeys: { current, previous: [oldKey] } };
  const servers = await Promise.all([world.fork({ settings: both }), world.fork({ settings: both })]);
  const load = startLoad(world, servers, subjects, grants);
  const kills = Math.max(FEWEST_KILLS, times(FULL.kills, scale));
  const batchRows = Math.max(1, Math.floor(rows / BATCHES));
  const program = await bundledProgram("lib/cli/main.ts");
  const run = () => startRotation(program, both, batchRows);
  const killed = await killRotations(database, createKeyring({ current }), kills, run);
  const exitCode = await run().ended;
  const { callers, planted } = await load.stop();
  const { qbo, xero } = world.simulator.control.counters();
  const refreshesMeanwhile = qbo.refreshes + xero.refreshes;
  for (const server of servers) await server.kill("SIGTERM");

  const stored = await inspect(database, createKeyring({ current }));
  const after = await world.fork({ settings: { ...settings, encryptionKeys: { current, previous: [] } } });
  const { lost, samples } = await countLost(world, [after], subjects);
  return {
    ran: `${rows} rows, the command killed ${killed} times, 2 processes vending and refreshing all the while`,
    checks: [
      { what: "runs killed with rows left", seen: killed, wanted: kills },
      { what: "exit code of the run that was let finish", seen: exitCode, wanted: 0 },
      { what: "rows unreadable with the new key alone", seen: stored.unreadable, wanted: 0 },
      { what: "rows left on the old key", seen: stored.onOtherKey, wanted: 0 },
      { what: "rows that hold another token set than before", seen: stored.altered, wanted: 0 },
      { what: "planted tokens served wrong or not at all", seen: planted.wrong, wanted: 0 },
      ...callerChecks(callers),
      { what: "grants lost", seen: lost.length, wanted: 0 },
      { what: "starts with a wrong key", seen: await startsWithWrongKey(world), wanted: 0 },
    ],
    counts: {
      rows,
      opened: stored.opened,
      refreshesMeanwhile,
      plantedServed: planted.served,
      ...callerCounts(callers),
    },
    notes: [...samples, ...callers.samples],
  };
}

interface RotationRun {
  kill(): Promise<void>;
  /** The exit code; -1 when it was killed. */
  ended: Promise<number>;
}

function startRotation(program: string, settings: TokenSettings, batchRows: number): RotationRun {
  const { current, previous } = settings.encryptionKeys;
  const addresses = { appUrl: "http://localhost:3000", simulatorUrl: settings.simulatorUrl ?? "" };
  const { databaseUrl, journalDirectory } = settings;
  const secrets = { encryptionKey: current, sessionSecret: newKey() };
  const environment = appEnvironment({ ...addresses, databaseUrl, journalDirectory }, secrets);
  const command = [program, "keys", "rotate", "--batch", String(batchRows)];
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, ...environment, ENCRYPTION_KEY_PREVIOUS: previous.join(",") },
    stdio: "ignore",
  });
  const ended = once(child, "exit").then(([code]) => (typeof code === "number" ? code : -1));
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  return { kill, ended };
}

/** @returns How many runs were killed at work, with rows left. */
async function killRotations(
  database: Database,
  keyring: Keyring,
  kills: number,
  start: () => RotationRun,
): Promise<number> {
  const random = seededRandom(16);
  let killed = 0;
  for (; killed < kills; killed++) {
    const left = await countOnOtherKey(database, keyring);
    const share = left / (kills - killed + 1);
    const run = start();
    let running = true;
    void run.ended.then(() => {
      running = false;
    });
    const goal = left - Math.ceil(share * random.next());
    while (running && (await countOnOtherKey(database, keyring)) > goal) await pause(1);
    if (!running) break;
    await run.kill();
    if ((await countOnOtherKey(database, keyring)) === 0) break;
  }
  return killed;
}

async function countOnOtherKey(database: Database, { currentKeyId }: Keyring): Promise<number> {
  const counts = encryptedTables.map(
    (column) => `(SELECT count(*) FROM "${column.table}" WHERE ${keyOfRowSql(column)} <> $1)`,
  );
  const [row] = await database.query<{ left: number }>(`SELECT (${counts.join(" + ")})::int AS left`, [
    currentKeyId,
  ]);
  return row?.left ?? 0;
}

interface Planted {
  served: number;
  wrong: number;
}

/** Callers of planted tokens and of real ones, some of which are due for a refresh each time. */
function startLoad(
  world: ChaosWorld,
  servers: TokenProcess[],
  subjects: Subject[],
  planted: number,
): { stop(): Promise<{ callers: Callers; planted: Planted }> } {
  const callers = noCallers();
  const seen: Planted = { served: 0, wrong: 0 };
  let going = true;
  const lane = async (random: Random) => {
    while (going) {
      const [first, ...others] = servers;
      if (!first) return;
      const server = random.pick([first, ...others]);
      const index = random.between(0, planted - 1);
      const { token } = await server.vend(plantedCompany(index), "qbo");
      if (token === plantedSecrets(index).accessToken) seen.served++;
      else seen.wrong++;
      const subject = subjects[random.between(0, subjects.length - 1)];
      if (!subject) return;
      if (random.chance(0.2)) await expire(world.database, [subject]);
      await judge(world, callers, subject, await server.vend(subject.companyId, subject.provider));
    }
  };
  const lanes = Array.from({ length: LANES }, (_, index) => lane(seededRandom(index)));
  return {
    stop: async () => {
      going = false;
      await Promise.all(lanes);
      return { callers, planted: seen };
    },
  };
}

/** Opens every row with the new key alone; the key that encrypted it is read from the ciphertext, not from its column. */
async function inspect(database: Database, keyring: Keyring) {
  // Each planted row has one token set; what else is encrypted beside it must be readable, too.
  const found = { opened: 0, unreadable: 0, onOtherKey: 0, altered: 0 };
  for (const column of encryptedTables) {
    const rows = await database.query<EncryptedRow>(
      `SELECT ${encryptedRowSql(column)} FROM "${column.table}" WHERE "${column.field}" IS NOT NULL`,
    );
    for (const row of rows) {
      const { id, encrypted } = row;
      if (encrypted.subarray(1, 9).toString("hex") !== keyring.currentKeyId) found.onOtherKey++;
      try {
        const opened = keyring.decrypt(encrypted, encryptionContext(keyring, column, row));
        if (column.field !== "sealedTokenSet") continue;
        found.opened++;
        const index = plantedIndex(id);
        if (index === undefined) continue;
        const { accessToken, refreshToken } = plantedSecrets(index);
        if (opened !== JSON.stringify([accessToken, refreshToken])) found.altered++;
      } catch {
        found.unreadable++;
      }
    }
  }
  return { ...found, onOtherKey: Math.max(found.onOtherKey, await countOnOtherKey(database, keyring)) };
}

async function startsWithWrongKey({ database, settings }: ChaosWorld): Promise<number> {
  let starts = 0;
  for (let attempt = 0; attempt < WRONG_KEYS; attempt++) {
    const wrong = { ...settings, encryptionKeys: { current: newKey(), previous: [] } };
    try {
      await (await startTokens(wrong, database, createDatabaseClock())).stop();
      starts++;
    } catch (error) {
      if (!isCode(error, "misconfigured") || error.field !== "ENCRYPTION_KEY") throw error;
    }
  }
  return starts;
}
