/** Rows as Prisma's schema has them, for the statements that plain SQL runs: what one reads is a `Pick` of its table. */
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
  MonthSignOff,
  OAuthState,
  PasswordReset,
  PendingConsent,
  ProblemNote,
  ProviderIncident,
  Revocation,
  SavedView,
  SecondFactor,
  Session,
  User,
} from "./generated/client";

/** A table's row whose texts of a closed set have the set's type. */
export type Narrowed<
  Row,
  Closed extends { [Column in keyof Closed]: Column extends keyof Row ? Row[Column] : never },
> = Omit<Row, keyof Closed> & Closed;
