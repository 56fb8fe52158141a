-- Which grants in use have reached their soft window, without a look at the many that are not in use. Prisma's schema
-- language has no partial indexes, and its diff leaves them alone.
CREATE INDEX "Grant_keep_fresh" ON "Grant"("connectionType", "lastVendedAt", "accessExpiresAt") WHERE state = 'active';
