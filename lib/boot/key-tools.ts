import type { Runtime } from "@/lib/runtime";
import { type KeyUsage, keyUsage } from "@/lib/token/keys/key-usage";
import { createKeyring } from "@/lib/token/keys/keyring";
import { countPlainIds } from "@/lib/token/keys/plain-ids";
import { type KeyRotation, rotateKeys } from "@/lib/token/keys/rotate-keys";
import { sealTenants, type TenantSealing } from "@/lib/token/keys/seal-tenants";

type RotateOptions = Parameters<typeof rotateKeys>[1];
type SealOptions = Parameters<typeof sealTenants>[1];

interface KeyTools {
  usage(): Promise<KeyUsage[]>;
  rotate(options: RotateOptions): Promise<KeyRotation>;
  sealTenants(options: SealOptions): Promise<TenantSealing>;
  /** How many organisations' ids rest plain. */
  plainIds(): Promise<number>;
}

/** What an operator does with the encryption keys of a booted process. It needs no running token service. */
export function keyTools({ env, database, clock }: Pick<Runtime, "env" | "database" | "clock">): KeyTools {
  const deps = { database, clock, keyring: createKeyring(env.encryptionKeys) };
  return {
    usage: () => keyUsage(deps, env.journalDirectory),
    rotate: (options) => rotateKeys(deps, options),
    sealTenants: (options) => sealTenants(deps, options),
    plainIds: () => countPlainIds(database),
  };
}
