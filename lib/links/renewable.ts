import { DAY_MS } from "@/lib/time/durations";
import { connectionOf, needOf } from "./expected-connection";
import type { LinkDeps } from "./link-deps";
import { type LinkRow, stateOf } from "./link-row";

/** A link that expired longer ago is renewed no more: the address on file may be another person's by now. */
const RENEWABLE_FOR_MS = 30 * DAY_MS;
/** So often its holders may renew a link, all its successors counted. */
const MOST_RENEWALS = 2;

/** Whether its holder may ask for a new one, and whether that would help. */
export async function isRenewable(
  deps: Pick<LinkDeps, "clock" | "health" | "mailer" | "tokenService">,
  link: LinkRow,
): Promise<boolean> {
  return mayRenew(deps, link) && needOf(deps, link.purpose, await connectionOf(deps, link)) === "consent";
}

/** What its row alone says: over, mailed to an address, made by somebody who may act still, and not too often or late. */
export function mayRenew({ mailer, clock }: Pick<LinkDeps, "clock" | "mailer">, link: LinkRow): boolean {
  const nowMs = clock.nowMs();
  const state = stateOf(link, nowMs);
  const isOver = state === "expired" || state === "exhausted";
  if (!isOver || mailer === null || link.sentTo === null || !link.isMakerActive) return false;
  return nowMs - link.expiresAt.getTime() <= RENEWABLE_FOR_MS && link.renewals < MOST_RENEWALS;
}
