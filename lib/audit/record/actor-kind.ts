import { USERS_AMONG } from "@/lib/people/views";
import type { AuditEntry, StoredEntry } from "./audit-columns";
import { storedUserId } from "./audit-columns";

/** Parts of Countersign that use the token service's contract, which takes an id and nothing else. */
const SYSTEM_PARTS: ReadonlySet<string> = new Set(["command line"]);

type FindUsers = (text: string, values: unknown[]) => Promise<readonly { id: string }[]>;

/**
 * The ids of those among the entries' callers who are users of Countersign. It asks once for all of them, and not at
 * all where there are no callers: so the one who asks for a token waits for no question about themselves.
 */
export async function findPeople(
  entries: readonly AuditEntry[],
  query: FindUsers,
): Promise<ReadonlySet<string>> {
  const callers = new Set<string>();
  for (const { actorKind, userId } of entries) if (actorKind === "caller") callers.add(storedUserId(userId));
  if (callers.size === 0) return callers;
  const users = await query(USERS_AMONG, [[...callers]]);
  return new Set(users.map(({ id }) => id));
}

/** An entry that says who acted: a caller that is no user of ours is a service of the surrounding product. */
export function withActorKind(entry: AuditEntry, people: ReadonlySet<string>): StoredEntry {
  const { actorKind } = entry;
  if (actorKind !== "caller") return { ...entry, actorKind };
  const userId = storedUserId(entry.userId);
  if (people.has(userId)) return { ...entry, actorKind: "user" };
  return { ...entry, actorKind: SYSTEM_PARTS.has(userId) ? "system" : "service" };
}
