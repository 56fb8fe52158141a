import { createHash, randomBytes } from "node:crypto";
import type { Actor } from "@/lib/actor";
import type { OAuthState, Sql } from "@/lib/db";
import type { TokenDeps } from "../deps";
import type { AuthorizationSecrets } from "../providers/provider";

const STATE_MINUTES = 10;

/** A new authorization request, before it is on record. */
interface NewState extends Pick<OAuthState, "companyId" | "connectionType" | "environment" | "stateHash"> {
  secrets: AuthorizationSecrets;
  browserHash: string;
  sealedSecrets: Buffer;
}

interface StateUse extends Pick<OAuthState, "connectionId" | "moveReason" | "returnTo"> {
  /** Who began, and must come back. */
  actor: Actor;
  atMs: number;
}

/** @param request `companyId` is empty where the callback finds the company. */
export function newState(
  { keyring }: Pick<TokenDeps, "keyring">,
  {
    browserKey,
    ...about
  }: Pick<OAuthState, "companyId" | "connectionType" | "environment"> & { browserKey: string },
): NewState {
  const secrets = { state: randomToken(), nonce: randomToken(), codeVerifier: randomToken() };
  const stateHash = hashOf(secrets.state);
  const context = stateEncryptionContext(stateHash, about.connectionType, about.companyId);
  const sealedSecrets = keyring.encrypt(JSON.stringify(secrets), context);
  return { ...about, secrets, stateHash, browserHash: hashOf(browserKey), sealedSecrets };
}

/** Puts a state on record: it counts once, for ten minutes. */
export async function saveState(
  tx: Sql,
  state: NewState,
  { connectionId, moveReason, returnTo, actor, atMs }: StateUse,
): Promise<void> {
  await tx.query(
    `INSERT INTO "OAuthState" ("stateHash", "connectionType", environment, "companyId", "actorKind", "actorId",
       "browserHash", "sealedSecrets", "connectionId", "moveReason", "returnTo", "expiresAt", "createdAt")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      state.stateHash,
      state.connectionType,
      state.environment,
      state.companyId,
      actor.kind,
      actor.id,
      state.browserHash,
      state.sealedSecrets,
      connectionId,
      moveReason,
      returnTo,
      new Date(atMs + STATE_MINUTES * 60_000),
      new Date(atMs),
    ],
  );
}

export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

export function stateEncryptionContext(stateHash: string, connectionType: string, companyId: string) {
  return {
    table: "OAuthState",
    rowId: stateHash,
    field: "sealedSecrets",
    provider: connectionType,
    subject: companyId,
  };
}

/** 256 bits, base64url: fit for a state, a nonce and a PKCE verifier alike (RFC 7636 §4.1). */
function randomToken(): string {
  return randomBytes(32).toString("base64url");
}
