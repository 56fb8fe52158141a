import { expect, test } from "vitest";
import { CountersignError } from "@/lib/errors";
import { asDatabaseFailure, isValueRefused } from "./connection-failure";

const failing = (code: string, message = "said by Postgres") => Object.assign(new Error(message), { code });

test.each([
  ["08006", "reached"],
  ["08P01", "reached"],
  ["25006", "read-only"],
  ["25P03", "took too long"],
  ["25P04", "took too long"],
  ["40001", "busy"],
  ["40P01", "busy"],
  ["53100", "out of room"],
  ["53200", "memory"],
  ["53300", "connections"],
  ["55006", "busy"],
  ["55P03", "busy"],
  ["57014", "reached"],
  ["57P01", "reached"],
  ["57P02", "reached"],
  ["57P03", "reached"],
  ["57P04", "reached"],
  ["57P05", "reached"],
  ["58030", "machine"],
])("SQLSTATE %s is the database's trouble and worth a retry", (code, words) => {
  expect(asDatabaseFailure(failing(code))).toMatchObject({
    code: "database_unavailable",
    retryable: true,
    message: expect.stringContaining(words),
    cause: expect.objectContaining({ message: `${code} said by Postgres` }),
  });
});

test.each([
  "EADDRNOTAVAIL",
  "EAI_AGAIN",
  "EAI_FAIL",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "EMFILE",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
])("%s on the way to the database is the database's trouble and worth a retry", (code) => {
  expect(asDatabaseFailure(failing(code, "connect"))).toMatchObject({
    code: "database_unavailable",
    message: expect.stringContaining("reached"),
  });
});

test.each([
  "Connection terminated unexpectedly",
  "timeout exceeded when trying to connect",
  "timeout expired",
])("the driver's own %j is the database's trouble", (message) => {
  expect(asDatabaseFailure(new Error(message))?.code).toBe("database_unavailable");
});

test("a missing socket file is a database that isn't there, and any other missing file is not", () => {
  const missing = failing("ENOENT", "connect ENOENT /var/run/postgresql/.s.PGSQL.5432");
  expect(asDatabaseFailure(Object.assign(missing, { syscall: "connect" }))?.code).toBe(
    "database_unavailable",
  );
  expect(asDatabaseFailure(Object.assign(failing("ENOENT"), { syscall: "open" }))).toBeUndefined();
});

test.each(["22007", "22021", "23505", "28P01", "3D000", "42501", "42P01", "42P05"])(
  "SQLSTATE %s is no trouble that passes",
  (code) => {
    expect(asDatabaseFailure(failing(code))).toBeUndefined();
  },
);

test("values that Postgres refuses are told from everything that may pass", () => {
  for (const code of ["22007", "22021", "22P02", "54000"]) expect(isValueRefused(failing(code))).toBe(true);
  for (const code of ["23514", "40P01", "42501", "53100", "EAI_AGAIN"])
    expect(isValueRefused(failing(code))).toBe(false);
});

test("an error of ours is no failure of the database, whatever it says", () => {
  const ours = new CountersignError("provider_unavailable", "query read timeout");
  expect(asDatabaseFailure(ours)).toBeUndefined();
});
