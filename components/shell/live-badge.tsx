"use client";

import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";

const POLL_MS = 60_000;
const MOST = 99;

interface LiveBadgeProps {
  /** As of when the page was made. */
  count: number;
  label: string;
  /** Answers with the count as it is now. */
  href: string;
}

/** A number that is asked for again at each navigation, each minute in sight, and on coming back to the page. */
export function LiveBadge({ count, label, href }: LiveBadgeProps) {
  const pathname = usePathname();
  const [told, setTold] = useState({ of: count, from: pathname, now: count });
  const now = told.of === count ? told.now : count;

  useEffect(() => {
    let ended = false;
    async function ask() {
      if (document.visibilityState !== "visible") return;
      const answer = await fetch(href, { cache: "no-store" }).catch(() => null);
      const fresh = answer?.ok ? ((await answer.json().catch(() => null)) as { count: number } | null) : null;
      // What can't be asked stays as it was: the next time tells.
      if (fresh && !ended) setTold({ of: count, from: pathname, now: fresh.count });
    }
    // The page that was just loaded brought its own.
    if (told.from !== pathname) void ask();
    const timer = setInterval(ask, POLL_MS);
    document.addEventListener("visibilitychange", ask);
    return () => {
      ended = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [href, pathname, count, told.from]);

  if (now === 0) return null;
  return (
    <span className="rounded-full bg-provider-tint px-2 text-xs font-semibold text-provider">
      {now > MOST ? `${MOST}+` : now}
      <span className="sr-only"> {label}</span>
    </span>
  );
}
