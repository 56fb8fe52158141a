import type { ConsentScript } from "@/dev/simulator/control";
import type { Database } from "@/lib/db";
import { actAs } from "@/lib/request-context";
import type { ProviderName, TokenService } from "@/lib/token";
import type { ConsentOutcome } from "@/lib/token/consent/outcome";

export const ADMIN = { kind: "person", id: "admin" } as const;
export const BROWSER = "the admin's browser";

/** Who consents and to what. */
export type ConsentChoice = Omit<ConsentScript, "provider" | "authorizeUrl">;

/** An organisation at a provider, and the person there who consents. */
export interface Customer {
  /** Intuit's realm or Xero's organisation. */
  readonly tenantId: string;
  /** Whom the token set belongs to: Intuit's realm or Xero's user. */
  readonly owner: string;
}

/** A person of ours at a browser, and the way to the provider's consent page. */
export interface Consenter {
  readonly service: TokenService;
  readonly userId: string;
  readonly browserKey: string;
  /** The simulator's consent page, in this process or over HTTP. */
  atProvider(script: ConsentScript): { redirectTo: string } | Promise<{ redirectTo: string }>;
}

interface ConsentRequest {
  readonly companyId: string;
  readonly provider: ProviderName;
  readonly purpose?: "connect" | "reconnect";
}

/** Whom and what a consent chooses at the provider. */
export function choiceOf(provider: ProviderName, { tenantId, owner }: Customer): ConsentChoice {
  return provider === "qbo" ? { realmId: tenantId } : { xeroUserId: owner, tenantIds: [tenantId] };
}

/** From our button through the provider's consent page. @returns What the provider sends the browser back with. */
export async function beginConsent(
  { service, userId, browserKey, atProvider }: Consenter,
  { companyId, provider, purpose = "connect" }: ConsentRequest,
  choice: ConsentChoice,
): Promise<URLSearchParams> {
  const request = { companyId, connectionType: provider, purpose, browserKey, returnTo: "/connections" };
  const url = await actAs({ kind: "person", id: userId }, () => service.beginConsent(request));
  const { redirectTo } = await atProvider({ provider, authorizeUrl: url.href, ...choice });
  return new URL(redirectTo).searchParams;
}

/** The browser's return from the provider, in the browser that began. */
export function completeConsent(
  { service, userId, browserKey }: Consenter,
  provider: ProviderName,
  params: URLSearchParams,
): Promise<ConsentOutcome> {
  const actor = { kind: "person", id: userId } as const;
  return service.completeConsent({ connectionType: provider, params, actor, browserKey });
}

/** A connection by a whole consent. @throws {Error} The consent ended in another way, or left no connection. */
export async function connectBy(
  consenter: Consenter,
  database: Database,
  request: ConsentRequest,
  choice: ConsentChoice,
): Promise<{ connectionId: string; grantId: string }> {
  const { companyId, provider } = request;
  const params = await beginConsent(consenter, request, choice);
  const { outcome } = await completeConsent(consenter, provider, params);
  if (outcome !== "connected") throw new Error(`A consent without faults ended as ${outcome}`);
  const [connection] = await database.query<{ connectionId: string; grantId: string }>(
    `SELECT id AS "connectionId", "grantId" FROM "Connection"
     WHERE "companyId" = $1 AND "connectionType" = $2 AND "disconnectedAt" IS NULL`,
    [companyId, provider],
  );
  if (!connection) throw new Error("A consent left no connection");
  return connection;
}
