"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { announce } from "@/components/ui/live-region";
import { LIVE_PAUSED, LIVE_UNANSWERED, LIVE_WATCHING, NEW_ROWS } from "../words";

const POLL_MS = 4_000;
const CAP = 100;

interface LiveNewsProps {
  /** The address that tells how many rows are newer than the page's newest. */
  newsHref: string;
  /** While a row is read nothing may change behind it. */
  paused: boolean;
}

/** "12 new": rows that came since the page was made. They wait until they are asked for, so that no row moves. */
export function LiveNews({ newsHref, paused }: LiveNewsProps) {
  const router = useRouter();
  const [news, setNews] = useState({ of: newsHref, count: 0, failed: false });
  const [loading, startTransition] = useTransition();
  const current = news.of === newsHref ? news : { count: 0, failed: false };

  useEffect(() => {
    if (paused) return;
    let timer: ReturnType<typeof setTimeout>;
    let ended = false;
    async function ask() {
      if (document.visibilityState === "visible") {
        const answer = await fetch(newsHref, { cache: "no-store" }).catch(() => null);
        const told = answer?.ok
          ? ((await answer.json().catch(() => null)) as { count: number } | null)
          : null;
        if (ended) return;
        setNews((before) => ({
          of: newsHref,
          count: told?.count ?? (before.of === newsHref ? before.count : 0),
          failed: !told,
        }));
      }
      timer = setTimeout(ask, POLL_MS);
    }
    timer = setTimeout(ask, POLL_MS);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [newsHref, paused]);

  const hasNews = current.count > 0;
  useEffect(() => {
    if (hasNews) announce(NEW_ROWS);
  }, [hasNews]);

  if (current.failed) return <span className="text-sm text-reconnect">{LIVE_UNANSWERED}</span>;
  if (!hasNews) return <span className="text-sm text-muted">{paused ? LIVE_PAUSED : LIVE_WATCHING}</span>;
  return (
    <Button
      size="sm"
      variant="primary"
      aria-busy={loading || undefined}
      onClick={() => startTransition(() => router.refresh())}
    >
      {current.count > CAP ? `${CAP}+` : current.count} new
    </Button>
  );
}
