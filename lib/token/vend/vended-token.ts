import type { TokenSet } from "../grants/token-set";
import type { Provider } from "../providers/provider";
import { softWindowStartMs } from "./soft-window";

/** An access token with all that a caller needs to use it, and to know when to ask again. Times are epoch milliseconds. */
export interface HandedToken {
  readonly confirmed: false;
  readonly accessToken: string;
  /** Tells the token sets of a connection apart; a newer one has a higher number. */
  readonly generation: number;
  readonly expiresAtMs: number;
  /** From here on a newer token can be had before this one ends. */
  readonly refreshAfterMs: number;
  /** Separated by spaces. */
  readonly scope: string;
  readonly environment: Provider["environment"];
  /** Intuit's realm or Xero's tenant. */
  readonly tenantId: string;
  /** What the paths of the provider's API follow. */
  readonly apiBaseUrl: string;
}

/** The caller's token is the current one, and lives as long as was asked. */
export interface Confirmation {
  readonly confirmed: true;
  readonly generation: number;
  readonly expiresAtMs: number;
}

/** What `vendToken` gives. */
export type VendedToken = HandedToken | Confirmation;

export function handedToken(
  { environment, apiBaseUrl }: Pick<Provider, "environment" | "apiBaseUrl">,
  { tenantId, tokenSet, generation }: { tenantId: string; tokenSet: TokenSet; generation: number },
): HandedToken {
  return {
    confirmed: false,
    accessToken: tokenSet.accessToken,
    generation,
    expiresAtMs: tokenSet.accessExpiresAtMs,
    refreshAfterMs: softWindowStartMs(tokenSet),
    scope: tokenSet.scope,
    environment,
    tenantId,
    apiBaseUrl,
  };
}

export function confirmationOf({
  generation,
  expiresAtMs,
}: Pick<Confirmation, "generation" | "expiresAtMs">): Confirmation {
  return { confirmed: true, generation, expiresAtMs };
}
