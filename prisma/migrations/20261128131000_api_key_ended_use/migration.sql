-- Somebody still holds a key that has ended: people are told once a day, whichever process saw it.
ALTER TABLE "ApiKey" ADD COLUMN "endedUseAt" TIMESTAMPTZ(3);
