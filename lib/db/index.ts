export { asDatabaseFailure, isValueRefused, sqlStateOf } from "./connection-failure";
export { type Database, openDatabase } from "./database";
export { createDatabaseClock, type DatabaseClock } from "./database-clock";
export { type Listener, listen } from "./listen";
export { newId } from "./new-id";
export type { Sql } from "./sql";
