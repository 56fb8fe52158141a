-- A log that was never sealed has no chain to say what may go. There the retention command names its time in the
-- transaction that deletes; as soon as one seal exists, only the chain counts.
CREATE OR REPLACE FUNCTION countersign_retention_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "droppable" BIGINT;
  "before" TEXT := NULLIF(current_setting('countersign.retain_before', true), '');
BEGIN
  IF "before" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "AuditSeal")
    AND NOT EXISTS (SELECT 1 FROM gone WHERE "timestamp" >= "before"::timestamptz) THEN
    RETURN NULL;
  END IF;
  SELECT max(sealed."toPosition") INTO "droppable"
  FROM "AuditSeal" retention JOIN "AuditSeal" sealed ON sealed."number" = retention."droppedTo"
  WHERE retention."kind" = 'retention';
  IF EXISTS (SELECT 1 FROM gone WHERE "position" > COALESCE("droppable", -1)) THEN
    RAISE EXCEPTION '"AuditLog" is append-only: DELETE is refused'
      USING ERRCODE = 'insufficient_privilege', HINT = 'Old ranges are dropped by: npm run countersign -- audit retain';
  END IF;
  RETURN NULL;
END $$;

-- A temporary table must not stand in for the seals.
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION countersign_retention_only() SET search_path = %I, pg_temp', current_schema());
END $$;
