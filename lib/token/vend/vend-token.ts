import type { TokenDeps } from "../deps";
import type { Refresher } from "../refresh/refresh";
import { requireProvider } from "../require-provider";
import { vend, vendFromCache } from "./vend";
import { type AskedToken, type VendRequest, vendRequest } from "./vend-request";
import { confirmationOf, type HandedToken, handedToken, type VendedToken } from "./vended-token";

/** A vend that takes no turn of the event loop where the token is at hand. */
export function vendToken(
  deps: TokenDeps,
  refresher: Refresher,
  asked: AskedToken,
): VendedToken | Promise<VendedToken> {
  const request = vendRequest(asked);
  const cached = vendFromCache(deps, request);
  if (cached === undefined) return lookedFor(deps, refresher, request);
  const { token, confirmation } = cached;
  const answer = request.ifGeneration === token.generation ? confirmation : token;
  return deps.auditStrict ? deps.audit.flushed().then(() => answer) : answer;
}

async function lookedFor(deps: TokenDeps, refresher: Refresher, request: VendRequest): Promise<VendedToken> {
  const vended = await vend(deps, refresher, request);
  if (!vended.confirmed) return handedToken(requireProvider(deps.providers, request.connectionType), vended);
  return confirmationOf(vended);
}

type Rejected = Pick<AskedToken, "companyId" | "connectionType"> & { rejectedGeneration: number };

/** `vendToken` for a product in the same process: what it reports is a refused token, and what it gets is another. */
export async function reportRejected(
  deps: TokenDeps,
  refresher: Refresher,
  rejected: Rejected,
): Promise<HandedToken> {
  const request = vendRequest({
    ...rejected,
    rejectedGeneration: Number(rejected.rejectedGeneration),
    via: ["CALL", "tokenService.reportRejected"],
  });
  const vended = await vend(deps, refresher, { ...request, ifGeneration: undefined });
  return handedToken(requireProvider(deps.providers, request.connectionType), vended);
}
