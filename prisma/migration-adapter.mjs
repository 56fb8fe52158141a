// The database side of schema-engine.mjs: @prisma/adapter-pg, with what it gets wrong for migrations put right.
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";

// The adapter recognises only pools of the very pg it was built on.
const pg = createRequire(createRequire(import.meta.url).resolve("@prisma/adapter-pg"))("pg");
const OID = { char: 18, text: 25 };

/**
 * @param {{ url: string, shadowDatabaseUrl?: string }} datasource
 * @returns What the engine needs of the server that `url` names; `close` drops shadow databases left open.
 */
export function migrationDatabase({ url, shadowDatabaseUrl }) {
  const name = decodeURI(new URL(url).pathname.slice(1)) || "postgres";
  const schemaName = new URL(url).searchParams.get("schema") || "public";
  const openAdapters = new Set();

  function connectionTo(database) {
    const target = new URL(url);
    target.pathname = `/${encodeURIComponent(database)}`;
    return { connectionString: target.href, connectionTimeoutMillis: 10_000 };
  }

  async function runOn(database, sql) {
    const client = new pg.Client(connectionTo(database));
    await client.connect();
    return client.query(sql).finally(() => client.end());
  }

  async function openAdapter(database, afterClose) {
    const pool = new pg.Pool({
      ...connectionTo(database),
      max: 1, // the engine's advisory lock and the search path belong to one session,
      idleTimeoutMillis: 0, // which must not end while the engine thinks
      onConnect: (client) => client.query(`SET search_path TO ${pg.escapeIdentifier(schemaName)}`),
    });
    const adapter = await new PrismaPg(pool, { schema: schemaName }).connect();
    adapter.queryRaw = queryRawWithChars(adapter);
    // The adapter would split a script at every ";" and so break function bodies; the server parses the whole.
    adapter.executeScript = async (script) => {
      await pool.query(script).catch((error) => adapter.onError(error));
    };
    adapter.dispose = async () => {
      if (!openAdapters.delete(adapter)) return;
      await pool.end();
      await afterClose?.();
    };
    openAdapters.add(adapter);
    return adapter;
  }

  // The adapter's own shadow would be the main database: its connection string wins over the name it sets.
  async function openShadow() {
    if (shadowDatabaseUrl)
      throw new Error("shadowDatabaseUrl needs the native engine: set PRISMA_NATIVE_ENGINE=1");
    const shadow = `prisma_migrate_shadow_db_${randomUUID()}`;
    await runOn(name, `CREATE DATABASE "${shadow}"`);
    return openAdapter(shadow, () => runOn(name, `DROP DATABASE "${shadow}"`));
  }

  return {
    factory: bindMigrationAwareSqlAdapterFactory({
      provider: "postgres",
      adapterName: "@prisma/adapter-pg",
      connect: () => openAdapter(name),
      connectToShadowDb: openShadow,
    }),
    connect: () => runOn(name, "SELECT 1"),
    create: () => runOn("postgres", `CREATE DATABASE ${pg.escapeIdentifier(name)}`),
    close: () => Promise.allSettled(Array.from(openAdapters, (adapter) => adapter.dispose())),
    describeError: (error) => connectionError(error, new URL(url).host, name),
  };
}

/** The adapter knows no type for "char": such columns go through it as text and are labelled afterwards. */
function queryRawWithChars(adapter) {
  const { performIO, queryRaw } = adapter;
  return async (query) => {
    let isChar = [];
    const readCharsAsText = async (io) => {
      const result = await performIO.call(adapter, io);
      isChar = result.fields.map((field) => field.dataTypeID === OID.char);
      for (const [i, field] of result.fields.entries()) if (isChar[i]) field.dataTypeID = OID.text;
      return result;
    };
    const set = await queryRaw.call(Object.create(adapter, { performIO: { value: readCharsAsText } }), query);
    set.columnTypes = set.columnTypes.map((type, i) => (isChar[i] ? ColumnTypeEnum.Character : type));
    return set;
  };
}

/**
 * For commands that compare files and have no datasource: the engine asks which server it writes SQL for, and is
 * told the oldest one supported.
 */
export function offlineDatabase() {
  const refuse = async () => {
    throw new Error("This command needs a database: set DATABASE_URL");
  };
  const rows = [[true, "PostgreSQL 14.0", 140000]];
  const columnTypes = [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32];
  const server = { columnNames: ["exists", "version", "numeric_version"], columnTypes, rows };
  const postgres = { provider: "postgres", adapterName: "@prisma/adapter-pg" };
  const adapter = {
    ...postgres,
    queryRaw: (query) => (query.sql.includes("server_version_num") ? Promise.resolve(server) : refuse()),
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    dispose: async () => {},
  };
  const factory = { ...postgres, connect: async () => adapter, connectToShadowDb: refuse };
  const describeError = (error) => ({ error_code: "P1001", message: error.message });
  const database = { connect: refuse, create: refuse, close: async () => {}, describeError };
  return { ...database, factory: bindMigrationAwareSqlAdapterFactory(factory) };
}

/** The codes are those on which the CLI acts: P1003 makes it create the database. */
function connectionError({ code, message }, host, database) {
  switch (code) {
    case "28P01":
    case "28000":
      return { error_code: "P1000", message: `Authentication failed at ${host}: ${message}` };
    case "3D000":
      return { error_code: "P1003", message: `Database \`${database}\` does not exist at ${host}` };
    default:
      return {
        error_code: "P1001",
        message: `Cannot reach the database server at ${host}: ${message || code}${remedyOf(code)}`,
      };
  }
}

/** Node's codes for a server that can't be trusted as it is. lib/db/certificate-problem.ts tells a start the same. */
function remedyOf(code) {
  if (!/CERT|SIGNATURE|^UNABLE_TO_|^HOSTNAME_MISMATCH/.test(code ?? "")) return "";
  return (
    ". Its certificate can't be verified: name the authority's file in DATABASE_URL, " +
    "sslmode=verify-full&sslrootcert=/path/to/ca.crt, or give up verifying: sslmode=no-verify"
  );
}
