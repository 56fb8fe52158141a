"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { announce } from "@/components/ui/live-region";
import { OPERATION_ENDED } from "../words";

const EVERY_MS = 2_000;

/** Loads the page's content again while something of it runs and somebody looks. */
export function LiveRefresh({ running, ended = OPERATION_ENDED }: { running: boolean; ended?: string }) {
  const router = useRouter();
  const ran = useRef(running);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [running, router]);
  useEffect(() => {
    if (ran.current && !running) announce(ended);
    ran.current = running;
  }, [running, ended]);
  return null;
}
