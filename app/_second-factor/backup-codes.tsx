"use client";

import { useEffect, useRef } from "react";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";
import { BACKUP_CODES, CODES_SAVED, CODES_WHY, COPY_CODES, SAVE_CODES } from "./words";

/** The only time anybody sees them: what is stored is hashes. */
export function BackupCodes({ codes, then }: { codes: readonly string[]; then: string }) {
  const panel = useRef<HTMLDivElement>(null);

  // The form that had the focus is gone.
  useEffect(() => panel.current?.focus(), []);

  return (
    <div ref={panel} tabIndex={-1} className="outline-none">
      <Banner tone="expiring" title={SAVE_CODES}>
        <p>{CODES_WHY}</p>
        <ol
          aria-label={BACKUP_CODES}
          className="mt-2 grid gap-x-6 gap-y-1 font-mono text-mono sm:grid-cols-2"
        >
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
        <p className="mt-2">
          <CopyButton value={codes.join("\n")} label={COPY_CODES} />
        </p>
      </Banner>
      <ButtonLink href={then} className="mt-4">
        {CODES_SAVED}
      </ButtonLink>
    </div>
  );
}
