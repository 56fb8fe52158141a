import { holdCompany } from "@/lib/companies/views";
import type { Sql } from "@/lib/db";
import { CountersignError } from "@/lib/errors";
import { emailProblem } from "@/lib/mail";
import { currentActor } from "@/lib/request-context";
import { DAY_MS, HOUR_MS } from "@/lib/time/durations";
import { isProviderName, providerOf } from "@/lib/token";
import { connectionOf } from "./expected-connection";
import { insertLink } from "./insert-link";
import type { LinkDeps } from "./link-deps";
import { type MadeLink, tellCustomer } from "./mail/tell-customer";

const VALID_MS = { least: HOUR_MS, usual: 7 * DAY_MS, most: 30 * DAY_MS };

interface LinkRequest {
  companyId: string;
  connectionType: string;
  /** Whom it is mailed to; without one, it is handed over. */
  sentTo?: string | null | undefined;
  /** 1 hour to 30 days; 7 days unless given. */
  validMs?: number | undefined;
}

/**
 * Makes a link with which a customer connects the company or, where it has a live connection, reconnects it; mails it to
 * the address, if one is given. It replaces earlier open links to that address.
 *
 * @throws {CountersignError} `not_found`: no such company. `invalid_input` naming the field.
 */
export async function createLink(deps: LinkDeps, request: LinkRequest): Promise<MadeLink> {
  const { companyId, connectionType, validMs = VALID_MS.usual } = request;
  if (!isProviderName(connectionType) || !deps.tokenService.configuredProviders().includes(connectionType)) {
    throw invalid("provider", `${providerOf(connectionType).displayName} is not set up here.`);
  }
  if (!(validMs >= VALID_MS.least && validMs <= VALID_MS.most))
    throw invalid("validMs", "A link is valid for 1 hour to 30 days.");
  const sentTo = request.sentTo ?? null;
  const problem = sentTo === null ? undefined : emailProblem(sentTo);
  if (problem) throw invalid("email", problem);
  const connection = await connectionOf(deps, { companyId, connectionType });
  const purpose = connection && !connection.disconnectedAt ? "reconnect" : "connect";
  const made = await deps.database.transaction(async (tx) => {
    await requireStanding(tx, companyId);
    if (sentTo !== null) await replaceEarlier(tx, { companyId, connectionType, sentTo }, deps.clock.nowMs());
    return insertLink(tx, deps, { companyId, connectionType, purpose, sentTo, validMs }, "link.create");
  });
  return tellCustomer(deps, made);
}

/** A customer's newest mail holds the link that counts. Those that were handed over go on. */
async function replaceEarlier(
  tx: Sql,
  { companyId, connectionType, sentTo }: { companyId: string; connectionType: string; sentTo: string },
  atMs: number,
): Promise<void> {
  await tx.query(
    `UPDATE "Link" SET "endedAt" = $4, "endedWhy" = 'replaced', "endedBy" = $5
     WHERE "companyId" = $1 AND "connectionType" = $2 AND lower("sentTo") = lower($3) AND "doneAt" IS NULL
       AND "endedAt" IS NULL AND "expiresAt" > $4`,
    [companyId, connectionType, sentTo, new Date(atMs), currentActor().id],
  );
}

async function requireStanding(tx: Sql, companyId: string): Promise<void> {
  const standing = await holdCompany(tx, companyId);
  if (standing === "absent")
    throw new CountersignError("not_found", `There is no company "${companyId}".`, { field: "companyId" });
  if (standing === "archived")
    throw new CountersignError("invalid_input", "This company is archived.", {
      field: "companyId",
      nextStep: "Unarchive it first.",
    });
}

function invalid(field: string, message: string): CountersignError {
  return new CountersignError("invalid_input", message, { field });
}
