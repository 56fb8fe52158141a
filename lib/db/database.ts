import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client";
import type { Sql } from "./sql";

/** The one way to Postgres: plain SQL for the verbs that must be quick or atomic, Prisma for the rest. */
export interface Database extends Sql {
  readonly pool: pg.Pool;
  readonly prisma: PrismaClient;
  /** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

interface DatabaseOptions {
  url: string;
  /** Connections this process may hold. */
  maxConnections?: number;
  /** Told of connections that break while idle; without it such a break would end the process. */
  onIdleError?: (error: Error) => void;
}

export function openDatabase({ url, maxConnections = 10, onIdleError }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: 20_000,
    application_name: "countersign",
  });
  pool.on("error", (error) => onIdleError?.(error));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    pool,
    prisma,
    query: async (text, values, name) => (await pool.query(statement(text, values, name))).rows,
    transaction: (work) => transact(pool, work),
    close: async () => {
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

async function transact<T>(pool: pg.Pool, work: (tx: Sql) => Promise<T>): Promise<T> {
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
      query: async (text, values, name) => (await connection.query(statement(text, values, name))).rows,
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

function statement(text: string, values: readonly unknown[] = [], name?: string) {
  return { text, values: values as unknown[], ...(name && { name }) };
}
