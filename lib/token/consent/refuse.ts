import { recordAudit } from "@/lib/audit/record";
import type { CountersignError } from "@/lib/errors";
import type { TokenDeps } from "../deps";
import type { ConsentOutcome } from "./outcome";

interface Refused {
  connectionType: string;
  companyId: string;
  userId: string;
  returnTo: string;
}

/** Puts a consent that connected nothing on record, and words it for the person. */
export async function refuse(
  deps: TokenDeps,
  { connectionType, companyId, userId, returnTo }: Refused,
  error: CountersignError,
): Promise<ConsentOutcome> {
  const { code, owner, message, providerRef } = error;
  await recordAudit(deps.database, {
    operation: "connection.refuse",
    outcome: "refused",
    userId,
    actorKind: "caller",
    companyId,
    connectionType,
    apiEndpoint: "/callback",
    requestMethod: "GET",
    responseStatus: error.providerStatus ?? error.httpStatus,
    errorMessage: message,
    providerRef,
    atMs: deps.clock.nowMs(),
  });
  return { outcome: "refused", code, owner, message, returnTo };
}
