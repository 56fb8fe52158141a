import { recordAudit } from "@/lib/audit/record";
import { CountersignError } from "@/lib/errors";
import { currentActor } from "@/lib/request-context";
import type { TokenDeps } from "../deps";
import { requireProvider } from "../require-provider";
import {
  type AddressDifference,
  addressesInEffect,
  addressNames,
  differencesOf,
  type ProviderAddresses,
} from "./addresses";
import { applyAccepted } from "./read-discovery";
import { lockDiscovery, saveAccepted } from "./store";

/**
 * Puts the addresses that a provider's discovery document named into effect: here at once, in other processes within a
 * minute.
 *
 * @param seen The addresses that the person compared: others that came meanwhile are not accepted.
 * @throws {CountersignError} `invalid_input` where the document names others by now, the same as those in effect, or one
 *   that does not lie with the provider; `misconfigured` for a provider that is not configured. Nothing was changed.
 */
export async function acceptAddresses(
  deps: TokenDeps,
  connectionType: string,
  seen: ProviderAddresses,
): Promise<void> {
  const provider = requireProvider(deps.providers, connectionType);
  const atMs = deps.clock.nowMs();
  await deps.database.transaction(async (tx) => {
    const known = await lockDiscovery(tx, provider);
    if (!known || addressNames.some((name) => known.found[name] !== seen[name])) throw changedMeanwhile();
    const inEffect = addressesInEffect(provider, known.accepted);
    const differences = differencesOf(known.found, inEffect, provider);
    if (differences.length === 0) throw changedMeanwhile();
    const foreign = differences.find(({ isOwn }) => !isOwn);
    if (foreign) throw notOwn(foreign, provider.displayName);
    await saveAccepted(tx, provider, { by: currentActor().id, atMs });
    await recordAudit(tx, {
      operation: "provider.accept_addresses",
      outcome: "success",
      about: { connectionType },
      via: ["POST", `/providers/${connectionType}/addresses`],
      responseStatus: 200,
      errorMessage: differences.map(inWords).join(" "),
      atMs,
    });
  });
  await applyAccepted(deps);
}

const inWords = ({ name, inEffect, found }: AddressDifference) => `${name}: ${inEffect} became ${found}.`;

function changedMeanwhile(): CountersignError {
  return new CountersignError("invalid_input", "The addresses have changed since this page was loaded.", {
    field: "found",
    unchanged: true,
    nextStep: "Load it again and compare them.",
  });
}

function notOwn({ name }: AddressDifference, displayName: string): CountersignError {
  const what = `The ${name} address does not lie with ${displayName}: it can't be accepted.`;
  return new CountersignError("invalid_input", what, { field: "found", unchanged: true });
}
