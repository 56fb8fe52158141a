export { type Database, openDatabase } from "./database";
export { newId } from "./new-id";
export type { Sql } from "./sql";
