"use client";

import { useEffect, useRef } from "react";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import type { ShownKey } from "../key-input";
import { COPY_KEY, COPY_KEY_NOW, copyKeyWhy, howToSend, KEY_COPIED } from "../words";

/** The only time anybody sees it: what is stored is a hash. */
export function NewValue({ value, name, expiresAtMs }: ShownKey) {
  const panel = useRef<HTMLDivElement>(null);

  // The form that had the focus is gone.
  useEffect(() => panel.current?.focus(), []);

  return (
    <div ref={panel} tabIndex={-1} className="outline-none">
      <Banner tone="expiring" title={COPY_KEY_NOW}>
        <p className="wrap-anywhere">{copyKeyWhy(name)}</p>
        <p className="mt-2 flex flex-wrap items-center gap-2">
          <code className="min-w-0 rounded bg-surface px-2 py-1 font-mono text-mono break-all">{value}</code>
          <CopyButton value={value} label={COPY_KEY} />
        </p>
        <p className="mt-2">
          <Sentence
            parts={howToSend(
              <code className="font-mono text-mono">Authorization: Bearer …</code>,
              <Time at={expiresAtMs} dateOnly />,
            )}
          />
        </p>
      </Banner>
      <ButtonLink href="/settings/keys" className="mt-4">
        {KEY_COPIED}
      </ButtonLink>
    </div>
  );
}
