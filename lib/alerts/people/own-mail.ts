import { recordAudit } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import { type AlertChannel, type Database, newId, type ReadDeps, type Sql } from "@/lib/db";
import { type MailChoice, mailChoices } from "./audience";

interface MailDeps {
  database: Database;
  clock: Clock;
}

type Own = Pick<AlertChannel, "id" | "wants" | "disabledAt">;

/** What a person has mailed to their own address; nothing until they choose. */
export async function mailChoiceOf(
  { database }: Pick<ReadDeps, "database">,
  userId: string,
): Promise<MailChoice> {
  return choiceOf(await ownChannel(database, userId, ""));
}

/**
 * Changes what a person has mailed to their own address, from the next message on. What waits to be sent when they choose
 * nothing is given up. Choosing what is chosen already changes nothing.
 */
export async function chooseMail(
  { database, clock }: MailDeps,
  { userId, choice }: { userId: string; choice: MailChoice },
): Promise<void> {
  const atMs = clock.nowMs();
  await database.transaction(async (tx) => {
    const id = newId(atMs);
    const at = new Date(atMs);
    // Off until chosen below: two choices at once take turns on this row.
    await tx.query(
      `INSERT INTO "AlertChannel" (id, kind, target, "userId", "createdBy", "createdAt", "disabledAt", "disabledWhy")
       VALUES ($1, 'email', '', $2, $2, $3, $3, 'person') ON CONFLICT ("userId") DO NOTHING`,
      [id, userId, at],
    );
    const own = await ownChannel(tx, userId, "FOR UPDATE");
    if (!own || choiceOf(own) === choice) return;
    const isOn = choice !== "nothing";
    await tx.query(
      `UPDATE "AlertChannel" SET wants = $2, "disabledAt" = $3, "disabledWhy" = $4 WHERE id = $1`,
      [own.id, isOn ? choice : null, isOn ? null : at, isOn ? null : "person"],
    );
    if (!isOn) await giveUp(tx, own.id);
    await recordAudit(tx, {
      operation: "alert.channel_change",
      outcome: "success",
      via: ["POST", `/users/${userId}/alert-mail`],
      responseStatus: 200,
      errorMessage: `Own mail: ${CHOICE_WORDS[choice]}.`,
      atMs,
    });
  });
}

const CHOICE_WORDS: Record<MailChoice, string> = {
  nothing: "nothing",
  action: "action needed",
  all: "everything",
};

async function ownChannel(sql: Sql, userId: string, lock: "" | "FOR UPDATE"): Promise<Own | undefined> {
  const [own] = await sql.query<Own>(
    `SELECT id, wants, "disabledAt" FROM "AlertChannel" WHERE "userId" = $1 ${lock}`,
    [userId],
  );
  return own;
}

function choiceOf(own: Own | undefined): MailChoice {
  if (!own || own.disabledAt) return "nothing";
  return mailChoices.find((choice) => choice === own.wants) ?? "nothing";
}

async function giveUp(tx: Sql, channelId: string): Promise<void> {
  await tx.query(
    `UPDATE "AlertDelivery" SET "nextAttemptAt" = NULL, "lastError" = 'The person chose to get no mail first.'
     WHERE "channelId" = $1 AND "nextAttemptAt" IS NOT NULL`,
    [channelId],
  );
}
