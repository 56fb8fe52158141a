"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { announce } from "@/components/ui/live-region";
import { OPERATION_ENDED } from "../words";

const EVERY_MS = 2_000;

interface LiveRefreshProps {
  running: boolean;
  ended?: string;
  everyMs?: number;
}

/** Loads the page's content again while something of it runs and somebody looks. */
export function LiveRefresh({ running, ended = OPERATION_ENDED, everyMs = EVERY_MS }: LiveRefreshProps) {
  const router = useRouter();
  const ran = useRef(running);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [running, router, everyMs]);
  useEffect(() => {
    if (ran.current && !running) announce(ended);
    ran.current = running;
  }, [running, ended]);
  return null;
}
