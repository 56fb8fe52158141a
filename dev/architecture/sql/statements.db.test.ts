import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabaseUrl } from "@/dev/vitest/database";
import { isTest, readSources } from "../project";
import { type Statement, statementsOf } from "./statements";

const sources = readSources().filter(({ path }) => path.startsWith("lib/") && !isTest(path));
let statements: Statement[] = [];

/** What can't be prepared from the source, and why. */
const NOT_PREPARED: Readonly<Record<string, string>> = {
  "lib/audit/export/cancellable-query.ts": "hands the export's statement on; export.db.test.ts runs it",
  "lib/audit/record/buffer.ts": "hands findPeople's statement on, which is prepared where it stands",
  "lib/audit/record/copy-in.ts": "COPY can't be prepared; buffer.db.test.ts runs it",
  "lib/audit/record/record.ts": "as many places as rows, into the columns of the statement for one row",
  "lib/audit/search/news.ts": "more alternatives than are read out; search.db.test.ts runs them",
  "lib/audit/search/search.ts": "more alternatives than are read out; search.db.test.ts runs every key",
  "lib/db/database.ts": "hands on what it is given",
  "lib/db/hearing.ts": "LISTEN can't be prepared and names no table",
  "lib/db/schema-state.ts": "makes what Prisma can't describe; boot's tests run it",
  "lib/jobs/boss-schema.ts": "pg-boss makes tables of its own",
};
const PREPARABLE = /^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b/;
/** Of those that can't be: they name no column. */
const BARE = /^\s*(?:BEGIN|COMMIT|ROLLBACK|LOCK TABLE "\w+" IN [A-Z ]+)$/;

let client: pg.Client;

beforeAll(async () => {
  statements = statementsOf(sources);
  client = new pg.Client(await testDatabaseUrl());
  await client.connect();
});
afterAll(() => client.end());

/** Postgres's objection to each statement that it can't prepare. */
async function refusals(of: readonly Statement[]): Promise<string[]> {
  const refused: string[] = [];
  for (const { path, line, text } of of) {
    if (BARE.test(text)) continue;
    const at = `${path}:${line}`;
    if (!PREPARABLE.test(text))
      refused.push(`${at}: is no statement that can be prepared: ${text.slice(0, 60)}`);
    else
      await client.query(`PREPARE tried AS ${text}`).then(
        () => client.query("DEALLOCATE tried"),
        (error: Error) => refused.push(`${at}: ${error.message}`),
      );
  }
  return refused;
}

test("every statement of lib can be prepared against the migrated database", async () => {
  expect(statements.length).toBeGreaterThan(200);
  const known = statements.filter(
    ({ path, text, isOpen }) =>
      !(path in NOT_PREPARED && (isOpen || !(PREPARABLE.test(text) || BARE.test(text)))),
  );
  expect(known.filter(({ isOpen }) => isOpen)).toEqual([]);
  expect(await refusals(known)).toEqual([]);
});

test("a renamed column is found in every statement that names it", async () => {
  await client.query(`BEGIN; ALTER TABLE "OAuthState" RENAME "connectedTo" TO "connectedWith"`);
  const naming = statements.filter(
    ({ text }) => text.includes(`"connectedTo"`) && text.includes(`"OAuthState"`),
  );
  expect(naming.length).toBeGreaterThan(0);
  for (const statement of naming) {
    await client.query("SAVEPOINT before");
    expect(await refusals([statement])).toEqual([expect.stringContaining("connectedTo")]);
    await client.query("ROLLBACK TO before");
  }
  await client.query("ROLLBACK");
});
