"use client";

import { PublicFrame } from "@/components/shell/public-frame";
import { Button } from "@/components/ui/button";
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
        <title>Something went wrong · Countersign</title>
        <PublicFrame>
          <div role="alert">
            <h1 className="text-xl font-semibold">Countersign couldn't show this page</h1>
            <p className="mt-2 text-muted">
              The fault is on our side, not with your companies or their accounting systems. Try again; if it
              stays, give the reference below to whoever runs Countersign.
            </p>
          </div>
          <Button variant="primary" className="mt-6" onClick={retry}>
            Try again
          </Button>
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
