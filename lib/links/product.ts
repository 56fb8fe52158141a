import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { emailProblem } from "@/lib/mail";
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
  /** An email address or a web address, as it was set. */
  supportContact: string | null;
  /** Where it leads; null for anything else. */
  supportHref: string | null;
}

export function product({ product: { name, logoFile, supportContact } }: LinkDeps): ProductView {
  const hasLogo = logoFile !== undefined;
  return { name, hasLogo, supportContact: supportContact ?? null, supportHref: hrefOf(supportContact ?? "") };
}

function hrefOf(contact: string): string | null {
  if (/^https?:\/\//i.test(contact)) return contact;
  return emailProblem(contact) ? null : `mailto:${contact}`;
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
