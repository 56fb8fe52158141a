import { z } from "zod";
import { recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import { type Database, newId, type Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { foreignText } from "@/lib/foreign-text";
import { hashPassword } from "./password";
import { isRole, type Role } from "./roles";
import { endSessions } from "./sessions";
import { normalEmail } from "./sign-in";

interface UserDeps {
  database: Database;
  clock: Clock;
  /** Who asks for the change, for the audit log. */
  actor: { userId: string; actorKind: "user" | "system" };
}

/**
 * Adds a person who can sign in.
 *
 * @returns The new user's id.
 * @throws {CountersignError} `invalid_input` naming the field: a malformed or taken address, an empty name, an unknown
 * role, a password of the wrong length.
 */
export async function createUser(
  deps: UserDeps,
  input: { email: string; name: string; role: string; password: string },
): Promise<string> {
  const email = normalEmail(input.email);
  const name = foreignText(input.name, 1_000).trim();
  if (email.length > 254 || !z.email().safeParse(email).success) {
    throw invalid("email", "That is not an e-mail address.");
  }
  if (name === "" || name.length > 200) throw invalid("name", "A name has 1 to 200 characters.");
  if (!isRole(input.role)) throw invalid("role", "A role is admin, support or finance.");
  const passwordHash = await hashPassword(input.password);
  return deps.database.transaction(async (tx) => {
    const id = newId(deps.clock.nowMs());
    const created = await tx.query(
      `INSERT INTO "User" (id, email, name, role, "passwordHash", "createdAt") VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (email) DO NOTHING RETURNING id`,
      [id, email, name, input.role, passwordHash, new Date(deps.clock.nowMs())],
    );
    if (created.length === 0) throw invalid("email", "A user with this e-mail address exists already.");
    await auditUser(tx, deps, "user.create", `/users/${id}`);
    return id;
  });
}

/** Replaces a password and ends the user's sessions. */
export async function setPassword(deps: UserDeps, userId: string, password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await changeUser(deps, userId, "password", { passwordHash });
}

/** Bars a user from signing in and ends their sessions. */
export async function disableUser(deps: UserDeps, userId: string): Promise<void> {
  await changeUser(deps, userId, "disabled", { disabledAt: new Date(deps.clock.nowMs()) });
}

/** Changes what a user may do and ends their sessions, so that no open page shows what is theirs no more. */
export async function changeRole(deps: UserDeps, userId: string, role: Role): Promise<void> {
  await changeUser(deps, userId, `role/${role}`, { role });
}

type Change = { passwordHash: string } | { disabledAt: Date } | { role: Role };
type Column = "passwordHash" | "disabledAt" | "role";

/** What is so already, by somebody else's hand in the same moment say, changes nothing and is on record once. */
const IS_NEW: Readonly<Record<Column, string>> = {
  passwordHash: "true",
  disabledAt: `"disabledAt" IS NULL`,
  role: "role <> $2",
};

async function changeUser(deps: UserDeps, userId: string, path: string, change: Change): Promise<void> {
  await deps.database.transaction(async (tx) => {
    if (!("passwordHash" in change)) await keepAnAdmin(tx, userId, change);
    const [[column, value] = []] = Object.entries(change);
    const changed = await tx.query(
      `UPDATE "User" SET "${column}" = $2, "sessionVersion" = "sessionVersion" + 1
       WHERE id = $1 AND ${IS_NEW[column as Column]} RETURNING id`,
      [userId, value],
    );
    if (changed.length === 0) return requireUser(tx, userId);
    await endSessions(tx, { userId }, endingOf(change), { actor: deps.actor, nowMs: deps.clock.nowMs() });
    await auditUser(tx, deps, "user.change", `/users/${userId}/${path}`);
  });
}

function endingOf(change: Change): "password" | "disabled" | "role" {
  if ("passwordHash" in change) return "password";
  return "role" in change ? "role" : "disabled";
}

/** @throws {CountersignError} `not_found` */
async function requireUser(tx: Sql, userId: string): Promise<void> {
  const [user] = await tx.query(`SELECT 1 FROM "User" WHERE id = $1`, [userId]);
  if (!user) throw new CountersignError("not_found", "There is no such user.");
}

/** Without an admin nobody could mend anything. The lock makes two admins who remove each other take turns. */
async function keepAnAdmin(tx: Sql, userId: string, change: Change): Promise<void> {
  if ("role" in change && change.role === "admin") return;
  const admins = await tx.query<{ id: string }>(
    `SELECT id FROM "User" WHERE role = 'admin' AND "disabledAt" IS NULL ORDER BY id FOR UPDATE`,
  );
  if (admins.length === 1 && admins[0]?.id === userId) {
    throw new CountersignError("not_allowed", "This is the last admin. Make somebody else an admin first.");
  }
}

function invalid(field: string, message: string): CountersignError {
  return new CountersignError("invalid_input", message, { field });
}

async function auditUser(
  tx: Sql,
  deps: UserDeps,
  operation: "user.create" | "user.change",
  apiEndpoint: string,
) {
  await recordAudit(tx, {
    operation,
    outcome: "success",
    ...deps.actor,
    companyId: "",
    connectionType: "",
    apiEndpoint,
    requestMethod: "POST",
    responseStatus: 200,
    atMs: deps.clock.nowMs(),
  });
}
