import { apiKeys, type KeyView } from "@/lib/people";
import { nothingAtAddress } from "../../_page/nothing-at-address";

/** The key that an address means, if it goes on. */
export async function loadKey(params: Promise<{ id: string }>): Promise<KeyView> {
  const { id } = await params;
  const key = /^\w{1,50}$/.test(id) ? await apiKeys().findKey(id) : undefined;
  if (!key || key.status === "revoked" || key.status === "expired") nothingAtAddress();
  return key;
}
