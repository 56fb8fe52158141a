-- The zone in which a person reads times, by its IANA name; null is UTC.
ALTER TABLE "User" ADD COLUMN "timeZone" TEXT;
