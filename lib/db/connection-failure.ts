import { CountersignError } from "@/lib/errors";

/** SQLSTATE classes of a server that is away, starting, stopping or full. */
const AWAY = /^(08...|57P0[123]|53300|57014)$/;
const NETWORK = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EHOSTUNREACH"]);
const DRIVER =
  /connection terminated|connection ended|timeout exceeded when trying to connect|not queryable|query read timeout/i;

/** A `database_unavailable` error when that is what an unknown throw stands for; undefined when it is not. */
export function asDatabaseFailure(error: unknown): CountersignError | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = String((error as { code?: unknown }).code ?? "");
  if (!AWAY.test(code) && !NETWORK.has(code) && !DRIVER.test(error.message)) return undefined;
  const cause = new Error(`${code} ${error.message}`.trim());
  return new CountersignError("database_unavailable", "The database can't be reached. Nothing was changed.", {
    cause,
  });
}
