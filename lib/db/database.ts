import { AsyncLocalStorage } from "node:async_hooks";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { schemaOf, withSearchPath } from "./connection-string";
import { type Prisma, PrismaClient } from "./generated/client";
import type { Sql } from "./sql";

/** A transaction of an ordinary verb: the typed client and plain SQL on one connection. */
export interface RecordTx extends Sql {
  readonly prisma: Prisma.TransactionClient;
}

/** The one way to Postgres: plain SQL for the verbs that must be quick or atomic, Prisma for ordinary records. */
export interface Database extends Sql {
  readonly pool: pg.Pool;
  readonly prisma: PrismaClient;
  /** The schema that the connection string names; undefined for the role's own search path. */
  readonly schema: string | undefined;
  /** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  /** The same for ordinary records, which costs two to three times as much; docs/architecture.md has the figure. */
  recordTransaction<T>(work: (tx: RecordTx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const CONNECT_MS = 20_000;
/** Prisma ends a transaction that takes longer. */
const RECORD_MS = 30_000;

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
    connectionTimeoutMillis: CONNECT_MS,
    application_name: "countersign",
  });
  pool.on("error", (error) => onIdleError?.(error));
  const opened = new AsyncLocalStorage<OpenedConnection>();
  const prisma = new PrismaClient({
    adapter: new PrismaPg(noticing(pool, opened), schema ? { schema } : {}),
    // An error of the client's would otherwise print the values that it was given.
    errorFormat: "minimal",
  });
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
    recordTransaction: (work) => {
      const own: OpenedConnection = {};
      const query = (connection: OpenedConnection["client"], ...asked: Parameters<MakeStatement>) => {
        if (!connection) throw new Error("The transaction of this record has no connection.");
        return connection.query(statement(...asked));
      };
      return opened.run(own, () =>
        prisma.$transaction(
          (client) =>
            work({ prisma: client, query: async (...asked) => (await query(own.client, ...asked)).rows }),
          { maxWait: CONNECT_MS, timeout: RECORD_MS },
        ),
      );
    },
    close: async () => {
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

/** The connection that Prisma's transaction runs on. */
interface OpenedConnection {
  client?: pg.PoolClient;
}

/** The pool as Prisma gets it: what it opens for a transaction is noted, so that plain SQL runs on the same connection. */
function noticing(pool: pg.Pool, opened: AsyncLocalStorage<OpenedConnection>): pg.Pool {
  const connect = async () => {
    const client = await pool.connect();
    const own = opened.getStore();
    if (own) own.client = client;
    return client;
  };
  const query = pool.query.bind(pool);
  return Object.create(pool, { connect: { value: connect }, query: { value: query } });
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
