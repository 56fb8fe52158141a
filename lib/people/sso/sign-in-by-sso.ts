import type { Actor } from "@/lib/actor";
import { type AuditEvent, recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import { type Database, newId, type Sql, type User } from "@/lib/db";
import type { SsoEnv } from "@/lib/env/sso";
import { actAs } from "@/lib/request-context";
import { recordRefusal, UNKNOWN } from "../refusal-log";
import { isRole, ROLES, type Role } from "../roles";
import type { SessionUser } from "../session-user";
import { beginSession } from "../sessions";
import { changeRole } from "../users";
import type { SsoIdentity } from "./identity-provider";
import { SsoRefusal } from "./sso-refusal";

interface Deps {
  database: Database;
  clock: Clock;
  sso: Pick<SsoEnv, "domains" | "roles">;
}

/** Who comes without invite and without a group gets the role that may least. */
const LOWEST: Role = "finance";
const SSO: Actor = { kind: "system", id: "single sign-on" };

type Known = Pick<User, "id" | "role" | "sessionVersion" | "ssoSessionVersion" | "disabledAt">;

/**
 * Begins the session of a person whom the identity provider named. A person is issuer and subject, never the address:
 * an account with the same address is somebody else's until its owner links it.
 *
 * @param fresh Whether the identity provider asked who it is, for this sign-in.
 * @returns `ask again` when the person's sessions were ended since: the identity provider must ask who it is.
 * @throws {SsoRefusal} Why there is no session. Nothing was created.
 */
export async function signInBySso(
  deps: Deps,
  identity: SsoIdentity,
  fresh: boolean,
): Promise<SessionUser | "ask again"> {
  try {
    const known = await findBySubject(deps.database, identity);
    if (!known) return await comeForTheFirstTime(deps, identity);
    if (known.disabledAt) throw new SsoRefusal("disabled", "This person is disabled.");
    if (known.sessionVersion !== known.ssoSessionVersion && !fresh) return "ask again";
    await followGroups(deps, known, identity);
    return await begin(deps, known.id);
  } catch (error) {
    if (error instanceof SsoRefusal) {
      const known = await findBySubject(deps.database, identity);
      recordSsoRefusal(deps, error, known && { kind: "person", id: known.id });
    }
    throw error;
  }
}

/** Puts down a sign-in with the company's account that ended without a session. */
export function recordSsoRefusal(
  { database, clock }: Pick<Deps, "database" | "clock">,
  { message }: SsoRefusal,
  by: Actor = UNKNOWN,
): void {
  recordRefusal(database, eventOf({ by, reason: message, atMs: clock.nowMs() }));
}

async function findBySubject(sql: Sql, { issuer, subject }: SsoIdentity): Promise<Known | undefined> {
  const [known] = await sql.query<Known>(
    `SELECT id, role, "sessionVersion", "ssoSessionVersion", "disabledAt" FROM "User"
     WHERE "ssoIssuer" = $1 AND "ssoSubject" = $2`,
    [issuer, subject],
  );
  return known;
}

async function comeForTheFirstTime(deps: Deps, identity: SsoIdentity): Promise<SessionUser> {
  const { email, emailVerified, groups } = identity;
  if (!email || !emailVerified) {
    throw new SsoRefusal("unverified", "The identity provider does not say that the address is verified.");
  }
  const [account] = await deps.database.query<Pick<User, "id">>('SELECT id FROM "User" WHERE email = $1', [email]);
  if (account) throw new SsoRefusal("unlinked", "An account with this address is not linked to this identity.");
  const ofDomain = deps.sso.domains.includes(email.slice(email.lastIndexOf("@") + 1));
  const role = roleOf(groups, deps.sso.roles) ?? (ofDomain ? LOWEST : undefined);
  if (!role) throw new SsoRefusal("uninvited", "Nobody invited this person.");
  return begin(deps, await create(deps, identity, role));
}

/** The highest of the roles that someone's groups give. */
export function roleOf(groups: readonly string[], roles: SsoEnv["roles"]): Role | undefined {
  const given = groups.filter((group) => Object.hasOwn(roles, group)).map((group) => roles[group]);
  return ROLES.find((role) => given.includes(role));
}

async function create(
  { database, clock }: Deps,
  { issuer, subject, email, name }: SsoIdentity,
  role: Role,
): Promise<string> {
  const nowMs = clock.nowMs();
  return database.transaction(async (tx) => {
    const id = newId(nowMs);
    const created = await tx.query(
      `INSERT INTO "User" (id, email, name, role, "ssoIssuer", "ssoSubject", "createdAt")
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id`,
      [id, email, name || email, role, issuer, subject, new Date(nowMs)],
    );
    if (created.length === 0) {
      // Two tabs of one person, or an account that has just been made by hand.
      const winner = await findBySubject(tx, { issuer, subject } as SsoIdentity);
      if (winner) return winner.id;
      throw new SsoRefusal("unlinked", "An account with this address is not linked to this identity.");
    }
    await recordAudit(tx, {
      operation: "user.create",
      outcome: "success",
      by: SSO,
      via: ["POST", `/users/${id}`],
      responseStatus: 200,
      atMs: nowMs,
    });
    return id;
  });
}

/** Groups decide where they name a role; otherwise people keep the one they have. The last admin stays one. */
async function followGroups(deps: Deps, known: Known, { groups }: SsoIdentity): Promise<void> {
  const role = roleOf(groups, deps.sso.roles);
  if (!role || role === known.role || !isRole(known.role)) return;
  await actAs(SSO, () => changeRole(deps, known.id, role)).catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== "not_allowed") throw error;
  });
}

async function begin({ database, clock }: Deps, userId: string): Promise<SessionUser> {
  const atMs = clock.nowMs();
  return database.transaction(async (tx) => {
    const [user] = await tx.query<Pick<User, "id" | "sessionVersion">>(
      `UPDATE "User" SET "ssoSessionVersion" = "sessionVersion" WHERE id = $1 AND "disabledAt" IS NULL
       RETURNING id, "sessionVersion"`,
      [userId],
    );
    if (!user) throw new SsoRefusal("disabled", "This person is disabled.");
    const session = await beginSession(tx, user, atMs);
    await recordAudit(tx, eventOf({ by: { kind: "person", id: userId }, reason: "", atMs }));
    return session;
  });
}

function eventOf({ by, reason, atMs }: { by: Actor; reason: string; atMs: number }): AuditEvent {
  return {
    operation: "session.sign_in",
    outcome: reason ? "failure" : "success",
    by,
    via: ["GET", "/api/sso/callback"],
    responseStatus: reason ? 401 : 200,
    errorMessage: reason || undefined,
    atMs,
  };
}
