import { companies } from "@/lib/companies";
import { type ConnectionView, health } from "@/lib/health";
import { shownName } from "@/lib/shown-text";
import { companyPath } from "@/lib/text/company-path";
import type { AskedFor } from "./asked-for";
import type { SearchEntry } from "./search-entry";
import { NEVER_CONNECTED } from "./words";

/** Rows of a group. */
export const SHOWN = 6;
/** Names that merely contain a text stand behind those that begin with it: a page of rows is enough to choose from. */
const LOOKED_AT = 30;

export interface FoundCompanies {
  /** Connections of companies in use. */
  connections: ConnectionView[];
  more: boolean;
  /** Never connected. */
  unconnected: { id: string; name: string }[];
  archived: { id: string; name: string }[];
}

/** Companies by their own or their organisation's name, by the beginning of an id, or by a provider's name. */
export async function findCompaniesCalled({ search, wanted }: AskedFor): Promise<FoundCompanies> {
  const isReconnect = wanted === "reconnect";
  const page = await health().listConnections({
    search,
    sort: isReconnect ? "status" : "company",
    direction: "asc",
    size: LOOKED_AT,
  });
  // A text that so many connections match is yet to be typed on.
  const isVague = page.next !== null;
  const [unconnected, archived] = await Promise.all([
    isVague
      ? []
      : companies()
          .findUnconnected(search)
          .then((found) => found.companies),
    isVague
      ? []
      : companies()
          .listCompanies({ search, archived: true })
          .then((found) => found.companies),
  ]);
  const begins = ({ companyName }: ConnectionView) =>
    companyName.toLowerCase().startsWith(search.toLowerCase());
  const byName = [...page.rows.filter(begins), ...page.rows.filter((row) => !begins(row))];
  // Worst first where reconnecting is what was asked for.
  const connections = isReconnect ? page.rows : byName;
  const named = (found: readonly { id: string; name: string }[]) =>
    found.slice(0, SHOWN / 2).map(({ id, name }) => ({ id, name: shownName(name) }));
  return {
    connections: connections.slice(0, SHOWN),
    more: page.rows.length > SHOWN || isVague,
    unconnected: named(unconnected),
    archived: named(archived),
  };
}

export function companyEntries({ connections, unconnected, archived }: FoundCompanies): SearchEntry[] {
  const plain =
    (detail: string) =>
    ({ id, name }: { id: string; name: string }): SearchEntry => ({
      kind: "company",
      label: name,
      detail,
      href: companyPath(id),
    });
  return [
    ...connections.map(
      (connection): SearchEntry => ({
        kind: "company",
        label: connection.companyName,
        detail: placeOf(connection),
        status: connection.verdict.status,
        href: companyPath(connection.companyId, { provider: connection.connectionType }),
      }),
    ),
    ...unconnected.map(plain(NEVER_CONNECTED)),
    ...archived.map(plain("Archived")),
  ];
}

export const placeOf = ({ providerName, tenantName }: ConnectionView) => `${providerName}, ${tenantName}`;
