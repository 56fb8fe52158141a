"use client";

import { useSyncExternalStore } from "react";

const subscribe = () => () => {};
const IS_UTC = /^(?:Etc\/)?(?:UTC|UCT|GMT|Zulu|Universal)$/;
const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The browser's own zone, where it is another than what is chosen; nothing before scripts run. */
export function LocalZone({ current, className }: { current: string; className: string }) {
  const here = useSyncExternalStore(subscribe, zoneHere, () => current);
  if (!here || here === current || IS_UTC.test(here)) return null;
  return (
    <button type="submit" name="timeZone" value={here} aria-pressed={false} className={className}>
      <span className="truncate">Local ({here.replaceAll("_", " ")})</span>
    </button>
  );
}
