import { createKeyring } from "@/lib/token/keys/keyring";
import { createTenantIds } from "@/lib/token/keys/tenant-id";

/** For tests whose rows no token service made: the ids in them are plain. */
export const tenantIds = createTenantIds(createKeyring({ current: "7".repeat(64) }));
