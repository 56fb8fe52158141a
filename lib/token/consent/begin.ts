import { recordAudit } from "@/lib/audit/record";
import { holdCompany } from "@/lib/companies/views";
import { CountersignError } from "@/lib/errors";
import { foreignText } from "@/lib/foreign-text";
import { currentActor } from "@/lib/request-context";
import { shownName } from "@/lib/shown-text";
import { archivedError } from "../archived-error";
import type { TokenDeps } from "../deps";
import { findServedConnection, type ServedConnection } from "../grants/grants";
import { requireProvider, requireProviderOf } from "../require-provider";
import { newState, saveState } from "./state";

const MAX_REASON = 500;

export interface BeginConsent {
  companyId: string;
  connectionType: string;
  /** "connect" wants no live connection; "reconnect" its organisation back; "move" another one, on purpose. */
  purpose: "connect" | "reconnect" | "move";
  /** Why the company moves to another organisation; only, and always, with "move". */
  reason?: string | undefined;
  /** Secret cookie value of the browser that must come back. */
  browserKey: string;
  /** Path to show when all is done. */
  returnTo: string;
}

/**
 * Puts an authorization request on record and says where to send the browser.
 *
 * @returns The provider's consent page, with a state that counts once, for ten minutes, in this browser.
 * @throws {CountersignError} `invalid_input` when the company has (connect) or lacks (reconnect) a connection, or is
 *   archived.
 * @see RFC 6749 §10.12, RFC 9700 §4.7
 */
export async function beginConsent(deps: TokenDeps, request: BeginConsent): Promise<URL> {
  const { companyId, connectionType, browserKey, returnTo } = request;
  const provider = requireProvider(deps.providers, connectionType);
  const connection = await findServedConnection(deps.database, companyId, connectionType);
  requireFit(request, connection, provider.displayName);
  // Its organisation can't come back from another environment; a move leaves it on purpose.
  if (request.purpose === "reconnect" && connection) requireProviderOf(deps.providers, connection.grant);
  const state = newState(deps, { companyId, connectionType, environment: provider.environment, browserKey });
  const connectionId = request.purpose === "connect" ? null : (connection?.connectionId ?? null);
  const moveReason = request.reason === undefined ? null : foreignText(request.reason, MAX_REASON).trim();
  const atMs = deps.clock.nowMs();
  await deps.database.transaction(async (tx) => {
    // Locked, so that nobody removes or archives the company before its consent is on record.
    const standing = await holdCompany(tx, companyId);
    if (standing === "absent")
      throw new CountersignError("not_found", `There is no company "${companyId}".`, { field: "companyId" });
    if (standing === "archived") throw archivedError();
    await saveState(tx, state, { connectionId, moveReason, returnTo, actor: currentActor(), atMs });
    await recordAudit(tx, {
      operation: "connection.authorize",
      outcome: "success",
      about: { companyId, connectionType },
      via: ["GET", "/authorize"],
      responseStatus: 302,
      atMs,
    });
  });
  return provider.authorizationUrl(state.secrets);
}

function requireFit(
  { purpose, reason }: BeginConsent,
  connection: ServedConnection | undefined,
  displayName: string,
): void {
  if (purpose === "connect" && connection && !connection.disconnectedAt) {
    const message = `This company is already connected to ${shownName(connection.tenantName)} at ${displayName}.`;
    const details = { field: "companyId", nextStep: "Reconnect or disconnect it instead." };
    throw new CountersignError("invalid_input", message, details);
  }
  if (purpose !== "connect" && !connection) {
    const message = `This company was never connected to ${displayName}.`;
    throw new CountersignError("invalid_input", message, { field: "companyId" });
  }
  if ((purpose === "move") !== Boolean(foreignText(reason ?? "", MAX_REASON).trim())) {
    const message = "A move to another organisation needs a reason, and nothing else has one.";
    throw new CountersignError("invalid_input", message, { field: "reason" });
  }
}
