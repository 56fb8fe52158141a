import type { ErrorCode } from "@/lib/errors";
import { spanWords } from "@/lib/time/span-words";
import { utcMinute } from "@/lib/time/utc-minute";
import type { ConnectionDetail } from "../connections/connection-detail";
import type { Attempts, Explanation } from "./explanation";
import { ownerWords } from "./owner-words";

/** A broken connection as plain text for a ticket: references and times, nothing secret. */
export function ticketText(
  connection: ConnectionDetail,
  cause: ErrorCode,
  explanation: Omit<Explanation, "ticket">,
  nowMs: number,
): string {
  const { companyName, providerName, tenantName, tenantId, environment, id } = connection;
  const { title, meaning, owner, sinceMs, untilMs, consent, attempts, nextStep, referenceName } = explanation;
  const utcTime = (at: Date | number) => `${utcMinute(at)} UTC`;
  const time = (at: Date | null) => (at ? utcTime(at) : "never");
  const lines = [
    `${companyName}, ${providerName}: ${title}`,
    "",
    `Since: ${utcTime(sinceMs)}${untilMs === null ? "" : `, ended ${utcTime(untilMs)} after ${spanWords(untilMs - sinceMs)}`}`,
    `Cause: ${meaning} (${cause}; who acts: ${ownerWords[owner]})`,
    `Last answer: ${explanation.lastError ?? "not kept"}`,
    `Provider's reference (${referenceName}): ${explanation.providerRef ?? "none"}`,
    `Last good refresh: ${time(explanation.lastRefreshAt)}`,
    `Last good answer: ${time(explanation.lastGoodAt)}`,
    `Attempts since: ${attemptWords(attempts)}${attempts.lastAt ? `, the last ${utcTime(attempts.lastAt)}` : ""}`,
    `Consent: given through ${consent.by}, ${utcTime(consent.at)}`,
    `Next step: ${nextStep || "none, it has ended"}`,
    ...(explanation.endedBy ? [`Ended by: ${explanation.endedBy.words}, ${explanation.endedBy.by}`] : []),
    "",
    `Organisation: ${tenantName} (${tenantId}, ${environment})`,
    `Connection: ${id}`,
    `Written: ${utcTime(nowMs)}`,
  ];
  // A name with line breaks in it must not forge lines of its own.
  return lines.map((line) => line.replace(/\s+/gu, " ").trimEnd()).join("\n");
}

/** "3 refreshes, 2 checks" */
export function attemptWords({ refreshes, checks, capped }: Attempts): string {
  if (refreshes + checks === 0 && !capped) return "none";
  const many = (count: number, one: string, several: string) =>
    `${count}${capped ? "+" : ""} ${count === 1 ? one : several}`;
  return `${many(refreshes, "refresh", "refreshes")}, ${many(checks, "check", "checks")}`;
}
