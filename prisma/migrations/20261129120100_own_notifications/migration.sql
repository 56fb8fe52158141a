-- Up to when a person has read their notifications.
CREATE TABLE "NotificationMark" (
    "userId" TEXT NOT NULL,
    "readAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "NotificationMark_pkey" PRIMARY KEY ("userId")
);

CREATE INDEX "Alert_endedAt_idx" ON "Alert"("endedAt");

-- A person's own mail is a channel like the others: one outbox, the same attempts.
ALTER TABLE "AlertChannel" ADD COLUMN     "userId" TEXT,
ADD COLUMN     "wants" TEXT;

CREATE UNIQUE INDEX "AlertChannel_userId_key" ON "AlertChannel"("userId");
