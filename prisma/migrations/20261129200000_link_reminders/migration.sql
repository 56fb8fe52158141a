-- Customers are reminded of their links, each time by a token of its own.
ALTER TABLE "Link" ADD COLUMN "firstId" TEXT;
UPDATE "Link" SET "firstId" = id;
ALTER TABLE "Link" ALTER COLUMN "firstId" SET NOT NULL;
ALTER TABLE "Link" ADD COLUMN "reminders" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Link" ADD COLUMN "nextReminderAt" TIMESTAMPTZ(3);
ALTER TABLE "Link" ADD COLUMN "wrongAt" TIMESTAMPTZ(3);
CREATE INDEX "Link_firstId_createdAt_idx" ON "Link"("firstId", "createdAt");
CREATE INDEX "Link_nextReminderAt_idx" ON "Link"("nextReminderAt");
CREATE TABLE "LinkReminder" (
    "linkId" TEXT NOT NULL,
    "nth" INTEGER NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "tries" INTEGER NOT NULL,
    "mailedAt" TIMESTAMPTZ(3),
    CONSTRAINT "LinkReminder_pkey" PRIMARY KEY ("linkId", "nth")
);
CREATE UNIQUE INDEX "LinkReminder_tokenHash_key" ON "LinkReminder"("tokenHash");
ALTER TABLE "LinkReminder" ADD CONSTRAINT "LinkReminder_linkId_fkey" FOREIGN KEY ("linkId") REFERENCES "Link"("id") ON DELETE CASCADE ON UPDATE CASCADE;
