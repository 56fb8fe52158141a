import { isFreshlyProved, needsProof, type User, userOf, type Verb } from "@/lib/people";
import { actAs } from "@/lib/request-context";
import type { Runtime } from "@/lib/runtime";
import { ProofNeeded } from "./proof-needed";
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
  const nowMs = clock.nowMs();
  const claims = await openSession(env.auth, cookie(sessionCookie(env.auth).name), nowMs);
  return userOf(database, claims, nowMs);
}

/**
 * The entry of a person's request, under the request's context: origin → session → role → proof → work. Nothing is read or
 * written for those who may not, save the audit row of the refusal; the work's audit rows name who asked.
 *
 * @throws {CountersignError} `foreign_origin`, `not_signed_in` or `not_allowed`; `ProofNeeded` where the verb asks for a fresh one.
 */
export async function enter<T>(
  deps: EntryDeps,
  knock: Knock,
  verb: Verb,
  work: (user: User) => Promise<T>,
): Promise<T> {
  await requireOwnOrigin(deps, knock, verb);
  const user = await admit(deps, await identify(deps, knock), { ...knock, verb });
  if (needsProof(verb) && !(await isProved(deps, knock))) throw new ProofNeeded();
  return actAs(user, () => work(user));
}

/** Whether the session's person proved within the last minutes who they are. */
export async function isProved(
  { env, database, clock }: EntryDeps,
  { cookie }: Pick<Knock, "cookie">,
): Promise<boolean> {
  const nowMs = clock.nowMs();
  const claims = await openSession(env.auth, cookie(sessionCookie(env.auth).name), nowMs);
  return isFreshlyProved(database, claims, nowMs);
}

/** @throws {CountersignError} `foreign_origin`: a page of ours did not send this, and it may change something. */
export async function requireOwnOrigin(deps: EntryDeps, knock: Knock, verb?: Verb): Promise<void> {
  if (["GET", "HEAD"].includes(knock.method)) return;
  const door = { method: knock.method, path: knock.path, ...(verb && { verb }) };
  await refuseForeignOrigin(deps, knock.headers.get("origin"), deps.env.auth.url, door);
}
