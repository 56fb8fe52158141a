export { certificateRemedy } from "./certificate-problem";
export { asDatabaseFailure, isValueRefused, sqlStateOf } from "./connection-failure";
export { type Database, openDatabase, type RecordTx } from "./database";
export { createDatabaseClock, type DatabaseClock } from "./database-clock";
export { NotHeardError, type NotificationRoute, openHearing } from "./hearing";
export { inSql } from "./in-sql";
export { type Listener, listen } from "./listen";
export { newId } from "./new-id";
export type {
  Alert,
  AlertChannel,
  AlertDelivery,
  ApiKey,
  AuditLog,
  AuditSeal,
  BulkOperation,
  BulkPart,
  Company,
  Connection,
  ConnectionHealth,
  Event,
  EventDelivery,
  EventEndpoint,
  Grant,
  HealthInterval,
  Import,
  Invite,
  Link,
  LinkReminder,
  MonthSignOff,
  Narrowed,
  OAuthState,
  PasswordReset,
  PendingConsent,
  ProblemNote,
  ProviderDiscovery,
  ProviderIncident,
  Revocation,
  SavedView,
  SecondFactor,
  Session,
  User,
} from "./rows";
export { makeAdditions, type SchemaState, schemaState } from "./schema-state";
export type { ReadDeps, Sql } from "./sql";
