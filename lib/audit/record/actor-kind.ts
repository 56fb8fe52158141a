import type { Actor } from "@/lib/actor";
import { USERS_AMONG } from "@/lib/people/views";
import { type AuditEntry, type StoredActor, storedUserId } from "./audit-columns";

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
  for (const { actor } of entries) if (actor.kind === "caller") callers.add(storedUserId(actor.id));
  if (callers.size === 0) return callers;
  const users = await query(USERS_AMONG, [[...callers]]);
  return new Set(users.map(({ id }) => id));
}

const KINDS = {
  person: "user",
  service: "service",
  system: "system",
  link: "link",
  visitor: "visitor",
} as const;
const NO_KEY = null;

/** @param people Those of the callers who are users; a caller who is none is a service of the surrounding product. */
export function storedActor(actor: Actor, people: ReadonlySet<string>): StoredActor {
  if (actor.kind === "apiKey") {
    return { userId: storedUserId(actor.onBehalfOf), actorKind: "apiKey", apiKeyId: actor.id };
  }
  const userId = storedUserId(actor.id);
  if (actor.kind !== "caller") return { userId, actorKind: KINDS[actor.kind], apiKeyId: NO_KEY };
  return { userId, actorKind: people.has(userId) ? "user" : "service", apiKeyId: NO_KEY };
}
