"use client";

import { PublicFrame } from "@/components/shell/public-frame";
import { BROKEN, BROKEN_TITLE, BROKEN_WHY, TRY_AGAIN } from "./words";
import "./globals.css";

interface GlobalErrorProps {
  error: Error & { digest?: string };
  retry: () => void;
}

/** Stands in for the whole document. Every page carries it along, so it is kept this small. */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body>
        <title>{BROKEN_TITLE}</title>
        <PublicFrame>
          <div role="alert">
            <h1 className="text-xl font-semibold">{BROKEN}</h1>
            <p className="mt-2 text-muted">{BROKEN_WHY}</p>
          </div>
          <button
            type="button"
            className="mt-6 min-h-9 rounded bg-accent px-3.5 font-medium text-accent-ink hover:bg-accent/88"
            onClick={retry}
          >
            {TRY_AGAIN}
          </button>
          {error.digest && (
            <p className="mt-4 text-sm text-muted">
              Reference <code className="font-mono text-mono text-text">{error.digest}</code>
            </p>
          )}
        </PublicFrame>
      </body>
    </html>
  );
}
