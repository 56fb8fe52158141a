import { type User, userOf, type Verb } from "@/lib/people";
import { actAs } from "@/lib/request-context";
import type { Runtime } from "@/lib/runtime";
import { admit, refuseForeignOrigin } from "./refusal";
import { openSession, sessionCookie } from "./session/session-token";

/** A request as every door sees it, whatever brought it: apart from Next, so that tests can knock. */
export interface Knock {
  headers: { get(name: string): string | null };
  cookie: (name: string) => string | undefined;
  method: string;
  /** The path asked for, without its query. */
  path: string;
}

export type EntryDeps = Pick<Runtime, "env" | "database" | "clock">;

/** Who asks, as the database has them now; null for a visitor. */
export async function identify(
  { env, database, clock }: EntryDeps,
  { cookie }: Pick<Knock, "cookie">,
): Promise<User | null> {
  const claims = await openSession(env.auth, cookie(sessionCookie(env.auth).name), clock.nowMs());
  return userOf(database, claims);
}

/**
 * The entry of a person's request, under the request's context: origin → session → role → work. Nothing is read or
 * written for those who may not, save the audit row of the refusal; the work's audit rows name who asked.
 *
 * @throws {CountersignError} `foreign_origin`, `not_signed_in` or `not_allowed`.
 */
export async function enter<T>(
  deps: EntryDeps,
  knock: Knock,
  verb: Verb,
  work: (user: User) => Promise<T>,
): Promise<T> {
  await requireOwnOrigin(deps, knock, verb);
  const user = await admit(deps, await identify(deps, knock), { ...knock, verb });
  return actAs(user, () => work(user));
}

/** @throws {CountersignError} `foreign_origin`: a page of ours did not send this, and it may change something. */
export async function requireOwnOrigin(deps: EntryDeps, knock: Knock, verb?: Verb): Promise<void> {
  if (["GET", "HEAD"].includes(knock.method)) return;
  const door = { method: knock.method, path: knock.path, ...(verb && { verb }) };
  await refuseForeignOrigin(deps, knock.headers.get("origin"), deps.env.auth.url, door);
}
