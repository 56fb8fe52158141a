import { type Database, makeAdditions, type SchemaState, schemaState } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { bossIsBehind, makeBossSchema } from "@/lib/jobs/boss-schema";

const DEPLOY = "npx prisma migrate deploy";
const COMPLETE = "node lib/start.mjs command database complete";
const INSUFFICIENT_PRIVILEGE = "42501";

type Db = Pick<Database, "query" | "transaction" | "schema">;

/**
 * Refuses a database that lacks what this version needs. After `prisma db push` it adds what Prisma can't say, where
 * the role may.
 *
 * @throws {CountersignError} `misconfigured`, with the command to run.
 */
export async function requireSchema(database: Db): Promise<void> {
  const state = await schemaState(database);
  const problem = searchPathProblem(state, database.schema) ?? schemaProblem(state);
  if (problem) throw refusal(problem);
  const lacking = [...state.additions, ...((await bossIsBehind(database)) ? ["pg-boss's tables"] : [])];
  if (lacking.length === 0) return;
  if (state.madeBy === "migrate") {
    const command = `Run: ${DEPLOY}; where that finds nothing to do, run: ${COMPLETE}`;
    throw refusal(`The database is not migrated to this version: it lacks ${first(lacking)}. ${command}`);
  }
  await completeSchema(database).catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== INSUFFICIENT_PRIVILEGE) throw error;
    const what = `"prisma db push" can't make all that Countersign needs: the database lacks ${first(lacking)}`;
    const who = `the role "${state.role}" may not add it. With the owner in DATABASE_URL run: ${COMPLETE}`;
    throw refusal(`${what}, and ${who}`, error);
  });
}

/** Adds what Prisma's schema can't say, and pg-boss's tables. Where nothing is missing nothing is changed. */
export async function completeSchema(database: Db): Promise<void> {
  await makeAdditions(database);
  await makeBossSchema(database);
}

/** Through a pooler the schema of DATABASE_URL can't be asked for: the role must have it from the server. */
function searchPathProblem({ schema, role }: SchemaState, wanted = schema): string | undefined {
  if (schema === null || schema === wanted) return undefined;
  return `DATABASE_URL names the schema "${wanted}", but through the pooler the role "${role}" works in "${schema}". As a superuser run: ALTER ROLE "${role}" SET search_path = "${wanted}"; then restart the pooler`;
}

function schemaProblem(state: SchemaState): string | undefined {
  const { schema, role, madeBy, unfinished, missing, forbidden } = state;
  if (schema === null) {
    return `The role "${role}" finds no schema that it may use. Run: ${DEPLOY}; then give the role USAGE on the schema (docs/operations.md)`;
  }
  if (madeBy === undefined) return `The database has no tables yet. Run: ${DEPLOY}`;
  if (missing.length > 0 && unfinished !== undefined) {
    return `The migration ${unfinished} began and did not end. Run: npx prisma migrate resolve --rolled-back ${unfinished} && ${DEPLOY}`;
  }
  if (missing.length > 0) {
    const command = madeBy === "migrate" ? DEPLOY : "npx prisma db push";
    return `The database is not migrated to this version: it lacks ${first(missing)}. Run: ${command}`;
  }
  if (forbidden.length > 0) {
    return `The role "${role}" may not read and write ${first(forbidden)}. Give it the rights that docs/audit-format.md lists`;
  }
}

function first([name, ...others]: readonly string[]): string {
  return others.length === 0 ? `${name}` : `${name} and ${others.length} more`;
}

function refusal(message: string, cause?: unknown): CountersignError {
  return new CountersignError("misconfigured", message, { field: "DATABASE_URL", cause });
}
