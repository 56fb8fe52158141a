import { type AuditOperation, recordAudit } from "@/lib/audit/record";
import { CountersignError } from "@/lib/errors";
import type { TokenDeps } from "../deps";
import type { Tenant } from "../providers/provider";
import { requireProvider } from "../require-provider";
import { type Callback, type ClaimedState, claimState } from "./claim-state";
import { savePendingConsent } from "./pending";
import { settleConsent } from "./settle";

/** How a consent ended, and where the person goes on. */
export type ConsentOutcome =
  | { outcome: "connected"; companyId: string; tenantName: string; reconnected: boolean; returnTo: string }
  /** Several organisations were chosen at the provider: the person must say which is this company's. */
  | { outcome: "choose"; pendingConsentId: string; companyId: string; tenants: Tenant[]; returnTo: string };

/** A refusal that still knows where the person came from. */
export class ConsentRefusedError extends CountersignError {
  readonly returnTo: string;

  constructor(cause: CountersignError, returnTo: string) {
    super(cause.code, cause.message, { ...cause, cause });
    this.returnTo = returnTo;
  }
}

/**
 * Takes the browser's return from a provider's consent page: state → code → live check → connection.
 *
 * @throws {ConsentRefusedError} Nothing was connected; the message says why and what to do.
 */
export async function completeConsent(deps: TokenDeps, callback: Callback): Promise<ConsentOutcome> {
  const provider = requireProvider(deps.providers, callback.connectionType);
  let state: ClaimedState | undefined;
  try {
    state = await claimState(deps, callback);
    const { tokenSet, providerRef } = await provider.exchangeCode(callback.params, state.secrets);
    const pending = await savePendingConsent(deps, state, callback.params, tokenSet);
    return await settleConsent(deps, provider, pending, providerRef);
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    await recordRefusal(deps, callback, state, error);
    throw new ConsentRefusedError(error, state?.returnTo ?? "/connections");
  }
}

async function recordRefusal(
  deps: TokenDeps,
  callback: Callback,
  state: ClaimedState | undefined,
  error: CountersignError,
): Promise<void> {
  const operation: AuditOperation = "connection.refuse";
  await recordAudit(deps.database, {
    operation,
    outcome: "refused",
    userId: callback.userId,
    actorKind: "user",
    companyId: state?.companyId ?? "",
    connectionType: callback.connectionType,
    apiEndpoint: "/callback",
    requestMethod: "GET",
    responseStatus: error.providerStatus ?? error.httpStatus,
    errorMessage: error.message,
    providerRef: error.providerRef,
    atMs: deps.clock.nowMs(),
  });
}
