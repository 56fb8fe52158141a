-- Links with which customers connect and reconnect by themselves.
CREATE TABLE "Link" (
    "id" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "companyId" TEXT NOT NULL,
    "connectionType" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "sentTo" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "mailedAt" TIMESTAMPTZ(3),
    "openedAt" TIMESTAMPTZ(3),
    "starts" INTEGER NOT NULL DEFAULT 0,
    "doneAt" TIMESTAMPTZ(3),
    "consentedBy" TEXT,
    "endedAt" TIMESTAMPTZ(3),
    "endedWhy" TEXT,
    "endedBy" TEXT,
    CONSTRAINT "Link_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Link_tokenHash_key" ON "Link"("tokenHash");
CREATE INDEX "Link_companyId_createdAt_idx" ON "Link"("companyId", "createdAt");
ALTER TABLE "Link" ADD CONSTRAINT "Link_companyId_fkey" FOREIGN KEY ("companyId") REFERENCES "Company"("id") ON DELETE CASCADE ON UPDATE CASCADE;
