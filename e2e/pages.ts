import { type RoleName, stackHandle } from "./stack-handle";

/** A page, and the roles that may open it. */
export interface PageUnderTest {
  name: string;
  path: string;
  for: readonly RoleName[];
}

const EVERYONE = ["admin", "support", "finance"] as const;
const READERS = ["admin", "support"] as const;
const ADMINS = ["admin"] as const;

/** Every page behind sign-in. */
export function pagesBehindSignIn(): PageUnderTest[] {
  const { gallery } = stackHandle();
  return [
    { name: "overview", path: "/", for: EVERYONE },
    { name: "health", path: "/health", for: EVERYONE },
    { name: "health of a past day", path: "/health?on=2026-01-31", for: EVERYONE },
    { name: "health of no day", path: "/health?on=yesterday", for: EVERYONE },
    { name: "reconnect deadlines", path: "/health/calendar", for: EVERYONE },
    { name: "reconnect deadlines, 90 days", path: "/health/calendar?days=90", for: EVERYONE },
    { name: "month-end", path: "/health/month-end", for: EVERYONE },
    {
      name: "month-end of a month without connections",
      path: "/health/month-end?month=2020-01",
      for: EVERYONE,
    },
    { name: "search", path: "/search", for: EVERYONE },
    { name: "search, companies", path: "/search?q=Gallery", for: EVERYONE },
    { name: "search, nothing found", path: "/search?q=no-such-thing", for: EVERYONE },
    ...companyPages(),
    { name: "time zone", path: "/profile/time-zone", for: EVERYONE },
    { name: "company account", path: "/profile/company-account", for: EVERYONE },
    { name: "own profile", path: "/profile", for: EVERYONE },
    { name: "own second factor", path: "/profile/second-factor", for: EVERYONE },
    { name: "second factor, nothing begun", path: "/profile/second-factor/set-up", for: EVERYONE },
    { name: "new backup codes", path: "/profile/second-factor/backup-codes", for: EVERYONE },
    { name: "remove a second factor", path: "/profile/second-factor/remove", for: EVERYONE },
    { name: "second factor for everyone", path: "/settings/people/second-factor", for: ADMINS },
    { name: "a view", path: "/health?trouble=90d&view=trouble", for: EVERYONE },
    { name: "a changed view", path: "/audit?outcome=refused&view=failures", for: READERS },
    { name: "connections", path: "/connections", for: READERS },
    { name: "health of a day to come", path: "/health?on=2031-01-01", for: EVERYONE },
    {
      name: "connections by company, 100 a page",
      path: "/connections?sort=company&direction=asc&size=100",
      for: READERS,
    },
    { name: "health, only trouble", path: "/health?trouble=90d&search=Gallery", for: EVERYONE },
    { name: "connections that lack access", path: "/connections?scopes=missing", for: READERS },
    { name: "connections whose access ends", path: "/connections?scopes=ending", for: READERS },
    { name: "connections, nothing matches", path: "/connections?search=no-such-company", for: READERS },
    { name: "connections, all that match selected", path: "/connections?select=all", for: READERS },
    { name: "operations", path: "/operations", for: READERS },
    { name: "operations, the end", path: "/operations?after=unknown", for: READERS },
    { name: "an operation", path: `/operations/${gallery.operation}`, for: READERS },
    { name: "send links", path: `/operations/links?id=${gallery.working}`, for: ADMINS },
    { name: "tag", path: `/operations/tag?id=${gallery.working}`, for: ADMINS },
    {
      name: "tag, previewed",
      path: `/operations/tag?id=${gallery.working}&change=tag&tag=vip`,
      for: ADMINS,
    },
    { name: "tag, nothing selected", path: "/operations/tag", for: ADMINS },
    { name: "disconnect", path: `/connections/${gallery.working}/disconnect`, for: ADMINS },
    { name: "move", path: `/connections/${gallery.working}/move`, for: ADMINS },
    { name: "acknowledge", path: `/connections/${gallery.needsReconnecting}/acknowledge`, for: READERS },
    { name: "snooze", path: `/connections/${gallery.needsReconnecting}/snooze`, for: READERS },
    { name: "notifications", path: "/notifications", for: EVERYONE },
    { name: "notifications, the end", path: "/notifications?after=0_a", for: EVERYONE },
    { name: "own mail", path: "/profile/notifications", for: EVERYONE },
    { name: "provider incidents", path: "/health/incidents", for: EVERYONE },
    {
      name: "provider incidents, the end",
      path: `/health/incidents?after=${gallery.pastIncident}`,
      for: EVERYONE,
    },
    { name: "an incident going on", path: `/health/incidents/${gallery.openIncident}`, for: EVERYONE },
    { name: "an incident that is over", path: `/health/incidents/${gallery.pastIncident}`, for: EVERYONE },
    { name: "audit log", path: "/audit?since=all", for: READERS },
    { name: "audit log, filter not understood", path: "/audit?q=colour%3Ared", for: READERS },
    { name: "a request", path: `/audit/requests/${gallery.request}`, for: READERS },
    { name: "no such request", path: "/audit/requests/unknown", for: READERS },
    { name: "connect a company", path: "/connections/new", for: ADMINS },
    { name: "settings", path: "/settings", for: ADMINS },
    { name: "alerts", path: "/settings/alerts", for: ADMINS },
    { name: "remove a channel", path: `/settings/channels/${gallery.channel}/remove`, for: ADMINS },
    { name: "API keys", path: "/settings/keys", for: ADMINS },
    { name: "API keys, the end", path: "/settings/keys?after=0_a", for: ADMINS },
    { name: "make a key", path: "/settings/keys/new", for: ADMINS },
    { name: "rotate a key", path: `/settings/keys/${gallery.key}/rotate`, for: ADMINS },
    { name: "revoke a key", path: `/settings/keys/${gallery.key}/revoke`, for: ADMINS },
    { name: "people", path: "/settings/people", for: ADMINS },
    { name: "people, the end", path: "/settings/people?after=unknown", for: ADMINS },
    { name: "a person", path: `/settings/people/${gallery.person}`, for: ADMINS },
    { name: "encryption", path: "/settings/encryption", for: ADMINS },
    { name: "providers", path: "/settings/providers", for: ADMINS },
    { name: "about", path: "/settings/about", for: ADMINS },
    { name: "invites", path: "/settings/people/invites", for: ADMINS },
    { name: "invite a person", path: "/settings/people/invite", for: ADMINS },
    { name: "events", path: "/settings/events", for: ADMINS },
    { name: "an endpoint of events", path: `/settings/events/${gallery.endpoint}`, for: ADMINS },
    { name: "remove an endpoint", path: `/settings/events/${gallery.endpoint}/remove`, for: ADMINS },
    { name: "a choice no longer waiting", path: "/connections/choose/unknown", for: ADMINS },
  ];
}

/** A company in each state, and its tabs. */
function companyPages(): PageUnderTest[] {
  const { companies, company, archived, merged } = stackHandle().gallery;
  const states = Object.entries(companies).flatMap(([state, id]) => [
    { name: `a company: ${state}`, path: `/companies/${id}`, for: EVERYONE },
    { name: `its timeline: ${state}`, path: `/companies/${id}/timeline`, for: EVERYONE },
  ]);
  return [
    { name: "companies", path: "/companies", for: EVERYONE },
    { name: "archived companies", path: "/companies?archived=1", for: EVERYONE },
    ...states,
    { name: "a company's audit rows", path: `/companies/${company}/audit`, for: READERS },
    { name: "a company's links", path: `/companies/${company}/links`, for: ADMINS },
    { name: "a company's settings", path: `/companies/${company}/settings`, for: EVERYONE },
    { name: "settings of one to remove", path: `/companies/${merged}/settings`, for: EVERYONE },
    { name: "an archived company", path: `/companies/${archived}`, for: EVERYONE },
    { name: "an archived company's settings", path: `/companies/${archived}/settings`, for: EVERYONE },
    { name: "a merged company", path: `/companies/${merged}`, for: EVERYONE },
    { name: "merge", path: `/companies/${company}/merge?search=Gallery`, for: ADMINS },
    {
      name: "merge, what it does",
      path: `/companies/${company}/merge?from=${companies.disconnected}`,
      for: ADMINS,
    },
    {
      name: "merge, refused",
      path: `/companies/${company}/merge?from=${companies.expiringSoon}`,
      for: ADMINS,
    },
  ];
}

/** Every file behind sign-in. */
export const filesBehindSignIn: readonly PageUnderTest[] = [
  { name: "month-end file", path: "/health/month-end/csv?month=2026-01", for: EVERYONE },
  { name: "connections export", path: "/connections/export?matching=search%3DGallery", for: READERS },
  { name: "support bundle", path: "/settings/about/bundle", for: ADMINS },
  { name: "audit export", path: "/audit/export?format=csv&since=1h", for: READERS },
];

/** Pages that need no account. */
export const publicPages: readonly Omit<PageUnderTest, "for">[] = [
  { name: "sign in", path: "/sign-in" },
  { name: "sign in, refused", path: "/sign-in?error=CredentialsSignin" },
  { name: "sign in, for no reason we know", path: "/sign-in?error=constructor" },
  { name: "forgot password", path: "/forgot-password" },
  { name: "forgot password, sent", path: "/forgot-password?sent=1" },
  { name: "a link to a new password, unknown", path: "/reset-password/unknown" },
  { name: "an invite, unknown", path: "/invite/unknown" },
  { name: "a customer's link, unknown", path: "/connect/unknown" },
  { name: "a customer's choice, no longer waiting", path: "/connect/unknown/choose/unknown" },
  { name: "a consent's end without its link", path: "/connect" },
  { name: "Xero's Reconnect URL", path: "/reconnect/xero" },
  { name: "Intuit's Disconnect URL", path: "/disconnected/quickbooks?realmId=1" },
  { name: "Intuit's Reconnect URL", path: "/reconnect/quickbooks" },
];
