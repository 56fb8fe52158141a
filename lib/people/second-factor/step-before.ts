import type { Sql } from "@/lib/db";

/** What comes between the right password and the session. */
export type SignInStep = "second_factor" | "set_up";

/** A person whose password is right and who has no session yet. */
export interface PendingSignIn {
  id: string;
  /** The user's as the password was right: a higher one voids this. */
  sessionVersion: number;
  step: SignInStep;
}

/** The step that a person owes before a session begins; undefined for none. Every way in that begins one asks. */
export async function stepBefore(
  sql: Sql,
  { id, sessionVersion }: { id: string; sessionVersion: number },
): Promise<PendingSignIn | undefined> {
  const [owed] = await sql.query<{ has: boolean; required: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM "SecondFactor" WHERE "userId" = $1 AND "confirmedAt" IS NOT NULL) AS has,
       ${REQUIRED} AS required`,
    [id],
  );
  if (owed?.has) return { id, sessionVersion, step: "second_factor" };
  return owed?.required ? { id, sessionVersion, step: "set_up" } : undefined;
}

/** Whether everybody needs a second factor, as SQL. */
export const REQUIRED = `EXISTS (SELECT 1 FROM "SignInPolicy" WHERE "secondFactorRequired")`;
