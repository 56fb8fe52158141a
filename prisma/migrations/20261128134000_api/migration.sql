ALTER TABLE "Company" ADD COLUMN "contactEmail" TEXT,
ADD COLUMN "locale" TEXT,
ADD COLUMN "tags" TEXT[] DEFAULT ARRAY[]::TEXT[];

CREATE TABLE "Import" (
    "id" TEXT NOT NULL,
    "startedBy" TEXT NOT NULL,
    "apply" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "lines" INTEGER NOT NULL,
    "verdicts" JSONB NOT NULL,
    "problem" TEXT,
    "idempotencyKey" TEXT,
    "requestHash" BYTEA NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "heardAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Import_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Import_startedBy_idempotencyKey_key" ON "Import"("startedBy", "idempotencyKey");
CREATE INDEX "Import_startedAt_idx" ON "Import"("startedAt");
