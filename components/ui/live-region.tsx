"use client";

import { useEffect, useState } from "react";

const EVENT = "countersign:announce";

/** Says a sentence to screen readers, politely, through the one region of the page. */
export function announce(message: string): void {
  window.dispatchEvent(new CustomEvent<string>(EVENT, { detail: message }));
}

/** Mounted once, by the shell. */
export function LiveRegion() {
  const [spoken, setSpoken] = useState({ message: "", turn: 0 });

  useEffect(() => {
    const listen = (event: Event) => {
      if (event instanceof CustomEvent)
        setSpoken(({ turn }) => ({ message: String(event.detail), turn: turn + 1 }));
    };
    window.addEventListener(EVENT, listen);
    return () => window.removeEventListener(EVENT, listen);
  }, []);

  return (
    <div aria-live="polite" aria-atomic="true" className="sr-only">
      {/* A new key per turn, or the same sentence twice would be said once. */}
      <span key={spoken.turn}>{spoken.message}</span>
    </div>
  );
}
