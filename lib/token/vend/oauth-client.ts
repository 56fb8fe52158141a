import { CountersignError } from "@/lib/errors";
import { actAs } from "@/lib/request-context";
import type { TokenDeps } from "../deps";
import type { ApiCalls } from "../providers/api-tracking/api-calls";
import { recordApiCalls } from "../providers/api-tracking/record-api-calls";
import type { Provider } from "../providers/provider";
import type { Refresher } from "../refresh/refresh";
import { requireProvider } from "../require-provider";
import { type Vend, vend } from "./vend";
import type { VendRequest } from "./vend-request";

type ClientRequest = VendRequest & { ifGeneration?: undefined };

const REFUSED = ["CALL", "tokenService.getOAuthClient"] as const;

/**
 * The official SDK's client with a valid access token. A call through it that is answered 401 is not repeated, but has
 * its token replaced behind it: the client's next call carries what came of that.
 */
export async function oauthClient(
  deps: TokenDeps,
  refresher: Refresher,
  request: ClientRequest,
): Promise<unknown> {
  const vended = await vend(deps, refresher, request);
  const provider = requireProvider(deps.providers, request.connectionType);
  const { tenantId } = vended;
  const renew = (newer: Vend) => provider.renewClient(client, newer.tokenSet, tenantId);
  const calls = renewingCalls(deps, refresher, {
    request,
    provider,
    tenantId,
    generation: vended.generation,
    renew,
  });
  const client = await provider.createClient(vended.tokenSet, tenantId, calls);
  return client;
}

interface Carried {
  request: ClientRequest;
  provider: Provider;
  tenantId: string;
  /** Of the token that the client was made with. */
  generation: number;
  renew: (newer: Vend) => void;
}

function renewingCalls(
  deps: TokenDeps,
  refresher: Refresher,
  { request, provider, tenantId, generation, renew }: Carried,
): ApiCalls {
  const recorded = recordApiCalls(deps, provider, { ...request, tenantId });
  let carried = generation;
  let renewal: Promise<void> | undefined;
  const replace = async (rejectedGeneration: number) => {
    const report = { ...request, operation: "token.reject", via: REFUSED, rejectedGeneration } as const;
    const newer = await actAs(request.actor, () => vend(deps, refresher, report));
    if (newer.generation <= carried) return;
    renew(newer);
    carried = newer.generation;
  };
  const refused = (rejectedGeneration: number) => {
    if (renewal || rejectedGeneration < carried) return;
    renewal = replace(rejectedGeneration)
      .catch((error: unknown) => {
        // The call has its answer already. A failure of ours is on record, and the next call meets it again.
        if (error instanceof CountersignError) return;
        deps.log.warn({ error: String(error) }, "A refused token could not be replaced");
      })
      .finally(() => {
        renewal = undefined;
      });
  };
  return {
    requireRecord: recorded.requireRecord,
    ready: async () => renewal,
    begin: (method, url) => {
      const call = recorded.begin(method, url);
      const sent = carried;
      const carriesToken = !url.split("?")[0]?.endsWith(provider.tokenEndpoint);
      return {
        ...call,
        answered: (status, headers) => {
          call.answered(status, headers);
          if (status === 401 && carriesToken) refused(sent);
        },
      };
    },
  };
}
