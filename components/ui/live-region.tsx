"use client";

import { useEffect, useState } from "react";

const EVENT = "countersign:announce";

/** A sentence that the region has not said yet: what is pressed early comes before its mount. */
let unsaid = "";

/** Says a sentence to screen readers, politely, through the one region of the page. */
export function announce(message: string): void {
  unsaid = message;
  window.dispatchEvent(new Event(EVENT));
}

/** Mounted once, by the shell. */
export function LiveRegion() {
  const [spoken, setSpoken] = useState({ message: "", turn: 0 });

  useEffect(() => {
    const say = () => {
      const message = unsaid;
      unsaid = "";
      if (message) setSpoken(({ turn }) => ({ message, turn: turn + 1 }));
    };
    say();
    window.addEventListener(EVENT, say);
    return () => window.removeEventListener(EVENT, say);
  }, []);

  return (
    <div aria-live="polite" aria-atomic="true" className="sr-only">
      {/* A new key per turn, or the same sentence twice would be said once. */}
      <span key={spoken.turn}>{spoken.message}</span>
    </div>
  );
}
