import type { EndingScope } from "./provider";

const withRead = (scopes: readonly string[]) => scopes.flatMap((scope) => [scope, `${scope}.read`]);

const TRANSACTIONS = [
  "accounting.invoices",
  "accounting.payments",
  "accounting.banktransactions",
  "accounting.manualjournals",
];
const REPORTS = [
  "accounting.reports.aged.read",
  "accounting.reports.balancesheet.read",
  "accounting.reports.banksummary.read",
  "accounting.reports.budgetsummary.read",
  "accounting.reports.executivesummary.read",
  "accounting.reports.profitandloss.read",
  "accounting.reports.taxreports.read",
  "accounting.reports.trialbalance.read",
];

/** Xero names the month only. */
const BROAD_SCOPES_END = "2027-09-01";

/**
 * The broad scopes, which apps of before March 2026 may still ask for.
 *
 * @see https://developer.xero.com/documentation/guides/oauth2/scopes
 */
export const XERO_ENDING_SCOPES: readonly EndingScope[] = [
  { scope: "accounting.transactions", endsOn: BROAD_SCOPES_END, covers: withRead(TRANSACTIONS) },
  {
    scope: "accounting.transactions.read",
    endsOn: BROAD_SCOPES_END,
    covers: TRANSACTIONS.map((scope) => `${scope}.read`),
  },
  { scope: "accounting.reports.read", endsOn: BROAD_SCOPES_END, covers: REPORTS },
];

export const XERO_DEFAULT_SCOPE = [
  "openid",
  "profile",
  "email",
  "offline_access",
  "accounting.settings.read",
  "accounting.invoices",
  "accounting.payments",
  "accounting.contacts",
].join(" ");

/** Every scope that Xero's accounting API knows. */
export const XERO_SCOPES: readonly string[] = [
  "openid",
  "profile",
  "email",
  "offline_access",
  ...withRead(["accounting.settings", "accounting.contacts", "accounting.attachments"]),
  ...withRead(TRANSACTIONS),
  ...REPORTS,
  "accounting.reports.tenninetynine.read",
  "accounting.budgets.read",
  "accounting.journals.read",
  ...XERO_ENDING_SCOPES.map(({ scope }) => scope),
];
