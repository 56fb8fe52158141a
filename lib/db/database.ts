import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { schemaOf, withSearchPath } from "./connection-string";
import { PrismaClient } from "./generated/client";
import type { Sql } from "./sql";

/** The one way to Postgres: plain SQL for the verbs that must be quick or atomic, Prisma for the rest. */
export interface Database extends Sql {
  readonly pool: pg.Pool;
  readonly prisma: PrismaClient;
  /** The schema that the connection string names; undefined for the role's own search path. */
  readonly schema: string | undefined;
  /** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

interface DatabaseOptions {
  url: string;
  /** Whether a pooler stands before Postgres, which may give every transaction another of its connections. */
  pooled?: boolean;
  /** Connections this process may hold. */
  maxConnections?: number;
  /** Told of connections that break while idle; without it such a break would end the process. */
  onIdleError?: (error: Error) => void;
}

export function openDatabase(options: DatabaseOptions): Database {
  const { url, pooled = false, maxConnections = 10, onIdleError } = options;
  const schema = schemaOf(url);
  // A pooler refuses settings at the start of a connection, and would share a named statement with others.
  const pool = new pg.Pool({
    connectionString: pooled ? url : withSearchPath(url),
    max: maxConnections,
    connectionTimeoutMillis: 20_000,
    application_name: "countersign",
  });
  pool.on("error", (error) => onIdleError?.(error));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, schema ? { schema } : {}) });
  const statement: MakeStatement = (text, values = [], name = "") => ({
    text,
    values: values as unknown[],
    ...(name && !pooled && { name }),
  });
  return {
    pool,
    prisma,
    schema,
    query: async (...query) => (await pool.query(statement(...query))).rows,
    transaction: (work) => transact(pool, statement, work),
    close: async () => {
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

type MakeStatement = (text: string, values?: readonly unknown[], name?: string) => pg.QueryConfig;

async function transact<T>(
  pool: pg.Pool,
  statement: MakeStatement,
  work: (tx: Sql) => Promise<T>,
): Promise<T> {
  const connection = await pool.connect();
  let broken: Error | undefined;
  // A connection that breaks between two statements has no query to fail: unheard, its error would end the process.
  const noteBreak = (error: Error) => {
    broken = error;
  };
  connection.on("error", noteBreak);
  try {
    await connection.query("BEGIN");
    const result = await work({
      query: async (...query) => (await connection.query(statement(...query))).rows,
    });
    await connection.query("COMMIT");
    return result;
  } catch (error) {
    await connection.query("ROLLBACK").catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    connection.off("error", noteBreak);
    connection.release(broken);
  }
}
