import type { QueryResultRow } from "pg";

/** Runs one parameterised statement: on the pool, or inside a transaction. */
export interface Sql {
  query<Row extends QueryResultRow = QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]>;
}
