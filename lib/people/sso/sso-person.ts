import { recordAudit } from "@/lib/audit/record";
import type { Sql, User } from "@/lib/db";
import type { SsoIdentity } from "./identity-provider";
import { SsoRefusal } from "./sso-refusal";

type Subject = Pick<SsoIdentity, "issuer" | "subject">;
export type KnownPerson = Pick<
  User,
  "id" | "email" | "role" | "sessionVersion" | "ssoSessionVersion" | "disabledAt"
>;

/** Whose account the identity provider's subject is. A person is issuer and subject, never the address. */
export async function findBySubject(
  sql: Sql,
  { issuer, subject }: Subject,
): Promise<KnownPerson | undefined> {
  const [known] = await sql.query<KnownPerson>(
    `SELECT id, email, role, "sessionVersion", "ssoSessionVersion", "disabledAt" FROM "User"
     WHERE "ssoIssuer" = $1 AND "ssoSubject" = $2`,
    [issuer, subject],
  );
  return known;
}

/** Makes those who would give one subject an account take turns, until the transaction ends. */
export async function lockSubject(tx: Sql, { issuer, subject }: Subject): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`sso ${issuer} ${subject}`]);
}

/**
 * Makes a subject the way in of an account that has none. To be called in a transaction.
 *
 * @throws {SsoRefusal} `taken` by another account, `linked` to another subject.
 */
export async function linkSubject(tx: Sql, userId: string, of: Subject, atMs: number): Promise<void> {
  await lockSubject(tx, of);
  const owner = await findBySubject(tx, of);
  if (owner && owner.id !== userId) {
    throw new SsoRefusal("taken", "This company account belongs to another person here.");
  }
  const linked = await tx.query(
    `UPDATE "User" SET "ssoIssuer" = $2, "ssoSubject" = $3, "ssoSessionVersion" = "sessionVersion"
     WHERE id = $1 AND "ssoSubject" IS NULL AND "disabledAt" IS NULL RETURNING 1`,
    [userId, of.issuer, of.subject],
  );
  if (linked.length === 0) {
    throw new SsoRefusal("linked", "This person has a company account already, or is disabled.");
  }
  await recordAudit(tx, {
    operation: "user.change",
    outcome: "success",
    via: ["POST", `/users/${userId}/sso/linked`],
    responseStatus: 200,
    atMs,
  });
}
