import { randomUUID } from "node:crypto";
import type {
  AccessToken,
  AuthorizationCode,
  Grant,
  GrantEnd,
  IssuedToken,
  Provider,
  RefreshValue,
} from "./model";

/** Codes, grants and every token value in circulation. Knows no provider's rules. */
export class Grants {
  readonly codes = new Map<string, AuthorizationCode>();
  readonly grants = new Map<string, Grant>();
  readonly refreshValues = new Map<string, RefreshValue>();
  readonly accessTokens = new Map<string, AccessToken>();
  readonly issued: IssuedToken[] = [];
  readonly #accessByGrant = new Map<string, AccessToken[]>();
  readonly #liveByOwner = new Map<string, Set<string>>();

  open(details: Omit<Grant, "id">): Grant {
    const grant = { id: randomUUID(), ...details };
    this.restoreGrant(grant);
    return grant;
  }

  restoreGrant(grant: Grant): void {
    this.grants.set(grant.id, grant);
    if (grant.endedAtMs !== undefined) return;
    const owner = ownerKey(grant);
    this.#liveByOwner.set(owner, (this.#liveByOwner.get(owner) ?? new Set()).add(grant.id));
  }

  end(grant: Grant, endedBy: GrantEnd, endedAtMs: number): void {
    if (grant.endedAtMs !== undefined) return;
    grant.endedAtMs = endedAtMs;
    grant.endedBy = endedBy;
    this.#liveByOwner.get(ownerKey(grant))?.delete(grant.id);
  }

  /** Live grants of the same owner (Intuit: realm, Xero: user) and app, this one excluded. */
  siblings(grant: Grant): Grant[] {
    const ids = [...(this.#liveByOwner.get(ownerKey(grant)) ?? [])];
    return ids.filter((id) => id !== grant.id).flatMap((id) => this.grants.get(id) ?? []);
  }

  live(provider: Provider): Grant[] {
    return [...this.grants.values()].filter(
      (grant) => grant.provider === provider && grant.endedAtMs === undefined,
    );
  }

  addRefreshValue(refresh: RefreshValue, grant: Grant): void {
    this.refreshValues.set(refresh.value, refresh);
    grant.currentRefresh = refresh.value;
  }

  addAccessToken(token: AccessToken, nowMs: number): void {
    const ofGrant = this.#accessByGrant.get(token.grantId) ?? [];
    this.#accessByGrant.set(token.grantId, ofGrant);
    for (let oldest = ofGrant[0]; oldest && oldest.expiresAtMs <= nowMs; oldest = ofGrant[0]) {
      this.accessTokens.delete(oldest.value);
      ofGrant.shift();
    }
    ofGrant.push(token);
    this.accessTokens.set(token.value, token);
  }

  /** @returns How many there were. */
  endAccessTokens(grant: Grant): number {
    const ofGrant = this.#accessByGrant.get(grant.id) ?? [];
    for (const { value } of ofGrant) this.accessTokens.delete(value);
    return ofGrant.splice(0).length;
  }

  /** The grant a refresh value or access token belongs to, dead or alive. */
  grantOfToken(value: string): Grant | undefined {
    const id = this.refreshValues.get(value)?.grantId ?? this.accessTokens.get(value)?.grantId;
    return id === undefined ? undefined : this.grants.get(id);
  }
}

function ownerKey(grant: Omit<Grant, "id">): string {
  return [grant.provider, grant.clientId, grant.provider === "qbo" ? grant.realmId : grant.userId].join(" ");
}
