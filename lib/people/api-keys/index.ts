import { bindVerbs, processPart } from "@/lib/process";
import type { ApiKeyDeps } from "./deps";
import { findKey, listKeys } from "./list-keys";
import { makeKey } from "./make-key";
import { revokeKey } from "./revoke-key";
import { rotateKey } from "./rotate-key";

export type { ApiKey, KeyEnvironment, KeyVerifier } from "./api-key";
export type { KeyPlace, KeyStatus, KeyView } from "./list-keys";
export { KEY_LIMITS } from "./new-key";
export { createKeyVerifier } from "./verify/create-key-verifier";

/** The keys with which services of the surrounding product call the HTTP API. */
export const createApiKeys = (deps: ApiKeyDeps) =>
  bindVerbs(deps, { findKey, listKeys, makeKey, revokeKey, rotateKey });

export type ApiKeys = ReturnType<typeof createApiKeys>;
export const { get: apiKeys, install: installApiKeys } = processPart<ApiKeys>("apiKeys");
