import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { beforeAll, expect, test } from "vitest";
import { countersign } from "@/dev/vitest/countersign-command";
import { OldOAuthSystem } from "@/dev/vitest/old-oauth-system";
import { tokenWorld } from "@/dev/vitest/token-world";
import { ADMIN } from "@/dev/world/consent";
import { addCompany } from "@/lib/companies/add-company";
import { actAs } from "@/lib/request-context";
import { importConnections, type LineReport } from "./import-connections";
import { readRecords } from "./read-records";

const world = tokenWorld();
let old: OldOAuthSystem;
beforeAll(() => {
  old = new OldOAuthSystem(world.simulator);
});

const COLUMNS = [
  "company_id",
  "company_name",
  "provider",
  "tenant_id",
  "access_token",
  "refresh_token",
  "expires_at",
];
type Row = Record<string, string>;

let serial = 0;
const unique = (name: string) => `${name}-${++serial}`;
const expiresAt = (seconds: number) => String(Math.floor(world.simulator.clock.nowMs() / 1_000) + seconds);

async function qboRow(change: Row = {}): Promise<Row> {
  const { realmId } = world.simulator.control.addIntuitCompany({ name: unique("Books") });
  world.simulator.control.addIntuitUser({ name: "Q", admin: true, realmIds: [realmId] });
  const tokens = await old.connect("qbo", { realmId });
  const company = unique("company");
  return rowOf(company, "qbo", realmId, tokens, change);
}

async function xeroRows(count: number): Promise<Row[]> {
  const { xeroUserId } = world.simulator.control.addXeroUser({ name: "Bookkeeper" });
  const tenantIds = Array.from(
    { length: count },
    () =>
      world.simulator.control.addXeroOrganisation({ name: unique("Org"), userIds: [xeroUserId] }).tenantId,
  );
  const tokens = await old.connect("xero", { xeroUserId, tenantIds });
  return tenantIds.map((tenantId) => rowOf(unique("company"), "xero", tenantId, tokens));
}

function rowOf(
  company: string,
  provider: string,
  tenantId: string,
  tokens: Awaited<ReturnType<OldOAuthSystem["connect"]>>,
  change: Row = {},
): Row {
  return {
    company_id: company,
    company_name: `The ${company}`,
    provider,
    tenant_id: tenantId,
    access_token: tokens.accessToken,
    refresh_token: tokens.refreshToken,
    expires_at: expiresAt(tokens.expiresInSeconds),
    ...change,
  };
}

const csv = (rows: Row[]) =>
  [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column] ?? ""))]
    .map((fields) => fields.join(","))
    .join("\n");

async function run(text: string, apply: boolean) {
  const reports: LineReport[] = [];
  const { database, service } = world;
  const { clock } = world.simulator;
  const totals = await actAs({ kind: "system", id: "import test" }, () =>
    importConnections(
      {
        service,
        database,
        clock,
        addCompany: (company) => addCompany({ database, clock }, company),
      },
      readRecords(Readable.from([text]), "csv"),
      { apply, onLine: (report) => reports.push(report) },
    ),
  );
  return { totals, reports, verdicts: reports.map(({ verdict }) => verdict) };
}

/** Everything that an import may write but its audit rows. */
async function stored() {
  const tables = ["Company", "Grant", "Connection", "PendingConsent", "ConnectionHealth"];
  const rows = tables.map((table) => world.database.query(`SELECT * FROM "${table}" ORDER BY id`));
  return JSON.stringify(await Promise.all(rows));
}
const refreshes = () => {
  const { qbo, xero } = world.simulator.control.counters();
  return qbo.refreshes + xero.refreshes;
};

test("a dry run foresees every line, changes nothing and spends nothing; applying does it; applying again changes nothing", async () => {
  const rows = [await qboRow(), ...(await xeroRows(2)), await qboRow()];
  const file = csv(rows);
  const [before, spent] = [await stored(), refreshes()];

  const dry = await run(file, false);
  expect(dry.verdicts).toEqual(["connect", "connect", "connect", "connect"]);
  expect(dry.reports[0]).toMatchObject({ line: 2, createsCompany: true, companyId: rows[0]?.company_id });
  expect(await stored()).toBe(before);

  const applied = await run(file, true);
  expect(applied.reports).toEqual(dry.reports);
  expect(refreshes()).toBe(spent);
  for (const { company_id = "", provider, access_token } of rows) {
    const served = await world.service.getValidToken(company_id, provider as "qbo", "dev");
    expect(served).toBe(access_token);
  }

  const after = await stored();
  const again = await run(file, true);
  expect(again.verdicts).toEqual(["unchanged", "unchanged", "unchanged", "unchanged"]);
  expect(await stored()).toBe(after);

  world.simulator.clock.advance(2 * 3_600_000);
  for (const { company_id = "", provider } of rows) {
    expect(await world.service.getValidToken(company_id, provider as "qbo", "dev")).toBeTypeOf("string");
  }
  const late = await run(file, true);
  expect(late.verdicts).toEqual(["refused", "refused", "refused", "refused"]);
  const runs = await world.database.query(
    `SELECT "errorMessage" FROM "AuditLog" WHERE operation = 'connection.import' AND "userId" = 'import test'
     ORDER BY timestamp, id LIMIT 2`,
  );
  expect(runs).toEqual([
    { errorMessage: "Dry run: connect 4, renew 0, unchanged 0, refused 0, failed 0." },
    { errorMessage: "Applied: connect 4, renew 0, unchanged 0, refused 0, failed 0." },
  ]);
});

test("bad lines are named by number and reason, the rest is taken over, and no token is shown", async () => {
  const taken = await qboRow();
  const rows = [
    await qboRow(),
    await qboRow({ expires_at: expiresAt(-60) }),
    await qboRow({ access_token: "x".repeat(900) }),
    await qboRow({ provider: "sage" }),
    await qboRow({ company_name: "" }),
    taken,
    { ...taken, company_id: unique("thief") },
    taken,
    await qboRow(),
  ];
  const lines = csv(rows).split("\n");
  lines.splice(4, 0, 'a broken "line');
  const expected = ["connect", "refused", "refused", "refused", "refused", "refused", "connect", "refused"];
  const dry = await run(lines.join("\n"), false);
  expect(dry.verdicts).toEqual([...expected, "unchanged", "connect"]);
  const applied = await run(lines.join("\n"), true);
  expect(applied.verdicts).toEqual(dry.verdicts);
  const reasonOf = (line: number) => applied.reports.find((report) => report.line === line)?.reason;
  expect(reasonOf(3)).toMatch(/^expires_at is over.*Refresh it once in the old system/);
  expect(reasonOf(4)).toMatch(/does not accept this access token/);
  expect(reasonOf(5)).toBe("has a misplaced quotation mark");
  expect(reasonOf(6)).toMatch(/^provider is not one of/);
  expect(reasonOf(7)).toMatch(/^company_name is missing/);
  expect(reasonOf(9)).toMatch(/is already connected to The company/);
  const shown = JSON.stringify([dry, applied]);
  for (const { value } of world.simulator.control.issuedTokens()) expect(shown).not.toContain(value);
  expect(shown).not.toContain("xxxx");
});

test("a line that the provider can't answer now has failed, and goes the next time", async () => {
  const rows = [await qboRow(), await qboRow()];
  world.simulator.control.addFault({ effect: { kind: "reset" }, provider: "qbo", endpoint: "api" });
  expect((await run(csv(rows), true)).verdicts).toEqual(["failed", "connect"]);
  expect((await run(csv(rows), true)).verdicts).toEqual(["connect", "unchanged"]);
});

test("the command reports a dry run and applies a JSONL file, with exit codes and without a token", async () => {
  const rows = await xeroRows(2);
  const directory = mkdtempSync(join(tmpdir(), "countersign-import-"));
  const file = join(directory, "old.jsonl");
  writeFileSync(file, [...rows.map((row) => JSON.stringify(row)), "{"].join("\n"), { mode: 0o600 });
  // The command lives on the database's clock: its lines must not be over there.
  const realNow = Math.floor(Date.now() / 1_000) + 1_700;
  const current = rows.map((row) => JSON.stringify({ ...row, expires_at: realNow }));
  writeFileSync(file, current.join("\n"));
  const dry = await countersign(world.settings, "import", file);
  expect(dry).toMatchObject({ code: 0, stderr: "" });
  expect(dry.stdout).toMatch(
    /Line 1: .* \(xero\) would be connected to Org-\d+; the company would be added\./,
  );
  expect(dry.stdout).toContain("nothing was changed. Add --apply");
  writeFileSync(file, [...current, "{"].join("\n"));
  const applied = await countersign(world.settings, "import", file, "--apply");
  expect(applied.code).toBe(1);
  expect(applied.stdout).toContain("Line 3: it was refused: is not JSON.");
  expect(applied.stdout).toContain("connect 2, renew 0, unchanged 0, refused 1, failed 0.");
  for (const { value } of world.simulator.control.issuedTokens()) {
    expect(dry.stdout + applied.stdout + applied.stderr).not.toContain(value);
  }
  expect(await countersign(world.settings, "import", join(directory, "missing.csv"))).toMatchObject({
    code: 2,
  });
  expect(await countersign(world.settings, "import", file, "--format", "xml")).toMatchObject({ code: 2 });
  await world.database.query(`UPDATE "Grant" SET "accessExpiresAt" = now() + interval '20 minutes'`);
  const [first] = rows;
  const token = await world.service.getTokenStatus(first?.company_id ?? "", "xero");
  expect(token.status).not.toBe("NO_TOKEN");
}, 60_000);

test("the actor of an adopted line is who ran the import", async () => {
  const row = await qboRow();
  await run(csv([row]), true);
  const rows = await world.database.query(
    `SELECT operation, "userId" FROM "AuditLog" WHERE "companyId" = $1 ORDER BY timestamp, id`,
    [row.company_id],
  );
  expect(rows).toEqual([
    { operation: "company.create", userId: "import test" },
    { operation: "connection.adopt", userId: "import test" },
  ]);
  expect(ADMIN.id).not.toBe("import test");
});
