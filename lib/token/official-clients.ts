import type OAuthClient from "intuit-oauth";
import type { XeroClient } from "xero-node";

/** What `getOAuthClient` returns for each provider. */
export interface OfficialClients {
  qbo: OAuthClient;
  xero: XeroClient;
}
