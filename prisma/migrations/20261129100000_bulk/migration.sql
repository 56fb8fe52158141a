CREATE TABLE "BulkOperation" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "tag" TEXT,
    "filter" TEXT,
    "againOf" TEXT,
    "digest" BYTEA NOT NULL,
    "startedBy" TEXT NOT NULL,
    "starterName" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "parts" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "cancelledAt" TIMESTAMPTZ(3),
    "cancelledBy" TEXT,
    "done" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "cancelled" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "BulkOperation_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "BulkPart" (
    "operationId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "connectionId" TEXT,
    "companyId" TEXT NOT NULL,
    "connectionType" TEXT,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3),
    "words" TEXT,
    "code" TEXT,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "BulkPart_pkey" PRIMARY KEY ("operationId","position")
);

CREATE INDEX "BulkOperation_createdAt_id_idx" ON "BulkOperation"("createdAt", "id");
CREATE INDEX "BulkOperation_endedAt_idx" ON "BulkOperation"("endedAt");
CREATE INDEX "BulkPart_operationId_state_position_idx" ON "BulkPart"("operationId", "state", "position");
CREATE INDEX "BulkPart_state_position_operationId_idx" ON "BulkPart"("state", "position", "operationId");

ALTER TABLE "BulkPart" ADD CONSTRAINT "BulkPart_operationId_fkey" FOREIGN KEY ("operationId") REFERENCES "BulkOperation"("id") ON DELETE CASCADE ON UPDATE CASCADE;
