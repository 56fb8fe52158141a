import { recordAudit } from "@/lib/audit/record";
import type { CountersignError } from "@/lib/errors";
import type { TokenDeps } from "../../deps";
import { WrongOrganisationError } from "../../errors";
import type { Aftermath } from "../discard";
import type { ConsentOutcome } from "../outcome";
import { recordRefusal } from "./record-refusal";

interface Refused {
  connectionType: string;
  companyId: string;
  returnTo: string;
  /** Nobody known came, with a state that counts no more: it can come back without end, so it is counted. */
  isStranger?: boolean;
}

/** Puts a consent that connected nothing on record, and words it for the person. */
export async function refuse(
  deps: TokenDeps,
  { connectionType, companyId, returnTo, isStranger = false }: Refused,
  error: CountersignError,
  aftermath?: Aftermath,
): Promise<ConsentOutcome> {
  const { code, owner, message, unchanged, nextStep } = error;
  const { effect, renewed } = aftermath ?? { effect: unchanged ? "" : "Nothing was changed.", renewed: [] };
  const organisations = error instanceof WrongOrganisationError ? error.organisations : undefined;
  const row = {
    operation: "connection.refuse",
    outcome: "refused",
    about: { companyId, connectionType },
    via: ["GET", "/callback"],
    errorMessage: `${message} ${effect}`.trim(),
  } as const;
  if (isStranger) deps.countRefusal({ ...row, responseStatus: error.httpStatus, atMs: deps.clock.nowMs() });
  else await recordRefusal(deps, { ...row, error });
  return { outcome: "refused", code, owner, message, nextStep, effect, renewed, organisations, returnTo };
}

/** A failure that nobody foresaw is on record too, as far as the database takes it; whoever asked for the consent hears it. */
export async function recordUnforeseen(
  deps: TokenDeps,
  { connectionType, companyId }: Omit<Refused, "returnTo">,
  error: unknown,
): Promise<void> {
  const { code } = (error ?? {}) as { code?: unknown };
  const reason = typeof code === "string" ? code : error instanceof Error ? error.name : "unknown";
  const recorded = recordAudit(deps.database, {
    operation: "connection.refuse",
    outcome: "failure",
    about: { companyId, connectionType },
    via: ["GET", "/callback"],
    responseStatus: 500,
    errorMessage: `Something failed on our side (${reason}).`,
    atMs: deps.clock.nowMs(),
  });
  await recorded.catch((failure: Error) => {
    deps.log.warn({ companyId, error: failure.message }, "A consent's failure could not be put on record");
  });
}
