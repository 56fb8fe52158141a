import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db";
import type { ProductEnv } from "@/lib/env";
import type { Health } from "@/lib/health";
import type { Mailer } from "@/lib/mail";
import type { RandomBytes } from "@/lib/people";
import type { TokenService } from "@/lib/token";
import type { TenantIds } from "@/lib/token/views";

/** What the verbs of links work with. */
export interface LinkDeps {
  database: Database;
  clock: Clock;
  random: RandomBytes;
  /** Where Countersign is, without a path. */
  appUrl: string;
  /** Null where no mail server is set. */
  mailer: Mailer | null;
  /** Whose links they are, as customers know it. */
  product: ProductEnv;
  tenantIds: TenantIds;
  health: Pick<Health, "checkConnection" | "findConnection" | "findConnectionOf">;
  tokenService: Pick<
    TokenService,
    | "beginConsent"
    | "beginVisit"
    | "configuredProviders"
    | "restingConsent"
    | "settleConsent"
    | "wantedScopes"
  >;
}
