import type { MatchedConnection } from "@/lib/health";
import { isRenewedAhead } from "@/lib/links";
import type { BulkDeps } from "./deps";

/** Why a customer gets no link. */
export const heldReasons = ["no_address", "open_link", "working", "provider_trouble"] as const;
export type HeldReason = (typeof heldReasons)[number];

/** The same to a person, of one connection. */
export const HELD_WORDS: Readonly<Record<HeldReason, string>> = {
  no_address: "The company has no address. Enter one in its settings.",
  open_link: "It has an open link already.",
  working: "It works: no consent is needed.",
  provider_trouble: "Its provider has trouble: a consent doesn't help.",
};

/** Those of some connections whose customers get no link, and why: what a dry run counts and a run keeps to. */
export async function findHeldBack(
  { companies, links, clock }: Pick<BulkDeps, "companies" | "links" | "clock">,
  connections: readonly MatchedConnection[],
): Promise<ReadonlyMap<string, HeldReason>> {
  const [unreachable, open] = await Promise.all([
    companies.findWithoutAddress([...new Set(connections.map(({ companyId }) => companyId))]),
    links.findWithOpenLink(connections),
  ]);
  const nowMs = clock.nowMs();
  const reasonOf = (connection: MatchedConnection): HeldReason | undefined => {
    const { id, companyId, status, hardExpiresAt } = connection;
    if (status === "provider_trouble") return status;
    if (status === "working" && !isRenewedAhead(hardExpiresAt, nowMs)) return status;
    if (unreachable.has(companyId)) return "no_address";
    return open.has(id) ? "open_link" : undefined;
  };
  return new Map(
    connections.flatMap((connection) => {
      const reason = reasonOf(connection);
      return reason ? [[connection.id, reason] as const] : [];
    }),
  );
}
