CREATE TABLE "ApiKey" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "secretHash" BYTEA NOT NULL,
    "previousSecretHash" BYTEA,
    "previousUntil" TIMESTAMPTZ(3),
    "scopes" TEXT[],
    "allCompanies" BOOLEAN NOT NULL,
    "companyIds" TEXT[],
    "providers" TEXT[],
    "networks" TEXT[],
    "limitPerMinute" INTEGER NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "rotatedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "revokedBy" TEXT,
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "ApiKey_createdAt_idx" ON "ApiKey"("createdAt");
CREATE INDEX "ApiKey_expiresAt_idx" ON "ApiKey"("expiresAt");

-- Which key acted. Rows of before have none, and their canonical form does not change.
ALTER TABLE "AuditLog" ADD COLUMN "apiKeyId" TEXT;
