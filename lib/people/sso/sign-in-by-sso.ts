import type { Actor } from "@/lib/actor";
import { recordAudit } from "@/lib/audit/record";
import { type Invite, newId, type Sql, type User } from "@/lib/db";
import { isCode } from "@/lib/errors";
import { actAs } from "@/lib/request-context";
import { acceptInvite, InviteFault } from "../invites/accept-invite";
import { isRole, ROLES, type Role } from "../roles";
import { type PendingSignIn, stepBefore } from "../second-factor/step-before";
import type { SessionUser } from "../session-user";
import { beginSession } from "../sessions";
import { changeRole } from "../users";
import type { SsoRoomDeps } from "./deps";
import type { SsoIdentity } from "./identity-provider";
import { findBySubject, type KnownPerson, lockSubject } from "./sso-person";
import { SsoRefusal } from "./sso-refusal";

export type SignInDeps = Pick<SsoRoomDeps, "database" | "clock"> & {
  sso: Pick<SsoRoomDeps["sso"], "domains" | "roles">;
};

/** Who comes without invite and without a group gets the role that may least. */
const LOWEST: Role = "finance";
const SSO: Actor = { kind: "system", id: "single sign-on" };

/** Whom the identity provider let in, and what comes next for them. */
export interface SsoEntry {
  entered: SessionUser | PendingSignIn;
  /** Of their account here. */
  email: string;
}

/**
 * Begins the session of a person whom the identity provider named, or says which step comes before it: the company's
 * account takes the place of a password, and of no second factor. An account with the same address is somebody else's
 * until its owner links it.
 *
 * @param fresh Whether the identity provider asked who it is, for this sign-in.
 * @returns `ask again` when the person's sessions were ended since: the identity provider must ask who it is.
 * @throws {SsoRefusal} Why there is no session. Nothing was created.
 */
export async function signInBySso(
  deps: SignInDeps,
  identity: SsoIdentity,
  fresh: boolean,
): Promise<SsoEntry | "ask again"> {
  const known = await findBySubject(deps.database, identity);
  if (known?.disabledAt) throw disabled();
  if (known && known.sessionVersion !== known.ssoSessionVersion && !fresh) return "ask again";
  const person = known ?? (await comeForTheFirstTime(deps, identity));
  const changes = await followGroups(deps, person, identity);
  // A change of role raises the version that a sign-in without a question was judged by.
  const judgedBy = known && !fresh ? known.sessionVersion + changes : null;
  const entered = await begin(deps, { userId: person.id, judgedBy }, identity);
  return entered === "ask again" ? entered : { entered, email: person.email };
}

const disabled = () => new SsoRefusal("disabled", "This person is disabled.");

type Newcomer = Pick<KnownPerson, "id" | "email" | "role">;

async function comeForTheFirstTime(deps: SignInDeps, identity: SsoIdentity): Promise<Newcomer> {
  const { email, emailVerified } = identity;
  if (!email || !emailVerified) {
    throw new SsoRefusal("unverified", "The identity provider does not say that the address is verified.");
  }
  try {
    const invited = await acceptOpenInvite(deps, identity);
    if (invited) return invited;
  } catch (error) {
    // Accepted in another tab meanwhile, or void: the transaction has left no trace.
    if (!(error instanceof InviteFault)) throw error;
  }
  return deps.database.transaction((tx) => findOrCreate(tx, deps, identity));
}

/** Nobody but the owner of the address may accept, and the identity provider says that this is the owner. */
function acceptOpenInvite(
  { database, clock }: SignInDeps,
  identity: SsoIdentity,
): Promise<Newcomer | undefined> {
  const nowMs = clock.nowMs();
  return database.transaction(async (tx) => {
    await lockSubject(tx, identity);
    if (await findBySubject(tx, identity)) return undefined;
    const [open] = await tx.query<Pick<Invite, "id">>(
      `SELECT id FROM "Invite" WHERE email = $1 AND "endedAt" IS NULL AND "expiresAt" > $2 LIMIT $3`,
      [identity.email, new Date(nowMs), 1],
    );
    if (!open) return undefined;
    const { email, name } = identity;
    const invite = { inviteId: open.id };
    const made = await acceptInvite(tx, { invite, email, name: name || email, passwordHash: null, nowMs });
    await tx.query(`UPDATE "User" SET "ssoIssuer" = $2, "ssoSubject" = $3 WHERE id = $1`, [
      made.id,
      identity.issuer,
      identity.subject,
    ]);
    return made;
  });
}

async function findOrCreate(
  tx: Sql,
  { clock, sso }: SignInDeps,
  { issuer, subject, email, name, groups }: SsoIdentity,
): Promise<Newcomer> {
  await lockSubject(tx, { issuer, subject });
  const winner = await findBySubject(tx, { issuer, subject });
  if (winner) return winner;
  const [account] = await tx.query<Pick<User, "id">>('SELECT id FROM "User" WHERE email = $1', [email]);
  if (account) throw unlinked(subject);
  const ofDomain = sso.domains.includes(email.slice(email.lastIndexOf("@") + 1));
  const role = roleOf(groups, sso.roles) ?? (ofDomain ? LOWEST : undefined);
  if (!role) throw new SsoRefusal("uninvited", "Nobody invited this person.");
  const atMs = clock.nowMs();
  const id = newId(atMs);
  const created = await tx.query(
    `INSERT INTO "User" (id, email, name, role, "ssoIssuer", "ssoSubject", "createdAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (email) DO NOTHING RETURNING id`,
    [id, email, name || email, role, issuer, subject, new Date(atMs)],
  );
  if (created.length === 0) throw unlinked(subject);
  await recordAudit(tx, {
    operation: "user.create",
    outcome: "success",
    by: SSO,
    via: ["POST", `/users/${id}`],
    responseStatus: 200,
    atMs,
  });
  return { id, email, role };
}

/** The subject is what an operator needs to link the account by hand. */
function unlinked(subject: string): SsoRefusal {
  return new SsoRefusal("unlinked", `An account with this address is not linked to the subject ${subject}.`);
}

/** The highest of the roles that someone's groups give. */
function roleOf(groups: readonly string[], roles: SignInDeps["sso"]["roles"]): Role | undefined {
  const given = groups.filter((group) => Object.hasOwn(roles, group)).map((group) => roles[group]);
  return ROLES.find((role) => given.includes(role));
}

/**
 * Groups decide where they name a role; otherwise people keep the one they have. The last admin stays one.
 *
 * @returns How many changes there were.
 */
async function followGroups(deps: SignInDeps, person: Newcomer, { groups }: SsoIdentity): Promise<0 | 1> {
  const role = roleOf(groups, deps.sso.roles);
  if (!role || role === person.role || !isRole(person.role)) return 0;
  try {
    await actAs(SSO, () => changeRole(deps, person.id, role));
    return 1;
  } catch (error) {
    // The last admin, or another sign-in of this person that was first.
    if (!isCode(error, "not_allowed", "invalid_input")) throw error;
    return 0;
  }
}

/** A second factor counts as a proof by itself; without one, what the identity provider told does. */
async function begin(
  { database, clock }: SignInDeps,
  { userId, judgedBy }: { userId: string; judgedBy: number | null },
  { provedAtMs = 0 }: SsoIdentity,
): Promise<SessionUser | PendingSignIn | "ask again"> {
  const atMs = clock.nowMs();
  return database.transaction(async (tx) => {
    const [user] = await tx.query<Pick<User, "id" | "sessionVersion">>(
      `UPDATE "User" SET "ssoSessionVersion" = "sessionVersion" WHERE id = $1 AND "disabledAt" IS NULL
         AND ($2::int IS NULL OR "sessionVersion" = $2) RETURNING id, "sessionVersion"`,
      [userId, judgedBy],
    );
    if (!user && judgedBy !== null) return "ask again";
    if (!user) throw disabled();
    const pending = await stepBefore(tx, user);
    if (pending) return pending;
    const session = await beginSession(tx, user, atMs, provedAtMs);
    await recordAudit(tx, {
      operation: "session.sign_in",
      outcome: "success",
      by: { kind: "person", id: userId },
      via: ["GET", "/api/sso/callback"],
      responseStatus: 200,
      atMs,
    });
    return session;
  });
}
