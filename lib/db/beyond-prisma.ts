/** One thing that the migrations make and Prisma's schema language can't say, so that `prisma db push` leaves it out. */
interface Addition {
  readonly kind: "column" | "index" | "trigger";
  /** `Table.column`, or the index's or trigger's own name. */
  readonly name: string;
  /** Changes nothing where an index or a trigger is there already. */
  readonly sql: string;
}

const ABOUT = `hashtextextended("operation", hashtextextended("connectionType", hashtextextended("requestMethod", hashtextextended("outcome", "responseStatus" / 100))))`;

/** A column that Postgres derives. `db push` makes a plain one of this name, into which nobody can write a row. */
function generated(column: string, type: string, expression: string): Addition {
  const sql = `ALTER TABLE "AuditLog" DROP COLUMN "${column}";
ALTER TABLE "AuditLog" ADD COLUMN "${column}" ${type} NOT NULL GENERATED ALWAYS AS (${expression}) STORED`;
  return { kind: "column", name: `AuditLog.${column}`, sql };
}

function index(name: string, definition: string, unique: "UNIQUE " | "" = ""): Addition {
  return { kind: "index", name, sql: `CREATE ${unique}INDEX IF NOT EXISTS "${name}" ON ${definition}` };
}

function trigger(name: string, definition: string): Addition {
  return { kind: "trigger", name, sql: `CREATE OR REPLACE TRIGGER "${name}" ${definition}` };
}

const appendOnly = (table: string, verbs: string) =>
  trigger(
    `${table}_append_only`,
    `BEFORE ${verbs} ON "${table}" FOR EACH STATEMENT EXECUTE FUNCTION countersign_append_only()`,
  );

/** In the order in which they are made. The migrations say why each is there. */
const ADDITIONS: readonly Addition[] = [
  generated("facet", "BIGINT", ABOUT),
  generated("actorFacet", "BIGINT", `hashtextextended("userId", ${ABOUT})`),
  generated("endpointFacet", "BIGINT", `hashtextextended("apiEndpoint", ${ABOUT})`),
  generated(
    "companyProvider",
    "BIGINT",
    `hashtextextended("companyId", hashtextextended("connectionType", 0))`,
  ),
  generated("at", "TIMESTAMP(3)", `"timestamp" AT TIME ZONE 'UTC'`),
  // These five Prisma knows, and they went with the columns above.
  index("AuditLog_companyProvider_at_idx", `"AuditLog"("companyProvider", "at")`),
  index("AuditLog_actorFacet_at_idx", `"AuditLog"("actorFacet", "at")`),
  index("AuditLog_endpointFacet_at_idx", `"AuditLog"("endpointFacet", "at")`),
  index("AuditLog_facet_at_idx", `"AuditLog"("facet", "at")`),
  index("AuditLog_actorKind_at_idx", `"AuditLog"("actorKind", "at")`),
  index("AuditLog_requestId_idx", `"AuditLog"("requestId") WHERE "requestId" IS NOT NULL`),
  index("AuditLog_providerRef_idx", `"AuditLog"("providerRef") WHERE "providerRef" IS NOT NULL`),
  index("Company_lower_name_idx", `"Company"(lower("name") text_pattern_ops)`),
  index("User_lower_name_idx", `"User"(lower("name") text_pattern_ops)`),
  index(
    "Connection_live_tenant_key",
    `"Connection"("connectionType", "environment", "tenantId") WHERE "disconnectedAt" IS NULL`,
    "UNIQUE ",
  ),
  index(
    "Connection_live_tenant_hash_key",
    `"Connection"("connectionType", "environment", "tenantHash") WHERE "disconnectedAt" IS NULL`,
    "UNIQUE ",
  ),
  index("Invite_open_email_key", `"Invite"("email") WHERE "endedAt" IS NULL`, "UNIQUE "),
  index("ProblemNote_current_key", `"ProblemNote"("connectionId") WHERE "current"`, "UNIQUE "),
  index(
    "HealthInterval_open_key",
    `"HealthInterval"("companyId", "connectionType") WHERE "endedAt" IS NULL`,
    "UNIQUE ",
  ),
  index(
    "ConnectionHealth_read_failed",
    `"ConnectionHealth"("companyId", "connectionType") WHERE "readCause" IS NOT NULL`,
  ),
  index(
    "ProviderIncident_open_key",
    `"ProviderIncident"("connectionType") WHERE "endedAt" IS NULL`,
    "UNIQUE ",
  ),
  index("Alert_open_key", `"Alert"("kind", "subjectId") WHERE "endedAt" IS NULL`, "UNIQUE "),
  index(
    "Grant_keep_fresh",
    `"Grant"("connectionType", "accessExpiresAt", "lastVendedAt") WHERE state = 'active'`,
  ),
  index("Event_unplaced", `"Event"("written") WHERE "position" IS NULL`),
  appendOnly("AuditLog", "UPDATE OR TRUNCATE"),
  appendOnly("AuditSeal", "UPDATE OR DELETE OR TRUNCATE"),
  appendOnly("AuditVerification", "UPDATE OR DELETE OR TRUNCATE"),
  trigger(
    "AuditLog_retention_only",
    `AFTER DELETE ON "AuditLog" REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_retention_only()`,
  ),
];

const FUNCTIONS = `
CREATE OR REPLACE FUNCTION countersign_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '"%" is append-only: % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'insufficient_privilege', HINT = 'Old ranges are dropped by: npm run countersign -- audit retain';
END $$;
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
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION countersign_retention_only() SET search_path = %I, pg_temp', current_schema());
END $$`;

/** Those that the database lacks, by name; `present` holds what its catalog knows. */
export function missingAdditions(present: ReadonlySet<string>): string[] {
  return ADDITIONS.map(({ name }) => name).filter((name) => !present.has(name));
}

/** Makes what is missing, as one script. */
export function additionsScript(missing: readonly string[]): string {
  const wanted = ADDITIONS.filter(({ kind, name }) => kind !== "column" || missing.includes(name));
  return [FUNCTIONS, ...wanted.map(({ sql }) => sql)].join(";\n");
}
