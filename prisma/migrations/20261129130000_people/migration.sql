-- From where a session began, when its person was last seen in it, and when they were last seen at all.
ALTER TABLE "Session" ADD COLUMN "userAgent" TEXT NOT NULL DEFAULT '',
                      ADD COLUMN "ipAddress" TEXT NOT NULL DEFAULT '',
                      ADD COLUMN "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE "User" ADD COLUMN "lastSeenAt" TIMESTAMPTZ(3);
