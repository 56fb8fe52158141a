import { CountersignError, isCode } from "@/lib/errors";

/** Failures that pass by themselves or once whoever runs Postgres acts; none is the statement's fault. */
const CLASSES: readonly { is: RegExp; says: string }[] = [
  { is: /^(08...|57...)$/, says: "The database can't be reached." },
  { is: /^53...$/, says: "The database is out of room, memory or connections." },
  { is: /^58...$/, says: "The database's machine fails it." },
  { is: /^25006$/, says: "The database takes no writes: this server is read-only." },
  { is: /^(40001|40003|40P01|55006|55P03)$/, says: "The database was busy with the same rows." },
  { is: /^(25P03|25P04)$/, says: "The database ended a transaction that took too long." },
];

const AWAY = "The database can't be reached.";
const NETWORK = new Set([
  "EADDRNOTAVAIL",
  "EAI_AGAIN",
  "EAI_FAIL",
  "EAI_NODATA",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "EMFILE",
  "ENETDOWN",
  "ENETRESET",
  "ENETUNREACH",
  "ENFILE",
  "ENOBUFS",
  "ENOTCONN",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);
/** Not reached, timed out, closed, no connection free, a transaction that could not begin or took too long. */
const PRISMA = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"]);
const DRIVER =
  /connection terminated|connection ended|timeout exceeded when trying to connect|timeout expired|not queryable|query read timeout/i;

/**
 * A `database_unavailable` error when that is what an unknown throw stands for; undefined when it is not.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function asDatabaseFailure(error: unknown): CountersignError | undefined {
  if (isCode(error, "database_unavailable")) return error;
  if (!(error instanceof Error) || error instanceof CountersignError) return undefined;
  const code = codeOf(error);
  const says =
    CLASSES.find(({ is }) => is.test(code))?.says ?? (isNetworkFailure(error, code) ? AWAY : undefined);
  if (says === undefined) return undefined;
  const cause = new Error(`${code} ${error.message}`.trim());
  return new CountersignError("database_unavailable", says, { cause, unchanged: true });
}

/**
 * Whether Postgres refuses the values themselves: the same statement will fail with them for ever. A constraint (class
 * 23) is no such refusal: somebody may have put it there, and may take it away.
 */
export function isValueRefused(error: unknown): boolean {
  return error instanceof Error && /^(22...|54000)$/.test(codeOf(error));
}

/** The SQLSTATE of an error that Postgres reported; undefined for any other. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = error instanceof Error ? codeOf(error) : "";
  return /^[0-9A-Z]{5}$/.test(code) && !NETWORK.has(code) ? code : undefined;
}

function isNetworkFailure(error: Error, code: string): boolean {
  // A socket file that isn't there; ENOENT alone may be any file.
  const noSocket = code === "ENOENT" && (error as { syscall?: unknown }).syscall === "connect";
  return NETWORK.has(code) || PRISMA.has(code) || noSocket || DRIVER.test(error.message);
}

/** The database's own code of a failure under Prisma, where its driver kept one. */
function codeOf(error: Error): string {
  const { code, cause, meta } = error as DriverFailure & { meta?: { driverAdapterError?: DriverFailure } };
  return String(meta?.driverAdapterError?.cause?.originalCode ?? cause?.originalCode ?? code ?? "");
}

interface DriverFailure {
  code?: unknown;
  cause?: { originalCode?: unknown };
}
