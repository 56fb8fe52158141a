import { z } from "zod";
import { recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import { type Database, newId, type Sql, type User } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { currentActor } from "@/lib/request-context";
import { hashPassword } from "./password";
import { isEnabledAdmin, lockPeople } from "./persons/acting-admin";
import { readPersonName } from "./persons/person-name";
import { isRole, type Role } from "./roles";
import { endSessions } from "./sessions";
import { normalEmail } from "./sign-in";

interface UserDeps {
  database: Database;
  clock: Clock;
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
  if (email.length > 254 || !z.email().safeParse(email).success) {
    throw invalid("email", "That is not an e-mail address.");
  }
  const name = readPersonName(input.name);
  if (!isRole(input.role)) throw invalid("role", "A role is admin, support or finance.");
  const passwordHash = await hashPassword(input.password);
  return deps.database.recordTransaction(async (tx) => {
    const id = newId(deps.clock.nowMs());
    const data = { id, email, name, role: input.role, passwordHash, createdAt: new Date(deps.clock.nowMs()) };
    const created = await tx.prisma.user.createMany({ data, skipDuplicates: true });
    if (created.count === 0) throw invalid("email", "A user with this e-mail address exists already.");
    await auditUser(tx, deps, "user.create", `/users/${id}`);
    return id;
  });
}

/**
 * The user with an address, however it is written.
 *
 * @throws {CountersignError} `invalid_input` when nobody has it.
 */
export async function findUserByEmail(sql: Sql, email: string): Promise<{ id: string; email: string }> {
  const address = normalEmail(email);
  const [user] = address.includes("\0")
    ? []
    : await sql.query<Pick<User, "id" | "email">>(`SELECT id, email FROM "User" WHERE email = $1`, [address]);
  if (!user) throw invalid("email", `No person here has the email address ${address}.`);
  return user;
}

/** The role a user has now; undefined for one who is disabled or unknown. */
export async function currentRole(sql: Sql, userId: string): Promise<Role | undefined> {
  const [user] = await sql.query<Pick<User, "role">>(
    `SELECT role FROM "User" WHERE id = $1 AND "disabledAt" IS NULL`,
    [userId],
  );
  return user && isRole(user.role) ? user.role : undefined;
}

/** Replaces a password and ends the user's sessions. */
export async function setPassword(deps: UserDeps, userId: string, password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await changeUser(deps, userId, {
    path: "password",
    set: { passwordHash },
    ending: "password",
  });
}

/**
 * Bars a user from signing in and ends their sessions.
 *
 * @throws {CountersignError} `not_allowed` for the last enabled admin, and for the one who asks.
 */
export async function disableUser(deps: UserDeps, userId: string): Promise<void> {
  await changeUser(deps, userId, {
    path: "disabled",
    set: { disabledAt: new Date(deps.clock.nowMs()) },
    unless: { is: { disabledAt: { not: null } }, words: "This user is disabled already." },
    ending: "disabled",
    mayEndAnAdmin: true,
    notOnOneself: "You can't disable yourself. Another admin can.",
  });
}

/** Lets a disabled user sign in again, with the role and password of before. */
export async function enableUser(deps: UserDeps, userId: string): Promise<void> {
  await changeUser(deps, userId, {
    path: "enabled",
    set: { disabledAt: null },
    unless: { is: { disabledAt: null }, words: "This user is not disabled." },
    ending: "disabled",
  });
}

/**
 * Changes what a user may do and ends their sessions, so that no open page shows what is theirs no more.
 *
 * @throws {CountersignError} `not_allowed` when the last enabled admin would get another role, or a person their own.
 */
export async function changeRole(deps: UserDeps, userId: string, role: Role): Promise<void> {
  await changeUser(deps, userId, {
    path: ({ role: from }) => `role/${from}/${role}`,
    set: { role },
    unless: { is: { role }, words: `This user has the role ${role} already.` },
    ending: "role",
    mayEndAnAdmin: role !== "admin",
    notOnOneself: "You can't change your own role. Another admin can.",
  });
}

/** Ends every session of a user, and every sign-in that is under way. */
export async function endPersonsSessions(deps: UserDeps, userId: string): Promise<void> {
  await changeUser(deps, userId, { path: "sessions", set: {}, ending: "ended" });
}

interface Change {
  /** What the audit row calls it, by what the user was before. */
  path: string | ((before: Pick<User, "role">) => string);
  set: Partial<Pick<User, "passwordHash" | "disabledAt" | "role">>;
  /** When there is nothing to change, and how to say so. */
  unless?: { is: { role: string } | { disabledAt: null | { not: null } }; words: string };
  mayEndAnAdmin?: boolean;
  /** Why it ends the user's sessions. */
  ending: "password" | "disabled" | "role" | "ended";
  /** What a person is told who would do this to themselves. */
  notOnOneself?: string;
}

/** The UPDATE itself judges what it changes: of several at once one counts. */
async function changeUser(deps: UserDeps, userId: string, change: Change): Promise<void> {
  const { path, set, unless, mayEndAnAdmin = false, ending, notOnOneself } = change;
  if (notOnOneself && currentActor().id === userId) throw new CountersignError("not_allowed", notOnOneself);
  await deps.database.recordTransaction(async (tx) => {
    const locked = await lockPeople(tx, userId, { admins: mayEndAnAdmin });
    const before = locked.find(({ id }) => id === userId);
    if (!before) throw new CountersignError("not_found", "There is no such user.");
    if (mayEndAnAdmin) keepAnAdmin(locked, before);
    const changed = await tx.prisma.user.updateMany({
      where: { id: userId, ...(unless && { NOT: unless.is }) },
      data: { ...set, sessionVersion: { increment: 1 } },
    });
    if (changed.count === 0)
      throw new CountersignError("invalid_input", unless?.words ?? "Nothing to change.");
    await endSessions(tx, { userId }, ending, deps.clock.nowMs());
    await auditUser(
      tx,
      deps,
      "user.change",
      `/users/${userId}/${typeof path === "string" ? path : path(before)}`,
    );
  });
}

type Locked = Awaited<ReturnType<typeof lockPeople>>;

/** Without an admin nobody could put anything right. */
function keepAnAdmin(locked: Locked, changed: Locked[number]): void {
  if (!isEnabledAdmin(changed) || locked.filter(isEnabledAdmin).length > 1) return;
  throw new CountersignError("not_allowed", "This is the last admin. Make another person admin first.");
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
    via: ["POST", apiEndpoint],
    responseStatus: 200,
    atMs: deps.clock.nowMs(),
  });
}
