import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import type { LinkDeps } from "./link-deps";

const TYPES: Readonly<Record<string, string>> = {
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
};
const MAX_BYTES = 200_000;

/** Whose product asks, as the customer's pages show it. */
export interface ProductView {
  name: string;
  hasLogo: boolean;
  /** An email address or a web address. */
  supportContact: string | null;
}

export function product({ product: { name, logoFile, supportContact } }: LinkDeps): ProductView {
  return { name, hasLogo: logoFile !== undefined, supportContact: supportContact ?? null };
}

/** The product's logo; undefined where there is none, or the file can't be shown. */
export async function readLogo({
  product: { logoFile },
}: LinkDeps): Promise<{ type: string; bytes: Uint8Array<ArrayBuffer> } | undefined> {
  const type = TYPES[extname(logoFile ?? "").toLowerCase()];
  if (!logoFile || !type) return undefined;
  const bytes = await readFile(logoFile).catch(() => undefined);
  return bytes && bytes.length <= MAX_BYTES ? { type, bytes: new Uint8Array(bytes) } : undefined;
}
