import type { ConnectionView } from "../connections/connection-row";

/** The last sign that a connection's data could be read, and what that sign was. */
export interface Freshness {
  at: Date;
  /** "vend" is known to the hour only. */
  sign: "answer" | "vend";
}

/**
 * The newest of the provider's last good answer (to a check, a refresh or a consent) and the last token handed out,
 * both of which stand in rows that are read anyway. An API call of the product itself counts by the token it used.
 */
export function freshnessOf({
  lastHealthyAt,
  lastVendedAt,
}: Pick<ConnectionView, "lastHealthyAt" | "lastVendedAt">): Freshness | null {
  if (lastVendedAt && (!lastHealthyAt || lastVendedAt > lastHealthyAt))
    return { at: lastVendedAt, sign: "vend" };
  return lastHealthyAt && { at: lastHealthyAt, sign: "answer" };
}
