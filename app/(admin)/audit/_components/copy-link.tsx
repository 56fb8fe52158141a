"use client";

import { CopyButton } from "@/components/ui/copy-button";

/** Copies an address of ours whole, with the origin that this browser knows us by. */
export function CopyLink({ href, label }: { href: string; label: string }) {
  const origin = typeof window === "undefined" ? "" : window.location.origin;
  return <CopyButton value={`${origin}${href}`} label={label} variant="secondary" />;
}
