/** The simulator speaks the product's words: `qbo` is served by Intuit's endpoints. */
export type Provider = "qbo" | "xero";

/** Our app as registered with a provider. */
export interface RegisteredApp {
  clientId: string;
  clientSecret: string;
  redirectUris: string[];
}

export interface IntuitCompany {
  realmId: string;
  name: string;
  /** A lapsed subscription answers API calls with code 6190. */
  subscriptionActive: boolean;
}

export interface IntuitUser {
  userId: string;
  name: string;
  email: string;
  admin: boolean;
  realmIds: string[] | "all";
}

export interface XeroUser {
  xeroUserId: string;
  name: string;
  email: string;
}

export interface XeroOrganisation {
  tenantId: string;
  name: string;
  userIds: string[];
}

/** One organisation a Xero user has let our app into. */
export interface XeroConnection {
  id: string;
  clientId: string;
  xeroUserId: string;
  tenantId: string;
  authEventId: string;
  createdAtMs: number;
  updatedAtMs: number;
}

/** A consent whose code may still be exchanged. */
export interface AuthorizationCode {
  value: string;
  provider: Provider;
  clientId: string;
  redirectUri: string;
  scopes: string[];
  nonce?: string;
  codeChallenge?: string;
  userId: string;
  realmId?: string;
  authEventId?: string;
  expiresAtMs: number;
  grantId?: string;
}

export type GrantEnd = "revoked" | "superseded" | "code-reused" | "concurrent-use";

/** One token set's whole life at the provider: Intuit, one a realm; Xero, one a user. */
export interface Grant {
  id: string;
  provider: Provider;
  clientId: string;
  userId: string;
  realmId?: string;
  authEventId?: string;
  scopes: string[];
  consentedAtMs: number;
  hardExpiresAtMs?: number;
  currentRefresh?: string;
  endedAtMs?: number;
  endedBy?: GrantEnd;
}

export interface RefreshValue {
  value: string;
  grantId: string;
  issuedAtMs: number;
  expiresAtMs: number;
  /** Set once a newer value replaced this one. */
  spentAtMs?: number;
  /** The body that replaced it; kept for providers that repeat it within the grace. */
  answer?: Record<string, unknown>;
}

export interface AccessToken {
  value: string;
  grantId: string;
  expiresAtMs: number;
}

export interface IssuedToken {
  provider: Provider;
  kind: "code" | "access" | "refresh" | "id";
  grantId: string | null;
  value: string;
}
