import { createHash, timingSafeEqual } from "node:crypto";
import type { Actor } from "@/lib/actor";
import { type AuditEvent, recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { ANONYMOUS, can, recordRefusal, type User, type Verb } from "@/lib/people";

interface RefusalDeps {
  database: Database;
  clock: Clock;
}

interface Door {
  verb: Verb;
  method: string;
  /** The path asked for, without its query. */
  path: string;
}

const BEARER = /^Bearer +(\S+)$/i;

/**
 * Lets a person through a door or refuses, and records the refusal.
 *
 * @throws {CountersignError} `not_signed_in` or `not_allowed`.
 */
export async function admit(deps: RefusalDeps, user: User | null, door: Door): Promise<User> {
  if (!user) {
    return refuse(
      deps,
      door,
      new CountersignError("not_signed_in", "Your session has ended.", { nextStep: "Sign in again." }),
    );
  }
  if (!can(user.role, door.verb)) {
    const message = `Your role, ${user.role}, does not include this.`;
    const nextStep = "An admin can do it for you.";
    return refuse(deps, { ...door, user }, new CountersignError("not_allowed", message, { nextStep }));
  }
  return user;
}

/**
 * Refuses a changing request that a page of ours did not send. Next itself lets an absent Origin pass.
 *
 * @throws {CountersignError} `foreign_origin` unless the Origin header is ours.
 */
export async function refuseForeignOrigin(
  deps: RefusalDeps,
  origin: string | null,
  ownOrigin: string,
  door: { verb?: Verb; method: string; path: string },
): Promise<void> {
  if (origin === ownOrigin) return;
  const message = "This request did not come from Countersign's own pages.";
  const nextStep = `Open ${ownOrigin} and try again. If people reach Countersign by another address, NEXTAUTH_URL must name it.`;
  const error = new CountersignError("foreign_origin", message, { nextStep });
  await refuse(deps, door, error, "foreign or missing Origin");
}

/**
 * Refuses a program that does not show the token it was given.
 *
 * @param authorization The header as received.
 * @throws {CountersignError} `not_signed_in`. Which part was wrong can't be told from the answer or its time.
 * @see RFC 6750 §2.1
 */
export async function refuseWithoutToken(
  deps: RefusalDeps,
  authorization: string | null,
  token: string,
  door: { method: string; path: string },
): Promise<void> {
  const digest = (value: string) => createHash("sha256").update(value).digest();
  const given = BEARER.exec(authorization ?? "")?.[1] ?? "";
  if (timingSafeEqual(digest(given), digest(token))) return;
  const message = "This takes the token that Countersign was configured with: Authorization: Bearer TOKEN.";
  await refuse(deps, door, new CountersignError("not_signed_in", message), "missing or wrong token");
}

/**
 * Refuses a caller of the HTTP API. A known key's refusals have a row each; those of strangers are counted.
 *
 * @param by The key; undefined where none is known.
 */
export function refuseKey(
  { database, clock }: RefusalDeps,
  { by = ANONYMOUS, method, path }: { by?: Actor | undefined; method: string; path: string },
  error: CountersignError,
): never {
  recordRefusal(database, {
    operation: "access.refuse",
    outcome: "refused",
    by,
    via: [method, path.slice(0, 500)],
    responseStatus: error.httpStatus,
    errorMessage: error.message,
    atMs: clock.nowMs(),
  });
  throw error;
}

async function refuse(
  { database, clock }: RefusalDeps,
  { user, verb, method, path }: { user?: User; verb?: Verb; method: string; path: string },
  error: CountersignError,
  reason: string = error.message,
): Promise<never> {
  const event: AuditEvent = {
    operation: "access.refuse",
    outcome: "refused",
    by: user ?? ANONYMOUS,
    via: [method, path.slice(0, 500)],
    responseStatus: error.httpStatus,
    errorMessage: verb ? `${verb}: ${reason}` : reason,
    atMs: clock.nowMs(),
  };
  if (user) await recordAudit(database, event);
  else recordRefusal(database, event);
  throw error;
}
