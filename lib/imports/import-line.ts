import { type AdoptableTokenSet, isProviderName, type ProviderName, providerNames } from "@/lib/token";
import { REQUIRED_COLUMNS } from "./read-records";

/** A sound line of an import file. */
export interface ImportLine {
  companyId: string;
  /** Needed only for a company that doesn't exist yet. */
  companyName: string | undefined;
  provider: ProviderName;
  tokenSet: AdoptableTokenSet;
}

/** Columns whose fields the token service names otherwise. */
const COLUMN_OF: Readonly<Record<string, string>> = {
  companyId: "company_id",
  tenantId: "tenant_id",
  accessToken: "access_token",
  refreshToken: "refresh_token",
  expiresAtMs: "expires_at",
  refreshExpiresAtMs: "refresh_expires_at",
};

const MIN_TOKEN_CHARACTERS = 20;

/** @returns The line, or what is wrong with it: the column's name and never its value. */
export function parseImportLine(values: Record<string, string>): ImportLine | { problem: string } {
  const missing = REQUIRED_COLUMNS.find((name) => !values[name]);
  if (missing) return { problem: `${missing} is missing` };
  const { company_id: companyId = "", provider = "", tenant_id: tenantId = "" } = values;
  const { access_token: accessToken = "", refresh_token: refreshToken = "", scope } = values;
  if (!/^[\x21-\x7e]{1,64}$/.test(companyId)) {
    return { problem: "company_id is not 1 to 64 visible ASCII characters" };
  }
  if (!isProviderName(provider)) return { problem: `provider is not one of ${providerNames.join(", ")}` };
  // Catches columns that changed places before a token is taken for a name and printed.
  if (accessToken.length < MIN_TOKEN_CHARACTERS) return { problem: "access_token is too short for a token" };
  if (refreshToken.length < MIN_TOKEN_CHARACTERS)
    return { problem: "refresh_token is too short for a token" };
  const expiresAtMs = instantOf(values.expires_at ?? "");
  if (expiresAtMs === undefined) return { problem: `expires_at ${NO_TIME}` };
  const refreshEnd = values.refresh_expires_at;
  const refreshExpiresAtMs = refreshEnd ? instantOf(refreshEnd) : undefined;
  if (refreshEnd && refreshExpiresAtMs === undefined) return { problem: `refresh_expires_at ${NO_TIME}` };
  const companyName = values.company_name || undefined;
  if (companyName && companyName.length > 200)
    return { problem: "company_name is longer than 200 characters" };
  const tokenSet = { accessToken, refreshToken, expiresAtMs, refreshExpiresAtMs, tenantId, scope };
  return { companyId, companyName, provider, tokenSet: { ...tokenSet, scope: scope || undefined } };
}

/** The token service's message in the words of whoever hands a token set over. */
export function inColumnNames(
  message: string,
  field: string | undefined,
): { message: string; field: string | undefined } {
  const column = field === undefined ? undefined : COLUMN_OF[field];
  if (!field || !column) return { message, field };
  const inWords = message.startsWith(`${field} `) ? column + message.slice(field.length) : message;
  return { message: inWords, field: column };
}

const NO_TIME = "is not a time: give ISO 8601 with its zone, or seconds or milliseconds since 1970";
const ISO_WITH_ZONE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

function instantOf(text: string): number | undefined {
  if (/^\d{13}(\.\d+)?$/.test(text)) return Math.floor(Number(text));
  if (/^\d{10}(\.\d+)?$/.test(text)) return Math.floor(Number(text) * 1_000);
  const parsed = ISO_WITH_ZONE.test(text) ? Date.parse(text.replace(" ", "T")) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}
