-- AlterTable
ALTER TABLE "AuditLog" ADD COLUMN     "position" BIGSERIAL NOT NULL;

-- CreateTable
CREATE TABLE "AuditSeal" (
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "previousHash" TEXT NOT NULL,
    "fromPosition" BIGINT NOT NULL,
    "toPosition" BIGINT NOT NULL,
    "rowCount" INTEGER NOT NULL,
    "firstTimestamp" TIMESTAMPTZ(3),
    "lastTimestamp" TIMESTAMPTZ(3),
    "rowsHash" TEXT NOT NULL,
    "digests" BYTEA NOT NULL,
    "digestsHash" TEXT NOT NULL,
    "droppedTo" INTEGER,
    "sealedAt" TIMESTAMPTZ(3) NOT NULL,
    "keyId" TEXT NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "AuditSeal_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "AuditVerification" (
    "id" TEXT NOT NULL,
    "verifiedAt" TIMESTAMPTZ(3) NOT NULL,
    "sealNumber" INTEGER NOT NULL,
    "problem" TEXT,

    CONSTRAINT "AuditVerification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AuditLog_position_idx" ON "AuditLog"("position");

-- CreateIndex
CREATE INDEX "AuditSeal_kind_lastTimestamp_idx" ON "AuditSeal"("kind", "lastTimestamp");

-- CreateIndex
CREATE INDEX "AuditVerification_verifiedAt_idx" ON "AuditVerification"("verifiedAt");

-- What follows makes the audit log append-only for every role that does not disable triggers. Inserts and COPY meet
-- no trigger. docs/audit-format.md says which grants keep the application's role from more.
CREATE FUNCTION countersign_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '"%" is append-only: % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'insufficient_privilege', HINT = 'Old ranges are dropped by: npm run countersign -- audit retain';
END $$;

CREATE TRIGGER "AuditLog_append_only" BEFORE UPDATE OR TRUNCATE ON "AuditLog"
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_append_only();
CREATE TRIGGER "AuditSeal_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditSeal"
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_append_only();
CREATE TRIGGER "AuditVerification_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditVerification"
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_append_only();

-- Rows go only in whole sealed ranges that a retention link of the chain names, in the same transaction or before.
-- The link is signed: one that the retention command did not write fails the verification.
CREATE FUNCTION countersign_retention_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "droppable" BIGINT;
BEGIN
  SELECT max(sealed."toPosition") INTO "droppable"
  FROM "AuditSeal" retention JOIN "AuditSeal" sealed ON sealed."number" = retention."droppedTo"
  WHERE retention."kind" = 'retention';
  IF EXISTS (SELECT 1 FROM gone WHERE "position" > COALESCE("droppable", -1)) THEN
    RAISE EXCEPTION '"AuditLog" is append-only: DELETE is refused'
      USING ERRCODE = 'insufficient_privilege', HINT = 'Old ranges are dropped by: npm run countersign -- audit retain';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "AuditLog_retention_only" AFTER DELETE ON "AuditLog" REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_retention_only();

-- A temporary table must not stand in for the seals.
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION countersign_retention_only() SET search_path = %I, pg_temp', current_schema());
END $$;
