-- When a session's person last proved who they are, after the sign-in.
ALTER TABLE "Session" ADD COLUMN     "provedAt" TIMESTAMPTZ(3);
