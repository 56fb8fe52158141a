import { randomBytes } from "node:crypto";
import { factorBox } from "@/lib/boot/factor-box";
import { createDatabaseClock, type Database, openDatabase } from "@/lib/db";
import { createInvites } from "@/lib/people/invites";
import { createSecondFactors } from "@/lib/people/second-factor";
import { actAs } from "@/lib/request-context";
import { createKeyring } from "@/lib/token/keys/keyring";
import type { StackServices } from "../stack";
import { people } from "./people";

/** Whom the demo shows beside those who sign in with a password alone. */
export interface DemoTeam {
  invited: { email: string; link: string } | undefined;
  /** Codes of the person with a second factor; each opens once. */
  backupCodes: string[];
}

const INVITED = "invited@countersign.test";
const DEMO = { kind: "system", id: "demo" } as const;

/** A new link of the open invite and new backup codes at each start: both are shown once, and stored nowhere. */
export async function demoTeam({
  databaseUrl,
  env,
}: Pick<StackServices, "databaseUrl" | "env">): Promise<DemoTeam> {
  const database = openDatabase({ url: databaseUrl });
  try {
    const [admin, coded] = [await idOf(database, "admin"), await idOf(database, "operations")];
    const deps = {
      database,
      clock: createDatabaseClock(),
      random: randomBytes,
      appUrl: env.NEXTAUTH_URL ?? "",
      mailer: null,
      log: { error: () => {} },
    };
    return {
      invited: admin ? await actAs({ kind: "person", id: admin }, () => invite(deps, admin)) : undefined,
      backupCodes: coded
        ? await actAs(DEMO, () => codesOf({ ...deps, key: env.ENCRYPTION_KEY ?? "" }, coded))
        : [],
    };
  } finally {
    await database.close();
  }
}

async function idOf(database: Database, person: keyof typeof people): Promise<string | undefined> {
  const [user] = await database.query<{ id: string }>(`SELECT id FROM "User" WHERE email = $1`, [
    people[person].email,
  ]);
  return user?.id;
}

type Deps = Parameters<typeof createInvites>[0];

/** @returns Undefined once it was accepted. */
async function invite(deps: Deps, byId: string): Promise<DemoTeam["invited"]> {
  const invites = createInvites(deps);
  const known = (await invites.listInvites()).find(({ email }) => email === INVITED);
  if (known?.state === "accepted") return undefined;
  const { link } =
    known && !known.endedAt
      ? await invites.renewInvite({ id: known.id, byId, byMail: false })
      : await invites.createInvite({ email: INVITED, role: "finance", byId });
  return link ? { email: INVITED, link } : undefined;
}

async function codesOf({ key, ...deps }: Deps & { key: string }, userId: string): Promise<string[]> {
  const factors = createSecondFactors({
    ...deps,
    random: randomBytes,
    secrets: factorBox(createKeyring({ current: key })),
  });
  if (await factors.secondFactorSince(userId)) return factors.renewBackupCodes(userId);
  const enroller = { userId, startedBy: "demo" };
  await factors.beginEnrolment(enroller);
  const enrolment = await factors.findEnrolment(enroller, people.operations.email);
  const { generate } = await import("otplib");
  const secret = enrolment?.secret ?? "";
  return factors.confirmEnrolment(
    enroller,
    await generate({ secret, epoch: Math.floor(deps.clock.nowMs() / 1_000) }),
  );
}
