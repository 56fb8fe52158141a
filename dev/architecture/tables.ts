import { isTest, type SourceFile } from "./project";
import { stringsOf } from "./sql/strings";
import { parseModule } from "./sql/syntax";

/** Which room's statements may name a table; the others' read through that room's functions and views. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  "lib/companies/": ["Company"],
  "lib/people/": [
    "User",
    "Session",
    "SignInAttempt",
    "ApiKey",
    "SavedView",
    "SavedViewPin",
    "Invite",
    "PasswordReset",
    "SecondFactor",
    "BackupCode",
    "SignInPolicy",
  ],
  "lib/token/": ["Grant", "Connection", "OAuthState", "PendingConsent", "Revocation", "ProviderDiscovery"],
  "lib/audit/": ["AuditLog", "AuditSeal", "AuditVerification", "HourlyFigure", "FigureProgress"],
  "lib/health/": [
    "ConnectionHealth",
    "HealthInterval",
    "ProviderIncident",
    "IncidentCompany",
    "DailyStatus",
    "MonthSignOff",
    "ProblemNote",
  ],
  "lib/links/": ["Link", "LinkReminder"],
  "lib/imports/": ["Import"],
  "lib/events/": ["Event", "EventCounter", "EventEndpoint", "EventDelivery"],
  "lib/bulk/": ["BulkOperation", "BulkPart"],
  "lib/alerts/": ["AlertChannel", "Alert", "AlertDelivery", "NotificationMark"],
};
/** Where tables are made and compared with the schema. */
const SCHEMA = "lib/db/";

const ownerOf = new Map(
  Object.entries(OWNERS).flatMap(([room, tables]) => tables.map((table) => [table, room])),
);

/** Texts of lib that name a foreign room's table as SQL does, in double quotes. */
export function tableViolations(files: readonly SourceFile[]): string[] {
  const judged = files.filter(
    ({ path }) => path.startsWith("lib/") && !path.startsWith(SCHEMA) && !isTest(path),
  );
  return judged.flatMap(({ path, text }) =>
    stringsOf(parseModule(path, text)).flatMap(({ value, start }) => {
      const line = text.slice(0, start).split("\n").length;
      const named = new Set([...value.matchAll(/"([A-Z]\w*)"/g)].map(([, table = ""]) => table));
      return [...named].flatMap((table) => {
        const owner = ownerOf.get(table);
        return owner && !path.startsWith(owner)
          ? [`${path}:${line}: names "${table}", which is ${owner}'s; read through its functions and views`]
          : [];
      });
    }),
  );
}

/** Tables of the schema that no room owns, and owned ones that it does not have. */
export function ownerlessTables(tables: Iterable<string>): string[] {
  const inSchema = new Set(tables);
  return [
    ...[...inSchema].filter((table) => !ownerOf.has(table)).map((table) => `${table}: no room owns it`),
    ...[...ownerOf.keys()]
      .filter((table) => !inSchema.has(table))
      .map((table) => `${table}: is not in the schema`),
  ];
}
