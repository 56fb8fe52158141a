-- A provider that refuses to be told is not told for ever: the row stays, so that people see it, and no attempt follows.
ALTER TABLE "Revocation" ALTER COLUMN "nextAttemptAt" DROP NOT NULL;
