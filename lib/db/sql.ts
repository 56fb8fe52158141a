import type { QueryResultRow } from "pg";
import type { Clock } from "@/lib/clock";

/** Runs one parameterised statement: on the pool, or inside a transaction. */
export interface Sql {
  query<Row extends object = QueryResultRow>(
    text: string,
    values?: readonly unknown[],
    /** Names a statement that runs often, so that Postgres parses and plans it once a connection. */
    name?: string,
  ): Promise<Row[]>;
}

/** What a room's reading verbs work with. */
export interface ReadDeps {
  readonly database: Sql;
  readonly clock: Clock;
}
