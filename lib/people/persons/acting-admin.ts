import type { Sql, User } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { currentActor } from "@/lib/request-context";

type LockedPerson = Pick<User, "id" | "role" | "disabledAt">;

/**
 * Locks the user to be changed, who changes them, and all admins where one may be lost, in one order: changes of the same
 * people take turns and none waits for another that waits for it. The door judged who asks before: meanwhile another
 * admin may have changed them.
 *
 * @returns Those locked, as they are now.
 * @throws {CountersignError} `not_allowed`: the person who asks is no enabled admin any more.
 */
export async function lockPeople(
  tx: Sql,
  userId: string,
  { admins }: { admins: boolean },
): Promise<LockedPerson[]> {
  const { kind, id: actorId } = currentActor();
  const locked = await tx.query<LockedPerson>(
    `SELECT id, role, "disabledAt" FROM "User"
     WHERE id = $1 OR id = $2 OR ($3 AND role = 'admin' AND "disabledAt" IS NULL) ORDER BY id FOR NO KEY UPDATE`,
    [userId, kind === "person" ? actorId : null, admins],
  );
  if (kind === "person") requireAdmin(locked.find(({ id }) => id === actorId));
  return locked;
}

/**
 * Judges again, within the change, who makes it.
 *
 * @throws {CountersignError} `not_allowed`: the person who asks is no enabled admin any more.
 */
export async function mustBeAdmin(tx: Sql): Promise<void> {
  const { kind, id } = currentActor();
  if (kind !== "person") return;
  const [person] = await tx.query<LockedPerson>(
    `SELECT id, role, "disabledAt" FROM "User" WHERE id = $1 FOR SHARE`,
    [id],
  );
  requireAdmin(person);
}

function requireAdmin(person: LockedPerson | undefined): void {
  if (isEnabledAdmin(person)) return;
  throw new CountersignError("not_allowed", "You are not an admin any more.", {
    unchanged: true,
  });
}

export const isEnabledAdmin = (person: LockedPerson | undefined) =>
  person?.role === "admin" && person.disabledAt === null;
