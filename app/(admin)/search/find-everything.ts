import { audit, DEFAULT_SPAN, filterFor, type Meaning } from "@/lib/audit";
import type { Verb } from "@/lib/door";
import type { ConnectionView } from "@/lib/health";
import { shownName, shownText } from "@/lib/shown-text";
import { companyPath } from "@/lib/text/company-path";
import { auditHref } from "../audit/search-params";
import { isOffered } from "../connections/is-offered";
import { newConnectionHref } from "../connections/new/search-params";
import { listHref } from "../connections/search-params";
import { healthListHref } from "../health/search-params";
import { needReconnecting } from "../need-reconnecting";
import type { AskedFor } from "./asked-for";
import { companyEntries, type FoundCompanies, findCompaniesCalled, placeOf, SHOWN } from "./find-companies";
import { screensCalled } from "./screens";
import type { SearchEntry, SearchGroup } from "./search-entry";
import {
  AUDIT_LOG,
  allMatching,
  auditOfCompany,
  connectCompany,
  NEEDS_RECONNECTING,
  reconnectCompany,
  TRAIL_WORDS,
} from "./words";

type May = (verb: Verb) => boolean;

/** Who searches: each finds what is open to them. */
interface Searcher {
  may: May;
  /** A view by its list and name. */
  views: readonly { label: string; href: string }[];
}

/** Companies whose audit rows are offered, unless those were asked for. */
const TRAILS = 3;

/** Everything a text finds that the person may see, in the order to show it. */
export async function findEverything(asked: AskedFor, { may, views }: Searcher): Promise<SearchGroup[]> {
  const { text, search, wanted } = asked;
  const screens = screensCalled(text, may, views);
  if (search === "") return filled([await suggested(may), group("Screens", screens)]);
  const [found, trail] = await Promise.all([
    findCompaniesCalled(asked),
    may("audit.read") ? findTrail(search) : [],
  ]);
  const companies = group("Companies", [...companyEntries(found), ...moreOf(found, search, may)]);
  const actions = group("Actions", actionsOn(found, asked, may));
  const named = group("Screens", screens);
  const rows = group(AUDIT_LOG, trail);
  return filled(
    wanted === "anything" ? [named, companies, actions, rows] : [actions, companies, named, rows],
  );
}

const group = (title: string, entries: SearchEntry[]): SearchGroup => ({ title, entries });
const filled = (groups: SearchGroup[]) => groups.filter(({ entries }) => entries.length > 0);

async function suggested(may: May): Promise<SearchGroup> {
  const waiting = may("connections.reconnect") ? await needReconnecting() : [];
  const entries = waiting.slice(0, SHOWN).flatMap((connection) => reconnect(connection, may));
  return group(NEEDS_RECONNECTING, entries);
}

function reconnect(connection: ConnectionView, may: May): SearchEntry[] {
  const { id, companyId, companyName, connectionType, verdict } = connection;
  if (!may("connections.reconnect") || verdict.status === "disconnected" || !isOffered(connectionType))
    return [];
  return [
    {
      kind: "reconnect",
      label: reconnectCompany(companyName),
      detail: placeOf(connection),
      href: companyPath(companyId, { provider: connectionType }),
      connectionId: id,
    },
  ];
}

function auditOf({ id, name }: { id: string; name: string }): SearchEntry {
  return {
    kind: "audit",
    label: auditOfCompany(name),
    href: auditHref({ filter: { span: "24h", company: id } }),
  };
}

function actionsOn(found: FoundCompanies, { wanted }: AskedFor, may: May): SearchEntry[] {
  const { connections, unconnected } = found;
  const reconnecting = connections
    .filter(({ verdict }) => wanted === "reconnect" || verdict.consentHelps)
    .flatMap((connection) => reconnect(connection, may));
  if (wanted === "reconnect") return reconnecting;
  const followed = wanted === "anything" ? connections.slice(0, TRAILS) : connections;
  const named = new Map(followed.map(({ companyId, companyName }) => [companyId, companyName]));
  const trails = may("audit.read") ? [...named].map(([id, name]) => auditOf({ id, name })) : [];
  if (wanted === "audit") return trails;
  const connecting = may("connections.connect")
    ? unconnected.map(
        ({ id, name }): SearchEntry => ({
          kind: "go",
          label: connectCompany(name),
          href: newConnectionHref({ search: id, companyId: id }),
        }),
      )
    : [];
  return [...reconnecting, ...connecting, ...trails];
}

function moreOf({ more }: FoundCompanies, search: string, may: May): SearchEntry[] {
  if (!more) return [];
  const href = may("connections.read") ? listHref({ search }) : healthListHref({ search });
  return [{ kind: "go", label: allMatching(shownName(search)), href }];
}

/** What the audit log knows by this name or id; companies are found already. */
async function findTrail(text: string): Promise<SearchEntry[]> {
  const { meanings: known } = await audit().findMeanings(text);
  return known.flatMap((meaning) => {
    if (meaning.key === "company") return [];
    return [
      {
        kind: "audit",
        label: meaning.key === "actor" ? shownName(meaning.name) : shownText(meaning.name),
        detail: TRAIL_WORDS[meaning.key],
        href: trailHref(meaning),
      } satisfies SearchEntry,
    ];
  });
}

function trailHref(meaning: Pick<Meaning, "key" | "value">): string {
  const { key, value } = meaning;
  if (key === "request") return `/audit/requests/${encodeURIComponent(value)}`;
  const filter = filterFor({ span: DEFAULT_SPAN }, meaning);
  return auditHref({ filter, row: key === "id" ? value : undefined });
}
