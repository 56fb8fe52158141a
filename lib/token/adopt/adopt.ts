import { companyExists } from "@/lib/companies/views";
import { CountersignError } from "@/lib/errors";
import { currentActor } from "@/lib/request-context";
import { connectTenant } from "../consent/connect/connect-tenant";
import { removePendingConsent, savePendingConsent } from "../consent/pending";
import { recordRefusal } from "../consent/refusal/record-refusal";
import type { TokenDeps } from "../deps";
import { type AdoptionRequest, type ReviewedAdoption, reviewAdoption } from "./review-adoption";

/** What became of a token set that another system handed over. */
export interface Adoption {
  /** `unchanged`: the connection was there already, on this token set or a newer one. */
  outcome: "connected" | "renewed" | "unchanged";
  companyId: string;
  tenantId: string;
  tenantName: string;
}

/** What adopting would do, and the way to do it without asking the provider twice. */
export interface AdoptionReview extends Pick<ReviewedAdoption, "effect" | "companyExists"> {
  tenantId: string;
  tenantName: string;
  /** @throws {CountersignError} `not_found` when the company doesn't exist by now, and as `adopt` does. */
  apply(): Promise<Adoption>;
}

/** @throws {CountersignError} Every reason not to adopt it; see `reviewAdoption`. Nothing was changed. */
export async function planAdoption(deps: TokenDeps, request: AdoptionRequest): Promise<AdoptionReview> {
  const reviewed = await reviewAdoption(deps, request);
  const { effect, companyExists, tenant } = reviewed;
  return {
    effect,
    companyExists,
    ...tenant,
    apply: () => audited(deps, request, () => connect(deps, request, reviewed)),
  };
}

/** Takes over a token set that another system obtained, as if its consent had come to us. */
export function adopt(deps: TokenDeps, request: AdoptionRequest): Promise<Adoption> {
  return audited(deps, request, async () => connect(deps, request, await reviewAdoption(deps, request)));
}

async function connect(
  deps: TokenDeps,
  request: AdoptionRequest,
  { effect, provider, identity, tenant, tokenSet, connectionId }: ReviewedAdoption,
): Promise<Adoption> {
  const { companyId, connectionType, userId } = request;
  const { kind: actorKind } = currentActor();
  if (effect === "unchanged") return { outcome: effect, companyId, ...tenant };
  await requireCompany(deps, companyId);
  const { environment } = provider;
  const consent = {
    companyId,
    connectionType,
    environment,
    actorKind,
    actorId: userId,
    connectionId,
    moveReason: null,
  };
  const state = { ...consent, stateHash: null, returnTo: "" };
  const pending = await savePendingConsent(deps, state, new URLSearchParams(), tokenSet);
  try {
    await connectTenant(deps, provider, { ...pending, adopted: true }, identity, tenant, {});
  } catch (error) {
    await removePendingConsent(deps.database, pending.id);
    throw error;
  }
  return { outcome: effect === "renew" ? "renewed" : "connected", companyId, ...tenant };
}

async function requireCompany({ database }: TokenDeps, companyId: string): Promise<void> {
  if (await companyExists(database, companyId)) return;
  throw new CountersignError("not_found", `There is no company "${companyId}".`, { field: "companyId" });
}

/** A refusal is on record; a success was recorded in the transaction of the change itself. */
async function audited(
  deps: TokenDeps,
  { companyId, connectionType }: AdoptionRequest,
  work: () => Promise<Adoption>,
): Promise<Adoption> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    await recordRefusal(deps, {
      operation: "connection.adopt",
      outcome: error.retryable ? "failure" : "refused",
      about: { companyId: String(companyId), connectionType: String(connectionType) },
      via: ["POST", "/adopt"],
      error,
      errorMessage: error.message,
    });
    throw error;
  }
}
