-- Columns that only the search reads. Each index below is one number and the time: half as wide as one over the texts,
-- and half the work for every row that is written. All are digests, so that a row depends on no other table.

-- What a row is about: a few exact ranges of an index stand for any filter on these columns.
ALTER TABLE "AuditLog" ADD COLUMN "facet" BIGINT NOT NULL GENERATED ALWAYS AS (hashtextextended("operation" || chr(9) || "connectionType" || chr(9) || "requestMethod" || chr(9) || "outcome" || chr(9) || ("responseStatus" / 100)::text, 0)) STORED,
-- The same together with who acted, and with the endpoint.
ADD COLUMN "actorFacet" BIGINT NOT NULL GENERATED ALWAYS AS (hashtextextended("userId", 0) # hashtextextended("operation" || chr(9) || "connectionType" || chr(9) || "requestMethod" || chr(9) || "outcome" || chr(9) || ("responseStatus" / 100)::text, 0)) STORED,
ADD COLUMN "endpointFacet" BIGINT NOT NULL GENERATED ALWAYS AS (hashtextextended("apiEndpoint", 0) # hashtextextended("operation" || chr(9) || "connectionType" || chr(9) || "requestMethod" || chr(9) || "outcome" || chr(9) || ("responseStatus" / 100)::text, 0)) STORED,
ADD COLUMN "companyProvider" BIGINT NOT NULL GENERATED ALWAYS AS (hashtextextended("companyId" || chr(9) || "connectionType", 0)) STORED,
-- The time again, under a name that the index on "timestamp" does not order: looking for rare rows in the order of
-- time, Postgres would else read that index from end to end, trusting that they cannot be so rare.
ADD COLUMN "at" TIMESTAMP(3) NOT NULL GENERATED ALWAYS AS ("timestamp" AT TIME ZONE 'UTC') STORED;

-- DropIndex
DROP INDEX "AuditLog_companyId_connectionType_timestamp_id_idx";

-- CreateIndex
CREATE INDEX "AuditLog_companyProvider_at_idx" ON "AuditLog"("companyProvider", "at");

-- CreateIndex
CREATE INDEX "AuditLog_actorFacet_at_idx" ON "AuditLog"("actorFacet", "at");

-- CreateIndex
CREATE INDEX "AuditLog_endpointFacet_at_idx" ON "AuditLog"("endpointFacet", "at");

-- CreateIndex
CREATE INDEX "AuditLog_facet_at_idx" ON "AuditLog"("facet", "at");

-- Most rows stand for calls made within a process: they have no request. Prisma's schema language cannot say so, and
-- its diff leaves such an index alone.
CREATE INDEX "AuditLog_requestId_idx" ON "AuditLog"("requestId") WHERE "requestId" IS NOT NULL;
