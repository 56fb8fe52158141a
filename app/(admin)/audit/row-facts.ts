import { type AuditFilter, type AuditKey, type AuditRow, outcomeWords } from "@/lib/audit";
import { shownName, shownText } from "@/lib/shown-text";
import { providerOf } from "@/lib/token";
import { auditHref } from "./search-params";
import { subjectIdOf, whatWords } from "./what-words";
import { ACTOR_WORDS, ALL_ROWS_OF_REQUEST, TOKEN_CONFIRMED } from "./words";

/** One thing a row says, in the order of the drawer. */
export interface RowFact {
  term: string;
  value: string;
  /** The id behind a name, or other small print. */
  hint?: string | undefined;
  mono?: boolean;
  /** What is copied; the value itself unless given. */
  copy?: string | undefined;
  /** The list of all rows that say the same, within the filter that is set. */
  sameHref?: string | undefined;
  /** What that list is called: "Filter by" and the value unless given. */
  sameLabel?: string | undefined;
}

/** The status of a vend to a caller who holds the current token. */
const CONFIRMED = 304;

/** All that one request did, whatever else was asked for: a cause lies outside the filter as often as in it. */
const wholeRequest = (request: string, filter: AuditFilter) => allTime({ request }, filter);

function allTime(only: Partial<AuditFilter>, filter: AuditFilter): string | undefined {
  const href = auditHref({ filter: { span: "all", ...only } });
  return href === auditHref({ filter }) ? undefined : href;
}

export function rowFacts(row: AuditRow, filter: AuditFilter): RowFact[] {
  const same = (key: AuditKey, value: string | null) =>
    value && filter[key] !== value ? auditHref({ filter: { ...filter, [key]: value } }) : undefined;
  // A version is one of a token set: of the same number there are as many as there are consents.
  const { companyId: company, connectionType: provider } = row;
  const sameVersion = { ...filter, company, provider, generation: String(row.generation) };
  const facts: (RowFact | false)[] = [
    {
      term: "Who",
      value: shownName(row.actorName),
      copy: row.userId,
      hint: [ACTOR_WORDS[row.actorKind], row.apiKeyId, row.actorName !== row.userId && shownText(row.userId)]
        .filter(Boolean)
        .join(" · "),
      sameHref: same("actor", row.userId),
    },
    whomOf(row),
    row.companyId !== "" && {
      term: "Company",
      value: shownName(row.companyName ?? row.companyId),
      hint: row.companyName ? shownText(row.companyId) : undefined,
      copy: row.companyId,
      sameHref: same("company", row.companyId),
    },
    row.connectionType !== "" && {
      term: "Provider",
      value: providerOf(row.connectionType).displayName,
      sameHref: same("provider", row.connectionType),
    },
    {
      term: "What",
      value: whatWords(row),
      hint: row.operation,
      copy: row.operation,
      sameHref: same("operation", row.operation),
    },
    { term: "Outcome", value: outcomeWords[row.outcome], sameHref: same("outcome", row.outcome) },
    // What no server answered has no status.
    row.responseStatus !== 0 && {
      term: "Status",
      value: row.responseStatus === CONFIRMED ? `${CONFIRMED}, confirmed` : String(row.responseStatus),
      copy: String(row.responseStatus),
      hint: row.responseStatus === CONFIRMED ? TOKEN_CONFIRMED : undefined,
      sameHref: same("status", String(row.responseStatus)),
    },
    row.errorMessage !== null && { term: "Error", value: shownText(row.errorMessage) },
    {
      term: "Endpoint",
      value: shownText(row.apiEndpoint),
      mono: true,
      sameHref: same("endpoint", row.apiEndpoint),
    },
    { term: "Method", value: row.requestMethod, mono: true, sameHref: same("method", row.requestMethod) },
    row.responseTime !== null && { term: "Took", value: `${row.responseTime} ms` },
    row.requestId !== null && {
      term: "Request id",
      value: row.requestId,
      mono: true,
      sameHref: wholeRequest(row.requestId, filter),
      sameLabel: ALL_ROWS_OF_REQUEST,
    },
    row.providerRef !== null && {
      term: "Provider's reference",
      value: shownText(row.providerRef),
      mono: true,
      sameHref: allTime({ ref: row.providerRef }, filter),
    },
    row.generation !== null && {
      term: "Token version",
      value: String(row.generation),
      sameHref: filter.generation === String(row.generation) ? undefined : auditHref({ filter: sameVersion }),
    },
    { term: "From", value: shownText(row.ipAddress), hint: shownText(row.userAgent) },
    { term: "Row", value: row.id, mono: true },
  ];
  return facts.filter((fact) => fact !== false);
}

function whomOf(row: AuditRow): RowFact | false {
  if (row.subjectName === null) return false;
  const id = subjectIdOf(row);
  return { term: "Whom", value: shownName(row.subjectName), hint: id, copy: id };
}
