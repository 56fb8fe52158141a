-- What the newest live read found wrong: a refresh, which never touches the provider's API, can't disprove it.
ALTER TABLE "ConnectionHealth" ADD COLUMN "readCause" TEXT;

-- A good live read ended every trouble until now, so a trouble that was read during its time was found by a read.
UPDATE "ConnectionHealth" SET "readCause" = cause
WHERE cause IN ('organisation_unavailable', 'subscription_lapsed')
   OR (cause IS NOT NULL AND cause <> 'no_connection' AND "lastProbedAt" >= since);

-- Those to read again as soon as their grant was refreshed are few. Prisma's schema language has no partial indexes, and
-- its diff leaves them alone.
CREATE INDEX "ConnectionHealth_read_failed" ON "ConnectionHealth"("companyId", "connectionType")
WHERE "readCause" IS NOT NULL;

-- What became of a consent, so that a callback that comes twice is told the same.
ALTER TABLE "OAuthState" ADD COLUMN "endedAt" TIMESTAMPTZ(3), ADD COLUMN "connectedTo" TEXT;
ALTER TABLE "PendingConsent" ADD COLUMN "stateHash" TEXT;
