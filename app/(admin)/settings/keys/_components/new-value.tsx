"use client";

import { useEffect, useRef } from "react";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";
import { Time } from "@/components/ui/time";
import type { ShownKey } from "../key-input";

/** The only time anybody sees it: what is stored is a hash. */
export function NewValue({ value, name, expiresAtMs }: ShownKey) {
  const panel = useRef<HTMLDivElement>(null);

  // The form that had the focus is gone.
  useEffect(() => panel.current?.focus(), []);

  return (
    <div ref={panel} tabIndex={-1} className="outline-none">
      <Banner tone="expiring" title="Copy the key now">
        <p className="wrap-anywhere">
          It is shown this once, and stored nowhere. If it is lost, rotate {name} to get another one.
        </p>
        <p className="mt-2 flex flex-wrap items-center gap-2">
          <code className="min-w-0 rounded bg-surface px-2 py-1 font-mono text-mono break-all">{value}</code>
          <CopyButton value={value} label="Copy key" />
        </p>
        <p className="mt-2">
          Its service sends it as <code className="font-mono text-mono">Authorization: Bearer …</code> until{" "}
          <Time at={expiresAtMs} dateOnly />. Keep it in a secret store, never in a repository.
        </p>
      </Banner>
      <ButtonLink href="/settings/keys" className="mt-4">
        I have copied it
      </ButtonLink>
    </div>
  );
}
