import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { APIRequestContext, APIResponse } from "@playwright/test";
import { addressOf, type Door, readDoors } from "@/dev/architecture/doors";
import { projectRoot, readSources } from "@/dev/architecture/project";
import { can, type Verb } from "@/lib/people/roles";
import { addressesByPath } from "./app-routes";
import { type Caller, everyCaller } from "./callers";
import { expect, test } from "./journey";
import { stackHandle } from "./stack-handle";
import type { World } from "./world";

interface Action {
  id: string;
  door: Door;
  /** A page that has its form. */
  address: string;
}

type Manifest = Record<"node", Record<string, { filename: string; exportedName: string; workers: object }>>;

/** What the tests themselves and the app's own jobs write, whoever posts what. */
const WRITTEN_ANYWAY = [
  "AuditLog",
  "AuditSeal",
  "AuditVerification",
  "SignInAttempt",
  "HourlyFigure",
  "FigureProgress",
  "DailyStatus",
  "ProviderDiscovery",
];

test("every action takes the roles that it declares, and writes nothing for anybody else", async ({
  world,
}) => {
  test.setTimeout(600_000);
  const actions = everyAction();
  const callers = await everyCaller(world);
  const wrong: string[] = [];
  for (const caller of callers) {
    const before = await contents(world);
    for (const action of actions.filter(({ door }) => !isFor(caller, door)))
      if (!(await isRefused(world, caller, action))) wrong.push(`${caller.name} may ${action.door.name}`);
    expect(await contents(world), caller.name).toEqual(before);
    for (const action of actions.filter(({ door }) => isFor(caller, door)))
      if (caller.userId && (await isRefused(world, caller, action)))
        wrong.push(`${caller.name} may not ${action.door.name}`);
  }
  expect(wrong).toEqual([]);
});

for (const origin of ["https://elsewhere.test", "null", undefined]) {
  test(`no action takes an admin's post whose origin is ${origin ?? "absent"}`, async ({ world }) => {
    const admin = (await everyCaller(world)).find(({ name }) => name === "admin");
    if (!admin) throw new Error("No caller is an admin");
    const before = await contents(world);
    const wrong: string[] = [];
    for (const action of everyAction()) {
      const answer = await post(admin.client, action, origin);
      if (!answer.isRefused) wrong.push(`${action.door.name}: ${answer.status}`);
    }
    expect(wrong).toEqual([]);
    expect(await contents(world)).toEqual(before);
  });
}

/** As the build names them. */
function everyAction(): Action[] {
  const path = join(projectRoot, ".next/server/server-reference-manifest.json");
  const { node } = JSON.parse(readFileSync(path, "utf8")) as Manifest;
  const { doors } = readDoors(readSources());
  const addresses = addressesByPath();
  const actions = Object.entries(node).map(([id, { filename, exportedName, workers }]) => {
    const door = doors.find(
      ({ file, name, kind }) => kind === "action" && file === filename && name === exportedName,
    );
    if (!door) throw new Error(`${exportedName} of ${filename} is no declared door`);
    const [page = ""] = Object.keys(workers);
    return { id, door, address: addresses.get(addressOf(`${page}.tsx`))?.[0] ?? "/" };
  });
  expect(actions.length).toBeGreaterThan(50);
  // Whoever signs out has no role any more.
  return actions.sort((a, b) => Number(a.door.admits === "public") - Number(b.door.admits === "public"));
}

function isFor({ role }: Caller, { admits }: Door): boolean {
  return admits === "public" || (role !== undefined && can(role, admits as Verb));
}

/** A person's refusal is on record by the time they read it; a stranger is told to sign in. */
async function isRefused(world: World, { client, userId, role }: Caller, action: Action): Promise<boolean> {
  const before = await refusals(world, userId);
  const { isSignIn } = await post(client, action, stackHandle().appUrl);
  return role ? (await refusals(world, userId)) === before + 1 : isSignIn;
}

async function refusals({ database }: World, userId = ""): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "AuditLog"
     WHERE operation = 'access.refuse' AND "requestMethod" = 'POST' AND "userId" = $1`,
    [userId],
  );
  return row?.count ?? 0;
}

/** Calls an action as the framework's own client does: its state before, and an empty form. */
async function post(client: APIRequestContext, { id, address }: Action, origin: string | undefined) {
  const answer = await client.post(address, {
    headers: { accept: "text/x-component", "next-action": id, ...(origin && { origin }) },
    multipart: { "0": '[{"status":"idle"},"$K1"]' },
    maxRedirects: 0,
  });
  const status = answer.status();
  const text = await answer.text();
  const leadsTo = answer.headers()["x-action-redirect"] ?? answer.headers().location ?? "";
  const isSignIn = text.includes('"code":"not_signed_in"') || leadsTo.startsWith("/sign-in");
  const isTold = noticeIn(answer).includes("did not come from Countersign's own pages");
  return {
    status,
    isSignIn,
    isRefused: status >= 400 || text.includes('"status":"failed"') || isSignIn || isTold,
  };
}

/** A form of a list tells its failure on the page that it leads back to. */
function noticeIn(answer: APIResponse): string {
  const cookies = answer.headersArray().filter(({ name }) => name.toLowerCase() === "set-cookie");
  const notice = cookies.map(({ value }) => /^countersign_notice=([^;]+)/.exec(value)?.[1]).find(Boolean);
  return Buffer.from(decodeURIComponent(notice ?? ""), "base64url").toString("utf8");
}

/** What each table holds, as a hash; when somebody was seen last is no change of theirs. */
async function contents({ database }: World): Promise<Record<string, string>> {
  const tables = await database.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND NOT tablename = ANY($1)`,
    [WRITTEN_ANYWAY],
  );
  const hashes: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await database.query<{ hash: string }>(
      `SELECT md5(coalesce(string_agg(line, '|' ORDER BY line), '')) AS hash
       FROM (SELECT (to_jsonb(t) - 'lastSeenAt')::text AS line FROM "${name}" t) AS lines`,
    );
    hashes[name] = row?.hash ?? "";
  }
  return hashes;
}
