import { readdirSync } from "node:fs";
import { resolve, sep } from "node:path";
import { addressOf } from "@/dev/architecture/doors";
import { stackHandle } from "./stack-handle";

const APP = resolve(import.meta.dirname, "../app");

/** What stands for the brackets of a path, and what else such an address may carry. */
function samples(): Record<string, readonly string[]> {
  const { gallery } = stackHandle();
  const { working, needsReconnecting, providerTrouble, expiringSoon, disconnected } = gallery;
  const connections = [working, needsReconnecting, providerTrouble, expiringSoon, disconnected];
  const companies = [...Object.values(gallery.companies), gallery.archived, gallery.merged];
  return {
    "/connections/[id]": [...connections, "unknown"].map((id) => `/connections/${id}`),
    "/connections/[id]/disconnect": [working, disconnected].map((id) => `/connections/${id}/disconnect`),
    "/connections/[id]/move": [working, disconnected].map((id) => `/connections/${id}/move`),
    ...Object.fromEntries(
      ["acknowledge", "snooze"].map((kind) => [
        `/connections/[id]/${kind}`,
        [needsReconnecting, working, "unknown"].map((id) => `/connections/${id}/${kind}`),
      ]),
    ),
    "/companies": ["/companies", "/companies?archived=1", "/companies?search=Gallery&after=unknown"],
    "/companies/[id]": [...companies, "unknown"].map((id) => `/companies/${id}`),
    "/companies/[id]/timeline": [...companies, "unknown"].map((id) => `/companies/${id}/timeline`),
    "/companies/[id]/audit": [gallery.company, "unknown"].map((id) => `/companies/${id}/audit`),
    "/companies/[id]/links": [gallery.company, gallery.archived, "unknown"].map(
      (id) => `/companies/${id}/links`,
    ),
    "/companies/[id]/settings": [...companies, "unknown"].map((id) => `/companies/${id}/settings`),
    "/companies/[id]/merge": [
      `/companies/${gallery.company}/merge`,
      `/companies/${gallery.company}/merge?from=${gallery.companies.disconnected}`,
    ],
    "/connections/by-realm/[realmId]": ["/connections/by-realm/1"],
    "/connections/choose/[id]": ["/connections/choose/unknown"],
    "/connections/company": [gallery.company, "unknown"].map((id) => `/connections/company?id=${id}`),
    "/connections/export": [
      "/connections/export?id=unknown",
      "/connections/export",
      "/connections/export?matching=a%3D1",
    ],
    "/operations": ["/operations", "/operations?after=unknown"],
    "/operations/[id]": [gallery.operation, "unknown"].map((id) => `/operations/${id}`),
    "/operations/[id]/csv": [gallery.operation, "unknown"].map((id) => `/operations/${id}/csv`),
    "/operations/links": ["/operations/links", `/operations/links?id=${working}`],
    "/operations/tag": [
      "/operations/tag",
      `/operations/tag?id=${working}&change=tag&tag=vip`,
      "/operations/tag?matching=search%3DGallery",
    ],
    "/connections/new": ["/connections/new", "/connections/new?search=Gallery"],
    "/health": ["/health", "/health?on=2026-03-31", "/health?on=never"],
    "/health/[connectionId]": [...connections, "unknown"].map((id) => `/health/${id}`),
    "/health/calendar": ["/health/calendar", "/health/calendar?days=90"],
    "/health/month-end": ["/health/month-end?month=2026-03", "/health/month-end?month=never"],
    "/health/month-end/csv": ["/health/month-end/csv?month=2026-03", "/health/month-end/csv?month=never"],
    "/health/incidents/[id]": [gallery.pastIncident, gallery.openIncident, "unknown"].map(
      (id) => `/health/incidents/${id}`,
    ),
    "/settings/channels/[id]/remove": [gallery.channel, "unknown"].map(
      (id) => `/settings/channels/${id}/remove`,
    ),
    "/settings/keys/[id]/rotate": [gallery.key, "unknown"].map((id) => `/settings/keys/${id}/rotate`),
    "/settings/keys/[id]/revoke": [gallery.key, "unknown"].map((id) => `/settings/keys/${id}/revoke`),
    "/settings/people": ["/settings/people", "/settings/people?after=unknown"],
    "/settings/people/[id]": [gallery.person, "unknown"].map((id) => `/settings/people/${id}`),
    "/settings/people/invites/[id]/revoke": ["/settings/people/invites/unknown/revoke"],
    "/settings/events/[id]": [gallery.endpoint, "unknown"].map((id) => `/settings/events/${id}`),
    "/settings/events/[id]/remove": [gallery.endpoint, "unknown"].map(
      (id) => `/settings/events/${id}/remove`,
    ),
    "/invite/[token]": ["/invite/unknown"],
    "/connect/[token]": [`/connect/${"x".repeat(43)}`, "/connect/unknown"],
    "/connect/[token]/choose/[id]": ["/connect/unknown/choose/unknown"],
    "/reset-password/[token]": ["/reset-password/unknown"],
    "/problems/[code]": ["/problems/no_connection", "/problems/unknown"],
    "/audit": ["/audit", "/audit?since=all", "/audit?q=colour:red", "/audit?row=unknown", "/audit?live=1"],
    "/audit/requests/[id]": [`/audit/requests/${gallery.request}`, "/audit/requests/unknown"],
    "/audit/news": ["/audit/news?place=0_a&since=all"],
    "/audit/suggest": ["/audit/suggest?key=actor&text=countersign", "/audit/suggest?key=company&text=a"],
    "/search": ["/search", "/search?q=Gallery"],
    "/search/suggest": ["/search/suggest", "/search/suggest?q=Gallery"],
    "/audit/export": ["/audit/export?format=csv", "/audit/export?format=jsonl", "/audit/export?format=none"],
    "/api/auth/[...nextauth]": [
      "session",
      "csrf",
      "signin",
      "signout",
      "providers",
      "error?error=Configuration",
    ].map((name) => `/api/auth/${name}`),
    "/api/[...path]": ["/api/nothing", "/api/nothing/here"],
    "/api/oauth/[provider]/callback": ["qbo", "xero", "none"].map(
      (name) => `/api/oauth/${name}/callback?code=none&state=none`,
    ),
  };
}

/**
 * Addresses of every page and route that the app has, by its path, which is read off its folder.
 *
 * @throws {Error} A path has brackets and no sample above.
 */
export function addressesByPath(): Map<string, readonly string[]> {
  const files = readdirSync(APP, { recursive: true, encoding: "utf8" });
  const paths = files
    .map((file) => file.split(sep).join("/"))
    .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))
    .map((file) => addressOf(`app/${file}`));
  const known = samples();
  return new Map(
    paths.map((path) => {
      const addresses = known[path] ?? (path.includes("[") ? undefined : [path]);
      if (!addresses) throw new Error(`${path} needs a sample in e2e/app-routes.ts`);
      return [path, addresses];
    }),
  );
}

export const everyAddress = (): string[] => [...addressesByPath().values()].flat();
