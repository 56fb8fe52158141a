import { createHash } from "node:crypto";
import type { Actor } from "@/lib/actor";
import { recordAudit } from "@/lib/audit/record";
import { actAs } from "@/lib/request-context";
import { recordRefusal, UNKNOWN } from "../refusal-log";
import { countOne } from "../sign-in";
import type { SsoRoomDeps } from "./deps";
import { authorizationRequest, identityOf, type SsoCheck, type SsoIdentity } from "./identity-provider";
import { type SsoEntry, signInBySso } from "./sign-in-by-sso";
import { findBySubject, linkSubject } from "./sso-person";
import { SsoRefusal } from "./sso-refusal";
import { inSsoRoom } from "./sso-room";

/** What a person goes to the identity provider for. But for signing in, it is done in a session they have. */
export type SsoPurpose =
  | { kind: "sign_in" }
  | { kind: "confirm" | "link"; userId: string; sessionId: string };

/** One way to the identity provider and back, as the browser that began it keeps it. */
export interface SsoTrip {
  check: SsoCheck;
  purpose: SsoPurpose;
}

export const SSO_TRIP_SECONDS = 10 * 60;

/**
 * Begins a way to the identity provider.
 *
 * @throws {SsoRefusal} `unavailable`, `busy`.
 */
export async function startTrip(
  deps: SsoRoomDeps,
  { purpose, fresh }: { purpose: SsoPurpose; fresh: boolean },
): Promise<{ url: URL; trip: SsoTrip }> {
  return refusing(deps, purpose, async () => {
    const { url, check } = await inSsoRoom(deps, () => authorizationRequest(deps, fresh));
    return { url, trip: { check, purpose } };
  });
}

/**
 * Ends the way back from the identity provider, once: begins a session, proves or links the one that is there.
 *
 * @param trip Null where the browser brought none, or an old one.
 * @returns For a sign-in what comes next; `ask again` when the identity provider must ask who it is.
 * @throws {SsoRefusal} Nothing was changed.
 */
export async function endTrip(
  deps: SsoRoomDeps,
  trip: SsoTrip | null,
  params: URLSearchParams,
): Promise<SsoEntry | "ask again" | "done"> {
  const purpose = trip?.purpose ?? { kind: "sign_in" };
  return refusing(deps, purpose, (name) =>
    inSsoRoom(deps, async () => {
      if (!trip) throw new SsoRefusal("expired", "This sign-in has expired, or began in another browser.");
      const identity = await arrive(deps, trip, params);
      const known = await findBySubject(deps.database, identity);
      if (known) name({ kind: "person", id: known.id });
      if (purpose.kind === "sign_in") return signInBySso(deps, identity, trip.check.fresh);
      await (purpose.kind === "link" ? link : confirm)(deps, purpose, identity);
      return "done";
    }),
  );
}

/** The browser's own word comes first: what it did not begin costs no query and asks the identity provider nothing. */
async function arrive(deps: SsoRoomDeps, { check }: SsoTrip, params: URLSearchParams): Promise<SsoIdentity> {
  const age = deps.clock.nowMs() - check.startedAtMs;
  if (age >= SSO_TRIP_SECONDS * 1_000) throw new SsoRefusal("expired", "This sign-in has expired.");
  if (params.get("state") !== check.state) {
    throw new SsoRefusal("unsound", "The answer belongs to another sign-in.");
  }
  const spent = createHash("sha256").update(`sso state ${check.state}`).digest("hex");
  if (!(await countOne(deps.database, spent, new Date(check.startedAtMs), 1))) {
    throw new SsoRefusal("expired", "This sign-in has ended already.");
  }
  return identityOf(deps, params, check);
}

type InSession = Exclude<SsoPurpose, { kind: "sign_in" }>;

/** The proof of a session's person, who has no password to type. */
async function confirm(deps: SsoRoomDeps, { userId, sessionId }: InSession, identity: SsoIdentity) {
  const { database, clock } = deps;
  const known = await findBySubject(database, identity);
  if (known?.id !== userId)
    throw new SsoRefusal("other_person", "Another person's company account answered.");
  const { provedAtMs } = identity;
  if (provedAtMs === undefined) {
    throw new SsoRefusal("not_fresh", "The identity provider does not tell when it asked who it is.");
  }
  const atMs = clock.nowMs();
  await database.transaction(async (tx) => {
    const proved = await tx.query(
      `UPDATE "Session" s SET "provedAt" = $3 FROM "User" u
       WHERE s.id = $1 AND s."userId" = $2 AND u.id = s."userId" AND u."disabledAt" IS NULL
         AND u."sessionVersion" = s."sessionVersion" RETURNING 1`,
      [sessionId, userId, new Date(provedAtMs)],
    );
    if (proved.length === 0) throw new SsoRefusal("expired", "The session has ended.");
    await recordAudit(tx, {
      ...eventOf("confirm", atMs),
      outcome: "success",
      by: { kind: "person", id: userId },
    });
  });
}

/** @throws {SsoRefusal} As `linkSubject`; `expired` when the session has ended meanwhile. */
async function link(deps: SsoRoomDeps, { userId, sessionId }: InSession, identity: SsoIdentity) {
  await actAs({ kind: "person", id: userId }, () =>
    deps.database.transaction(async (tx) => {
      const going = await tx.query(
        `SELECT 1 FROM "Session" s JOIN "User" u ON u.id = s."userId" AND u."sessionVersion" = s."sessionVersion"
         WHERE s.id = $1 AND u.id = $2 AND u."disabledAt" IS NULL FOR SHARE`,
        [sessionId, userId],
      );
      if (going.length === 0) throw new SsoRefusal("expired", "The session has ended.");
      await linkSubject(tx, userId, identity, deps.clock.nowMs());
    }),
  );
}

/** Puts down a way that ended in nothing, under whoever it is known to be. */
async function refusing<T>(
  { database, clock }: SsoRoomDeps,
  purpose: SsoPurpose,
  work: (name: (who: Actor) => void) => Promise<T>,
): Promise<T> {
  let by: Actor = purpose.kind === "sign_in" ? UNKNOWN : { kind: "person", id: purpose.userId };
  try {
    return await work((who) => {
      if (purpose.kind === "sign_in") by = who;
    });
  } catch (error) {
    if (error instanceof SsoRefusal) {
      const { message: errorMessage, reason } = error;
      const responseStatus = reason === "busy" ? 429 : reason === "unavailable" ? 503 : 401;
      const outcome = purpose.kind === "link" ? "refused" : "failure";
      const event = eventOf(purpose.kind, clock.nowMs());
      recordRefusal(database, { ...event, outcome, by, errorMessage, responseStatus });
    }
    throw error;
  }
}

const OPERATIONS = { sign_in: "session.sign_in", confirm: "session.prove", link: "user.change" } as const;

function eventOf(kind: SsoPurpose["kind"], atMs: number) {
  return {
    operation: OPERATIONS[kind],
    via: ["GET", "/api/sso/callback"] as ["GET", string],
    responseStatus: 200,
    atMs,
  };
}
