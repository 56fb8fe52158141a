import { type AuditEvent, recordAudit } from "@/lib/audit/record";
import type { CountersignError } from "@/lib/errors";
import { recordEvent } from "@/lib/events/record";
import type { TokenDeps } from "../../deps";

interface Refusal extends Pick<AuditEvent, "operation" | "outcome" | "via"> {
  about: { companyId: string; connectionType: string };
  error: CountersignError;
  errorMessage: string;
}

/** Puts on record that nothing was connected; another organisation than the connection's is told to the product too. */
export async function recordRefusal(
  { database, clock }: Pick<TokenDeps, "database" | "clock">,
  { error, about, ...row }: Refusal,
): Promise<void> {
  const { code, message, providerStatus, httpStatus, providerRef } = error;
  const atMs = clock.nowMs();
  await database.transaction(async (tx) => {
    await recordAudit(tx, { ...row, about, responseStatus: providerStatus ?? httpStatus, providerRef, atMs });
    if (code !== "wrong_organisation") return;
    const type = "connection.wrong_organisation_refused";
    await recordEvent(tx, { type, about, data: { sentence: message }, atMs });
  });
}
