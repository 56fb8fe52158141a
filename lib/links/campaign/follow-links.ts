import type { LinkDeps } from "../link-deps";
import { LINK_COLUMNS, LINK_TABLES, type LinkRow, type LinkState, stateOf } from "../link-row";

/** How far a customer has come with the link they were sent, or with the newest that took its place. */
export interface LinkProgress
  extends Pick<
    LinkRow,
    "openedAt" | "doneAt" | "expiresAt" | "mailedAt" | "wrongAt" | "reminders" | "nextReminderAt"
  > {
  state: LinkState;
}

/** @param firstIds Links as they were first sent. */
export async function followLinks(
  { database, clock }: Pick<LinkDeps, "database" | "clock">,
  firstIds: readonly string[],
): Promise<ReadonlyMap<string, LinkProgress>> {
  const rows = await database.query<LinkRow>(
    `SELECT DISTINCT ON (l."firstId") ${LINK_COLUMNS}
     FROM ${LINK_TABLES} WHERE l."firstId" = ANY($1::text[]) ORDER BY l."firstId", l."createdAt" DESC, l.id DESC`,
    [firstIds],
  );
  const nowMs = clock.nowMs();
  return new Map(
    rows.map((link) => {
      const { firstId, openedAt, doneAt, expiresAt, mailedAt, wrongAt, reminders, nextReminderAt } = link;
      const state = stateOf(link, nowMs);
      return [
        firstId,
        { state, openedAt, doneAt, expiresAt, mailedAt, wrongAt, reminders, nextReminderAt },
      ] as const;
    }),
  );
}
