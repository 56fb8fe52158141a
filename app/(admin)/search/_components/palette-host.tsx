"use client";

import { type ComponentType, useEffect, useState } from "react";
import { KEYS_HELP_ID } from "@/components/shell/keys-help";
import { ListKeys } from "@/components/ui/list-keys";
import { onOpenPalette, openPalette } from "../open-palette";
import type { PaletteProps } from "./palette";

/** The keys of every page, and the palette behind ⌘K and Ctrl+K. The palette itself is loaded when it is first asked for. */
export function PaletteHost() {
  const [Palette, setPalette] = useState<ComponentType<PaletteProps>>();
  const [isOpen, setOpen] = useState(false);

  useEffect(() => {
    const open = async () => {
      const loaded = await import("./palette").catch(() => undefined);
      if (!loaded) {
        window.location.assign("/search");
        return;
      }
      setPalette(() => loaded.Palette);
      setOpen(true);
    };
    const listen = (event: KeyboardEvent) => {
      const isAsked = event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey);
      if (!isAsked || event.shiftKey || event.altKey || event.defaultPrevented) return;
      event.preventDefault();
      if (!event.repeat) void open();
    };
    document.addEventListener("keydown", listen);
    const forget = onOpenPalette(() => void open());
    return () => {
      document.removeEventListener("keydown", listen);
      forget();
    };
  }, []);

  return (
    <>
      <ListKeys onNoSearch={openPalette} helpId={KEYS_HELP_ID} />
      {Palette && isOpen && <Palette onClosed={() => setOpen(false)} />}
    </>
  );
}
