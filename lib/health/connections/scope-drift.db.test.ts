import { beforeAll, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { addHealthFixture } from "@/dev/vitest/health-fixture";
import { tenantIds } from "@/dev/vitest/tenant-ids";
import { type Database, openDatabase } from "@/lib/db";
import { scopeDriftOf } from "@/lib/token";
import { wantedScopesOf } from "@/lib/token/grants/scope-drift";
import { qbo } from "@/lib/token/providers/qbo";
import { xero } from "@/lib/token/providers/xero";
import { countDrift } from "./count-drift";
import { countMatches } from "./count-matches";
import { findMatching } from "./find-matching";
import { listConnections } from "./list-connections";
import { driftKinds } from "./scope-drift-sql";

const nowMs = Date.UTC(2026, 10, 29);
const BASE = "openid profile email offline_access accounting.settings.read";
const GRANTED: [connectionType: string, scope: string, disconnected?: true][] = [
  ["xero", xero.scope],
  ["xero", ` ${xero.scope.replaceAll(" ", "  ")} `],
  ["xero", ""],
  ["xero", " "],
  ["xero", `${BASE} accounting.transactions accounting.contacts`],
  ["xero", `${BASE} accounting.transactions accounting.contacts`, true],
  ["xero", `${xero.scope} accounting.transactions`],
  ["xero", `${BASE} accounting.transactions.read`],
  ["xero", `${xero.scope} files`],
  ["xero", `${xero.scope} accounting.contacts.read`],
  ["xero", "offline_access"],
  ["qbo", qbo.scope],
  ["qbo", `${qbo.scope} openid`],
  ["qbo", "openid"],
  ["acme", "books.read"],
];
const wanted = [wantedScopesOf(qbo), wantedScopesOf(xero)];
const clock = { nowMs: () => nowMs };
let database: Database;
const expected = new Map<string, ReturnType<typeof scopeDriftOf>>();

beforeAll(async () => {
  database = openDatabase({ url: await testDatabaseUrl() });
  for (const [connectionType, scope, disconnected] of GRANTED) {
    const { id } = await addHealthFixture(database, {
      connectionType,
      connectedAtMs: nowMs - 1_000,
      refreshExpiresAtMs: nowMs + 5_000_000_000,
      disconnectedAtMs: disconnected ? nowMs : null,
    });
    await database.query(`UPDATE "Grant" SET scope = $2 WHERE id = $1`, [id, scope]);
    const asked = disconnected ? undefined : wanted.find((one) => one.connectionType === connectionType);
    expected.set(id, scopeDriftOf(scope, asked));
  }
  return () => database.close();
});

test.each(driftKinds)(
  "the list of %s access holds those whose consent differs so, and no other",
  async (kind) => {
    const drift = { kind, wanted };
    const ids = [...expected].filter(([, { [kind]: scopes }]) => scopes.length > 0).map(([id]) => id);
    expect(ids.length).toBeGreaterThan(0);
    const { rows } = await listConnections(
      { database, clock, tenantIds },
      { drift, sort: "company", direction: "asc" },
    );
    expect(rows.map(({ id }) => id).sort()).toEqual([...ids].sort());
    const counted = await countMatches(
      { database, clock, tenantIds },
      { drift, sort: "company", direction: "asc" },
    );
    expect(counted.total).toBe(ids.length);
    expect(await findMatching({ database, clock, tenantIds }, { drift }, 100)).toHaveLength(ids.length);
    expect((await countDrift({ database }, wanted))[kind]).toBe(ids.length);
  },
);

test("where no provider is configured, nothing differs", async () => {
  expect(await countDrift({ database }, [])).toEqual({ missing: 0, unwanted: 0, ending: 0 });
});
