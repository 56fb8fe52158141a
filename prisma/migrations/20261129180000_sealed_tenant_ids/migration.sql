-- Organisations' ids rest encrypted, beside a keyed hash by which they are found. Rows from before keep the plain id,
-- and are read, until "keys seal-tenants" encrypts them.
ALTER TABLE "Connection" ALTER COLUMN "tenantId" DROP NOT NULL,
  ADD COLUMN "tenantHash" BYTEA,
  ADD COLUMN "sealedTenantId" BYTEA;
ALTER TABLE "Grant" ALTER COLUMN "subject" DROP NOT NULL,
  ADD COLUMN "subjectHash" BYTEA,
  ADD COLUMN "sealedSubject" BYTEA;
ALTER TABLE "Revocation" ALTER COLUMN "tenantId" DROP NOT NULL,
  ADD COLUMN "tenantHash" BYTEA,
  ADD COLUMN "sealedTenantId" BYTEA;
ALTER TABLE "PendingConsent" ADD COLUMN "sealedClaims" BYTEA;
ALTER TABLE "Event" ADD COLUMN "sealedTenantId" BYTEA;

CREATE INDEX "Connection_connectionType_environment_tenantHash_idx" ON "Connection"("connectionType", "environment", "tenantHash");
CREATE UNIQUE INDEX "Grant_connectionType_environment_subjectHash_key" ON "Grant"("connectionType", "environment", "subjectHash");

-- As "Connection_live_tenant_key" does for plain ids.
CREATE UNIQUE INDEX "Connection_live_tenant_hash_key" ON "Connection"("connectionType", "environment", "tenantHash") WHERE "disconnectedAt" IS NULL;
