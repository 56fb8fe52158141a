import { randomBytes } from "node:crypto";
import { systemClock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import { encryptSession, newClaims, sessionCookie } from "@/lib/door/session/session-token";
import { beginSession } from "@/lib/people/sessions";
import { createUser } from "@/lib/people/users";
import { actAs } from "@/lib/request-context";

interface AppSecrets {
  NEXTAUTH_SECRET: string;
  NEXTAUTH_URL: string;
}

/** A new admin of a running app. @returns The `Cookie` header of a session of theirs. */
export async function signedInAdmin(database: Database, env: AppSecrets): Promise<string> {
  const person = {
    email: `${randomBytes(5).toString("hex")}@countersign.test`,
    name: "Measured Admin",
    role: "admin",
    password: randomBytes(12).toString("hex"),
  };
  const actor = { kind: "system", id: "dev" } as const;
  const id = await actAs(actor, () => createUser({ database, clock: systemClock }, person));
  const auth = { secret: env.NEXTAUTH_SECRET, url: env.NEXTAUTH_URL };
  const nowMs = systemClock.nowMs();
  const claims = newClaims(await beginSession(database, { id, sessionVersion: 1 }, nowMs), nowMs);
  return `${sessionCookie(auth).name}=${await encryptSession(auth, claims)}`;
}
