-- Which grants in use have reached their soft window: those not in use, whose tokens ran out long ago, are passed over
-- in the index. Prisma's schema language has no partial indexes, and its diff leaves them alone.
CREATE INDEX "Grant_keep_fresh" ON "Grant"("connectionType", "accessExpiresAt", "lastVendedAt") WHERE state = 'active';
