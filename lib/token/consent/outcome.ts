import type { ErrorCode, ErrorOwner } from "@/lib/errors";
import type { Tenant } from "../providers/provider";

/** How a consent ended, and where the person goes on. */
export type ConsentOutcome =
  | { outcome: "connected"; companyId: string; tenantName: string; reconnected: boolean; returnTo: string }
  /** Several organisations were chosen at the provider: the person must say which is this company's. */
  | { outcome: "choose"; pendingConsentId: string; companyId: string; tenants: Tenant[]; returnTo: string }
  /** The consent is safe with us, but could not be verified yet: it can be settled later without a new one. */
  | { outcome: "resting"; pendingConsentId: string; companyId: string; message: string; returnTo: string }
  /** A consent of a provider's own page has come to its end, whatever it was: the visitor learns nothing of companies. */
  | { outcome: "visited"; returnTo: string }
  /** Nothing was connected. The message says what happened and, where it knows, what to do; `effect` what was changed. */
  | {
      outcome: "refused";
      code: ErrorCode;
      owner: ErrorOwner;
      message: string;
      /** What the message says to do, where it says so. */
      nextStep: string | undefined;
      /** In whole sentences; empty where the message says it. */
      effect: string;
      renewed: RenewedConnection[];
      /** Those that were mixed up, by name. */
      organisations: { readonly expected: string; readonly consented: readonly string[] } | undefined;
      returnTo: string;
    };

/** A connection whose token set a consent for another company replaced. */
export interface RenewedConnection {
  connectionId: string;
  companyId: string;
  companyName: string;
}
