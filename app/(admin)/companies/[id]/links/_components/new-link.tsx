"use client";

import { useEffect, useRef } from "react";
import { Banner } from "@/components/ui/banner";
import { CopyButton } from "@/components/ui/copy-button";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import type { ShownLink } from "../link-input";
import { COPY, COPY_LINK_NOW, linkUse, mailFailed } from "../words";

/** A link that is handed over. The only time anybody sees it: what is stored is a hash. */
export function NewLink({ url, mailProblem, expiresAtMs }: ShownLink & { url: string }) {
  const panel = useRef<HTMLDivElement>(null);

  // It stands where the button that had the focus was pressed.
  useEffect(() => panel.current?.focus(), []);

  return (
    <div ref={panel} tabIndex={-1} className="text-left outline-none">
      <Banner tone="expiring" title={COPY_LINK_NOW}>
        {mailProblem && <p className="wrap-anywhere">{mailFailed(mailProblem)}</p>}
        <p className="flex flex-wrap items-center gap-2">
          <code className="min-w-0 rounded bg-surface px-2 py-1 font-mono text-mono break-all">{url}</code>
          <CopyButton value={url} label={COPY} />
        </p>
        <p className="mt-2">
          <Sentence parts={linkUse(<Time at={expiresAtMs} />)} />
        </p>
      </Banner>
    </div>
  );
}
