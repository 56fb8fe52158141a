"use client";

import type { MouseEvent, ReactNode } from "react";
import { openPalette } from "../open-palette";

interface PaletteLinkProps {
  className: string;
  children: ReactNode;
}

/** Opens the palette; without scripts, and in a new tab, the page that does the same. */
export function PaletteLink({ className, children }: PaletteLinkProps) {
  function open(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    openPalette();
  }

  return (
    <a href="/search" onClick={open} aria-keyshortcuts="Control+K Meta+K" className={className}>
      {children}
    </a>
  );
}
