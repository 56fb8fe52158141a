import { z } from "zod";
import { ProviderUnavailableError } from "../errors";
import type { ProviderDeps, ProviderFacts } from "../providers/provider";
import { callProvider, detailsOf, failureOf, jsonOf } from "../providers/provider-call";
import type { ProviderAddresses } from "./addresses";

const MAX_DOCUMENT_BYTES = 100_000;
const address = z.string().min(1).max(300);

/** OpenID Connect Discovery 1.0 §3; what else it holds is left out. */
const document = z.object({
  issuer: address,
  authorization_endpoint: address,
  token_endpoint: address,
  revocation_endpoint: address,
});

/**
 * Reads a provider's discovery document.
 *
 * @throws {ProviderUnavailableError} No complete answer, or none that is such a document.
 */
export async function readDocument(
  deps: ProviderDeps,
  facts: Pick<ProviderFacts, "displayName" | "referenceHeader">,
  url: string,
): Promise<ProviderAddresses> {
  const init = { headers: { accept: "application/json" } };
  const answer = await callProvider(deps, facts, url, init, MAX_DOCUMENT_BYTES);
  if (answer.status !== 200) throw failureOf(facts.displayName, answer, deps.clock.nowMs());
  const parsed = document.safeParse(jsonOf(answer));
  if (!parsed.success) {
    const what = `${facts.displayName} answered its discovery document in an unknown form.`;
    throw new ProviderUnavailableError(what, { ...detailsOf(answer), cause: parsed.error });
  }
  const { issuer, authorization_endpoint, token_endpoint, revocation_endpoint } = parsed.data;
  return {
    issuer,
    authorization: authorization_endpoint,
    token: token_endpoint,
    revocation: revocation_endpoint,
  };
}
