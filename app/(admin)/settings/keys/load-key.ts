import { notFound } from "next/navigation";
import { apiKeys, type KeyView } from "@/lib/people";

/** The key that an address means, if it goes on. */
export async function loadKey(params: Promise<{ id: string }>): Promise<KeyView> {
  const { id } = await params;
  const key = /^\w{1,50}$/.test(id) ? await apiKeys().findKey(id) : undefined;
  if (!key || key.status === "revoked" || key.status === "expired") notFound();
  return key;
}
